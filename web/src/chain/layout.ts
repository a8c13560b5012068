/** Where the nodes of a chain stand: columns from the Politburo to the province, or one column on a phone.
 *
 * Pure: a graph and a width in, positions in pixels out. Nothing here changes the graph.
 */

import { TIERS, tierOf } from "../levels";
import type { Graph, GraphEdge, GraphNode } from "../types";

export const NODE_HEIGHT = 88;
const GAP = 20;
const COLUMN_GAP = 64;
const HEADER = 44;
const GUTTER = 46;

export interface Box {
  id: string;
  node: GraphNode;
  tier: number;
  x: number;
  y: number;
  width: number;
}

export interface Header {
  text: string;
  tier: number;
  x: number;
  y: number;
  width: number;
}

/** An edge with its curve: ends at the sides of boxes, control points as Cytoscape takes them. */
export interface Curve {
  edge: GraphEdge;
  sourceEnd: string;
  targetEnd: string;
  weights: number[];
  distances: number[];
}

interface Point {
  x: number;
  y: number;
}

export interface Layout {
  boxes: Box[];
  headers: Header[];
  curves: Curve[];
  width: number;
  height: number;
}

/** The column of agencies and indicators, after every tier. */
const APART = TIERS.length;

export function columnOf(node: GraphNode): number {
  return node.label === "Agency" || node.label === "Indicator" ? APART : tierOf(node);
}

function columnName(index: number): string {
  return index === APART ? "Cơ quan, chỉ số" : TIERS[index]!.short;
}

export function layout(graph: Graph, width: number, narrow: boolean): Layout {
  const columns = order(graph);
  return narrow ? stacked(graph, columns, width) : sideBySide(graph, columns, width);
}

type Columns = [tier: number, nodes: GraphNode[]][];

/** Non-empty columns, each sorted so that linked nodes stand level: outward from the root's column. */
function order(graph: Graph): Columns {
  const groups = new Map<number, GraphNode[]>();
  for (const node of graph.nodes) groups.set(columnOf(node), [...(groups.get(columnOf(node)) ?? []), node]);
  const root = graph.nodes.find((node) => node.id === graph.root);
  const home = root ? columnOf(root) : 0;
  const rank = new Map<string, number>();
  const tiers = [...groups.keys()].sort((a, b) => Math.abs(a - home) - Math.abs(b - home));
  for (const tier of tiers) {
    const nodes = groups.get(tier)!;
    const weight = (node: GraphNode) => (node.id === graph.root ? -1 : barycentre(node, graph.edges, rank));
    const weights = new Map(nodes.map((node) => [node.id, weight(node)]));
    nodes.sort((a, b) => weights.get(a.id)! - weights.get(b.id)! || a.id.localeCompare(b.id, "vi", { numeric: true }));
    nodes.forEach((node, i) => rank.set(node.id, i - (nodes.length - 1) / 2));
  }
  return [...groups].sort((a, b) => a[0] - b[0]);
}

function barycentre(node: GraphNode, edges: readonly GraphEdge[], rank: Map<string, number>): number {
  const near = edges
    .filter((edge) => edge.source === node.id || edge.target === node.id)
    .map((edge) => rank.get(edge.source === node.id ? edge.target : edge.source))
    .filter((value): value is number => value !== undefined);
  return near.length ? near.reduce((a, b) => a + b, 0) / near.length : 0;
}

function sideBySide(graph: Graph, columns: Columns, width: number): Layout {
  const n = Math.max(1, columns.length);
  const inner = graph.edges.some((edge) => sameColumn(graph, edge));
  const room = width - 24 - (inner ? GUTTER : 0);
  const box = Math.max(150, Math.min(290, (room - COLUMN_GAP * (n - 1)) / n));
  const gap = n > 1 ? Math.min(170, Math.max(COLUMN_GAP, (room - box * n) / (n - 1))) : 0;
  const total = box * n + gap * (n - 1);
  const left = Math.max(12, (room + 24 - total) / 2);
  const tallest = Math.max(1, ...columns.map(([, nodes]) => nodes.length));
  const height = HEADER + tallest * (NODE_HEIGHT + GAP) + GAP;
  const boxes: Box[] = [];
  const headers: Header[] = [];
  columns.forEach(([tier, nodes], i) => {
    const x = left + i * (box + gap) + box / 2;
    headers.push({ text: columnName(tier), tier, x, y: HEADER / 2, width: box });
    const top = HEADER + (height - HEADER - nodes.length * (NODE_HEIGHT + GAP) + GAP) / 2 - GAP / 2;
    nodes.forEach((node, k) => {
      boxes.push({ id: node.id, node, tier, x, y: top + k * (NODE_HEIGHT + GAP) + NODE_HEIGHT / 2, width: box });
    });
  });
  return { boxes, headers, curves: curves(graph, boxes, "right"), width: Math.max(width, total + width - room), height };
}

