/** The agency that whoever sits at this browser works for, kept here alone: its days stand on the first page. */

import { useState } from "preact/hooks";
import { api } from "./api";
import { DueLine } from "./due-line";
import { href } from "./router";
import type { Agency } from "./types";
import { useLoad } from "./ui";

const NAME = "truyvet-agency";

interface Pinned {
  id: string;
  name: string;
}

export const pinned = {
  get(): Pinned | null {
    const kept = localStorage.getItem(NAME);
    return kept ? (JSON.parse(kept) as Pinned) : null;
  },
  set(agency: Pinned | null): void {
    if (agency) localStorage.setItem(NAME, JSON.stringify(agency));
    else localStorage.removeItem(NAME);
  },
};

/** On the agency's own page: whether it is one's own. */
export function PinButton({ agency }: { agency: Pick<Agency, "id" | "name" | "place"> }) {
  const [own, setOwn] = useState(pinned.get()?.id === agency.id);
  const toggle = () => {
    pinned.set(own ? null : { id: agency.id, name: [agency.name, agency.place].filter(Boolean).join(", ") });
    setOwn(!own);
  };
  return (
    <button type="button" class="button plain" aria-pressed={own} onClick={toggle}>
      {own ? "★ Cơ quan của tôi" : "☆ Đặt làm cơ quan của tôi"}
    </button>
  );
}

/** On the first page: what one's own agency leads, by day. Nothing where none is chosen, or it is gone. */
export function OwnAgency() {
  const own = pinned.get();
  const days = useLoad(async () => (own ? (await api.deadlines({ agency: own.id, role: "lead", inherited: true })).days : []), []);
  if (!own || days.state === "error") return null;
  return (
    <section class="own-agency" aria-label="Cơ quan của tôi">
      <p>
        <a href={href("co-quan", own.id)}>
          <strong>{own.name}</strong>
        </a>{" "}
        · <a href={href("co-quan", own.id, "phieu")}>phiếu giao việc</a>
      </p>
      {days.state === "ready" && <DueLine label="Việc chủ trì" days={days.data} asked={{ "co-quan": own.id, vai: "lead", "tiep-nhan": "1" }} />}
    </section>
  );
}
