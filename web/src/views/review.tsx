/** Links that wait for a person: those whose texts changed, then stated ones, then candidates; decided one by one or together. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { documentName, number, placeOf, shorten } from "../format";
import { href, replaceWith, unitHref } from "../router";
import { Decide, DecideForm } from "../review/decide";
import { letters, useQueueKeys } from "../review/keys";
import { Why } from "../review/why";
import type { DocumentSummary, QueueItem, Standing } from "../types";
import { DocumentChip, Empty, LinkStatus, Score, useLoad, useTitle, When } from "../ui";
import { DocumentSelect } from "./matrix";
import { ReviewLog } from "./review-log";

const LIMIT = 100;

export function ReviewView({ params }: { params: URLSearchParams }) {
  const told = params.get("xem") === "nhat-ky";
  useTitle(told ? "Nhật ký rà soát" : "Rà soát liên kết");
  return (
    <section>
      <header class="section-head">
        <h1>Rà soát liên kết</h1>
        <p class="quiet">Máy đề xuất, người quyết định. Liên kết có văn bản vừa đổi đứng đầu, rồi đến liên kết đang được nêu mà máy còn ngờ nhất, ứng viên đứng sau.</p>
      </header>
      <nav class="tabs" aria-label="Các phần của rà soát">
        <a href={href("ra-soat")} aria-current={told ? undefined : "page"}>
          Chờ rà soát
        </a>
        <a href={href("ra-soat", null, null, { xem: "nhat-ky" })} aria-current={told ? "page" : undefined}>
          Nhật ký
        </a>
      </nav>
      {told ? <ReviewLog /> : <Waiting asked={{ "van-ban": params.get("van-ban"), loai: params.get("loai") }} page={Math.max(1, Number(params.get("trang")) || 1)} />}
    </section>
  );
}

/** What the address asks for: links from a document, and how they stand. */
type Asked = Record<"van-ban" | "loai", string | null>;

const STATES: [state: string, label: string][] = [
  ["", "tất cả"],
  ["proposed", "đang được nêu"],
  ["candidate", "mới là ứng viên"],
  ["suspect", "có văn bản vừa đổi"],
];

