import { describe, expect, it } from "vitest";
import { layout, NODE_HEIGHT } from "../src/chain/layout";
import type { Graph, GraphEdge, GraphNode } from "../src/types";
import { atLeast, merge, strongest } from "../src/chain/reduce";
import { steps } from "../src/chain/steps";

function node(id: string, number: string, place: string | null = null): GraphNode {
  return {
    id, number, place, label: "Clause", document: id.split("#")[0]!, type: null, title: id, no: null, path: null,
    context: null, issuer: null, level: place ? "tỉnh" : "trung ương", issued: null, year: null, value_text: null,
  };
}

function edge(source: string, target: string, grade: number | null = 2, score = 0.5): GraphEdge {
  return {
    source, target, relation: grade === null ? "LED_BY" : "IMPLEMENTS", grade, score, status: "proposed",
    method: "m", source_quote: null, target_quote: null,
  };
}

const GRAPH: Graph = {
  root: "p#1",
  truncated: false,
  nodes: [
    node("p#1", "225/KH-UBND", "Tiền Giang"), node("u#1", "195-KH/TU", "Tiền Giang"), node("u#2", "195-KH/TU", "Tiền Giang"),
    node("g#1", "71/NQ-CP"), node("t#1", "57-NQ/TW"),
  ],
  edges: [edge("p#1", "u#1", 2, 0.9), edge("p#1", "u#2", 1, 0.4), edge("p#1", "t#1", 2, 0.7), edge("u#1", "t#1")],
};

describe("layout", () => {
  it("puts tiers in columns from the Politburo to the province", () => {
    const placed = layout(GRAPH, 1200, false);
    const x = Object.fromEntries(placed.boxes.map((box) => [box.id, box.x]));
    expect(x["t#1"]).toBeLessThan(x["g#1"]!);
    expect(x["g#1"]).toBeLessThan(x["u#1"]!);
    expect(x["u#1"]).toBe(x["u#2"]);
    expect(x["u#1"]).toBeLessThan(x["p#1"]!);
    expect(placed.headers.map((header) => header.tier)).toEqual([0, 1, 2, 3]);
  });

  it("never lets two boxes overlap, nor leave the drawing", () => {
    for (const [width, narrow] of [[1200, false], [700, false], [360, true]] as const) {
      const { boxes, ...placed } = layout(GRAPH, width, narrow);
      for (const a of boxes) {
        expect(a.x - a.width / 2).toBeGreaterThanOrEqual(0);
        expect(a.x + a.width / 2).toBeLessThanOrEqual(placed.width);
        expect(a.y + NODE_HEIGHT / 2).toBeLessThanOrEqual(placed.height);
        for (const b of boxes) if (a !== b && a.x === b.x) expect(Math.abs(a.y - b.y)).toBeGreaterThan(NODE_HEIGHT);
      }
    }
  });

  it("leads a link through a column between, clear of its boxes", () => {
    const placed = layout(GRAPH, 1200, false);
    const long = placed.curves.find((curve) => curve.edge.source === "p#1" && curve.edge.target === "t#1")!;
    expect(long.weights.length).toBe(6); // three columns are crossed or reached, two bends each
    expect(long.weights.every(Number.isFinite)).toBe(true);
  });

  it("is one column on a phone", () => {
    const placed = layout(GRAPH, 360, true);
    expect(new Set(placed.boxes.map((box) => box.x)).size).toBe(1);
  });
});

describe("reducers", () => {
  it("keep the root and the strongest of each column", () => {
    const kept = strongest(GRAPH, 1).nodes.map((n) => n.id);
    expect(kept).toContain("p#1");
    expect(kept).toContain("u#1");
    expect(kept).not.toContain("u#2");
  });

  it("draw each node's best link and all of the root's", () => {
    const drawn = strongest(GRAPH, 5).edges.map((e) => `${e.source} ${e.target}`);
    expect(drawn).toEqual(["p#1 u#1", "p#1 u#2", "p#1 t#1"]);
  });

  it("drop what a grade no longer reaches, and leave the graph itself alone", () => {
    const strict = atLeast(GRAPH, 2);
    expect(strict.nodes.map((n) => n.id)).not.toContain("u#2");
    expect(GRAPH.nodes).toHaveLength(5);
  });

  it("merge without doubles and never past the limit", () => {
    const many = Array.from({ length: 400 }, (_, i) => node(`x#${i}`, "1/KH"));
    const merged = merge(merge(GRAPH, GRAPH), { ...GRAPH, nodes: many, edges: [] });
    expect(merged.edges).toHaveLength(4);
    expect(merged.nodes).toHaveLength(300);
    expect(merged.truncated).toBe(true);
  });
});

describe("steps", () => {
  it("walk outward from the root, upward first, nearer and stronger first", () => {
    const found = steps({ ...GRAPH, edges: [...GRAPH.edges, edge("q#1", "p#1")], nodes: [...GRAPH.nodes, node("q#1", "9/KH", "X")] });
    expect(found.map((step) => [step.node.id, step.up])).toEqual([
      ["u#1", true], ["t#1", true], ["u#2", true], ["t#1", true], ["q#1", false],
    ]);
  });
});
