/** All that an agency has to do on a sheet to print: each task with the clauses above that it serves, and by when. */

import type { ComponentChildren } from "preact";
import { api } from "../api";
import { distance, isDay, today } from "../deadlines";
import { dutiesOf, none, predecessorsOf, type Duties } from "../duties";
import { date, deadline, documentName, number, targetValue } from "../format";
import { href, replaceWith } from "../router";
import { byUnit, PrintButton, SaveSheet, targetLines, taskLines, unitName } from "../sheets";
import type { AgencyDetail, DocumentSummary, JoinedUnit, Target, Task } from "../types";
import { Empty, useLoad, useTitle, When } from "../ui";
import { DocumentSelect } from "./matrix";

type Above = Map<string, JoinedUnit[]>;

async function load(id: string) {
  const [agency, documents] = await Promise.all([api.agency(id), api.documents()]);
  const before = (await predecessorsOf(agency, api.agency)).filter((other) => !none(dutiesOf([other])));
  const above = await Promise.all([agency, ...before].map((other) => api.joined(other.id, { direction: "up" })));
  return { agency, before, above: byUnit(above.flatMap((page) => page.items)), documents: documents.items };
}

export function AgencySheet({ id, params }: { id: string; params: URLSearchParams }) {
  const loaded = useLoad(() => load(id), [id]);
  return <When of={loaded} what="phiếu giao việc" whole>{(data) => <Sheet {...data} params={params} />}</When>;
}

interface Props {
  agency: AgencyDetail;
  /** Those whose duties came to it. */
  before: AgencyDetail[];
  above: Above;
  documents: DocumentSummary[];
  params: URLSearchParams;
}

function Sheet({ agency, before, above, documents, params }: Props) {
  useTitle(`Phiếu giao việc · ${agency.name}`);
  const document = params.get("van-ban");
  const asked = params.get("ngay");
  const day = isDay(asked) ? asked : today();
  const inherits = params.get("tiep-nhan") !== "0" && before.length > 0;
  const agencies = inherits ? [agency, ...before] : [agency];
  const duties = dutiesOf(agencies, document);
  const { leading, coordinating, targets } = duties;
  const whole = dutiesOf(agencies);
  const used = new Set([...whole.leading, ...whole.coordinating, ...whole.targets].map((unit) => unit.document));
  const own = documents.filter((doc) => used.has(doc.id));
  const set = (change: Record<string, string>) => replaceWith(href("co-quan", agency.id, "phieu", { ...Object.fromEntries(params), ...change }));
  return (
    <article class="sheet-page">
      <SheetHead agency={agency} before={inherits ? before : []} documents={own.filter((doc) => !document || doc.id === document)} duties={duties} day={day} />
      <form class="filters no-print" aria-label="Chọn nội dung phiếu" onSubmit={(e) => e.preventDefault()}>
        <DocumentSelect label="Văn bản giao việc" documents={own} value={document} none="tất cả văn bản" choose={(id) => set({ "van-ban": id })} />
        {before.length > 0 && (
          <label>
            <span>Việc tiếp nhận</span>
            <select value={inherits ? "" : "0"} onChange={(e) => set({ "tiep-nhan": e.currentTarget.value })}>
              <option value="">kể cả việc của cơ quan trước</option>
              <option value="0">chỉ việc được giao thẳng</option>
            </select>
          </label>
        )}
        <p class="row tools">
          <PrintButton />
          <SaveSheet name={`phieu-giao-viec_${agency.id}`} lines={() => lines(leading, coordinating, targets, above)} />
        </p>
      </form>
      {none(duties) && <Empty title="Chưa thấy văn bản nào giao việc cho cơ quan này" />}
      <Tasks title="Nhiệm vụ chủ trì" tasks={leading} above={above} day={day} />
      <Tasks title="Nhiệm vụ phối hợp" tasks={coordinating} above={above} day={day} lead />
      <Targets targets={targets} above={above} />
      <p class="quiet sheet-note">
        Phiếu chưa gồm việc giao chung cho nhiều cơ quan (“các sở, ban, ngành…”). Điều khoản cấp trên do máy đề xuất kèm trích dẫn; đối chiếu trước khi dùng.
      </p>
    </article>
  );
}

interface HeadProps {
  agency: AgencyDetail;
  before: AgencyDetail[];
  documents: DocumentSummary[];
  duties: Duties;
  day: string;
}

function SheetHead({ agency, before, documents, duties, day }: HeadProps) {
  const full = (of: AgencyDetail) => [of.name, of.place].filter(Boolean).join(", ");
  const named = documents.map((doc) => `${documentName(doc)}${doc.issued ? ` ngày ${date(doc.issued)}` : ""}`).join("; ");
  return (
    <header class="sheet-head">
      <p class="eyebrow no-print">
        <a href="#/co-quan">Cơ quan</a> › <a href={href("co-quan", agency.id)}>{agency.name}</a>
      </p>
      <h1>Phiếu giao việc</h1>
      <p class="sheet-for">{full(agency)}</p>
      <p class="quiet">
        {named && `Theo ${named}. `}Tính đến ngày {date(day)}.
      </p>
      {before.length > 0 && <p>Gồm cả việc tiếp nhận từ: {before.map(full).join("; ")}.</p>}
      <p>
        {number(duties.leading.length)} nhiệm vụ chủ trì, {number(duties.coordinating.length)} nhiệm vụ phối hợp, {number(duties.targets.length)} chỉ tiêu theo dõi.
      </p>
    </header>
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
