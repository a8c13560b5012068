/** Deciding on links: accept, reject or regrade, with a name and a reason; taking the last decision back. */

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { api } from "../api";
import { Refused } from "../refused";
import type { Review, Standing } from "../types";

type Action = Review["action"];

const NAME = "truyvet-reviewer";

/** The reviewer's name, kept in this browser. */
export const reviewer = {
  get: () => localStorage.getItem(NAME) ?? "",
  set: (name: string) => localStorage.setItem(NAME, name),
};

const VERBS: Record<Action, string> = { accept: "Xác nhận", reject: "Từ chối", regrade: "Đổi mức", undo: "Hoàn tác" };

interface Props {
  links: Standing[];
  /** What stands afterwards, in the order of `links`. */
  done: (now: Standing[]) => void;
}

/** The buttons of one link. */
export function Decide({ link, done }: { link: Standing; done: (now: Standing) => void }) {
  const [action, set] = useState<Action | null>(null);
  const decided = link.status === "confirmed" || link.status === "rejected";
  const button = (name: Action) => (
    <button type="button" class="plain" data-act={name} aria-expanded={action === name} onClick={() => set(action === name ? null : name)}>
      {VERBS[name]}
    </button>
  );
  return (
    <div class="decide">
      <span class="row">
        {(link.status !== "confirmed" || link.suspect) && button("accept")}
        {(link.status !== "rejected" || link.suspect) && button("reject")}
        {button("regrade")}
        {decided && button("undo")}
      </span>
      {action && <DecideForm key={action} action={action} links={[link]} done={([now]) => (set(null), now && done(now))} close={() => set(null)} />}
    </div>
  );
}

/** The name, the reason and, where the grade changes, the grade; sends the decision and says plainly what went wrong. */
export function DecideForm({ action, links, done, close }: Props & { action: Action; close: () => void }) {
  const id = useId();
  const other = links[0]!.grade >= 2 ? 1 : 2;
  const [name, setName] = useState(reviewer.get());
  const [reason, setReason] = useState("");
  const [grade, setGrade] = useState(other);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>(reviewer.get() ? "button.button" : "input")?.focus(), []);
  const send = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      reviewer.set(name.trim());
      const said = reason.trim() ? { reason: reason.trim() } : {};
      const asked = action === "regrade" ? { grade } : {};
      await api.review({ links: links.map((item) => item.link), action, reviewer: name.trim(), ...said, ...asked });
      done(await Promise.all(links.map((item) => api.link(item.link))));
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <form class="decide-form" ref={form} onSubmit={(event) => void send(event)} onKeyDown={(event) => event.key === "Escape" && close()}>
      {action === "regrade" && (
        <label for={`${id}g`}>
          <span>Mức mới</span>
          <select id={`${id}g`} value={String(grade)} onChange={(e) => setGrade(Number(e.currentTarget.value))}>
            <option value="2">thực hiện</option>
            <option value="1">góp phần</option>
          </select>
        </label>
      )}
      <label for={`${id}n`}>
        <span>Người rà soát</span>
        <input id={`${id}n`} required maxLength={100} autocomplete="name" value={name} onInput={(e) => setName(e.currentTarget.value)} />
      </label>
      {action !== "undo" && (
        <label for={`${id}r`} class="wide">
          <span>Lý do (không bắt buộc)</span>
          <input id={`${id}r`} maxLength={2000} value={reason} onInput={(e) => setReason(e.currentTarget.value)} />
        </label>
      )}
      {error !== null && <Refused error={error} undone="Quyết định chưa được ghi." />}
      <p class="row">
        <button class="button" disabled={busy || !name.trim()}>
          {busy ? "Đang ghi…" : links.length > 1 ? `${VERBS[action]} ${links.length} liên kết` : VERBS[action]}
        </button>
        <button type="button" class="button plain" onClick={close}>
          Thôi
        </button>
      </p>
    </form>
  );
}
