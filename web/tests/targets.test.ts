import { describe, expect, it } from "vitest";
import { beside, has, rowsOf, standing, yearsOf } from "../src/targets";
import type { JoinedUnit, Target } from "../src/types";

const target = (id: string, more: Partial<Target> = {}): Target => ({
  id, document: id.split("#")[0]!, document_number: null, no: null, parent: null, name: id, indicator: null, unit: "%",
  period_end_year: 2030, value_text: null, comparator: ">=", value: null, value_max: null, owner: [], where: null, file: null, clause: null, ...more,
});
const link = (id: string): JoinedUnit => ({
  id, label: "Target", document: id.split("#")[0]!, number: null, no: null, path: null, text: "", link: `x>${id}`,
  relation: "IMPLEMENTS", grade: 2, score: 0.9, status: "proposed", suspect: false,
});

describe("how a target stands to the one above", () => {
  it.each([
    [{ value: 90 }, { value: 95 }, "lower"],
    [{ value: 95, comparator: "=" }, { value: 95 }, "equal"],
    [{ value: 20, unit: "% GRDP" }, { value: 30, unit: "% GDP" }, "lower"],
    [{ value: 13, unit: "Người/vạn dân" }, { value: 12, unit: "người/vạn dân" }, "higher"],
    [{ value: 1, unit: "tổ chức" }, { value: 40, unit: "tổ chức" }, null], // a province's count against the country's
    [{ value: 8, unit: "%" }, { value: 16, unit: "%/năm" }, null],
    [{ value: 20, comparator: "<=" }, { value: 30, comparator: "<=" }, null],
    [{ value: 8, value_max: 10 }, { value: 8 }, null],
    [{}, { value: 8 }, null],
  ] as [Partial<Target>, Partial<Target>, string | null][])("%o beside %o is %s", (own, above, word) =>
    expect(standing(target("a#1", own), target("b#1", above))).toBe(word),
  );
});

it("an indicator is one row with its years across", () => {
  const all = [
    target("a#1", { indicator: "i", no: "7" }), target("a#2", { indicator: "j", period_end_year: null }),
    target("a#3", { indicator: "i", period_end_year: 2045 }),
  ];
  const rows = rowsOf(all);
  expect(rows.map((row) => [row.no, [...row.years.keys()]])).toEqual([["7", [2030, 2045]], [null, [0]]]);
  expect(yearsOf(all)).toEqual([2030, 2045, 0]);
});

it("rows are chosen by what stands beside them", () => {
  const [own, bare] = [target("a#1", { value: 90 }), target("a#2")];
  const joined = new Map([["a#1", [link("b#1"), link("b#missing")]]]);
  const found = beside([own, bare], joined, new Map([["b#1", target("b#1", { value: 95 })]]), "up");
  const [first, second] = rowsOf([own, bare]) as [ReturnType<typeof rowsOf>[0], ReturnType<typeof rowsOf>[0]];
  expect([has(first, found, "noi"), has(first, found, "thap"), has(first, found, "chua")]).toEqual([true, true, false]);
  expect([has(second, found, ""), has(second, found, "chua"), has(second, found, "thap")]).toEqual([true, true, false]);
  const down = beside([target("b#1", { value: 95 })], new Map([["b#1", [link("a#1")]]]), new Map([["a#1", own]]), "down");
  expect(down.get("b#1")![0]!.standing).toBe("lower"); // the word tells of the lower document
});
