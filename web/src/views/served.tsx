/** The clauses, tasks and targets of other documents that a unit serves: the strongest first, the rest on demand. */

import { useState } from "preact/hooks";
import { place, shorten } from "../format";
import { unitHref } from "../router";
import type { JoinedUnit } from "../types";
import { Grade } from "../ui";

const FIRST = 4;

export function Served({ units }: { units: readonly JoinedUnit[] }) {
  const [all, setAll] = useState(false);
  if (!units.length) return <p class="served none">Chưa nối lên điều khoản cấp trên nào</p>;
  const shown = all ? units : units.slice(0, FIRST);
  return (
    <ul class="served" aria-label="Thực hiện">
      {shown.map((unit) => (
        <li key={unit.link}>
          <Grade grade={unit.grade} status={unit.status} />{" "}
          <a href={unitHref(unit.id, unit.label)}>
            {unit.number} {place(unit.path, unit.no, unit.label)}
          </a>
          <span class="quiet">: {shorten(unit.text, 110)}</span>
        </li>
      ))}
      {shown.length < units.length && (
        <li>
          <button type="button" class="plain" onClick={() => setAll(true)}>
            và {units.length - shown.length} điều khoản khác
          </button>
        </li>
      )}
    </ul>
  );
}
