/** How values read in Vietnamese: dates, deadlines, counts, values, pieces of text. */

import type { Deadline, GraphNode, Hit, Target } from "./types";

export function date(iso: string | null | undefined): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? "");
  return found ? `${Number(found[3])}/${Number(found[2])}/${found[1]}` : "";
}

/** An instant by the clock of whoever looks: "14:05 2/7/2025". */
export function time(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(at.getHours())}:${two(at.getMinutes())} ${at.getDate()}/${at.getMonth() + 1}/${at.getFullYear()}`;
}

export function number(value: number): string {
  return value.toLocaleString("vi-VN");
}

export function percent(part: number, whole: number): string {
  return whole > 0 ? `${Math.round((100 * part) / whole)}%` : "0%";
}

export function capital(text: string): string {
  return text ? text[0]!.toLocaleUpperCase("vi") + text.slice(1) : text;
}

const NAMES = [
  "Đảng", "Trung ương", "Ban Chấp hành Trung ương", "Bộ Chính trị", "Ban Bí thư", "Quốc hội", "Chính phủ", "Nhà nước",
  "Thủ tướng Chính phủ", "Tỉnh ủy", "Thành ủy", "Ban Thường vụ", "Ủy ban nhân dân", "Hội đồng nhân dân",
  "Nghị quyết", "Kế hoạch", "Chương trình", "Quyết định", "Chỉ thị", "Kết luận", "Thông tư", "Nghị định", "Việt Nam",
];

/** A title printed in capitals reads better in sentence case; numbers and the names of bodies keep their capitals. */
export function sentenceCase(text: string, names: readonly (string | null)[] = []): string {
  const letters = text.replace(/[^\p{L}]/gu, "");
  if (letters.length < 12 || letters !== letters.toLocaleUpperCase("vi")) return capital(text);
  const words = text.split(/(\s+)/).map((word) => (/\d|\//.test(word) ? word : word.toLocaleLowerCase("vi")));
  let out = words.join("");
  for (const name of [...NAMES, ...names]) {
    if (!name) continue;
    const lower = name.toLocaleLowerCase("vi").replace(/[^\p{L}\p{N} ]/gu, "\\$&");
    out = out.replace(new RegExp(`(?<!\\p{L})${lower}(?!\\p{L})`, "gu"), name);
  }
  return capital(out);
}

/** Tones do not count when a person filters: "so y te" finds "Sở Y tế". */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

export function shorten(text: string, length: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat.length <= length) return flat;
  const cut = flat.slice(0, length);
  const space = cut.lastIndexOf(" ");
  return `${cut.slice(0, space > length * 0.6 ? space : length).replace(/[,;:.]$/, "")}…`;
}

interface Named {
  id: string;
  number: string | null;
  type?: string | null;
  title?: string | null;
  place?: string | null;
}

/** What a document is called: its number; a report has none, so its kind and title, or whose it is. */
export function documentName(doc: Named, length = 60): string {
  if (doc.number) return doc.number;
  const kind = capital(doc.type ?? "");
  if (!doc.title) return [kind, doc.place].filter(Boolean).join(" ") || doc.id;
  const title = sentenceCase(doc.title, [doc.place ?? null]);
  const whole = !kind || title.toLocaleLowerCase("vi").startsWith(kind.toLocaleLowerCase("vi")) ? title : `${kind}: ${title}`;
  return shorten(whole, length);
}

const KINDS: Record<string, string> = {
  recurring: "Thường xuyên",
  conditional: "Theo điều kiện",
  open: "Không định ngày kết thúc",
  none: "Không nêu thời hạn",
};

export function deadline(value: Deadline): string {
  return value.text || KINDS[value.kind] || date(value.end) || "Không nêu thời hạn";
}

/** Dated first by their last day, then recurring, conditional, open, and none. */
export function deadlineKey(value: Deadline): string {
  if (value.end) return `0${value.end}`;
  return String(1 + Math.max(0, Object.keys(KINDS).indexOf(value.kind)));
}

/** The heading under which a deadline stands in a list: its quarter, or why it has no date. */
export function deadlineGroup(value: Deadline): string {
  if (value.kind === "recurring") return "Thường xuyên, hằng năm";
  const found = /^(\d{4})-(\d{2})/.exec(value.end ?? "");
  if (!found) return KINDS[value.kind] ?? "Không nêu thời hạn";
  return `Quý ${["I", "II", "III", "IV"][Math.floor((Number(found[2]) - 1) / 3)]} năm ${found[1]}`;
}

const SIGNS: Record<string, string> = { ">=": "≥", ">": ">", "<=": "≤", "<": "<", approx: "≈" };

/** The value as printed, with its sign and unit where the print leaves them to other columns. */
export function targetValue(target: Target): string {
  const text = (target.value_text ?? "").trim();
  const sign = SIGNS[target.comparator ?? ""] ?? "";
  const bare = /^[≥≤><≈]?\s*[\d.,\s–-]+$/.test(text);
  const signed = /^[≥≤><≈]/.test(text);
  const unit = target.unit && bare ? (target.unit.startsWith("%") ? target.unit : ` ${target.unit}`) : "";
  return (bare && sign && !signed ? `${sign} ` : "") + text + unit;
}

/** What a node says; of a target its value and year too, since they are what one compares. */
export function nodeText(node: Pick<GraphNode, "label" | "title" | "value_text" | "year">): string {
  if (node.label !== "Target") return node.title;
  return [node.title, node.value_text].filter(Boolean).join(": ") + (node.year ? ` (${node.year})` : "");
}

const KIND_NAMES: Record<string, string> = {
  clause: "Điều khoản", task: "Nhiệm vụ", target: "Chỉ tiêu", document: "Văn bản", agency: "Cơ quan", result: "Kết quả được báo cáo",
  Clause: "Điều khoản", Task: "Nhiệm vụ", Target: "Chỉ tiêu", Document: "Văn bản", Agency: "Cơ quan",
  Indicator: "Chỉ số", Result: "Kết quả được báo cáo",
};

export function kindName(kind: string): string {
  return KIND_NAMES[kind] ?? kind;
}

/** Parts of a document that bear no label of their own. */
const UNLABELLED: Record<string, string> = {
  header: "phần đầu", preamble: "phần mở đầu", closing: "phần kết", recipients: "nơi nhận", signature: "chữ ký", unparsed: "đoạn chưa xếp được",
};

/** A clause's place in words: "III.5.-1" reads "mục III.5, ý 1", "Điều 3" and "PHỤ LỤC II" say themselves what they are. */
export function place(path: string | null, no: string | null, kind = ""): string {
  if (no) return kind.toLowerCase() === "target" ? `chỉ tiêu ${no}` : `nhiệm vụ ${no}`;
  if (!path) return "";
  const bare = UNLABELLED[path.replace(/~\d+$/, "")];
  if (bare) return bare;
  const parts = path.split(".");
  const bullets = parts.filter((part) => /^-\d+/.test(part)).map((part) => part.slice(1));
  const labels = parts.filter((part) => !/^-\d+/.test(part));
  const [first = "", ...rest] = labels;
  const [, word = "", label = first] = /^(\p{L}[\p{L} ]*) (\S+)$/u.exec(first) ?? [];
  const name = first && [word ? capital(word.toLocaleLowerCase("vi")) : "mục", [label, ...rest].join(".")].join(" ");
  const told = kind.toLowerCase() === "result" ? "kết quả" : "";
  return [told, name, bullets.length ? `ý ${bullets.join(".")}` : ""].filter(Boolean).join(", ");
}

/** The same under a heading that says "Mục": "III.5, ý 1". */
export function shortPlace(path: string | null): string {
  return place(path, null).replace(/^(mục|phần) /, "");
}

/** A unit's place by its id alone, "document#place": a task's place is "task:12", a target's "target:8.1:2030". */
export function placeOf(id: string): string {
  const local = id.slice(id.indexOf("#") + 1);
  const [kind = "", no = null] = local.includes(":") ? local.split(":") : ["clause"];
  return (kind === "clause" ? place(local, null) : place(null, no, kind)) || kindName(kind);
}

/** The headings above a text, without one that only repeats it. */
export function trail(context: string, text: string): string {
  const start = text.slice(0, 40);
  return context
    .split(" › ")
    .filter((part) => !start || !part.includes(start))
    .join(" › ");
}

export interface Piece {
  text: string;
  mark: boolean;
}

/** A hit's text cut at its highlights; a long text keeps a window around the first one. */
export function pieces(hit: Pick<Hit, "text" | "highlights">, room = 420): Piece[] {
  const whole = 0.9 * hit.text.length; // a mark over everything marks nothing
  const marks = hit.highlights.filter((m) => m.end - m.start < whole).sort((a, b) => a.start - b.start);
  const first = marks[0]?.start ?? 0;
  const from = hit.text.length <= room || first < room / 2 ? 0 : hit.text.lastIndexOf(" ", first - 60) + 1;
  const to = Math.min(hit.text.length, Math.max(from + room, marks[0]?.end ?? 0));
  const out: Piece[] = from > 0 ? [{ text: "… ", mark: false }] : [];
  let at = from;
  for (const { start, end } of marks) {
    if (end <= at || start >= to) continue;
    if (start > at) out.push({ text: hit.text.slice(at, start), mark: false });
    out.push({ text: hit.text.slice(Math.max(at, start), Math.min(end, to)), mark: true });
    at = Math.min(end, to);
  }
  if (at < to) out.push({ text: hit.text.slice(at, to), mark: false });
  if (to < hit.text.length) out.push({ text: "…", mark: false });
  return out;
}
