/** A table of tasks; on a phone each row becomes a card. */

import { distance } from "../deadlines";
import { href } from "../router";
import type { JoinedUnit, Task } from "../types";
import { Agencies, DeadlineChip } from "../ui";
import { Served } from "./served";

interface Props {
  tasks: Task[];
  /** Show the group rows of the annex. */
  grouped?: boolean;
  /** Show which document each task is from. */
  from?: boolean;
  /** The day that deadlines are seen from. */
  day?: string;
  /** Task id -> what it serves above; shown instead of a count where it is given. */
  above?: Map<string, JoinedUnit[]>;
}

export function TaskTable({ tasks, grouped = false, ...rest }: Props) {
  let group: string | null = null;
  return (
    <div class="table-wrap">
      <table class="tasks">
        <thead>
          <tr>
            <th scope="col">TT</th>
            <th scope="col">Nhiệm vụ</th>
            <th scope="col">Chủ trì</th>
            <th scope="col">Phối hợp</th>
            <th scope="col">Thời hạn</th>
          </tr>
        </thead>
        <tbody>
          {tasks.flatMap((task) => {
            const opens = grouped && task.group !== group && task.group_title;
            group = task.group;
            return [
              opens ? (
                <tr key={`group-${task.id}`} class="group">
                  <th colSpan={5} scope="rowgroup">
                    {task.group}. {task.group_title}
                  </th>
                </tr>
              ) : null,
              <TaskRow key={task.id} task={task} {...rest} />,
            ];
          })}
        </tbody>
      </table>
    </div>
  );
}

function TaskRow({ task, from = false, day, above }: { task: Task } & Omit<Props, "tasks" | "grouped">) {
  const far = day ? distance(task.deadline.end, day) : "";
  return (
    <tr>
      <td class="no">{task.no}</td>
      <td class="title">
        <a href={href("chuoi", task.id)}>{task.title}</a>
        {task.output && <small class="quiet block">Sản phẩm: {task.output}</small>}
        <span class="badges">
          {from && (
            <a class="badge open" href={href("van-ban", task.document, "nhiem-vu")}>
              {task.document_number ?? task.document}
            </a>
          )}
          {!above && task.serves > 0 && (
            <a class="badge up" href={href("chuoi", task.id)} title="Điều khoản cấp trên mà nhiệm vụ này thực hiện">
              ↑ {task.serves} cấp trên
            </a>
          )}
          {task.reported > 0 && (
            <a class="badge heard" href={href("chuoi", task.id)} title="Có báo cáo trong kho nói về nhiệm vụ này">
              ✓ có báo cáo
            </a>
          )}
        </span>
        {above && <Served units={above.get(task.id) ?? []} />}
      </td>
      <td data-label="Chủ trì">
        <Agencies of={task.lead} strong />
      </td>
      <td data-label="Phối hợp">
        <Agencies of={task.coop} />
      </td>
      <td data-label="Thời hạn">
        <DeadlineChip of={task.deadline} />
        {far && <span class={task.deadline.end! < day! ? "distance late" : "distance quiet"}>{far}</span>}
      </td>
    </tr>
  );
}
