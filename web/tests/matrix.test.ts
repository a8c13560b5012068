import { expect, test } from "vitest";
import { hasTasks, linkedOf, look, matrixLines } from "../src/matrix";
import type { GraphNode, Matrix } from "../src/types";

const node = (id: string, title: string, no: string | null = null): GraphNode => ({
  id, title, no, label: no ? "Task" : "Clause", document: id.split("#")[0]!, number: null, type: null,
  path: no ? null : id.split("#")[1]!, context: null, issuer: null, level: null, place: null, issued: null, year: null, value_text: null,
});
const cell = (source: string, target: string, grade: number, score: number, status = "proposed") => ({ source, target, grade, score, status });

const matrix: Matrix = {
  upstream: "a",
  downstream: "b",
  rows: [node("a#I", "một"), node("a#II", "hai"), node("a#III", "ba")],
  columns: [node("b#task:1", 'việc "đầu", dài', "1"), node("b#task:2", "- việc sau", "2"), node("b#task:3", "việc lẻ", "3")],
  cells: [
    cell("b#task:1", "a#I", 1, 0.4), cell("b#task:1", "a#I", 2, 0.3), cell("b#task:2", "a#I", 1, 0.9),
    cell("b#task:2", "a#II", 1, 0.5), cell("b#task:3", "a#III", 2, 0.9, "rejected"),
  ],
};

const ALL = { least: 1, bare: false, tasks: false };

test("units without a link are left out unless asked for, and a pair counts once", () => {
  const view = look(matrix, ALL);
  expect(view.rows.map((row) => row.id)).toEqual(["a#I", "a#II"]);
  expect(view.columns.map((column) => column.no)).toEqual(["1", "2"]);
  expect([view.links, view.implementing]).toEqual([3, 1]);
  expect(look(matrix, { ...ALL, bare: true }).rows).toHaveLength(3);
});

test("only what implements", () => {
  const view = look(matrix, { ...ALL, least: 2 });
  expect(view.rows.map((row) => row.id)).toEqual(["a#I"]);
  expect(view.links).toBe(1);
});

test("tasks alone, where there are any", () => {
  const clause = node("b#II", "điều khoản");
  const mixed = { ...matrix, columns: [clause, ...matrix.columns], cells: [...matrix.cells, cell("b#II", "a#III", 2, 0.9)] };
  expect(look(mixed, ALL).columns[0]).toBe(clause);
  const view = look(mixed, { ...ALL, tasks: true });
  expect(view.columns.map((column) => column.label)).toEqual(["Task", "Task"]);
  expect(view.links).toBe(3);
  expect([hasTasks(mixed), hasTasks({ ...mixed, columns: [clause] })]).toEqual([true, false]);
});

test("the stronger of two links between a pair stands, strongest first in a row", () => {
  expect(linkedOf(look(matrix, ALL), "a#I").map(([column, { grade }]) => [column.no, grade])).toEqual([["1", 2], ["2", 1]]);
});

test("the sheet has a line per link, and one for a unit that has none", () => {
  const lines = matrixLines(look(matrix, { ...ALL, bare: true }));
  expect(lines).toHaveLength(5);
  expect(lines[1]!.slice(4)).toEqual(["nhiệm vụ 1", 'việc "đầu", dài', "thực hiện", 0.3]);
  expect(lines[4]).toEqual(["", "mục III", "ba", "", "", "", "", ""]);
});
