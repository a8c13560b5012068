/** What became of a file, and what to do about it, in plain words. */

import { number } from "../format";
import type { FileOutcome } from "../types";

export const OUTCOMES: Record<FileOutcome["outcome"], string> = {
  new: "đã thêm",
  changed: "đã cập nhật",
  unchanged: "đã có, không đổi",
  skipped: "bỏ qua",
  failed: "không đọc được",
};

interface Advice {
  what: string;
  todo: string;
}

const ADVICE: Record<string, Advice> = {
  unsupported_format: {
    what: "Loại tệp này chưa đọc được.",
    todo: "Lưu lại thành .docx, .pdf, .xlsx hoặc .txt rồi thêm lại.",
  },
  unreadable_document: {
    what: "Tệp hỏng, có mật khẩu, hoặc không đúng loại mà tên tệp nói.",
    todo: "Mở tệp bằng chương trình của nó, bỏ mật khẩu nếu có, lưu lại rồi thêm lại.",
  },
  no_text: {
    what: "Không thấy chữ nào trong tệp.",
    todo: "Nếu là bản chụp, hãy thêm bản rõ hơn hoặc bản Word; nếu không, xem tệp đã được lưu trọn vẹn chưa.",
  },
  limit_exceeded: {
    what: "Tệp quá lớn hoặc quá phức tạp.",
    todo: "Tách thành nhiều tệp (phụ lục để riêng cũng được) rồi thêm lại.",
  },
  missing_extra: {
    what: "Máy chủ chưa có phần cần cho loại tệp này, như nhận dạng chữ của bản chụp.",
    todo: "Báo người quản trị, hoặc thêm bản Word hay PDF có chữ.",
  },
};

const OTHER: Advice = { what: "Tệp này không đọc được.", todo: "Kiểm tra tệp, lưu lại rồi thêm lại." };

export function advice(file: Pick<FileOutcome, "code">): Advice {
  return ADVICE[file.code ?? ""] ?? OTHER;
}

/** "217 điều khoản · 65 nhiệm vụ · 39 chỉ tiêu", without what there is none of. */
export function held(file: Pick<FileOutcome, "clauses" | "tasks" | "targets">): string {
  const parts: [number, string][] = [
    [file.clauses, "điều khoản"],
    [file.tasks, "nhiệm vụ"],
    [file.targets, "chỉ tiêu"],
  ];
  return parts.flatMap(([count, name]) => (count ? [`${number(count)} ${name}`] : [])).join(" · ");
}

/** What a reader should look at though the file was read; null where all is well. */
export function doubt(file: FileOutcome): string | null {
  if (file.outcome !== "new" && file.outcome !== "changed") return null;
  if (!file.number) return "Không thấy số hiệu trong tệp, nên văn bản khác không nối được đến nó bằng số.";
  return null;
}

/** "thêm 2, đổi 1, bớt 0 mục" */
export function changed(changes: NonNullable<FileOutcome["changes"]>): string {
  if (!changes.added && !changes.changed && !changes.removed) return "không mục nào khác trước";
  return `thêm ${number(changes.added)}, đổi ${number(changes.changed)}, bớt ${number(changes.removed)} mục`;
}
