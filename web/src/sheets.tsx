/** What a table says as lines of a sheet, and the button that saves them. */

import { useState } from "preact/hooks";
import { date, deadline, place, targetValue } from "./format";
import type { AgencyRef, Joined, JoinedUnit, Target, Task } from "./types";
import { download, workbook, type Line } from "./xlsx";

interface Props {
  /** The file's name, without its ending. */
  name: string;
  lines: () => readonly Line[] | Promise<readonly Line[]>;
}

export function SaveSheet({ name, lines }: Props) {
  const [state, set] = useState<"" | "busy" | "failed">("");
  const save = async () => {
    set("busy");
    try {
      download(await workbook(await lines(), name), `${name}.xlsx`);
      set("");
    } catch {
      set("failed");
    }
  };
  return (
    <button type="button" class="button plain save" disabled={state === "busy"} onClick={() => void save()}>
      {{ "": "Tải Excel", busy: "Đang lấy…", failed: "Chưa tải được, thử lại" }[state]}
    </button>
  );
}

export function PrintButton() {
  return (
    <button type="button" class="button plain" onClick={() => print()}>
      In
    </button>
  );
}

/** Unit id -> what it is linked with. */
export function byUnit(items: readonly Joined[]): Map<string, JoinedUnit[]> {
  return new Map(items.map((item) => [item.id, item.units]));
}

function names(agencies: readonly AgencyRef[]): string {
  return agencies.map((agency) => agency.name).join("; ");
}

/** "57-NQ/TW mục III.2, ý 1", for a line of a sheet. */
export function unitName(unit: Pick<JoinedUnit, "number" | "document" | "path" | "no" | "label">): string {
  return [unit.number ?? unit.document, place(unit.path, unit.no, unit.label)].filter(Boolean).join(" ");
}

function served(units: readonly JoinedUnit[] | undefined, grade: number): string {
  return (units ?? [])
    .filter((unit) => (unit.grade ?? 0) >= 2 === grade >= 2)
    .map(unitName)
    .join("; ");
}

const TASK_HEAD = [
  "Văn bản", "TT", "Nhóm", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời hạn", "Ngày cuối",
  "Thực hiện", "Góp phần", "Có báo cáo", "Tệp", "Mã",
];

/** One line for each task, with the clauses above that it serves. */
export function taskLines(tasks: readonly Task[], above: Map<string, JoinedUnit[]>): Line[] {
  const lines = tasks.map((task) => [
    task.document_number ?? task.document, task.no, task.group_title, task.title, names(task.lead), names(task.coop),
    task.output, deadline(task.deadline), date(task.deadline.end), served(above.get(task.id), 2), served(above.get(task.id), 1), task.reported ? "có" : "", task.file, task.id,
  ]);
  return [TASK_HEAD, ...lines];
}

const TARGET_HEAD = ["Văn bản", "TT", "Chỉ tiêu", "Đơn vị", "Đến năm", "Giá trị", "Cơ quan theo dõi", "Chỉ tiêu cấp trên", "Tệp", "Mã"];

export function targetLines(targets: readonly Target[], above: Map<string, JoinedUnit[]>): Line[] {
  const lines = targets.map((target) => [
    target.document_number ?? target.document, target.no, target.name, target.unit, target.period_end_year, targetValue(target),
    names(target.owner), (above.get(target.id) ?? []).map(unitName).join("; "), target.file, target.id,
  ]);
  return [TARGET_HEAD, ...lines];
}