function stacked(graph: Graph, columns: Columns, width: number): Layout {
  const box = width - GUTTER - 6;
  const x = GUTTER + box / 2;
  const boxes: Box[] = [];
  const headers: Header[] = [];
  let y = 4;
  for (const [tier, nodes] of columns) {
    headers.push({ text: columnName(tier), tier, x, y: y + HEADER / 2, width: box });
    y += HEADER;
    for (const node of nodes) {
      boxes.push({ id: node.id, node, tier, x, y: y + NODE_HEIGHT / 2, width: box });
      y += NODE_HEIGHT + GAP;
    }
  }
  return { boxes, headers, curves: curves(graph, boxes, "left"), width, height: y + 4 };
}

function sameColumn(graph: Graph, edge: GraphEdge): boolean {
  const [source, target] = [edge.source, edge.target].map((id) => graph.nodes.find((node) => node.id === id));
  return !!source && !!target && columnOf(source) === columnOf(target);
}

function curves(graph: Graph, boxes: readonly Box[], inside: "left" | "right"): Curve[] {
  const at = new Map(boxes.map((box) => [box.id, box]));
  return graph.edges.flatMap((edge) => {
    const source = at.get(edge.source);
    const target = at.get(edge.target);
    if (!source || !target) return [];
    return [source.x === target.x ? arc(edge, source, target, inside) : wave(edge, source, target, boxes)];
  });
}

/** Between columns: leaves and arrives level, and passes a column between through a gap, not behind a box. */
function wave(edge: GraphEdge, source: Box, target: Box, boxes: readonly Box[]): Curve {
  const side = Math.sign(target.x - source.x);
  const start = { x: source.x + (side * source.width) / 2, y: source.y };
  const end = { x: target.x - (side * target.width) / 2, y: target.y };
  const between = [...new Set(boxes.map((box) => box.x))]
    .filter((x) => (x - source.x) * side > 0 && (target.x - x) * side > 0)
    .sort((a, b) => (a - b) * side);
  const stops = between.map((x) => ({ x, y: opening(x, start, end, boxes) }));
  const points: Point[] = [];
  let from: Point = start;
  for (const stop of [...stops, end]) {
    const near = stop === end ? end.x : stop.x - (side * source.width) / 2;
    const middle = (from.x + near) / 2;
    points.push({ x: middle, y: from.y }, { x: middle, y: stop.y });
    from = { x: stop.x + (side * source.width) / 2, y: stop.y };
  }
  return bend(edge, start, end, points, side);
}

/** The height at which the column at `x` is open, nearest to the straight way. */
function opening(x: number, start: Point, end: Point, boxes: readonly Box[]): number {
  const wish = start.y + ((x - start.x) / (end.x - start.x)) * (end.y - start.y);
  const column = boxes.filter((box) => box.x === x).map((box) => box.y);
  const step = (NODE_HEIGHT + GAP) / 2;
  const openings = [Math.min(...column) - step, ...column.map((y) => y + step)];
  return openings.reduce((best, y) => (Math.abs(y - wish) < Math.abs(best - wish) ? y : best));
}

/** Absolute control points as weights along the straight line and distances from it. */
function bend(edge: GraphEdge, start: Point, end: Point, points: readonly Point[], side: number): Curve {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const square = dx * dx + dy * dy || 1;
  return {
    edge,
    sourceEnd: side < 0 ? "-50% 0" : "50% 0",
    targetEnd: side < 0 ? "50% 0" : "-50% 0",
    weights: points.map((p) => ((p.x - start.x) * dx + (p.y - start.y) * dy) / square),
    distances: points.map((p) => ((p.y - start.y) * dx - (p.x - start.x) * dy) / Math.sqrt(square)),
  };
}

/** Inside one column: along one side, further out the longer it is. */
function arc(edge: GraphEdge, source: Box, target: Box, inside: "left" | "right"): Curve {
  const dy = target.y - source.y;
  const steps = Math.abs(dy) / (NODE_HEIGHT + GAP);
  const bulge = Math.min(GUTTER * 1.7, 30 + 12 * steps) * (inside === "left" ? 1 : -1);
  const end = inside === "left" ? "-50% 0" : "50% 0";
  return { edge, sourceEnd: end, targetEnd: end, weights: [0.5], distances: [bulge * Math.sign(dy || 1)] };
}
