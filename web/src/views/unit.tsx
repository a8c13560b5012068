/** One task, clause, target or result: what it says, what was reported on it, and its chain, drawn and as a table. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { merge } from "../chain/reduce";
import { capital, kindName, place, shorten, targetValue, trail } from "../format";
import { href, replaceWith } from "../router";
import type { Clause, Graph, GraphNode, Result, Target, Task } from "../types";
import { Agencies, DeadlineChip, DocumentChip, Empty, useLoad, useTitle, When } from "../ui";
import { Chain, type Direction } from "./chain";
import { UnitSource } from "./unit-source";
import { Outcome, ReportedList, ToldBlock, Where } from "./told";

type Unit = ({ kind: "task"; task: Task } | { kind: "target"; target: Target } | { kind: "clause"; clause: Clause }) & {
  results: Result[];
};

const IS_RESULT = /#result:/;

/** The kind stands in the id itself: "…#task:12", "…#target:8.1:2030", "…#III.5.d". */
async function load(id: string): Promise<Unit> {
  const local = id.slice(id.indexOf("#") + 1);
  if (local.startsWith("task:")) {
    const task = await api.task(id);
    return { kind: "task", task, results: task.results };
  }
  if (local.startsWith("target:")) {
    const target = await api.target(id);
    return { kind: "target", target, results: target.results };
  }
  const clause = await api.clause(id);
  return { kind: "clause", clause, results: clause.results };
}

export function UnitView({ id, params }: { id: string; params: URLSearchParams }) {
  return IS_RESULT.test(id) ? <ResultView id={id} /> : <ChainView id={id} params={params} />;
}

function ResultView({ id }: { id: string }) {
  const loaded = useLoad(() => api.result(id), [id]);
  return <When of={loaded} whole>{(result) => <LoadedResult result={result} />}</When>;
}

function LoadedResult({ result }: { result: Result }) {
  useTitle(`${result.label} · ${result.document_number ?? ""}`);
  return (
    <article class="told">
      <header class="document-head unit-head">
        <p class="told-top">
          <Outcome of={result} />
          <Where of={result} />
        </p>
        {result.context && <p class="context">{trail(result.context, result.text)}</p>}
        <h1 class="statement">{result.text}</h1>
      </header>
      <section aria-labelledby="bao-cao-ve">
        <h2 id="bao-cao-ve">Báo cáo về</h2>
        {result.on.length ? <ReportedList on={result.on} /> : <p class="quiet">Chưa gắn được với văn bản nào.</p>}
      </section>
    </article>
  );
}

/** The stated chain and, where they are wanted, the links next to the unit that are only candidates. */
async function chain(id: string, direction: Direction, weak: boolean): Promise<Graph> {
  const stated = await api.trace(id, { direction, depth: 4 });
  return weak ? merge(stated, await api.trace(id, { direction, depth: 1, candidates: true })) : stated;
}

function ChainView({ id, params }: { id: string; params: URLSearchParams }) {
  const unit = useLoad(() => load(id), [id]);
  const direction = (params.get("chieu") as Direction | null) ?? "both";
  const weak = params.get("ung-vien") === "1";
  const ask = (next: { direction?: Direction; weak?: boolean }) => {
    const wanted = { direction, weak, ...next };
    replaceWith(href("chuoi", id, null, { chieu: wanted.direction === "both" ? null : wanted.direction, "ung-vien": wanted.weak ? "1" : null }));
  };
  const trace = useLoad(() => chain(id, direction, weak), [id, direction, weak]);
  const node = trace.state === "ready" ? trace.data.nodes.find((item) => item.id === id) : undefined;
  return (
    <article>
      <When of={unit} what="nội dung" whole>
        {(loaded) => <Head id={id} unit={loaded} node={node} />}
      </When>
      {unit.state === "ready" && <ToldBlock results={unit.data.results} of={id} />}
      {unit.state === "ready" && (
        <section aria-labelledby="chuoi">
          <h2 id="chuoi" class="visually-hidden">
            Chuỗi thực hiện
          </h2>
          <When of={trace} what="chuỗi thực hiện">
            {(graph) => <Chain graph={graph} direction={direction} weak={weak} ask={ask} none={<NoChain unit={unit.data} />} />}
          </When>
        </section>
      )}
    </article>
  );
}

