/** The corpus as columns by level, each document with what it holds and how far it is carried out. */

import { api } from "../api";
import { date, documentName, number, percent, sentenceCase, shorten } from "../format";
import { provinceOf, TIERS, tierOf, type Tier } from "../levels";
import { href } from "../router";
import type { DocumentSummary } from "../types";
import { Bar, Empty, useLoad, useTitle, When } from "../ui";

export function DocumentsView() {
  useTitle("Văn bản");
  const documents = useLoad(api.documents, []);
  return (
    <section>
      <header class="section-head">
        <h1>Văn bản</h1>
        <p class="quiet">Xếp theo cấp ban hành; thanh màu là phần điều khoản đã có việc thực hiện.</p>
      </header>
      <When of={documents}>
        {(page) =>
          page.items.length ? (
            <>
              <h2 class="visually-hidden">Theo cấp ban hành</h2>
              <Columns documents={page.items} />
            </>
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

export function Columns({ documents }: { documents: DocumentSummary[] }) {
  const columns = TIERS.map((tier, index) => ({
    tier,
    own: documents
      .filter((doc) => tierOf(doc) === index && !doc.stub)
      .sort((a, b) => (a.issued ?? "").localeCompare(b.issued ?? "")),
    stubs: documents.filter((doc) => tierOf(doc) === index && doc.stub),
  })).filter((column) => column.own.length);
  const shownTiers = new Set(columns.map((column) => column.tier.key));
  const loose = documents.filter((doc) => doc.stub && !shownTiers.has(TIERS[tierOf(doc)]!.key));
  return (
    <>
      <div class="columns" style={{ "--columns": columns.length }}>
        {columns.map((column) => (
          <Column key={column.tier.key} {...column} />
        ))}
      </div>
      {loose.length > 0 && <Stubs documents={loose} label="Văn bản khác được dẫn chiếu, chưa có trong kho" />}
    </>
  );
}

function Column({ tier, own, stubs }: { tier: Tier; own: DocumentSummary[]; stubs: DocumentSummary[] }) {
  return (
    <section class={`column tier-${tier.key}`} aria-label={tier.name}>
      <h3>
        {tier.name} <small>{own.length}</small>
      </h3>
      {own.map((doc) => (
        <Card key={doc.id} doc={doc} />
      ))}
      {stubs.length > 0 && <Stubs documents={stubs} label="Được dẫn chiếu, chưa có trong kho" />}
    </section>
  );
}

function Card({ doc }: { doc: DocumentSummary }) {
  const { tasks, targets, clauses } = doc.counts;
  const facts = [
    tasks && `${number(tasks)} nhiệm vụ`,
    targets && `${number(targets)} chỉ tiêu`,
    !tasks && !targets && clauses && `${number(clauses)} điều khoản`,
  ].filter(Boolean);
  return (
    <a class="card" href={href("van-ban", doc.id)}>
      <span class="card-top">
        <strong>{doc.number ?? doc.type ?? "Văn bản"}</strong>
        <time dateTime={doc.issued ?? undefined}>{date(doc.issued)}</time>
      </span>
      <span class="card-title">{shorten(sentenceCase(doc.title ?? doc.source ?? "", [doc.place]), 150)}</span>
      <span class="card-facts">
        <span>{facts.join(" · ")}</span>
        {provinceOf(doc) && <span>{provinceOf(doc)}</span>}
      </span>
      {doc.coverage && doc.coverage.total > 0 && (
        <span class="card-coverage">
          <Bar
            part={doc.coverage.covered}
            whole={doc.coverage.total}
            label={`${doc.coverage.covered} trên ${doc.coverage.total} điều khoản có việc thực hiện`}
          />
          <small>{percent(doc.coverage.covered, doc.coverage.total)} có việc thực hiện</small>
        </span>
      )}
    </a>
  );
}

function Stubs({ documents, label }: { documents: DocumentSummary[]; label: string }) {
  return (
    <details class="stubs">
      <summary>
        {label} <small>({documents.length})</small>
      </summary>
      <ul>
        {documents.map((doc) => (
          <li key={doc.id}>
            <a href={href("van-ban", doc.id)}>{documentName(doc)}</a>
          </li>
        ))}
      </ul>
    </details>
  );
}
