/** What a query finds: the answer, when it reads as a question, and the passages below it. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { capital, documentName, kindName, number, pieces, place, trail } from "../format";
import { href, replaceWith, unitHref } from "../router";
import type { Answer, DocumentSummary, Hit, SearchPage } from "../types";
import { DocumentChip, Empty, Failure, Loading, Score, useLoad, useNarrow, useTitle, When } from "../ui";
import { AnswerCard, isAnswer } from "./answer";
import { plans } from "./follow-up";

const FACETS: readonly [facet: string, param: string, label: string][] = [
  ["kind", "kind", "Loại"],
  ["document", "document", "Văn bản"],
  ["level", "level", "Cấp"],
  ["place", "place", "Địa phương"],
];

const STEP = 20;

export function Results({ params }: { params: URLSearchParams }) {
  const q = params.get("q") ?? "";
  useTitle(q);
  const key = params.toString();
  const filtered = FACETS.some(([, param]) => params.has(param));
  const [limit, setLimit] = useState(STEP);
  const after = params.get("sau");
  const changed = params.get("sua");
  const edited = changed ? plans.get(changed) : null;
  const answer = useLoad(
    () => (edited ? api.askEdited(q, edited) : api.ask(q, after ? plans.get(after) : null)),
    [q, after, changed],
  );
  const documents = useLoad(api.documents, []);
  const found = useLoad(
    () => api.search({ q, limit, exact: params.get("dung"), ...Object.fromEntries(FACETS.map(([, p]) => [p, params.getAll(p)])) }),
    [key, limit],
  );
  const byId = new Map(documents.state === "ready" ? documents.data.items.map((doc) => [doc.id, doc]) : []);
  if (!q) return <Empty title="Hãy gõ điều cần tìm" whole />;
  return (
    <div class="results">
      <h1 class="visually-hidden">Kết quả cho “{q}”</h1>
      {!filtered && edited && <EditedQuestion q={q} asked={answer.state === "ready" ? answer.data.understood.plan?.asked : null} />}
      {!filtered && <AnswerPart loaded={answer} documents={byId} />}
      <When of={found} what="kết quả tìm kiếm">
        {(page) => (
          <Passages page={page} params={params} documents={byId} more={() => setLimit(limit + STEP)} answered={answered(answer)} />
        )}
      </When>
    </div>
  );
}

type LoadedAnswer = ReturnType<typeof useLoad<Answer>>;
type Documents = Map<string, DocumentSummary>;

function answered(loaded: LoadedAnswer): boolean {
  return loaded.state === "ready" && isAnswer(loaded.data);
}

function AnswerPart({ loaded, documents }: { loaded: LoadedAnswer; documents: Documents }) {
  if (loaded.state === "loading") return <Loading what="câu trả lời" />;
  if (loaded.state === "error") return <Failure error={loaded.error} />;
  return isAnswer(loaded.data) ? <AnswerCard answer={loaded.data} documents={documents} /> : null;
}

/** What an edited plan asks, and the way back to the question as it was typed. */
function EditedQuestion({ q, asked }: { q: string; asked: string | null | undefined }) {
  return (
    <p class="hint" role="status">
      {asked && <>Đã sửa câu hỏi thành: “{asked}”. </>}
      <a href={href("tim", null, null, { q })}>Về câu hỏi gốc</a>
    </p>
  );
}

interface PassagesProps {
  page: SearchPage;
  params: URLSearchParams;
  documents: Documents;
  more: () => void;
  answered: boolean;
}

function Passages({ page, params, documents, more, answered }: PassagesProps) {
  const range = spread(page);
  return (
    <section class={page.hits.length ? "with-side" : ""} aria-labelledby="doan">
      {page.hits.length > 0 && <Facets page={page} params={params} documents={documents} />}
      <div>
        <header class="section-head">
          <h2 id="doan">{answered ? "Các đoạn liên quan" : "Kết quả"}</h2>
          <p class="quiet" role="status">
            {page.hits.length > 0 && `${number(page.hits.length)} đoạn khớp nhất trong ${number(page.total)}`}
          </p>
        </header>
        {page.repairs.length > 0 && <Repaired page={page} params={params} />}
        {page.hits.length === 0 && <Nothing params={params} />}
        {distant(page) && (
          <p class="hint" role="status">
            Không tìm thấy đoạn nào chứa đúng các từ “{params.get("q")}”. Dưới đây là những đoạn gần nghĩa nhất.
          </p>
        )}
        <ol class="hits">
          {page.hits.map((hit) => (
            <HitItem key={hit.id} hit={hit} doc={documents.get(hit.document)} range={range} />
          ))}
        </ol>
        {page.hits.length < page.total && (
          <p class="center">
            <button type="button" class="button plain" onClick={more}>
              Xem thêm
            </button>
          </p>
        )}
      </div>
    </section>
  );
}

/** What was searched for in the place of misspelt words, and the way to the words as typed. */
function Repaired({ page, params }: { page: SearchPage; params: URLSearchParams }) {
  const kept = Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]));
  return (
    <p class="hint repaired" role="status">
      Đã tìm: “{page.query}”. <a href={href("tim", null, null, { ...kept, dung: "true" })}>Tìm đúng chữ “{params.get("q")}”</a>
    </p>
  );
}