function NoChain({ unit }: { unit: Unit }) {
  return (
    <Empty title="Chưa thấy liên kết nào">
      <p>
        {unit.kind === "clause"
          ? "Trong kho chưa có việc nào đủ giống để đề xuất là thực hiện điều khoản này, và nó cũng chưa nối lên văn bản cấp trên. Chọn “Cả ứng viên” để xem những chỗ gần nhất."
          : "Không điều khoản cấp trên nào trong kho đủ giống để đề xuất. Có thể văn bản cấp trên chưa được thêm vào. Chọn “Cả ứng viên” để xem những chỗ gần nhất."}
      </p>
    </Empty>
  );
}

function documentOf(unit: Unit): string {
  return unit.kind === "task" ? unit.task.document : unit.kind === "target" ? unit.target.document : unit.clause.document;
}

function Head({ id, unit, node }: { id: string; unit: Unit; node: GraphNode | undefined }) {
  const clause = unit.kind === "clause" ? unit.clause : null;
  const number = unit.kind === "task" ? unit.task.document_number : unit.kind === "target" ? unit.target.document_number : null;
  const where =
    unit.kind === "task" ? place(null, unit.task.no) : unit.kind === "target" ? place(null, unit.target.no, "target") : place(clause!.path, null);
  useTitle(`${capital(where || kindName(unit.kind))} · ${number ?? node?.number ?? ""}`);
  const doc = documentOf(unit);
  return (
    <header class="document-head unit-head">
      <p class="eyebrow">
        <DocumentChip of={{ ...node, id: doc, number: number ?? node?.number ?? null, title: null }} />
        {capital(where) || kindName(unit.kind)}
        {clause && clause.carried_out_by > 0 && <a href={href("so-sanh", clause.id)}>So sánh địa phương</a>}
      </p>
      {unit.kind === "task" && <TaskHead task={unit.task} />}
      {unit.kind === "target" && <TargetHead target={unit.target} />}
      {clause && <ClauseHead clause={clause} context={node?.context ?? null} />}
      <UnitSource id={id} document={doc} where={where} {...sourceOf(unit)} />
    </header>
  );
}

/** Its words, and where they stand. */
function sourceOf(unit: Unit) {
  if (unit.kind === "task") return { words: unit.task.title, file: unit.task.file, clause: unit.task.clause };
  if (unit.kind === "target") return { words: `${unit.target.name}: ${targetValue(unit.target)}`, file: unit.target.file, clause: unit.target.clause };
  const { heading, text, file, page, id } = unit.clause;
  return { words: [heading, text].filter(Boolean).join(" "), file, page, clause: id };
}

function TaskHead({ task }: { task: Task }) {
  return (
    <>
      {task.group_title && (
        <p class="context">
          {task.group}. {task.group_title}
        </p>
      )}
      <h1 class="statement">{task.title}</h1>
      <dl class="facts">
        <div>
          <dt>Chủ trì</dt>
          <dd>
            <Agencies of={task.lead} strong />
          </dd>
        </div>
        <div>
          <dt>Phối hợp</dt>
          <dd>
            <Agencies of={task.coop} />
          </dd>
        </div>
        <div>
          <dt>Thời hạn</dt>
          <dd>
            <DeadlineChip of={task.deadline} />
          </dd>
        </div>
        {task.output && (
          <div>
            <dt>Sản phẩm</dt>
            <dd>{task.output}</dd>
          </div>
        )}
      </dl>
    </>
  );
}

function TargetHead({ target }: { target: Target }) {
  return (
    <>
      <h1 class="statement">{target.name}</h1>
      <p class="big-number">{targetValue(target)}</p>
      <dl class="facts">
        {target.period_end_year && (
          <div>
            <dt>Đến năm</dt>
            <dd>{target.period_end_year}</dd>
          </div>
        )}
        <div>
          <dt>Theo dõi</dt>
          <dd>
            <Agencies of={target.owner} />
          </dd>
        </div>
      </dl>
    </>
  );
}

function ClauseHead({ clause, context }: { clause: Clause; context: string | null }) {
  const [all, setAll] = useState(false);
  const text = [clause.heading, clause.text].filter(Boolean).join(" ");
  const long = text.length > 420;
  return (
    <>
      {context && <p class="context">{context}</p>}
      <h1 class={long ? "statement long" : "statement"}>
        {clause.kind !== "bullet" && clause.label} {all ? text : shorten(text, 420)}
      </h1>
      {long && !all && (
        <button type="button" class="plain" onClick={() => setAll(true)}>
          Đọc hết
        </button>
      )}
    </>
  );
}
