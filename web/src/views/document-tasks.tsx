/** The tasks of a document, narrowed by words, agency and deadline. The choice stands in the address. */

import { api } from "../api";
import { deadlineGroup, deadlineKey, number } from "../format";
import { href, replaceWith } from "../router";
import type { Task } from "../types";
import { Empty, useLoad, When } from "../ui";
import { TaskTable } from "./task-table";

interface Choice {
  tim: string;
  co_quan: string;
  han: string;
}

/** Tones do not count when a person filters: "so y te" finds "Sở Y tế". */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

export function narrow(tasks: readonly Task[], choice: Choice): Task[] {
  const words = plain(choice.tim);
  return tasks.filter(
    (task) =>
      (!words || plain(`${task.no ?? ""} ${task.title}`).includes(words)) &&
      (!choice.co_quan || [...task.lead, ...task.coop].some((agency) => agency.id === choice.co_quan)) &&
      (!choice.han || deadlineGroup(task.deadline) === choice.han),
  );
}

export function TasksTab({ id, params }: { id: string; params: URLSearchParams }) {
  const loaded = useLoad(() => api.documentTasks(id), [id]);
  return (
    <When of={loaded} what="nhiệm vụ">
      {(page) =>
        page.items.length ? (
          <Chosen id={id} tasks={page.items} params={params} />
        ) : (
          <Empty title="Văn bản này không có bảng nhiệm vụ">
            <p>Việc có thể được giao ngay trong các điều khoản; xem tab “Nội dung”.</p>
          </Empty>
        )
      }
    </When>
  );
}

function Chosen({ id, tasks, params }: { id: string; tasks: Task[]; params: URLSearchParams }) {
  const choice: Choice = {
    tim: params.get("tim") ?? "",
    co_quan: params.get("co_quan") ?? "",
    han: params.get("han") ?? "",
  };
  const set = (change: Partial<Choice>) => replaceWith(href("van-ban", id, "nhiem-vu", { ...choice, ...change }));
  const shown = narrow(tasks, choice);
  const agencies = new Map(tasks.flatMap((task) => [...task.lead, ...task.coop]).map((agency) => [agency.id, agency.name]));
  const groups = [...new Set([...tasks].sort((a, b) => (deadlineKey(a.deadline) < deadlineKey(b.deadline) ? -1 : 1)).map((t) => deadlineGroup(t.deadline)))];
  return (
    <>
      <form class="filters" role="search" aria-label="Lọc nhiệm vụ" onSubmit={(e) => e.preventDefault()}>
        <label>
          <span>Từ ngữ</span>
          <input type="search" value={choice.tim} onInput={(e) => set({ tim: e.currentTarget.value })} />
        </label>
        <label>
          <span>Cơ quan</span>
          <select value={choice.co_quan} onChange={(e) => set({ co_quan: e.currentTarget.value })}>
            <option value="">Tất cả</option>
            {[...agencies].sort((a, b) => a[1].localeCompare(b[1], "vi")).map(([key, name]) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Thời hạn</span>
          <select value={choice.han} onChange={(e) => set({ han: e.currentTarget.value })}>
            <option value="">Tất cả</option>
            {groups.map((group) => (
              <option key={group}>{group}</option>
            ))}
          </select>
        </label>
        <p class="quiet" role="status">
          {number(shown.length)} / {number(tasks.length)} nhiệm vụ
        </p>
      </form>
      {shown.length ? (
        <TaskTable tasks={shown} grouped />
      ) : (
        <Empty title="Không có nhiệm vụ nào khớp bộ lọc">
          <p>
            <a href={href("van-ban", id, "nhiem-vu")}>Bỏ bộ lọc</a>
          </p>
        </Empty>
      )}
    </>
  );
}
