/** Links that wait for a person: those whose texts changed, then the most doubtful; decided one by one or together. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { kindName, number, place, shorten } from "../format";
import { href, replaceWith, unitHref } from "../router";
import { Decide, DecideForm } from "../review/decide";
import { useQueueKeys } from "../review/keys";
import { Why } from "../review/why";
import type { DocumentSummary, QueueItem, Standing } from "../types";
import { DocumentChip, Empty, LinkStatus, Score, useLoad, useTitle, When } from "../ui";
import { DocumentSelect } from "./matrix";

const LIMIT = 100;

export function ReviewView({ params }: { params: URLSearchParams }) {
  useTitle("Rà soát liên kết");
  const document = params.get("van-ban");
  const loaded = useLoad(async () => {
    const [documents, queue] = await Promise.all([api.documents(), api.queue({ document, limit: LIMIT })]);
    return { documents: documents.items.filter((doc) => !doc.stub), queue: queue.items };
  }, [document]);
  return (
    <section>
      <header class="section-head">
        <h1>Rà soát liên kết</h1>
        <p class="quiet">Máy đề xuất, người quyết định. Liên kết có văn bản vừa đổi đứng đầu, rồi đến những liên kết máy còn ngờ nhất.</p>
      </header>
      <When of={loaded} what="liên kết cần rà soát">
        {({ documents, queue }) => (
          <>
            <form class="filters" aria-label="Lọc" onSubmit={(e) => e.preventDefault()}>
              <DocumentSelect
                label="Liên kết từ văn bản"
                documents={documents}
                value={document}
                none="tất cả văn bản"
                choose={(id) => replaceWith(href("ra-soat", null, null, { "van-ban": id }))}
              />
            </form>
            {queue.length ? (
              <Queue key={document} items={queue} documents={documents} />
            ) : (
              <Empty title="Không còn liên kết nào chờ rà soát" />
            )}
          </>
        )}
      </When>
    </section>
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
  const [at, move] = useQueueKeys(items.length, (n) => toggle(items[n]!.link));
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
          Chọn cả {number(open.length)} liên kết đang hiện
        </label>
        <button type="button" class="button plain" disabled={!chosen.length} onClick={() => setTogether("accept")}>
          Xác nhận đã chọn
        </button>
        <button type="button" class="button plain" disabled={!chosen.length} onClick={() => setTogether("reject")}>
          Từ chối đã chọn
        </button>
        <span class="quiet" role="status">
          {number(open.length)} chờ{now.size > 0 && `, ${number(now.size)} vừa quyết định`}
        </span>
      </div>
      <p class="quiet keys">
        Bằng bàn phím: <kbd>J</kbd> <kbd>K</kbd> xuống, lên · <kbd>A</kbd> xác nhận, <kbd>R</kbd> từ chối, <kbd>D</kbd> đổi mức, <kbd>U</kbd> hoàn tác, rồi{" "}
        <kbd>Enter</kbd> · <kbd>X</kbd> chọn · <kbd>V</kbd> vì sao
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
      <input type="checkbox" checked={picked} onChange={toggle} aria-label={`Chọn liên kết từ ${item.source} lên ${item.target}`} />
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

/** An id is "document#place"; a task's place is "task:12", a target's "target:8.1:2030". */
function End({ id, quote, documents }: { id: string; quote: string; documents: Map<string, DocumentSummary> }) {
  const [document = id, local = ""] = id.split("#");
  const [kind, no = null] = local.includes(":") ? local.split(":") : ["clause"];
  const where = kind === "clause" ? place(local, null) : place(null, no, kind);
  return (
    <div>
      <p>
        <DocumentChip of={documents.get(document) ?? { id: document, number: document }} /> <a href={unitHref(id)}>{where || kindName(kind ?? "")}</a>
      </p>
      <p class="prose">{shorten(quote, 300)}</p>
    </div>
  );
}
