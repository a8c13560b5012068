/** All that an agency has to do on a sheet to print: each task with the clauses above that it serves, and by when. */

import type { ComponentChildren } from "preact";
import { api } from "../api";
import { distance, isDay, today } from "../deadlines";
import { date, deadline, deadlineKey, documentName, number, targetValue } from "../format";
import { href, replaceWith } from "../router";
import { byUnit, PrintButton, SaveSheet, targetLines, taskLines, unitName } from "../sheets";
import type { AgencyDetail, DocumentSummary, JoinedUnit, Target, Task } from "../types";
import { Empty, useLoad, useTitle, When } from "../ui";
import { DocumentSelect } from "./matrix";

type Above = Map<string, JoinedUnit[]>;

export function AgencySheet({ id, params }: { id: string; params: URLSearchParams }) {
  const loaded = useLoad(async () => {
    const [agency, above, documents] = await Promise.all([api.agency(id), api.joined(id, { direction: "up" }), api.documents()]);
    return { agency, above: byUnit(above.items), documents: documents.items };
  }, [id]);
  return <When of={loaded} what="phiếu giao việc">{(data) => <Sheet {...data} params={params} />}</When>;
}

interface Props {
  agency: AgencyDetail;
  above: Above;
  documents: DocumentSummary[];
  params: URLSearchParams;
}

/** The duties that stand in one document, or all. */
function duties(agency: AgencyDetail, document: string | null) {
  const here = (unit: { document: string }) => !document || unit.document === document;
  const sorted = (tasks: Task[]) => tasks.filter(here).sort((a, b) => deadlineKey(a.deadline).localeCompare(deadlineKey(b.deadline)));
  return { leading: sorted(agency.leading), coordinating: sorted(agency.coordinating), targets: agency.targets.filter(here) };
}

function Sheet({ agency, above, documents, params }: Props) {
  useTitle(`Phiếu giao việc · ${agency.name}`);
  const document = params.get("van-ban");
  const asked = params.get("ngay");
  const day = isDay(asked) ? asked : today();
  const { leading, coordinating, targets } = duties(agency, document);
  const whole = duties(agency, null);
  const used = new Set([...whole.leading, ...whole.coordinating, ...whole.targets].map((unit) => unit.document));
  const own = documents.filter((doc) => used.has(doc.id));
  const shown = own.filter((doc) => !document || doc.id === document);
  return (
    <article class="sheet-page">
      <header class="sheet-head">
        <p class="eyebrow no-print">
          <a href="#/co-quan">Cơ quan</a> › <a href={href("co-quan", agency.id)}>{agency.name}</a>
        </p>
        <h1>Phiếu giao việc</h1>
        <p class="sheet-for">{[agency.name, agency.place].filter(Boolean).join(", ")}</p>
        <p class="quiet">
          Theo {shown.map((doc) => `${documentName(doc)}${doc.issued ? ` ngày ${date(doc.issued)}` : ""}`).join("; ")}. Tính đến ngày {date(day)}.
        </p>
        <p>
          {number(leading.length)} nhiệm vụ chủ trì, {number(coordinating.length)} nhiệm vụ phối hợp, {number(targets.length)} chỉ tiêu theo dõi.
        </p>
      </header>
      <form class="filters no-print" aria-label="Chọn nội dung phiếu" onSubmit={(e) => e.preventDefault()}>
        <DocumentSelect
          label="Văn bản giao việc"
          documents={own}
          value={document}
          none="tất cả văn bản"
          choose={(id) => replaceWith(href("co-quan", agency.id, "phieu", { "van-ban": id, ngay: params.get("ngay") }))}
        />
        <p class="row tools">
          <PrintButton />
          <SaveSheet name={`phieu-giao-viec_${agency.id}`} lines={() => lines(leading, coordinating, targets, above)} />
        </p>
      </form>
      {!leading.length && !coordinating.length && !targets.length && <Empty title="Chưa thấy văn bản nào giao việc cho cơ quan này" />}
      <Tasks title="Nhiệm vụ chủ trì" tasks={leading} above={above} day={day} />
      <Tasks title="Nhiệm vụ phối hợp" tasks={coordinating} above={above} day={day} lead />
      <Targets targets={targets} above={above} />
      <p class="quiet sheet-note">
        Phiếu chưa gồm việc giao chung cho nhiều cơ quan (“các sở, ban, ngành…”). Điều khoản cấp trên do máy đề xuất kèm trích dẫn; đối chiếu trước khi dùng.
      </p>
    </article>
  );
}

