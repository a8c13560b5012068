/** The chain: Cytoscape holds the graph and draws its links, fixed places come from `layout`, and each node is a
 * button over the canvas, so that it can be read aloud, reached by keyboard and drawn as crisply as text. */

import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from "cytoscape";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { kindName, nodeText, place, sentenceCase } from "../format";
import { TIERS } from "../levels";
import type { Graph } from "../types";
import { layout, NODE_HEIGHT, type Box, type Layout } from "./layout";

export interface ChainGraphProps {
  graph: Graph;
  narrow: boolean;
  selected: string | null;
  select: (id: string) => void;
  /** Vietnamese names of relations, for edges that are not links between texts. */
  labels: ReadonlyMap<string, string>;
  /** What the drawing shows, for those who hear it. */
  about?: string;
}

export default function ChainGraph({ graph, narrow, selected, select, labels, about = "chuỗi thực hiện" }: ChainGraphProps) {
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const core = useRef<Core | null>(null);
  const [width, setWidth] = useState(0);
  const [hot, setHot] = useState<string | null>(null);
  const placed = useMemo(() => (width ? layout(graph, width, narrow) : null), [graph, width, narrow]);

  useLayoutEffect(() => {
    const measure = () => setWidth(stage.current?.clientWidth ?? 0);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(stage.current!);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!placed) return;
    const draw = () => {
      core.current?.destroy();
      core.current = paint(canvas.current!, placed, labels);
    };
    draw();
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    return () => {
      scheme.removeEventListener("change", draw);
      core.current?.destroy();
      core.current = null;
    };
  }, [placed, labels]);

  useEffect(() => {
    const focus = hot ?? selected;
    core.current?.edges().removeClass("lit");
    if (focus) core.current?.$id(focus).connectedEdges().addClass("lit");
  }, [hot, selected, placed]);

  return (
    <div ref={stage} class="graph" role="group" aria-label={summary(graph, about)} data-nodes={graph.nodes.length}>
      {placed && (
        <div class="scene" style={{ width: placed.width, height: placed.height }}>
          <div ref={canvas} class="canvas" aria-hidden="true" />
          {placed.headers.map((header) => (
            <div key={header.tier} class={`tier-head ${tierClass(header.tier)}`} style={spot(header.x, header.y, header.width, 26)}>
              {header.text}
            </div>
          ))}
          {placed.boxes.map((box) => (
            <NodeButton key={box.id} box={box} root={graph.root} selected={selected} select={select} heat={setHot} />
          ))}
        </div>
      )}
    </div>
  );
}

interface NodeProps {
  box: Box;
  root: string;
  selected: string | null;
  select: (id: string) => void;
  heat: (id: string | null) => void;
}

function NodeButton({ box, root, selected, select, heat }: NodeProps) {
  const { node } = box;
  const where = node.label === "Document" ? node.type : place(node.path, node.no, node.label) || kindName(node.label).toLowerCase();
  const caption = [node.number, where].filter(Boolean).join(" · ");
  return (
    <button
      type="button"
      class={`node ${tierClass(box.tier)} ${box.id === root ? "root" : ""}`}
      style={spot(box.x, box.y, box.width, NODE_HEIGHT)}
      aria-pressed={box.id === selected}
      data-id={box.id}
      title={node.title}
      onClick={() => select(box.id)}
      onMouseEnter={() => heat(box.id)}
      onMouseLeave={() => heat(null)}
      onFocus={() => heat(box.id)}
      onBlur={() => heat(null)}
    >
      <b>{caption}</b>
      <span>{sentenceCase(nodeText(node))}</span>
    </button>
  );
}

function spot(x: number, y: number, width: number, height: number) {
  return { left: x - width / 2, top: y - height / 2, width, height };
}

function summary(graph: Graph, about: string): string {
  return `Sơ đồ ${about}: ${graph.nodes.length} nút, ${graph.edges.length} liên kết. Danh sách bên dưới có cùng nội dung.`;
}

function tierClass(tier: number): string {
  return `tier-${TIERS[tier]?.key ?? "khac"}`;
}

function paint(container: HTMLElement, placed: Layout, labels: ChainGraphProps["labels"]): Core {
  return cytoscape({
    container,
    elements: elements(placed, labels),
    style: looks(container),
    layout: { name: "preset", fit: false },
    zoom: 1,
    pan: { x: 0, y: 0 },
    userZoomingEnabled: false,
    userPanningEnabled: false,
    boxSelectionEnabled: false,
    autoungrabify: true,
    autounselectify: true,
  });
}

function elements(placed: Layout, labels: ChainGraphProps["labels"]): ElementDefinition[] {
  const boxes = placed.boxes.map((box) => ({
    data: { id: box.id, width: box.width },
    position: { x: box.x, y: box.y },
  }));
  const curves = placed.curves.map(({ edge, ...curve }, i) => ({
    data: {
      id: `edge:${i}`,
      source: edge.source,
      target: edge.target,
      label: edge.grade === null && edge.relation !== "PART_OF" ? (labels.get(edge.relation) ?? "") : "",
      ...curve,
    },
    classes: edge.grade === null ? "plain" : `grade-${edge.grade} ${edge.status ?? ""}`,
  }));
  return [...boxes, ...curves];
}

function looks(container: HTMLElement): StylesheetJson {
  const style = getComputedStyle(container);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return [
    {
      selector: "node",
      style: { shape: "rectangle", width: "data(width)", height: NODE_HEIGHT, "background-opacity": 0, events: "no" },
    },
    {
      selector: "edge",
      style: {
        "curve-style": "unbundled-bezier",
        "edge-distances": "endpoints",
        "control-point-weights": "data(weights)",
        "control-point-distances": "data(distances)",
        "source-endpoint": "data(sourceEnd)",
        "target-endpoint": "data(targetEnd)",
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.9,
        width: 2,
        "line-color": colour("edge"),
        "target-arrow-color": colour("edge"),
        events: "no",
      },
    },
    { selector: "edge.grade-1", style: { "line-style": "dashed", "line-dash-pattern": [6, 5], width: 1.5 } },
    { selector: "edge.candidate", style: { opacity: 0.45 } },
    {
      selector: "edge.plain",
      style: {
        width: 1,
        label: "data(label)",
        "font-size": 11,
        "font-family": style.fontFamily,
        color: colour("quiet"),
        "text-background-color": colour("surface"),
        "text-background-opacity": 0.9,
        "text-background-padding": "2px",
      },
    },
    { selector: "edge.lit", style: { "line-color": colour("focus"), "target-arrow-color": colour("focus"), "z-index": 9 } },
  ] as unknown as StylesheetJson;
}
