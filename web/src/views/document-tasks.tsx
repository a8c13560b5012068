/** The tasks of a document, narrowed by words, agency and deadline. The choice stands in the address. */

import { api } from "../api";
import { deadlineGroup, deadlineKey, number, plain } from "../format";
import { href, replaceWith } from "../router";
import { byUnit, PrintButton, SaveSheet, taskLines } from "../sheets";
import type { Task } from "../types";
import { Empty, Failure, useLoad, When } from "../ui";
import { TaskTable } from "./task-table";

interface Choice {
  tim: string;
  co_quan: string;
  han: string;
  /** "noi": linked upward, "chua": not linked. */
  noi: string;
  /** "1": with the clauses above. */
  tren: string;
}

export function narrow(tasks: readonly Task[], choice: Choice): Task[] {
  const words = plain(choice.tim);
  return tasks.filter(
    (task) =>
      (!words || plain(`${task.no ?? ""} ${task.title}`).includes(words)) &&
      (!choice.co_quan || [...task.lead, ...task.coop].some((agency) => agency.id === choice.co_quan)) &&
      (!choice.han || deadlineGroup(task.deadline) === choice.han) &&
      (!choice.noi || task.serves > 0 === (choice.noi === "noi")),
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
    noi: params.get("noi") ?? "",
    tren: params.get("tren") ?? "",
  };
  const above = useLoad(async () => (choice.tren ? byUnit((await api.joined(id, { direction: "up", kind: "task" })).items) : undefined), [id, choice.tren]);
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
        <label>
          <span>Cấp trên</span>
          <select value={choice.noi} onChange={(e) => set({ noi: e.currentTarget.value })}>
            <option value="">Tất cả</option>
            <option value="noi">Đã nối lên cấp trên</option>
            <option value="chua">Chưa nối lên cấp trên</option>
          </select>
        </label>
        <p class="quiet" role="status">
          {number(shown.length)} / {number(tasks.length)} nhiệm vụ
        </p>
      </form>
      <div class="chain-bar">
        <label class="check">
          <input type="checkbox" checked={choice.tren === "1"} onChange={(e) => set({ tren: e.currentTarget.checked ? "1" : "" })} />
          Kèm điều khoản cấp trên của từng nhiệm vụ
        </label>
        <p class="row tools">
          <a class="button plain" href={href("thoi-han", null, null, { "van-ban": id })}>
            Xem theo thời hạn
          </a>
          <SaveSheet name={`nhiem-vu_${id}`} lines={() => sheet(id, shown)} />
          <PrintButton />
        </p>
      </div>
      {above.state === "error" && <Failure error={above.error} />}
      {shown.length ? (
        <TaskTable tasks={shown} grouped above={above.state === "ready" ? above.data : undefined} />
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

async function sheet(id: string, tasks: Task[]) {
  const above = await api.joined(id, { direction: "up", kind: "task" });
  return taskLines(tasks, byUnit(above.items));
}
