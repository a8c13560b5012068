/** Deadlines against a day: which tasks are past it, which come up, and how many fall in each month. Pure. */

import type { Params } from "./api";
import { date } from "./format";
import type { DayCount, Deadlines } from "./types";

/** A choice of tasks by deadline: its name, and the conditions under which the service lists the same tasks. */
export interface Span {
  key: string;
  label: string;
  from: string | null;
  to: string | null;
  kind: string | null;
}

const DAY = 86_400_000;

function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

/** Today by the clock of whoever looks, as YYYY-MM-DD. */
export function today(now = new Date()): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

export function isDay(text: string | null): text is string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text ?? "") && !Number.isNaN(Date.parse(text!));
}

/** The spans that a day divides all dated tasks into. */
export function around(day: string): Span[] {
  const span = (key: string, label: string, from: string | null, to: string | null): Span => ({ key, label, from, to, kind: null });
  return [
    span("qua-han", "Đã qua hạn", null, plus(day, -1)),
    span("30-ngay", "Trong 30 ngày tới", day, plus(day, 30)),
    span("90-ngay", "Trong 31–90 ngày tới", plus(day, 31), plus(day, 90)),
    span("sau", "Còn hơn 90 ngày", plus(day, 91), null),
  ];
}

const KINDS: [kind: string, label: string][] = [
  ["recurring", "Thường xuyên, hằng năm"],
  ["conditional", "Theo điều kiện"],
  ["open", "Không định ngày kết thúc"],
  ["none", "Không nêu thời hạn"],
];

/** Tasks without a last day, by why they have none. */
export const UNDATED: readonly Span[] = KINDS.map(([kind, label]) => ({ key: kind, label, from: null, to: null, kind }));

function months(first: string, count: number): [from: string, to: string] {
  const [year, month] = first.split("-").map(Number) as [number, number];
  return [`${first}-01`, new Date(Date.UTC(year, month - 1 + count, 0)).toISOString().slice(0, 10)];
}

/** The span that an address names; null when it names none. */
export function spanOf(key: string, day: string): Span | null {
  const known = [...around(day), ...UNDATED].find((span) => span.key === key);
  if (known) return known;
  const [, year, part] = /^(\d{4})(?:-(Q[1-4]|0[1-9]|1[0-2]))?$/.exec(key) ?? [];
  if (!year) return null;
  const made = (label: string, [from, to]: [string, string]): Span => ({ key, label, from, to, kind: null });
  if (!part) return made(`Năm ${year}`, months(`${year}-01`, 12));
  if (part.startsWith("Q")) {
    const quarter = Number(part[1]);
    return made(`Quý ${["I", "II", "III", "IV"][quarter - 1]} năm ${year}`, months(`${year}-${String(3 * quarter - 2).padStart(2, "0")}`, 3));
  }
  return made(`Tháng ${Number(part)} năm ${year}`, months(`${year}-${part}`, 1));
}

export function within(span: Span, day: string): boolean {
  return !span.kind && (!span.from || day >= span.from) && (!span.to || day <= span.to);
}

/** How many of the counted tasks a span holds. */
export function count(span: Span, days: readonly DayCount[]): number {
  return days.reduce((sum, { day, tasks }) => sum + (day && within(span, day) ? tasks : 0), 0);
}

/** What is shown before anything is chosen: the nearest span that holds a task. */
export function nearest(found: Deadlines, day: string): Span {
  const [past, ...ahead] = around(day) as [Span, ...Span[]];
  const held = [...ahead, past].find((span) => count(span, found.days) > 0);
  return held ?? UNDATED.find((span) => undated(span.key, found) > 0) ?? ahead[0]!;
}

export function undated(kind: string, of: Deadlines): number {
  return of.undated.find((row) => row.kind === kind)?.tasks ?? 0;
}

/** The conditions of the service's list that holds the same tasks. */
export function conditions(span: Span): Params {
  return { due_from: span.from, due_to: span.to ?? (span.from || span.kind ? null : "9999-12-31"), kind: span.kind };
}

export interface Year {
  year: number;
  /** January to December. */
  months: number[];
  total: number;
}

/** Every year from the first to the last with a due task, as counts by month; far years without tasks are left out. */
export function calendar(days: readonly DayCount[]): Year[] {
  const years = new Map<number, number[]>();
  for (const { day, tasks } of days) {
    if (!day) continue;
    const year = Number(day.slice(0, 4));
    const row = years.get(year) ?? Array<number>(12).fill(0);
    row[Number(day.slice(5, 7)) - 1]! += tasks;
    years.set(year, row);
  }
  return [...years]
    .sort(([a], [b]) => a - b)
    .map(([year, row]) => ({ year, months: row, total: row.reduce((sum, n) => sum + n, 0) }));
}

/** "còn 12 ngày", "đã qua 45 ngày": a last day seen from another day. */
export function distance(end: string | null, day: string): string {
  if (!end) return "";
  const days = Math.round((Date.parse(end) - Date.parse(day)) / DAY);
  if (days === 0) return "đến hạn hôm nay";
  const far = Math.abs(days);
  const words = far < 90 ? `${far} ngày` : far < 730 ? `${Math.round(far / 30.44)} tháng` : `${Math.round(far / 365.25)} năm`;
  return days > 0 ? `còn ${words}` : `đã qua ${words}`;
}

export function spanWords(span: Span): string {
  if (span.kind) return "";
  if (span.from && span.to) return `${date(span.from)} – ${date(span.to)}`;
  return span.from ? `từ ${date(span.from)}` : span.to ? `đến hết ${date(span.to)}` : "";
}
