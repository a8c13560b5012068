/** The targets of a document: a row for each indicator, its years, and the linked targets above or below it. */

import { api } from "../api";
import { documentName, number } from "../format";
import { tierOf } from "../levels";
import { href, replaceWith } from "../router";
import { byUnit, SaveSheet, targetLines } from "../sheets";
import { beside, has, rowsOf, yearsOf, type Beside, type Direction, type Row, type Show } from "../targets";
import type { DocumentSummary, JoinedUnit, Target } from "../types";
import { Empty, useLoad, When } from "../ui";
import { TargetGrid } from "./target-grid";

interface Sides {
  direction: Direction;
  targets: Target[];
  /** The documents of the linked targets, from the top level down. */
  documents: DocumentSummary[];
  joined: Map<string, JoinedUnit[]>;
  found: Map<string, Beside[]>;
}

/** The side that was asked for; else the upper one, or the lower where nothing above is linked. */
async function chosen(id: string, asked: string | null): Promise<Sides> {
  if (asked) return sides(id, asked === "duoi" ? "down" : "up");
  const upper = await sides(id, "up");
  return upper.documents.length ? upper : sides(id, "down");
}

async function sides(id: string, direction: Direction): Promise<Sides> {
  const [own, links, all] = await Promise.all([api.documentTargets(id), api.joined(id, { direction, kind: "target" }), api.documents()]);
  const joined = byUnit(links.items);
  const named = new Set(links.items.flatMap((item) => item.units.map((unit) => unit.document)));
  const documents = all.items.filter((doc) => named.has(doc.id)).sort((a, b) => tierOf(a) - tierOf(b) || documentName(a).localeCompare(documentName(b)));
  const pages = await Promise.all(documents.map((doc) => api.documentTargets(doc.id)));
  const others = new Map(pages.flatMap((page) => page.items).map((target) => [target.id, target]));
  return { direction, targets: own.items, documents, joined, found: beside(own.items, joined, others, direction) };
}

export function TargetsTab({ id, params }: { id: string; params: URLSearchParams }) {
  const asked = params.get("chieu");
  const loaded = useLoad(() => chosen(id, asked), [id, asked]);
  return (
    <When of={loaded} what="chỉ tiêu">
      {(data) =>
        data.targets.length ? (
          <Shown id={id} data={data} show={(params.get("loc") ?? "") as Show} />
        ) : (
          <Empty title="Văn bản này không đặt chỉ tiêu" />
        )
      }
    </When>
  );
}

function Shown({ id, data, show }: { id: string; data: Sides; show: Show }) {
  const { direction, targets, documents, found } = data;
  const set = (change: { chieu?: string; loc?: Show }) =>
    replaceWith(href("van-ban", id, "chi-tieu", { chieu: direction === "down" ? "duoi" : "tren", loc: show, ...change }));
  const all = rowsOf(targets);
  const rows = all.filter((row) => has(row, found, show));
  const side = direction === "up" ? "cấp trên" : "cấp dưới";
  return (
    <>
      <div class="chain-bar">
        <div class="segmented" role="group" aria-label="Đặt cạnh chỉ tiêu của">
          <button type="button" aria-pressed={direction === "up"} onClick={() => set({ chieu: "tren", loc: "" })}>
            Cạnh cấp trên
          </button>
          <button type="button" aria-pressed={direction === "down"} onClick={() => set({ chieu: "duoi", loc: "" })}>
            Cạnh cấp dưới
          </button>
        </div>
        <Choices all={all} found={found} side={side} show={show} choose={(loc) => set({ loc })} />
        <span class="row tools">
          <SaveSheet name={`chi-tieu_${id}`} lines={() => targetLines(targets, data.joined)} />
        </span>
      </div>
      {!documents.length && <p class="hint">Chưa có chỉ tiêu nào của văn bản {side} trong kho nối với các chỉ tiêu này.</p>}
      {rows.length ? (
        <TargetGrid rows={rows} years={yearsOf(targets)} documents={documents} found={found} direction={direction} />
      ) : (
        <Empty title="Không có chỉ tiêu nào khớp lựa chọn" />
      )}
    </>
  );
}

interface ChoicesProps {
  all: Row[];
  found: Map<string, Beside[]>;
  side: string;
  show: Show;
  choose: (show: Show) => void;
}

function Choices({ all, found, side, show, choose }: ChoicesProps) {
  const choices: [Show, string][] = [
    ["", "Tất cả"],
    ["noi", `Đã nối ${side}`],
    ["chua", "Chưa nối"],
    ["thap", side === "cấp trên" ? "Thấp hơn cấp trên" : "Cấp dưới đặt thấp hơn"],
  ];
  return (
    <div class="segmented" role="group" aria-label="Hiện">
      {choices.map(([key, label]) => {
        const rows = all.filter((row) => has(row, found, key)).length;
        return (
          <button key={key} type="button" aria-pressed={show === key} disabled={!rows && key !== show} onClick={() => choose(key)}>
            {label} <small>{number(rows)}</small>
          </button>
        );
      })}
    </div>
  );
}
