/** The tasks of a span of days, month by month. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { conditions, spanOf, spanWords, type Span } from "../deadlines";
import { chosen, type Asked } from "../due-address";
import { number } from "../format";
import { href } from "../router";
import { byUnit, PrintButton, SaveSheet, taskLines } from "../sheets";
import type { Task } from "../types";
import { Empty, useLoad, When } from "../ui";
import { TaskTable } from "./task-table";

const STEP = 100;
const MOST = 1000;

export function DueTasks({ asked, day, span }: { asked: Asked; day: string; span: Span }) {
  const [limit, setLimit] = useState(STEP);
  const wanted = { ...chosen(asked), ...conditions(span) };
  const loaded = useLoad(() => api.tasks({ ...wanted, limit }), [JSON.stringify(wanted), limit]);
  return (
    <section aria-labelledby="den-han">
      <When of={loaded} what="nhiệm vụ">
        {({ items, total }) => (
          <>
            <header class="section-head with-tools">
              <h2 id="den-han">
                {span.label} <small>{number(total)} nhiệm vụ</small>
              </h2>
              <p class="quiet">{spanWords(span)}</p>
              {total > 0 && (
                <p class="row tools">
                  {asked["co-quan"] && (
                    <a class="button plain" href={href("co-quan", asked["co-quan"], "phieu")}>
                      Phiếu giao việc
                    </a>
                  )}
                  <SaveSheet name={`thoi-han_${span.key}`} lines={() => sheet(wanted)} />
                  <PrintButton />
                </p>
              )}
            </header>
            {total === 0 && <Empty title="Không có nhiệm vụ nào trong khoảng này" />}
            <Months tasks={items} day={day} />
            {items.length < total && limit < MOST && (
              <p class="center">
                <button type="button" class="button plain" onClick={() => setLimit(Math.min(MOST, limit + 2 * STEP))}>
                  Xem thêm {number(total - items.length)} nhiệm vụ
                </button>
              </p>
            )}
          </>
        )}
      </When>
    </section>
  );
}

/** All tasks of the span, not only those shown, with the clauses that they serve. */
async function sheet(wanted: Parameters<typeof api.tasks>[0]) {
  const tasks: Task[] = [];
  for (let total = 1; tasks.length < total; ) {
    const page = await api.tasks({ ...wanted, limit: MOST, offset: tasks.length });
    tasks.push(...page.items);
    total = page.items.length ? page.total : 0;
  }
  const documents = [...new Set(tasks.map((task) => task.document))];
  const above = await Promise.all(documents.map((id) => api.joined(id, { direction: "up", kind: "task" })));
  return taskLines(tasks, byUnit(above.flatMap((page) => page.items)));
}

function Months({ tasks, day }: { tasks: Task[]; day: string }) {
  const months = new Map<string, Task[]>();
  for (const task of tasks) {
    const month = task.deadline.end?.slice(0, 7) ?? "";
    months.set(month, [...(months.get(month) ?? []), task]);
  }
  return (
    <>
      {[...months].map(([month, list]) => (
        <section key={month}>
          {month && months.size > 1 && (
            <h3 class="group-head">
              {spanOf(month, day)!.label} <small>{number(list.length)}</small>
            </h3>
          )}
          <TaskTable tasks={list} from day={day} />
        </section>
      ))}
    </>
  );
}