/** Nothing has the words themselves; what is shown is near in meaning at best. */
function distant(page: SearchPage): boolean {
  return page.hits.length > 0 && page.hits.every((hit) => !hit.scores.lexical) && page.hits[0]!.score < 1;
}

function Nothing({ params }: { params: URLSearchParams }) {
  const q = params.get("q") ?? "";
  const filtered = FACETS.some(([, param]) => params.has(param));
  return (
    <Empty title={`Không tìm thấy đoạn nào cho “${q}”`}>
      <ul>
        {filtered && (
          <li>
            <a href={href("tim", null, null, { q })}>Bỏ các bộ lọc</a> rồi tìm lại.
          </li>
        )}
        <li>Thử ít từ hơn, hoặc từ mà văn bản hay dùng; gõ không dấu cũng được.</li>
        <li>Tìm một văn bản: gõ số hiệu, chẳng hạn 57-NQ/TW.</li>
        <li>
          Xem <a href="#/van-ban">danh sách văn bản</a> đang có.
        </li>
      </ul>
    </Empty>
  );
}

function Facets({ page, params, documents }: { page: SearchPage; params: URLSearchParams; documents: Documents }) {
  const narrow = useNarrow(860);
  const toggle = (param: string, value: string) => {
    const next: Record<string, string[]> = {};
    for (const name of new Set([...params.keys(), param])) next[name] = params.getAll(name);
    const had = next[param]!.includes(value);
    next[param] = had ? next[param]!.filter((item) => item !== value) : [...next[param]!, value];
    replaceWith(href("tim", null, null, next));
  };
  const name = (facet: string, value: string) =>
    facet === "document" ? documentName(documents.get(value) ?? { id: value, number: null }) : facet === "kind" ? kindName(value) : value;
  const groups = FACETS.map(([facet, param, label]) => {
    const counts = { ...page.facets[facet] };
    for (const value of params.getAll(param)) counts[value] ??= 0;
    return { facet, param, label, values: Object.entries(counts).sort((a, b) => b[1] - a[1]).slice(0, 12) };
  }).filter(({ values, param }) => values.length > 1 || params.has(param));
  const chosen = FACETS.reduce((count, [, param]) => count + params.getAll(param).length, 0);
  return (
    <aside class="facets" aria-label="Bộ lọc">
      <details open={!narrow || chosen > 0}>
        <summary>Lọc kết quả{chosen > 0 && ` (đang chọn ${chosen})`}</summary>
        {groups.map(({ facet, param, label, values }) => (
          <fieldset key={facet}>
            <legend>{label}</legend>
            {values.map(([value, count]) => (
              <label key={value}>
                <input
                  type="checkbox"
                  checked={params.getAll(param).includes(value)}
                  onChange={() => toggle(param, value)}
                />
                <span>{name(facet, value)}</span>
                <small>{number(count)}</small>
              </label>
            ))}
          </fieldset>
        ))}
      </details>
    </aside>
  );
}

const SCORES: Record<string, string> = { lexical: "từ ngữ", dense: "ý nghĩa", exact: "số hiệu" };

/** Cosines of one page lie close together, so a bar shows where a hit stands among the page's own. */
function spread(page: SearchPage): Record<string, [least: number, most: number]> {
  const of = (name: string) => page.hits.map((hit) => hit.scores[name] ?? 0);
  return Object.fromEntries(Object.keys(SCORES).map((name) => [name, [Math.min(...of(name)), Math.max(...of(name))]]));
}

interface HitProps {
  hit: Hit;
  doc: DocumentSummary | undefined;
  range: Record<string, [number, number]>;
}

function HitItem({ hit, doc, range }: HitProps) {
  const share = (name: string, value: number) => {
    const [least, most] = range[name] ?? [0, 1];
    return name === "dense" && most > least ? 0.15 + (0.85 * (value - least)) / (most - least) : value;
  };
  return (
    <li class="hit">
      <p class="hit-top">
        <DocumentChip of={doc ?? { id: hit.document, number: hit.number ?? hit.source }} />
        <a class="hit-place" href={unitHref(hit.id)}>
          {capital(place(hit.path, hit.no, hit.kind)) || kindName(hit.kind)}
        </a>
        <Score value={hit.score} name="Độ khớp" />
      </p>
      {hit.context && <p class="context">{trail(hit.context, hit.text)}</p>}
      <p class="prose">
        <a href={unitHref(hit.id)} class="cover">
          {pieces(hit).map((piece, i) => (piece.mark ? <mark key={i}>{piece.text}</mark> : piece.text))}
        </a>
      </p>
      <div class="why-row">
        <dl class="why" aria-label="Vì sao khớp">
          {Object.entries(hit.scores)
            .filter(([name]) => name in SCORES)
            .map(([name, value]) => (
              <div key={name}>
                <dt>{SCORES[name]}</dt>
                <dd>
                  <Score value={value} bar={share(name, value)} name={`Khớp ${SCORES[name]}`} />
                </dd>
              </div>
            ))}
        </dl>
        {hit.kind === "clause" && (
          <a href={href("van-ban", hit.document, "noi-dung", { muc: hit.path })}>Đọc trong văn bản</a>
        )}
      </div>
    </li>
  );
}
