/** Every agency that leads, coordinates or watches something. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { number } from "../format";
import { href } from "../router";
import type { Agency } from "../types";
import { Empty, useLoad, useTitle, When } from "../ui";
import { plain } from "./document-tasks";

export function Agencies() {
  useTitle("Cơ quan");
  const loaded = useLoad(api.agencies, []);
  return (
    <section>
      <header class="section-head">
        <h1>Cơ quan</h1>
      </header>
      <When of={loaded}>{(page) => <List agencies={page.items} />}</When>
    </section>
  );
}

function List({ agencies }: { agencies: Agency[] }) {
  const [words, set] = useState("");
  const busy = agencies.filter((agency) => agency.leads + agency.coordinates + agency.owns > 0);
  const shown = busy
    .filter((agency) => plain(`${agency.name} ${agency.place ?? ""}`).includes(plain(words)))
    .sort((a, b) => b.leads - a.leads || b.coordinates - a.coordinates || a.name.localeCompare(b.name, "vi"));
  if (!busy.length) return <Empty title="Kho chưa có cơ quan nào được giao việc" />;
  return (
    <>
      <form class="filters" role="search" aria-label="Lọc cơ quan" onSubmit={(e) => e.preventDefault()}>
        <label>
          <span>Tên cơ quan</span>
          <input type="search" value={words} onInput={(e) => set(e.currentTarget.value)} />
        </label>
        <p class="quiet" role="status">
          {number(shown.length)} cơ quan
        </p>
      </form>
      {shown.length === 0 && <Empty title={`Không tìm thấy cơ quan “${words}”`} />}
      <ul class="agency-list">
        {shown.map((agency) => (
          <li key={agency.id}>
            <a href={href("co-quan", agency.id)}>
              <strong>{agency.name}</strong>
              <span class="quiet">
                {[agency.place, agency.collective && "tên chung cho nhiều cơ quan"].filter(Boolean).join(" · ")}
              </span>
              <span class="agency-counts">
                {agency.leads > 0 && <b>{number(agency.leads)} chủ trì</b>}
                {agency.coordinates > 0 && <span>{number(agency.coordinates)} phối hợp</span>}
                {agency.owns > 0 && <span>{number(agency.owns)} chỉ tiêu</span>}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
