/** One document: its header and its tabs. */

import { useEffect, useRef } from "preact/hooks";
import { api } from "../api";
import { documentInFull } from "../cite";
import { CopyButton } from "../copy";
import { capital, date, number, sentenceCase } from "../format";
import { provinceOf, TIERS, tierOf } from "../levels";
import { href } from "../router";
import type { DocumentDetail, DocumentFile } from "../types";
import { Empty, useLoad, useTitle, When } from "../ui";
import { ContentTab } from "./document-content";
import { CoverageTab } from "./document-coverage";
import { DeleteDocument } from "./delete-document";
import { DoubtsTab } from "./document-doubts";
import { RelatedTab } from "./document-related";
import { ResultsTab } from "./document-results";
import { TargetsTab } from "./document-targets";
import { TasksTab } from "./document-tasks";

interface Props {
  id: string;
  tab: string | null;
  params: URLSearchParams;
}

export function DocumentView({ id, tab, params }: Props) {
  const loaded = useLoad(() => api.document(id), [id]);
  return <When of={loaded} whole>{(doc) => <Loaded doc={doc} asked={tab} params={params} />}</When>;
}

function Loaded({ doc, asked, params }: { doc: DocumentDetail; asked: string | null; params: URLSearchParams }) {
  const name = doc.number ? `${capital(doc.type ?? "Văn bản")} ${doc.number}` : sentenceCase(doc.title ?? doc.id, [doc.place]);
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = bar.current?.querySelector<HTMLElement>("[aria-current]");
    if (current) bar.current!.scrollLeft = current.offsetLeft - bar.current!.offsetLeft - 24; // in sight on a phone
  }, [asked]);
  const tier = TIERS[tierOf(doc)]!;
  const tabs: [string, string, number | null][] = [
    ["noi-dung", "Nội dung", null],
    ["nhiem-vu", "Nhiệm vụ", doc.counts.tasks],
    ["chi-tieu", "Chỉ tiêu", doc.counts.targets],
    ["lien-quan", "Văn bản liên quan", doc.related.length],
    ["do-bao-phu", "Độ bao phủ", null],
    ["ket-qua", "Kết quả", doc.counts.results],
    ["can-xem", "Cần xem", doc.doubts],
  ];
  const [tab, label] = tabs.find(([key]) => key === asked) ?? tabs[0]!;
  useTitle([tab !== "noi-dung" && !doc.stub && label, doc.number ?? name].filter(Boolean).join(" · "));
  return (
    <article class={`document tier-${tier.key}`}>
      <header class="document-head">
        <p class="eyebrow">
          <a href="#/van-ban">Văn bản</a> › {tier.name}
        </p>
        <h1>{name}</h1>
        {doc.title && doc.number && <p class="lead">{sentenceCase(doc.title, [doc.place])}</p>}
        <dl class="facts">
          {doc.issuer && <Fact name="Ban hành" value={doc.issuer} />}
          {doc.issued && <Fact name="Ngày" value={date(doc.issued)} />}
          {doc.signer && <Fact name="Ký" value={doc.signer} />}
          {provinceOf(doc) && <Fact name="Địa phương" value={provinceOf(doc)!} />}
          {doc.files.length > 0 && <Files files={doc.files} />}
        </dl>
        {!doc.stub && (
          <p class="source-line no-print">
            <a href={href("do-thi", doc.id)}>Xem trên đồ thị</a>
            <CopyButton label="Chép tên đầy đủ" text={() => documentInFull(doc)} />
            <DeleteDocument doc={doc} />
          </p>
        )}
      </header>
      {doc.stub ? (
        <Stub doc={doc} />
      ) : (
        <>
          <nav class="tabs" aria-label="Các phần của văn bản" ref={bar}>
            {tabs.map(([key, label, count]) => (
              <a key={key} href={href("van-ban", doc.id, key)} aria-current={tab === key ? "page" : undefined}>
                {label}
                {!!count && <small>{number(count)}</small>}
              </a>
            ))}
          </nav>
          {tab === "noi-dung" && <ContentTab id={doc.id} at={params.get("muc")} />}
          {tab === "nhiem-vu" && <TasksTab id={doc.id} params={params} />}
          {tab === "chi-tieu" && <TargetsTab id={doc.id} params={params} />}
          {tab === "lien-quan" && <RelatedTab doc={doc} />}
          {tab === "do-bao-phu" && <CoverageTab id={doc.id} params={params} />}
          {tab === "ket-qua" && <ResultsTab id={doc.id} />}
          {tab === "can-xem" && <DoubtsTab id={doc.id} />}
        </>
      )}
    </article>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The files that it was read from: its own, and annexes that came apart. */
function Files({ files }: { files: DocumentFile[] }) {
  return (
    <div>
      <dt>Tệp</dt>
      {files.map((file) => (
        <dd key={file.name}>
          {file.name}
          {file.annex && <span class="quiet"> · {file.repeats ? `phụ lục đã có trong ${file.repeats}` : "phụ lục"}</span>}
        </dd>
      ))}
    </div>
  );
}

function Stub({ doc }: { doc: DocumentDetail }) {
  return (
    <>
      <Empty title="Văn bản này chưa có trong kho">
        <p>Các văn bản dưới đây nhắc đến nó. Thêm tệp của nó thì các liên kết tự nối vào đây.</p>
      </Empty>
      <RelatedTab doc={doc} />
      {doc.related.some((item) => item.relation === "REPORTS_ON") && <ResultsTab id={doc.id} />}
    </>
  );
}