function Waiting({ asked, page }: { asked: Asked; page: number }) {
  const loaded = useLoad(async () => {
    const wanted = { document: asked["van-ban"], state: asked.loai, limit: LIMIT, offset: (page - 1) * LIMIT };
    const [documents, queue] = await Promise.all([api.documents(), api.queue(wanted)]);
    return { documents: documents.items.filter((doc) => !doc.stub), queue };
  }, [asked["van-ban"], asked.loai, page]);
  const set = (change: Partial<Asked>) => replaceWith(href("ra-soat", null, null, { ...asked, ...change }));
  return (
    <When of={loaded} what="liên kết cần rà soát">
      {({ documents, queue }) => (
        <>
          <form class="filters" aria-label="Lọc" onSubmit={(e) => e.preventDefault()}>
            <DocumentSelect
              label="Liên kết từ văn bản"
              documents={documents}
              value={asked["van-ban"]}
              none="tất cả văn bản"
              choose={(id) => set({ "van-ban": id })}
            />
            <label>
              <span>Liên kết</span>
              <select value={asked.loai ?? ""} onChange={(e) => set({ loai: e.currentTarget.value })}>
                {STATES.map(([state, label]) => (
                  <option key={state} value={state}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
            <p class="quiet">{number(queue.total)} liên kết chờ rà soát</p>
          </form>
          {queue.items.length ? (
            <Queue key={JSON.stringify([asked, page])} items={queue.items} documents={documents} />
          ) : (
            <Empty title="Không còn liên kết nào chờ rà soát" />
          )}
          <Pages asked={asked} page={page} last={Math.ceil(queue.total / LIMIT)} />
        </>
      )}
    </When>
  );
}

function Pages({ asked, page, last }: { asked: Asked; page: number; last: number }) {
  if (last < 2 && page === 1) return null;
  const to = (n: number) => href("ra-soat", null, null, { ...asked, trang: n > 1 ? n : null });
  return (
    <nav class="row pages" aria-label="Các trang của danh sách">
      {page > 1 && (
        <a class="button plain" href={to(page - 1)}>
          ← Trang trước
        </a>
      )}
      <span class="quiet">
        Trang {number(page)} / {number(last)}
      </span>
      {page < last && (
        <a class="button plain" href={to(page + 1)}>
          Trang sau →
        </a>
      )}
    </nav>
  );
}

function Queue({ items, documents }: { items: QueueItem[]; documents: DocumentSummary[] }) {
  const [now, setNow] = useState(new Map<string, Standing>());
  const [picked, setPicked] = useState(new Set<string>());
  const [together, setTogether] = useState<"accept" | "reject" | null>(null);
  const byId = new Map(documents.map((doc) => [doc.id, doc]));
  const settle = (made: Standing[]) => {
    setNow(new Map([...now, ...made.map((link): [string, Standing] => [link.link, link])]));
    setPicked(new Set([...picked].filter((id) => !made.some((link) => link.link === id))));
    setTogether(null);
  };
  const toggle = (id: string) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const [keys, setKeys] = useState(letters.on());
  const [at, move] = useQueueKeys(items.length, (n) => toggle(items[n]!.link), keys);
  const open = items.filter((item) => !now.has(item.link));
  const chosen = items.filter((item) => picked.has(item.link));
  return (
    <>
      <div class="chain-bar queue-bar">
        <label class="check">
          <input
            type="checkbox"
            checked={open.length > 0 && open.every((item) => picked.has(item.link))}
            onChange={(e) => setPicked(new Set(e.currentTarget.checked ? open.map((item) => item.link) : []))}
          />
          Chọn cả {number(open.length)} liên kết của trang
        </label>
        <button type="button" class="button plain" disabled={!chosen.length} onClick={() => setTogether("accept")}>
          Xác nhận đã chọn
        </button>
        <button type="button" class="button plain" disabled={!chosen.length} onClick={() => setTogether("reject")}>
          Từ chối đã chọn
        </button>
        <span class="quiet" role="status">
          {now.size > 0 && `${number(now.size)} vừa quyết định`}
        </span>
      </div>
      <p class="quiet keys">
        <label class="check">
          <input type="checkbox" checked={keys} onChange={(e) => (letters.set(e.currentTarget.checked), setKeys(e.currentTarget.checked))} />
          Phím tắt
        </label>{" "}
        {keys && (
          <>
            <kbd>J</kbd> <kbd>K</kbd> xuống, lên · <kbd>A</kbd> xác nhận, <kbd>R</kbd> từ chối, <kbd>D</kbd> đổi mức, <kbd>U</kbd> hoàn tác, rồi{" "}
            <kbd>Enter</kbd> · <kbd>X</kbd> chọn · <kbd>V</kbd> vì sao
          </>
        )}
      </p>
      {together && chosen.length > 0 && (
        <DecideForm key={together} action={together} links={chosen} done={settle} close={() => setTogether(null)} />
      )}
      <ol class="queue">
        {items.map((item, n) => (
          <Item
            key={item.link}
            item={item}
            current={n === at}
            now={now.get(item.link) ?? item}
            documents={byId}
            picked={picked.has(item.link)}
            toggle={() => toggle(item.link)}
            done={(link) => (settle([link]), n === at && move(n + 1))}
          />
        ))}
      </ol>
    </>
  );
}

interface ItemProps {
  item: QueueItem;
  /** Keys act on it. */
  current: boolean;
  now: Standing;
  documents: Map<string, DocumentSummary>;
  picked: boolean;
  toggle: () => void;
  done: (now: Standing) => void;
}

function Item({ item, current, now, documents, picked, toggle, done }: ItemProps) {
  return (
    <li class={`waiting${picked ? " picked" : ""}${current ? " current" : ""}`} tabIndex={-1} aria-current={current ? "true" : undefined}>
      <input type="checkbox" checked={picked} onChange={toggle} aria-label={`Chọn liên kết từ ${endName(item.source, documents)} lên ${endName(item.target, documents)}`} />
      <div class="ends">
        <End id={item.source} quote={item.source_quote} documents={documents} />
        <span class="arrow" aria-hidden="true">
          →
        </span>
        <End id={item.target} quote={item.target_quote} documents={documents} />
      </div>
      <div class="verdict">
        <LinkStatus relation={item.relation} grade={now.grade} status={now.status} suspect={now.suspect} />
        <Score value={item.score} />
      </div>
      <div class="acts">
        <Decide link={now} done={done} />
        <Why link={item.link} key={now.status + now.grade} />
      </div>
    </li>
  );
}

/** "225/KH-UBND nhiệm vụ 12" */
function endName(id: string, documents: Map<string, DocumentSummary>): string {
  const document = id.split("#")[0]!;
  return `${documentName(documents.get(document) ?? { id: document, number: null })} ${placeOf(id)}`;
}

function End({ id, quote, documents }: { id: string; quote: string; documents: Map<string, DocumentSummary> }) {
  const document = id.split("#")[0]!;
  return (
    <div>
      <p>
        <DocumentChip of={documents.get(document) ?? { id: document, number: document }} /> <a href={unitHref(id)}>{placeOf(id)}</a>
        {!/#(task|target|result):/.test(id) && (
          <small>
            {" "}
            <a href={href("van-ban", document, "noi-dung", { muc: id.slice(id.indexOf("#") + 1) })}>đọc quanh đó</a>
          </small>
        )}
      </p>
      <p class="prose">{shorten(quote, 300)}</p>
    </div>
  );
}
