/** Who might take up a clause that nobody has: the tasks nearest to its words, with those who lead them. */

import { api } from "../api";
import { place, shorten } from "../format";
import { href } from "../router";
import type { Task } from "../types";
import { DeadlineChip, DocumentChip, Empty, useLoad, When } from "../ui";
import { tasksOf } from "./coverage-list";

const MOST = 6;

async function nearest(document: string, words: string): Promise<Task[]> {
  const { hits } = await api.search({ q: shorten(words, 600), kind: "task", limit: 2 * MOST });
  const ids = hits.filter((hit) => hit.document !== document).map((hit) => hit.id);
  const tasks = await tasksOf(ids.slice(0, MOST));
  return tasks.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

interface Leader {
  name: string;
  /** Agencies of one name: the same department of several provinces. */
  ids: string[];
  count: number;
}

/** Each name of a leading agency once, those who lead most of the tasks first. */
export function leaders(tasks: readonly Pick<Task, "lead">[]): Leader[] {
  const found = new Map<string, Leader>();
  for (const { id, name } of tasks.flatMap((task) => task.lead)) {
    const known = found.get(name) ?? { name, ids: [], count: 0 };
    found.set(name, { name, ids: [...new Set([...known.ids, id])], count: known.count + 1 });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

export function Nearest({ document, words }: { document: string; words: string }) {
  const loaded = useLoad(() => nearest(document, words), [document, words]);
  return (
    <When of={loaded} what="việc gần nghĩa nhất">
      {(tasks) =>
        tasks.length ? (
          <div class="nearest">
            <p>
              Máy chưa thấy việc nào thực hiện điều khoản này. Những việc gần nghĩa nhất do{" "}
              {leaders(tasks).map(({ name, ids, count }, n) => (
                <span key={name}>
                  {n > 0 && ", "}
                  <a href={ids.length > 1 ? href("co-quan", null, null, { tim: name }) : href("co-quan", ids[0])}>{name}</a>
                  {count > 1 && ` (${count})`}
                </span>
              ))}{" "}
              chủ trì:
            </p>
            <ul class="opened">
              {tasks.map((task) => (
                <li key={task.id}>
                  <DocumentChip of={{ id: task.document, number: task.document_number }} /> <a href={href("chuoi", task.id)}>{place(null, task.no) || "nhiệm vụ"}</a>{" "}
                  {shorten(task.title, 160)} <span class="quiet">· {task.lead.map((agency) => agency.name).join(", ")} ·</span> <DeadlineChip of={task.deadline} />
                </li>
              ))}
            </ul>
          </div>
        ) : (
          <Empty title="Trong kho chưa có nhiệm vụ nào gần điều khoản này" />
        )
      }
    </When>
  );
}
