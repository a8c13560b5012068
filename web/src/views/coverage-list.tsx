/** What a number of the coverage table counts: the units below, or the assigned tasks at the ends of the chains. */

import { api } from "../api";
import { kindName, place, shorten } from "../format";
import { href, unitHref } from "../router";
import type { CoverageRow, Task } from "../types";
import { DeadlineChip, DocumentChip, Grade, useLoad, When } from "../ui";

export type Column = "implements" | "contributes" | "ends";

export function CoverageList({ row, column }: { row: CoverageRow; column: Column }) {
  return column === "ends" ? <Ends ids={row.ends} /> : <Direct id={row.id} grade={column === "implements" ? 2 : 1} />;
}

function Direct({ id, grade }: { id: string; grade: number }) {
  const loaded = useLoad(() => api.joined(id, { direction: "down" }), [id]);
  return (
    <When of={loaded} what="việc thực hiện">
      {(page) => (
        <ul class="opened">
          {page.items
            .flatMap((item) => item.units)
            .filter((unit) => (unit.grade ?? 0) >= 2 === grade >= 2)
            .map((unit) => (
              <li key={unit.link}>
                <DocumentChip of={{ ...unit, id: unit.document ?? unit.id }} />{" "}
                <a href={unitHref(unit.id, unit.label)}>{place(unit.path, unit.no, unit.label) || kindName(unit.label)}</a>{" "}
                <Grade grade={unit.grade} status={unit.status} /> {shorten(unit.text, 200)}
              </li>
            ))}
        </ul>
      )}
    </When>
  );
}

/** The tasks are read with the documents that they stand in, which are few. */
export async function tasksOf(ids: readonly string[]): Promise<Task[]> {
  const documents = [...new Set(ids.map((id) => id.split("#")[0]!))];
  const pages = await Promise.all(documents.map((document) => api.documentTasks(document)));
  const wanted = new Set(ids);
  return pages.flatMap((page) => page.items).filter((task) => wanted.has(task.id));
}

function Ends({ ids }: { ids: string[] }) {
  const loaded = useLoad(() => tasksOf(ids), [ids.join()]);
  return (
    <When of={loaded} what="nhiệm vụ">
      {(tasks) => (
        <ul class="opened">
          {tasks.map((task) => (
            <li key={task.id}>
              <DocumentChip of={{ id: task.document, number: task.document_number }} /> <a href={href("chuoi", task.id)}>{place(null, task.no)}</a>{" "}
              {shorten(task.title, 200)} <span class="quiet">· {task.lead.map((agency) => agency.name).join(", ")} ·</span> <DeadlineChip of={task.deadline} />
            </li>
          ))}
        </ul>
      )}
    </When>
  );
}