function lines(leading: Task[], coordinating: Task[], targets: Target[], above: Above) {
  const [head, ...led] = taskLines(leading, above);
  const [, ...joined] = taskLines(coordinating, above);
  const tasks = [...led.map((line) => ["chủ trì", ...line]), ...joined.map((line) => ["phối hợp", ...line])];
  return [["Vai trò", ...head!], ...tasks, ...(targets.length ? [[], ...targetLines(targets, above)] : [])];
}

function Clauses({ units }: { units: JoinedUnit[] | undefined }) {
  if (!units?.length) return <span class="quiet">chưa nối</span>;
  const named = (list: JoinedUnit[]) => list.map(unitName).join("; ");
  const [main, other] = [units.filter((unit) => (unit.grade ?? 0) >= 2), units.filter((unit) => (unit.grade ?? 0) < 2)];
  return (
    <>
      {main.length > 0 && <span class="block">{named(main)}</span>}
      {other.length > 0 && <span class="block quiet">Góp phần: {named(other)}</span>}
    </>
  );
}

function Block({ title, count, head, children }: { title: string; count: number; head: readonly string[]; children: ComponentChildren }) {
  return (
    <section>
      <h2 class="group-head">
        {title} <small>{number(count)}</small>
      </h2>
      <div class="table-wrap">
        <table class="duty-sheet">
          <thead>
            <tr>
              {head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col" class="note">
                Ghi chú
              </th>
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
    </section>
  );
}

/** With `lead`, who leads stands in the third column; else who works with the agency. */
function Tasks({ title, tasks, above, day, lead = false }: { title: string; tasks: Task[]; above: Above; day: string; lead?: boolean }) {
  if (!tasks.length) return null;
  const other = lead ? "Chủ trì" : "Phối hợp";
  return (
    <Block title={title} count={tasks.length} head={["Văn bản, số", "Nhiệm vụ", other, "Thực hiện điều khoản", "Thời hạn"]}>
      {tasks.map((task) => (
        <tr key={task.id}>
          <td class="no">
            {task.document_number ?? task.document}
            <br />
            {task.no && `số ${task.no}`}
          </td>
          <td class="title">
            <a href={href("chuoi", task.id)}>{task.title}</a>
            {task.output && <small class="quiet block">Sản phẩm: {task.output}</small>}
          </td>
          <td data-label={other}>{(lead ? task.lead : task.coop).map((agency) => agency.name).join("; ") || "–"}</td>
          <td data-label="Thực hiện">
            <Clauses units={above.get(task.id)} />
          </td>
          <td data-label="Thời hạn">
            {deadline(task.deadline)}
            {task.deadline.end && <span class={task.deadline.end < day ? "distance late" : "distance quiet"}>{distance(task.deadline.end, day)}</span>}
            {task.reported > 0 && <span class="distance quiet">có báo cáo</span>}
          </td>
          <td class="note" />
        </tr>
      ))}
    </Block>
  );
}

function Targets({ targets, above }: { targets: Target[]; above: Above }) {
  if (!targets.length) return null;
  return (
    <Block title="Chỉ tiêu theo dõi" count={targets.length} head={["Văn bản, số", "Chỉ tiêu", "Giá trị", "Chỉ tiêu cấp trên", "Đến năm"]}>
      {targets.map((target) => (
        <tr key={target.id}>
          <td class="no">
            {target.document_number ?? target.document}
            <br />
            {target.no && `số ${target.no}`}
          </td>
          <td class="title">
            <a href={href("chuoi", target.id)}>{target.name}</a>
          </td>
          <td data-label="Giá trị" class="value">
            {targetValue(target)}
          </td>
          <td data-label="Cấp trên">
            <Clauses units={above.get(target.id)} />
          </td>
          <td data-label="Đến năm">{target.period_end_year ?? "–"}</td>
          <td class="note" />
        </tr>
      ))}
    </Block>
  );
}
