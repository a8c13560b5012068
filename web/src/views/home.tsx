/** The first page: one box, examples that this corpus can answer, and the corpus by level. */

import { api } from "../api";
import { DueLine } from "../due-line";
import { number } from "../format";
import { tierOf } from "../levels";
import { OwnAgency } from "../pinned";
import { href } from "../router";
import { SearchBox } from "../search-box";
import type { Agency, DocumentSummary } from "../types";
import { Empty, useLoad, useTitle, When } from "../ui";
import { Columns } from "./documents";
import { Ways } from "./ways";

export function Home() {
  useTitle("");
  const documents = useLoad(api.documents, []);
  const agencies = useLoad(api.agencies, []);
  return (
    <>
      <section class="hero">
        <h1>
          Từ nghị quyết <span class="arrow">→</span> đến từng việc
        </h1>
        <p>Theo một chỉ đạo xuống tận nhiệm vụ, cơ quan và thời hạn; từ một nhiệm vụ lên điều khoản mà nó thực hiện. <a href={href("cach-doc")}>Cách đọc</a></p>
        <SearchBox />
        {documents.state === "ready" && (
          <Examples documents={documents.data.items} agencies={agencies.state === "ready" ? agencies.data.items : []} />
        )}
      </section>
      <OwnAgency />
      {documents.state === "ready" && <Ways documents={documents.data.items} />}
      <When of={documents} what="danh sách văn bản">
        {(page) => <Overview documents={page.items} />}
      </When>
    </>
  );
}

function Overview({ documents }: { documents: DocumentSummary[] }) {
  const own = documents.filter((doc) => !doc.stub);
  if (!own.length)
    return (
      <Empty title="Kho chưa có văn bản nào">
        <p>
          Bấm “Thêm văn bản” ở trên, hoặc chạy <code>truyvet ingest thư-mục</code> rồi tải lại trang.
        </p>
      </Empty>
    );
  const sum = (of: (doc: DocumentSummary) => number) => own.reduce((total, doc) => total + of(doc), 0);
  return (
    <section aria-labelledby="kho">
      <header class="section-head">
        <h2 id="kho">Kho văn bản</h2>
        <p class="quiet">
          {number(own.length)} văn bản · {number(sum((d) => d.counts.clauses))} điều khoản ·{" "}
          {number(sum((d) => d.counts.tasks))} nhiệm vụ · {number(sum((d) => d.counts.targets))} chỉ tiêu
        </p>
      </header>
      <Ahead />
      <Columns documents={documents} />
    </section>
  );
}

/** How many tasks come up and how many are past their day; nothing until the counts are there. */
function Ahead() {
  const counts = useLoad(() => api.deadlines({}), []);
  return counts.state === "ready" ? <DueLine label="Nhiệm vụ theo thời hạn" days={counts.data.days} /> : null;
}

/** Questions made of names that the corpus has, so that every example finds something. */
function examples(documents: DocumentSummary[], agencies: Agency[]): string[] {
  const own = documents.filter((doc) => !doc.stub && doc.number);
  const plan = [...own].sort((a, b) => b.counts.tasks - a.counts.tasks)[0];
  const top = [...own].sort((a, b) => tierOf(a) - tierOf(b))[0];
  const lead = agencies
    .filter((agency) => !agency.collective && agency.leads > 1)
    .sort((a, b) => Number(b.place !== null) - Number(a.place !== null) || a.leads - b.leads)[0];
  const out: string[] = [];
  if (lead) out.push(`${lead.name} chủ trì những nhiệm vụ nào?`);
  if (plan?.counts.tasks) out.push(`Nhiệm vụ nào phải xong trong năm ${plan.issued?.slice(0, 4) ?? "này"}?`);
  if (plan?.counts.targets) out.push("Tỷ lệ dịch vụ công trực tuyến đặt mục tiêu bao nhiêu?");
  if (top?.number) out.push(top.number);
  return out;
}

function Examples(props: { documents: DocumentSummary[]; agencies: Agency[] }) {
  const list = examples(props.documents, props.agencies);
  if (!list.length) return null;
  return (
    <p class="examples">
      <span class="quiet">Thử:</span>
      {list.map((text) => (
        <a key={text} class="chip ghost" href={href("tim", null, null, { q: text })}>
          {text}
        </a>
      ))}
    </p>
  );
}

