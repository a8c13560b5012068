/** A table of tasks; on a phone each row becomes a card. */

import { href } from "../router";
import type { Task } from "../types";
import { Agencies, DeadlineChip } from "../ui";

interface Props {
  tasks: Task[];
  /** Show the group rows of the annex. */
  grouped?: boolean;
  /** Show which document each task is from. */
  from?: boolean;
}

export function TaskTable({ tasks, grouped = false, from = false }: Props) {
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
              <TaskRow key={task.id} task={task} from={from} />,
            ];
          })}
        </tbody>
      </table>
    </div>
  );
}

function TaskRow({ task, from }: { task: Task; from: boolean }) {
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
          {task.serves > 0 && (
            <a class="badge up" href={href("chuoi", task.id)} title="Điều khoản cấp trên mà nhiệm vụ này thực hiện">
              ↑ {task.serves} cấp trên
            </a>
          )}
        </span>
      </td>
      <td data-label="Chủ trì">
        <Agencies of={task.lead} strong />
      </td>
      <td data-label="Phối hợp">
        <Agencies of={task.coop} />
      </td>
      <td data-label="Thời hạn">
        <DeadlineChip of={task.deadline} />
      </td>
    </tr>
  );
}
