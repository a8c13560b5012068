/** A chain with its controls: the drawing, what is selected in it, and the same as a table. */

import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { api } from "../api";
import { columnOf } from "../chain/layout";
import { atLeast, LIMIT, merge, strongest } from "../chain/reduce";
import { kindName, nodeText, number, place, shorten, trail } from "../format";
import { href, unitHref } from "../router";
import type { Graph, GraphNode } from "../types";
import { DocumentChip, useLoad, useNarrow, When } from "../ui";
import { ChainTable } from "./chain-table";

export type Direction = "both" | "up" | "down";

const DIRECTIONS: [Direction, string][] = [
  ["both", "Cả hai"],
  ["up", "↑ Cấp trên"],
  ["down", "↓ Cấp dưới"],
];

const EACH = 5;

interface Props {
  graph: Graph;
  direction: Direction;
  /** Whether links that are only candidates are shown too. */
  weak: boolean;
  ask: (next: { direction?: Direction; weak?: boolean }) => void;
  none: ComponentChildren;
}

export function Chain({ graph, direction, weak, ask, none }: Props) {
  const narrow = useNarrow();
  const [extra, setExtra] = useState<Graph | null>(null);
  const [strict, setStrict] = useState(false);
  const [all, setAll] = useState(false);
  const [selected, select] = useState<string | null>(null);
  const drawing = useLoad(() => import("../chain/graph"), []); // Cytoscape is fetched when a chain is first drawn
  const relations = useLoad(api.relations, []);
  const labels = useMemo(
    () => new Map(relations.state === "ready" ? relations.data.items.map((row) => [row.name, row.label_vi]) : []),
    [relations.state],
  );
  const whole = useMemo(() => atLeast(extra ? merge(graph, extra) : graph, strict ? 2 : 0), [graph, extra, strict]);
  const shown = useMemo(() => (all ? whole : strongest(whole, narrow ? 3 : EACH)), [whole, all, narrow]);
  const chosen = whole.nodes.find((node) => node.id === selected);
  const hidden = whole.nodes.length - shown.nodes.length;
  const partly = hidden > 0 || shown.edges.length < whole.edges.length;

  const expand = async (id: string) => {
    const more = await api.neighbours(id);
    setExtra((before) => (before ? merge(before, more) : more));
    setAll(true);
  };

  return (
    <>
      <div class="chain-bar">
        <div class="segmented" role="group" aria-label="Chiều">
          {DIRECTIONS.map(([key, label]) => (
            <button key={key} type="button" aria-pressed={direction === key} onClick={() => ask({ direction: key })}>
              {label}
            </button>
          ))}
        </div>
        <label class="check">
          <input type="checkbox" checked={strict} onChange={(e) => setStrict(e.currentTarget.checked)} />
          Chỉ “thực hiện”
        </label>
        <label class="check">
          <input type="checkbox" checked={weak} onChange={(e) => ask({ weak: e.currentTarget.checked })} />
          Cả ứng viên
        </label>
        <span class="legend quiet" aria-hidden="true">
          <i class="line solid" /> thực hiện <i class="line dashed" /> góp phần
        </span>
      </div>
      {graph.edges.length === 0 && !extra ? (
        none
      ) : (
        <>
          <div class="stage">
            <When of={drawing} what="sơ đồ">
              {({ default: ChainGraph }) => (
                <ChainGraph graph={shown} narrow={narrow} selected={selected} select={select} labels={labels} />
              )}
            </When>
          </div>
          {(partly || whole.truncated) && (
            <p class="quiet more">
              {partly && `Hình vẽ những nút gần nhất và liên kết chính${hidden ? `; còn ${number(hidden)} nút trong bảng` : ""}. `}
              {partly && (
                <button type="button" class="plain" onClick={() => setAll(true)}>
                  Vẽ hết
                </button>
              )}
              {whole.truncated && ` Chỉ hiện ${LIMIT} nút đầu.`}
            </p>
          )}
          {chosen && <Chosen node={chosen} root={graph.root} expand={expand} close={() => select(null)} />}
          <ChainTable graph={whole} selected={selected} select={select} />
        </>
      )}
    </>
  );
}

interface ChosenProps {
  node: GraphNode;
  root: string;
  expand: (id: string) => Promise<void>;
  close: () => void;
}

function Chosen({ node, root, expand, close }: ChosenProps) {
  return (
    <aside class="chosen" aria-live="polite" aria-label="Nút đang chọn">
      <p class="eyebrow">
        {node.document && columnOf(node) < 5 && <DocumentChip of={{ ...node, id: node.document, title: null }} />}
        {kindName(node.label)} {place(node.path, node.no, node.label)}
        <button type="button" class="plain close" onClick={close} aria-label="Bỏ chọn">
          ✕
        </button>
      </p>
      {node.context && <p class="context">{trail(node.context, node.title)}</p>}
      <p class="prose">{shorten(nodeText(node), 600)}</p>
      <p class="row">
        <button type="button" class="button" onClick={() => void expand(node.id)}>
          Mở rộng
        </button>
        {node.id !== root && (
          <a class="button plain" href={unitHref(node.id, node.label)}>
            {node.label === "Agency" || node.label === "Document" ? "Mở" : "Chuỗi của nút này"}
          </a>
        )}
        {node.label === "Clause" && node.document && (
          <a class="button plain" href={href("van-ban", node.document, "noi-dung", { muc: node.path })}>
            Đọc trong văn bản
          </a>
        )}
      </p>
    </aside>
  );
}
