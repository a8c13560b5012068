import { expect, it } from "vitest";
import { dutiesOf, none, predecessorsOf } from "../src/duties";
import type { AgencyDetail, Task } from "../src/types";

const task = (id: string, end: string | null = null): Task => ({
  id, document: id.split("#")[0]!, document_number: null, no: null, group: null, group_title: null, title: id, lead: [], coop: [],
  output: null, deadline: { text: null, kind: end ? "day" : "none", start: null, end }, where: null, file: null, clause: null, serves: 0, reported: 0,
});
const agency = (id: string, before: string[], leading: Task[] = [], coordinating: Task[] = []): AgencyDetail => ({
  id, name: id, place: null, collective: false, leads: 0, coordinates: 0, owns: 0, inherits: 0, successors: [], targets: [], leading, coordinating,
  predecessors: before.map((name) => ({ id: name, name })),
});

const ALL = [agency("now", ["b", "c"]), agency("b", ["d"], [task("x#1", "2025-09-30")]), agency("c", ["d"]), agency("d", ["now"], [task("y#1", "2025-06-30")], [task("x#1")])];
const load = (id: string) => Promise.resolve(ALL.find((item) => item.id === id)!);

it("predecessors of predecessors count, each once, whatever circle they stand in", async () => {
  const before = await predecessorsOf(ALL[0]!, load);
  expect(before.map((item) => item.id)).toEqual(["b", "c", "d"]);
  const duties = dutiesOf(before);
  expect(duties.leading.map((item) => item.id)).toEqual(["y#1", "x#1"]); // by deadline
  expect(duties.coordinating).toEqual([]); // whoever leads does not coordinate
  expect(dutiesOf(before, "y").leading.map((item) => item.id)).toEqual(["y#1"]);
  expect([none(duties), none(dutiesOf([ALL[0]!]))]).toEqual([false, true]);
});
