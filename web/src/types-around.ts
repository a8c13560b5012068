/** What stands around a node, as /graph/around gives it. */

import type { GraphNode } from "./types";

export interface AroundItem {
  node: GraphNode;
  grade: number | null;
  score: number | null;
  status: string | null;
}

export interface AroundGroup {
  relation: string;
  direction: "out" | "in";
  /** The relation read from the node: "được thực hiện bởi". */
  label: string;
  kind: string;
  /** The document of the neighbours, where they are units of one. */
  document: string | null;
  number: string | null;
  /** Also counts those that are not given. */
  total: number;
  items: AroundItem[];
}

export interface Around {
  node: GraphNode;
  groups: AroundGroup[];
}
