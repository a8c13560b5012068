/** Where a walk begins: every document, how it stands to the others, drawn and as a list. */

import { useMemo } from "preact/hooks";
import { api } from "../api";
import { columnOf } from "../chain/layout";
import { nodeName } from "../explore/groups";
import { go, href } from "../router";
import type { Graph, GraphEdge } from "../types";
import { Empty, useLoad, useNarrow, useTitle, When } from "../ui";

/** On a phone there is no room for words on the lines; the list below says them. */
const NONE = new Map<string, string>();

/** So many documents of a level are drawn; the list has all of them. */
const EACH = 14;

export function DocumentMap() {
  useTitle("Đồ thị");
  const loaded = useLoad(async () => ({ graph: await api.documentMap(), relations: (await api.relations()).items }), []);
  return (
    <section class="explore">
      <header class="section-head">
        <h1>Đồ thị</h1>
        <p class="quiet">Chọn một văn bản, rồi đi tiếp theo từng mối nối: điều khoản, nhiệm vụ, chỉ tiêu, cơ quan.</p>
      </header>
      <When of={loaded} what="đồ thị văn bản">
        {({ graph, relations }) =>
          graph.nodes.length ? (
            <Drawn graph={graph} labels={new Map(relations.map((row) => [row.name, row.label_vi]))} />
          ) : (
            <Empty title="Kho chưa có văn bản nào">
              <p>Bấm “Thêm văn bản” ở trên để bắt đầu.</p>
            </Empty>
          )
        }
      </When>
    </section>
  );
}

/** In each column the documents with most relations. */
export function mostJoined(graph: Graph, each: number): Graph {
  const count = new Map<string, number>();
  for (const { source, target } of graph.edges) for (const id of [source, target]) count.set(id, (count.get(id) ?? 0) + 1);
  const used = new Map<number, number>();
  const kept = new Set<string>();
  for (const node of [...graph.nodes].sort((a, b) => (count.get(b.id) ?? 0) - (count.get(a.id) ?? 0))) {
    const column = columnOf(node);
    if ((used.get(column) ?? 0) >= each) continue;
    used.set(column, (used.get(column) ?? 0) + 1);
    kept.add(node.id);
  }
  return { ...graph, nodes: graph.nodes.filter((n) => kept.has(n.id)), edges: graph.edges.filter((e) => kept.has(e.source) && kept.has(e.target)) };
}

function Drawn({ graph, labels }: { graph: Graph; labels: Map<string, string> }) {
  const narrow = useNarrow();
  const drawing = useLoad(() => import("../chain/graph"), []);
  const shown = useMemo(() => mostJoined(graph, EACH), [graph]);
  return (
    <>
      <div class="stage">
        <When of={drawing} what="sơ đồ">
          {({ default: ChainGraph }) => (
            <ChainGraph graph={shown} narrow={narrow} selected={null} select={(id) => go(href("do-thi", id))} labels={narrow ? NONE : labels} about="văn bản" />
          )}
        </When>
      </div>
      {shown.nodes.length < graph.nodes.length && (
        <p class="quiet more">
          Hình vẽ {shown.nodes.length} văn bản nhiều mối nối nhất; danh sách có cả {graph.nodes.length}.
        </p>
      )}
      <h2>Văn bản và mối nối</h2>
      <Relations graph={graph} labels={labels} />
    </>
  );
}

function Relations({ graph, labels }: { graph: Graph; labels: Map<string, string> }) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const from = (id: string) => graph.edges.filter((edge) => edge.source === id);
  return (
    <ul class="map-list">
      {graph.nodes.map((node) => (
        <li key={node.id}>
          <a href={href("do-thi", node.id)}>{nodeName(node)}</a>
          {from(node.id).map((edge: GraphEdge) => (
            <span key={edge.target} class="quiet">
              {" "}
              · {labels.get(edge.relation)} <a href={href("do-thi", edge.target)}>{nodeName(nodes.get(edge.target)!)}</a>
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
