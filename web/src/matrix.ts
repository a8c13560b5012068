/** What is shown of a matrix, and the same as lines of a sheet: pure, so that both are tested without a browser. */

import { nodeText, place, shortPlace } from "./format";
import type { GraphNode, Matrix, MatrixCell } from "./types";
import type { Line } from "./xlsx";

export interface View {
  rows: GraphNode[];
  columns: GraphNode[];
  /** Row id -> column id -> the strongest link between them. */
  at: Map<string, Map<string, MatrixCell>>;
  links: number;
  implementing: number;
}

export interface Choice {
  /** 2: only what implements; 1: what contributes too. */
  least: number;
  /** Units without a link as well. */
  bare: boolean;
  /** Below, tasks alone. */
  tasks: boolean;
}

/** The links that were asked for and that no one rejected, and the units at their ends. */
export function look(matrix: Matrix, { least, bare, tasks }: Choice): View {
  const columns = matrix.columns.filter((node) => !tasks || node.label === "Task");
  const below = new Set(columns.map((node) => node.id));
  const at = new Map<string, Map<string, MatrixCell>>();
  const used = new Set<string>();
  let [links, implementing] = [0, 0];
  for (const cell of matrix.cells) {
    if (!below.has(cell.source) || cell.grade < least || cell.status === "rejected") continue;
    const row = at.get(cell.target) ?? new Map<string, MatrixCell>();
    const before = row.get(cell.source);
    if (!before) links += 1;
    if (cell.grade >= 2 && (before?.grade ?? 0) < 2) implementing += 1;
    if (!before || before.grade * 10 + before.score < cell.grade * 10 + cell.score) row.set(cell.source, cell);
    at.set(cell.target, row);
    used.add(cell.source).add(cell.target);
  }
  const kept = (nodes: GraphNode[]) => nodes.filter((node) => bare || used.has(node.id));
  return { rows: kept(matrix.rows), columns: kept(columns), at, links, implementing };
}

/** Whether a task below serves anything above: then tasks are what is shown first. */
export function hasTasks(matrix: Matrix): boolean {
  const sources = new Set(matrix.cells.map((cell) => cell.source));
  return matrix.columns.some((node) => node.label === "Task" && sources.has(node.id));
}

/** The linked columns of a row, strongest first. */
export function linkedOf(view: View, row: string): [GraphNode, MatrixCell][] {
  const cells = view.at.get(row);
  if (!cells) return [];
  return view.columns
    .flatMap((node): [GraphNode, MatrixCell][] => (cells.has(node.id) ? [[node, cells.get(node.id)!]] : []))
    .sort(([, a], [, b]) => b.grade - a.grade || b.score - a.score);
}

/** How a unit is called in a heading: "III.2, ý 1", "12". */
export function short(node: GraphNode): string {
  return node.no ?? (shortPlace(node.path) || "?");
}

const HEAD = ["Văn bản trên", "Mục trên", "Nội dung trên", "Văn bản dưới", "Mục dưới", "Nội dung dưới", "Mức", "Điểm"];

/** One line per link; a row that has none keeps its own line, so that gaps can be seen in the sheet too. */
export function matrixLines(view: View): Line[] {
  const ends = (node: GraphNode) => [node.number ?? "", place(node.path, node.no, node.label), nodeText(node)];
  const lines = view.rows.flatMap((row) => {
    const linked = linkedOf(view, row.id);
    if (!linked.length) return [[...ends(row), "", "", "", "", ""]];
    return linked.map(([node, cell]) => [
      ...ends(row), ...ends(node), cell.grade >= 2 ? "thực hiện" : "góp phần", cell.score,
    ]);
  });
  return [HEAD, ...lines];
}
