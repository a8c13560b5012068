import { describe, expect, it } from "vitest";
import { around, calendar, conditions, count, distance, isDay, nearest, spanOf, today, within } from "../src/deadlines";
import type { Deadlines } from "../src/types";

const DAYS = [
  { day: "2025-05-31", tasks: 2 },
  { day: "2025-06-20", tasks: 3 },
  { day: "2025-09-30", tasks: 5 },
  { day: "2030-12-31", tasks: 1 },
];
const found = (days: Deadlines["days"], undated: Deadlines["undated"] = []): Deadlines => ({ total: 1, days, undated, agencies: [] });

describe("the spans around a day", () => {
  const spans = around("2025-06-20");
  it("divide all dated tasks, the day itself lying ahead", () => {
    expect(spans.map((span) => count(span, DAYS))).toEqual([2, 3, 0, 6]);
    for (const { day } of DAYS) expect(spans.filter((span) => within(span, day)).length).toBe(1);
  });
  it("ask the service for the same days", () => {
    expect(conditions(spans[0]!)).toEqual({ due_from: null, due_to: "2025-06-19", kind: null });
    expect(conditions(spanOf("recurring", "2025-06-20")!)).toEqual({ due_from: null, due_to: null, kind: "recurring" });
  });
});

describe("a span that an address names", () => {
  it.each([
    ["2025-02", "2025-02-01", "2025-02-28"],
    ["2025-Q4", "2025-10-01", "2025-12-31"],
    ["2026", "2026-01-01", "2026-12-31"],
  ])("%s runs from %s to %s", (key, from, to) => expect(spanOf(key, "2025-06-20")).toMatchObject({ from, to }));
  it.each(["", "2025-13", "x"])("%j names none", (key) => expect(spanOf(key, "2025-06-20")).toBeNull());
});

it("what is shown first holds a task", () => {
  expect(nearest(found(DAYS), "2025-06-20").key).toBe("30-ngay");
  expect(nearest(found(DAYS), "2026-01-01").key).toBe("sau");
  expect(nearest(found(DAYS.slice(0, 2)), "2026-01-01").key).toBe("qua-han");
  expect(nearest(found([], [{ kind: "open", tasks: 1 }]), "2026-01-01").key).toBe("open");
});

it("the calendar leaves out years without tasks", () => {
  const years = calendar(DAYS);
  expect(years.map((row) => [row.year, row.total])).toEqual([[2025, 10], [2030, 1]]);
  expect(years[0]!.months[8]).toBe(5);
});

it.each([
  ["2025-06-30", "còn 10 ngày"],
  ["2025-06-20", "đến hạn hôm nay"],
  ["2025-05-31", "đã qua 20 ngày"],
  ["2025-12-31", "còn 6 tháng"],
  ["2030-12-31", "còn 6 năm"],
  [null, ""],
])("%s is %s", (end, words) => expect(distance(end, "2025-06-20")).toBe(words));

it("a day is a day of the calendar, and today is one", () => {
  expect([isDay("2025-06-20"), isDay("2025-99-20"), isDay("20/6/2025"), isDay(null)]).toEqual([true, false, false, false]);
  expect(isDay(today())).toBe(true);
});
