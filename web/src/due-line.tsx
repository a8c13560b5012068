/** One line of counts around today, each opening the board at its tasks. */

import type { Params } from "./api";
import { around, count, today } from "./deadlines";
import { number } from "./format";
import { href } from "./router";
import type { DayCount } from "./types";

export function DueLine({ label, days, asked = {} }: { label: string; days: readonly DayCount[]; asked?: Params }) {
  const spans = around(today())
    .map((span) => ({ ...span, tasks: count(span, days) }))
    .filter((span) => span.tasks > 0);
  if (!spans.length) return null;
  return (
    <p class="due-line">
      <span class="quiet">{label}:</span>{" "}
      {spans.map((span, n) => (
        <span key={span.key}>
          {n > 0 && " · "}
          <a class={span.key === "qua-han" ? "late" : ""} href={href("thoi-han", null, null, { ...asked, xem: span.key })}>
            {number(span.tasks)} {span.label.toLocaleLowerCase("vi")}
          </a>
        </span>
      ))}
    </p>
  );
}
