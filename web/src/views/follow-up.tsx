/** A question that leans on the answer above it: the plan of that answer goes with it and stays in this tab alone. */

import { useState } from "preact/hooks";
import { go, href } from "../router";
import type { Plan } from "../types";

const PREFIX = "truyvet-plan-";

/** The plans of answers that were asked further, by the name that stands in the address. */
export const plans = {
  get(name: string): Plan | null {
    const kept = sessionStorage.getItem(PREFIX + name);
    return kept ? (JSON.parse(kept) as Plan) : null;
  },
  keep(plan: Plan): string {
    const name = Date.now().toString(36);
    sessionStorage.setItem(PREFIX + name, JSON.stringify(plan));
    return name;
  },
};

export function FollowUp({ plan }: { plan: Plan }) {
  const [text, set] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (text.trim()) go(href("tim", null, null, { q: text.trim(), sau: plans.keep(plan) }));
  };
  return (
    <form class="search small follow-up" onSubmit={submit}>
      <label class="visually-hidden" for="hoi-tiep">
        Hỏi tiếp về câu trả lời này
      </label>
      <input
        id="hoi-tiep"
        type="text"
        value={text}
        autocomplete="off"
        placeholder="Hỏi tiếp: còn tỉnh khác thì sao? trong đó cái nào hạn năm 2026? ai phối hợp?"
        onInput={(e) => set(e.currentTarget.value)}
      />
      <button class="button plain">Hỏi tiếp</button>
    </form>
  );
}
