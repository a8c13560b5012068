import { describe, expect, it } from "vitest";
import { groupName, nodeName, nodeWords, opens, sides, step } from "../src/explore/groups";
import { parse } from "../src/router";
import type { Graph, GraphNode } from "../src/types";
import type { AroundGroup } from "../src/types-around";
import { mostJoined } from "../src/views/document-map";

const node = (more: Partial<GraphNode>): GraphNode => ({
  id: "a", label: "Task", document: "d", number: "12/KH-UBND", type: null, title: "Lắp trạm", no: "3", path: null, context: null,
  issuer: null, level: "tỉnh", place: null, issued: null, year: null, value_text: null, ...more,
});
const group = (relation: string, direction: "in" | "out", total = 9): AroundGroup => ({
  relation, direction, label: "được thực hiện bởi", kind: "Task", document: null, number: null, total, items: [],
});

describe("around a node", () => {
  it("what it answers to stands above, who does it and what follows below", () => {
    const found = sides([group("IMPLEMENTS", "out"), group("PART_OF", "out"), group("IMPLEMENTS", "in"), group("LED_BY", "out")]);
    expect(found.up.map((g) => g.relation)).toEqual(["IMPLEMENTS", "PART_OF"]);
    expect(found.down.map((g) => [g.relation, g.direction])).toEqual([["IMPLEMENTS", "in"], ["LED_BY", "out"]]);
  });
  it("many groups wait to be opened, small ones do not", () => {
    expect(opens(group("CITES", "out"), 8)).toBe(false);
    expect(opens(group("CITES", "out", 2), 8)).toBe(true);
    expect(opens(group("CITES", "out"), 2)).toBe(true);
  });
  it("is told in words, both grades of links between texts together", () => {
    expect(groupName(group("IMPLEMENTS", "in"))).toBe("được thực hiện bởi nhiệm vụ");
    const graded = { ...group("IMPLEMENTS", "in"), items: [{ node: node({}), grade: 1, score: 0.4, status: "proposed" }] };
    expect(groupName(graded)).toBe("được thực hiện, góp phần bởi nhiệm vụ");
  });
  it("a node is called by its document and place, an agency by its name alone", () => {
    expect([nodeName(node({})), nodeWords(node({}))]).toEqual(["12/KH-UBND · nhiệm vụ 3", "Lắp trạm"]);
    const agency = node({ label: "Agency", number: null, title: "Sở Y tế" });
    expect([nodeName(agency), nodeWords(agency)]).toEqual(["Sở Y tế", ""]);
  });
});

describe("a walk", () => {
  const way = (link: string) => parse(link).params.getAll("qua");
  it("remembers where it came from", () => {
    expect(parse(step("d#task:1", "d", [])).id).toBe("d#task:1");
    expect(way(step("c", "b", ["a"]))).toEqual(["a", "b"]);
  });
  it("a step back shortens it", () => expect(way(step("a", "c", ["a", "b"]))).toEqual([]));
  it("keeps the last steps only", () => expect(way(step("z", "y", [..."abcdefghij"]))).toEqual([..."defghij", "y"]));
});

describe("the map", () => {
  it("draws the most joined documents of each level, and what is between them", () => {
    const docs = ["a", "b", "c"].map((id) => node({ id, label: "Document", number: `${id}/KH-UBND` }));
    const edge = (source: string, target: string) => ({ source, target, relation: "IMPLEMENTS", grade: null, score: null, status: null, method: null, source_quote: null, target_quote: null });
    const graph: Graph = { root: "", nodes: docs, edges: [edge("b", "c"), edge("a", "c")], truncated: false };
    const shown = mostJoined(graph, 2);
    expect(shown.nodes.map((n) => n.id)).toContain("c");
    expect([shown.nodes.length, shown.edges.length]).toEqual([2, 1]);
  });
});
