/** What is drawn of a graph: each gives a new graph and leaves its argument alone. */

import type { Graph } from "../types";

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
