/** The links of a chain in the order in which a reader follows them. */

import type { Graph, GraphEdge, GraphNode } from "../types";

export interface Step {
  edge: GraphEdge;
  /** The end that is further from the root. */
  node: GraphNode;
  /** The end that is nearer. */
  via: GraphNode;
  up: boolean;
  distance: number;
}

/** Each graded link once, walked outward from the root: nearer steps and stronger links first. */
export function steps(graph: Graph): Step[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const links = graph.edges.filter((edge) => edge.grade !== null);
  const distance = new Map([[graph.root, 0]]);
  const above = new Map<string, boolean>();
  let frontier = [graph.root];
  while (frontier.length) {
    const next: string[] = [];
    for (const id of frontier)
      for (const edge of graph.edges) {
        const other = edge.source === id ? edge.target : edge.target === id ? edge.source : null;
        if (other === null || distance.has(other)) continue;
        distance.set(other, distance.get(id)! + 1);
        above.set(other, above.get(id) ?? edge.source === id);
        next.push(other);
      }
    frontier = next;
  }
  const out = links.flatMap((edge): Step[] => {
    const [s, t] = [distance.get(edge.source), distance.get(edge.target)];
    const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)];
    if (s === undefined || t === undefined || !source || !target) return [];
    const further = t > s || (t === s && above.get(edge.source)) ? target : source;
    const up = above.get(further.id) === true;
    return [{ edge, node: further, via: further === target ? source : target, up, distance: Math.min(s, t) + 1 }];
  });
  const strength = (step: Step) => (step.edge.grade ?? 0) * 10 + (step.edge.score ?? 0);
  return out.sort((a, b) => Number(b.up) - Number(a.up) || a.distance - b.distance || strength(b) - strength(a));
}
