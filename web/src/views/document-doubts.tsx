/** What of a document a reader should look at: the doubts of the machine, by kind, each with its words and place. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { capital, number, place, shorten } from "../format";
import { href } from "../router";
import { SaveSheet } from "../sheets";
import type { Doubt } from "../types";
import { Empty, useLoad, When } from "../ui";

const GRAVE: Record<Doubt["severity"], string> = { error: "lỗi", warning: "nên xem", info: "cho biết" };
const FIRST = 6;

/** Doubts by kind, the gravest kinds first as they come. */
export function byKind(doubts: readonly Doubt[]): Map<string, Doubt[]> {
  const kinds = new Map<string, Doubt[]>();
  for (const doubt of doubts) kinds.set(doubt.code, [...(kinds.get(doubt.code) ?? []), doubt]);
  return kinds;
}

export function DoubtsTab({ id }: { id: string }) {
  const loaded = useLoad(() => api.doubts(id), [id]);
  return (
    <When of={loaded} what="những chỗ cần xem">
      {(page) => (page.items.length ? <Kinds id={id} doubts={page.items} /> : <Empty title="Không có chỗ nào đáng ngờ" />)}
    </When>
  );
}

function Kinds({ id, doubts }: { id: string; doubts: Doubt[] }) {
  const lines = () => [
    ["Loại", "Mức", "Chỗ", "Nguyên văn", "Chi tiết", "Tệp"],
    ...doubts.map((doubt) => [doubt.label, GRAVE[doubt.severity], place(doubt.path, null), doubt.quote, doubt.message, doubt.file]),
  ];
  return (
    <>
      <div class="chain-bar">
        <p class="quiet">Những chỗ máy đọc mà còn ngờ, hoặc phải suy ra. Đối chiếu với bản gốc trước khi dùng số liệu.</p>
        <p class="row tools">
          <SaveSheet name={`cho-can-xem_${id}`} lines={lines} />
        </p>
      </div>
      {[...byKind(doubts)].map(([code, same]) => (
        <Kind key={code} id={id} doubts={same} />
      ))}
    </>
  );
}

function Kind({ id, doubts }: { id: string; doubts: Doubt[] }) {
  const [all, setAll] = useState(false);
  const { label, severity } = doubts[0]!;
  const shown = all ? doubts : doubts.slice(0, FIRST);
  return (
    <section class="doubts">
      <h2>
        {label} <small>{number(doubts.length)}</small> <span class={`status doubt-${severity}`}>{GRAVE[severity]}</span>
      </h2>
      <ul>
        {shown.map((doubt, n) => (
          <li key={n}>
            {doubt.path && <a href={href("van-ban", id, "noi-dung", { muc: doubt.path })}>{capital(place(doubt.path, null))}</a>}{" "}
            {doubt.quote && <q>{shorten(doubt.quote, 200)}</q>}
            {doubt.message !== label && <small class="quiet block" lang="en">{doubt.message}</small>}
          </li>
        ))}
      </ul>
      {shown.length < doubts.length && (
        <button type="button" class="plain" onClick={() => setAll(true)}>
          Xem cả {number(doubts.length)} chỗ
        </button>
      )}
    </section>
  );
}
