/** The chain as a table: every link with its grade, score and the quotes at both ends. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { kindName, nodeText, place, shorten } from "../format";
import { unitHref } from "../router";
import { SaveSheet } from "../sheets";
import { steps, type Step } from "../chain/steps";
import { Decide } from "../review/decide";
import { Why } from "../review/why";
import type { Graph, GraphNode, Standing } from "../types";
import { DocumentChip, LinkStatus, Score } from "../ui";

interface Props {
  graph: Graph;
  selected: string | null;
  select: (id: string) => void;
}

export function ChainTable({ graph, selected, select }: Props) {
  const all = steps(graph);
  const parts: [string, Step[]][] = [
    ["Lên cấp trên", all.filter((step) => step.up)],
    ["Xuống cấp dưới", all.filter((step) => !step.up)],
  ];
  return (
    <>
      {parts
        .filter(([, list]) => list.length)
        .map(([title, list], n) => (
          <Part key={title} title={title} list={list} root={graph.root} selected={selected} select={select}>
            {n === 0 && <SaveSheet name={`chuoi_${graph.root}`} lines={() => chainLines(graph)} />}
          </Part>
        ))}
    </>
  );
}

const STATES: Record<string, string> = { proposed: "đề xuất", confirmed: "đã xác nhận", candidate: "ứng viên", rejected: "đã từ chối" };

/** One line for each link of the chain, with both quotes. */
function chainLines(graph: Graph) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const end = (id: string) => {
    const node = nodes.get(id);
    return node ? [node.number, label(node), nodeText(node)] : [null, id, null];
  };
  const graded = graph.edges.filter((edge) => edge.grade !== null);
  return [
    ["Văn bản dưới", "Mục dưới", "Nội dung dưới", "Văn bản trên", "Mục trên", "Nội dung trên", "Mức", "Điểm", "Trạng thái", "Trích dẫn dưới", "Trích dẫn trên"],
    ...graded.map((edge) => [
      ...end(edge.source), ...end(edge.target), edge.grade! >= 2 ? "thực hiện" : "góp phần", edge.score,
      STATES[edge.status ?? ""] ?? edge.status, edge.source_quote, edge.target_quote,
    ]),
  ];
}

const ROWS = 30;

interface PartProps extends Omit<Props, "graph"> {
  title: string;
  list: Step[];
  root: string;
  children: ComponentChildren;
}

function Part({ title, list, root, selected, select, children }: PartProps) {
  const [rows, setRows] = useState(ROWS);
  return (
    <section>
      <header class="section-head with-tools">
        <h2>
          {title} <small>{list.length}</small>
        </h2>
        <p class="row tools">{children}</p>
      </header>
      <ol class="chain-table">
        {list.slice(0, rows).map((step) => (
          <StepItem key={step.edge.source + step.edge.target} step={step} root={root} selected={selected} select={select} />
        ))}
      </ol>
      {list.length > rows && (
        <p class="center">
          <button type="button" class="button plain" onClick={() => setRows(rows + 100)}>
            Xem thêm {Math.min(100, list.length - rows)} liên kết
          </button>
        </p>
      )}
    </section>
  );
}

function label(node: GraphNode): string {
  return place(node.path, node.no, node.label) || kindName(node.label);
}

function StepItem(props: { step: Step; root: string; selected: string | null; select: (id: string) => void }) {
  const { step, root, selected, select } = props;
  const { edge, node, via } = step;
  const [decided, setDecided] = useState<Standing | null>(null);
  const link = `${edge.source}>${edge.relation}>${edge.target}`;
  const now = decided ?? { link, grade: edge.grade ?? 1, status: edge.status ?? "proposed", suspect: edge.suspect ?? false };
  const [own, other] =
    node.id === edge.target ? [edge.target_quote, edge.source_quote] : [edge.source_quote, edge.target_quote];
  return (
    <li class={node.id === selected ? "step selected" : "step"}>
      <div class="step-place">
        <DocumentChip of={{ ...node, id: node.document ?? node.id, title: null }} />
        <a href={unitHref(node.id, node.label)}>{label(node)}</a>
        {via.id !== root && (
          <small class="quiet">
            qua {via.number} {label(via)}
          </small>
        )}
      </div>
      <div class="step-words">
        <p>{shorten(nodeText(node), 320)}</p>
        {(own || other) && (
          <details>
            <summary>Trích dẫn hai đầu</summary>
            {own && <Quote from={node} text={own} />}
            {other && <Quote from={via} text={other} />}
          </details>
        )}
        <Why key={now.status + now.grade} link={link} />
        <Decide link={now} done={setDecided} />
      </div>
      <div class="step-link">
        <LinkStatus grade={now.grade} status={now.status} suspect={now.suspect} />
        {edge.score !== null && <Score value={edge.score} />}
        <button type="button" class="plain" onClick={() => select(node.id)} aria-label={`Chọn ${label(node)} trên hình`}>
          trên hình
        </button>
      </div>
    </li>
  );
}

function Quote({ from, text }: { from: GraphNode; text: string }) {
  return (
    <blockquote>
      {shorten(text, 360)}
      <cite>
        {from.number}, {label(from)}
      </cite>
    </blockquote>
  );
}
