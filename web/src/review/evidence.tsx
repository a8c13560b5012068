/** One link as a panel: both texts, how sure it is, why, and the decision on it. */

import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api";
import { capital, kindName, place, shorten } from "../format";
import { unitHref } from "../router";
import type { Explanation, LinkEnd, MatrixCell, Standing } from "../types";
import { LinkStatus, Score, useLoad, When } from "../ui";
import { Decide } from "./decide";
import { Why } from "./why";

export function Evidence({ cell, close }: { cell: MatrixCell; close: () => void }) {
  const loaded = useLoad(() => api.link(`${cell.source}>IMPLEMENTS>${cell.target}`), [cell.source, cell.target]);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <aside class="evidence" ref={panel} tabIndex={-1} aria-label="Căn cứ của liên kết" onKeyDown={(event) => event.key === "Escape" && close()}>
      <button type="button" class="button plain close" aria-label="Đóng" onClick={close}>
        ×
      </button>
      <When of={loaded} what="căn cứ của liên kết">{(link) => <Shown link={link} />}</When>
    </aside>
  );
}

function Shown({ link }: { link: Explanation }) {
  const [now, set] = useState<Standing>(link);
  return (
    <>
      <div class="ends">
        <End of={link.source} />
        <span class="arrow" aria-hidden="true">
          →
        </span>
        <End of={link.target} />
      </div>
      <p class="row">
        <LinkStatus relation={link.relation} grade={now.grade} status={now.status} suspect={now.suspect} />
        <Score value={link.score} />
      </p>
      <div class="acts">
        <Decide link={now} done={set} />
        <Why link={link.link} key={now.status + now.grade} />
      </div>
    </>
  );
}

function End({ of: end }: { of: LinkEnd }) {
  return (
    <div>
      <p>
        <strong>{end.number}</strong> <a href={unitHref(end.id, end.label)}>{capital(place(end.path, end.no, end.label)) || kindName(end.label)}</a>
      </p>
      <p class="prose">{shorten(end.quote || end.text, 320)}</p>
    </div>
  );
}
