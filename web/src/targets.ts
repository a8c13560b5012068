/** Targets as rows by indicator and columns by year, beside those that they are linked with. Pure. */

import type { JoinedUnit, Target } from "./types";

export interface Row {
  key: string;
  name: string;
  no: string | null;
  /** Year (0 where none is stated) -> the targets of that year. */
  years: Map<number, Target[]>;
  targets: Target[];
}

/** One row for each indicator, in the order of print. */
export function rowsOf(targets: readonly Target[]): Row[] {
  const rows = new Map<string, Row>();
  for (const target of targets) {
    const key = target.indicator ?? target.id;
    const row: Row = rows.get(key) ?? { key, name: target.name, no: target.no, years: new Map(), targets: [] };
    const year = target.period_end_year ?? 0;
    row.years.set(year, [...(row.years.get(year) ?? []), target]);
    row.targets.push(target);
    rows.set(key, row);
  }
  return [...rows.values()];
}

export function yearsOf(targets: readonly Target[]): number[] {
  return [...new Set(targets.map((target) => target.period_end_year ?? 0))].sort((a, b) => (a || 9999) - (b || 9999));
}

export type Standing = "lower" | "equal" | "higher";

/** Shares and rates mean the same for a province and the country; bare counts do not. */
function measure(unit: string | null): string {
  const plain = (unit ?? "").toLocaleLowerCase("vi").replace("grdp", "gdp").replace(/\s+/g, "");
  if (plain.startsWith("%")) return plain.includes("/năm") ? "%/năm" : "%";
  return /dân|hdi/.test(plain) ? plain : "";
}

/** How a target stands to the one above it; null where the two cannot be compared by their figures. */
export function standing(own: Target, above: Target): Standing | null {
  const same = measure(own.unit);
  if (!same || same !== measure(above.unit) || own.value === null || above.value === null) return null;
  const signs = [own.comparator, above.comparator];
  if (signs.some((sign) => sign === "<=" || sign === "<" || sign === "text")) return null;
  if (own.value_max !== above.value_max) return null;
  return own.value < above.value ? "lower" : own.value > above.value ? "higher" : "equal";
}

/** A linked target, and how the lower of the two stands to the upper one. */
export interface Beside {
  target: Target;
  link: JoinedUnit;
  standing: Standing | null;
}

export type Direction = "up" | "down";

/** Target id -> those that it is linked with, of one document each. */
export function beside(
  targets: readonly Target[],
  joined: Map<string, JoinedUnit[]>,
  others: Map<string, Target>,
  direction: Direction,
): Map<string, Beside[]> {
  const out = new Map<string, Beside[]>();
  for (const own of targets) {
    const found = (joined.get(own.id) ?? []).flatMap((link): Beside[] => {
      const target = others.get(link.id);
      if (!target) return [];
      return [{ target, link, standing: direction === "up" ? standing(own, target) : standing(target, own) }];
    });
    if (found.length) out.set(own.id, found);
  }
  return out;
}

export type Show = "" | "noi" | "chua" | "thap";

/** Whether a row has what is asked for: a link, none, or a value that is lower than the one above. */
export function has(row: Row, found: Map<string, Beside[]>, show: Show): boolean {
  const all = row.targets.flatMap((target) => found.get(target.id) ?? []);
  if (show === "noi") return all.length > 0;
  if (show === "chua") return all.length === 0;
  return show !== "thap" || all.some((item) => item.standing === "lower");
}
