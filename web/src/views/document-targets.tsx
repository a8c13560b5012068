/** The targets of a document, by the year that they are due. */

import { api } from "../api";
import type { Target } from "../types";
import { Empty, useLoad, When } from "../ui";
import { TargetTable } from "./target-table";

export function TargetsTab({ id }: { id: string }) {
  const loaded = useLoad(() => api.documentTargets(id), [id]);
  return (
    <When of={loaded} what="chỉ tiêu">
      {(page) => (page.items.length ? <ByYear targets={page.items} /> : <Empty title="Văn bản này không đặt chỉ tiêu" />)}
    </When>
  );
}

function ByYear({ targets }: { targets: Target[] }) {
  const years = [...new Set(targets.map((target) => target.period_end_year))].sort((a, b) => (a ?? 9999) - (b ?? 9999));
  return (
    <>
      {years.map((year) => (
        <section key={year}>
          <h2 class="group-head">{year ? `Đến năm ${year}` : "Không nêu năm"}</h2>
          <TargetTable targets={targets.filter((target) => target.period_end_year === year)} />
        </section>
      ))}
    </>
  );
}
