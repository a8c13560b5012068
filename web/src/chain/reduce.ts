/** What is drawn of a graph: each gives a new graph and leaves its argument alone. */

import type { Graph, GraphEdge } from "../types";
import { columnOf } from "./layout";

/** No drawing holds more nodes. */
export const LIMIT = 300;

/** Two graphs as one; nothing is added beyond `LIMIT` nodes. */
export function merge(graph: Graph, more: Graph): Graph {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  for (const node of more.nodes) if (nodes.size < LIMIT && !nodes.has(node.id)) nodes.set(node.id, node);
  const key = (edge: Graph["edges"][number]) => `${edge.source}>${edge.relation}>${edge.target}`;
  const edges = new Map([...more.edges, ...graph.edges].map((edge) => [key(edge), edge]));
  return {
    ...graph,
    nodes: [...nodes.values()],
    edges: [...edges.values()].filter((edge) => nodes.has(edge.source) && nodes.has(edge.target)),
    truncated: graph.truncated || more.truncated || nodes.size >= LIMIT,
  };
}

/** Only the edges of `grade` and up, and the nodes that they still reach from the root. */
export function atLeast(graph: Graph, grade: number): Graph {
  const edges = graph.edges.filter((edge) => edge.grade === null || edge.grade >= grade);
  const reached = new Set([graph.root]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { source, target } of edges) {
      if (reached.has(source) === reached.has(target)) continue;
      reached.add(source).add(target);
      grew = true;
    }
  }
  return {
    ...graph,
    nodes: graph.nodes.filter((node) => reached.has(node.id)),
    edges: edges.filter((edge) => reached.has(edge.source) && reached.has(edge.target)),
  };
}

/** How much an edge keeps of what comes to it: less over a link that only contributes. */
function keeps(edge: GraphEdge): number {
  if (edge.grade === null) return 0.95;
  return (edge.score ?? 0.5) * (edge.grade >= 2 ? 1 : 0.6);
}

/** Node id -> its best way to the root: how strong it is, and the edge by which it comes. */
function ways(graph: Graph): Map<string, { strength: number; by: GraphEdge | null }> {
  const best = new Map<string, { strength: number; by: GraphEdge | null }>([[graph.root, { strength: 1, by: null }]]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const edge of graph.edges)
      for (const [from, to] of [[edge.source, edge.target], [edge.target, edge.source]] as const) {
        const strength = (best.get(from)?.strength ?? 0) * keeps(edge) * 0.999; // each step costs a little
        if (strength <= (best.get(to)?.strength ?? 0)) continue;
        best.set(to, { strength, by: edge });
        changed = true;
      }
  }
  return best;
}

/** What a first look shows: in each column the `each` nodes nearest to the root, the root's own links, and for every
 * other node the one link by which it is best reached. */
export function strongest(graph: Graph, each: number): Graph {
  const best = ways(graph);
  const rank = (id: string) => best.get(id)?.strength ?? 0;
  const count = new Map<number, number>();
  const kept = new Set([graph.root]);
  for (const node of [...graph.nodes].sort((a, b) => rank(b.id) - rank(a.id))) {
    const used = count.get(columnOf(node)) ?? 0;
    if (kept.has(node.id) || used >= each) continue;
    kept.add(node.id);
    count.set(columnOf(node), used + 1);
  }
  const shows = (edge: GraphEdge) =>
    edge.source === graph.root || edge.target === graph.root || best.get(edge.source)?.by === edge || best.get(edge.target)?.by === edge;
  return {
    ...graph,
    nodes: graph.nodes.filter((node) => kept.has(node.id)),
    edges: graph.edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target) && shows(edge)),
  };
}
