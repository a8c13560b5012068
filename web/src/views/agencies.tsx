/** Every agency that leads, coordinates or watches something. */

import { api } from "../api";
import { number, plain } from "../format";
import { href, replaceWith } from "../router";
import { SaveSheet } from "../sheets";
import type { Agency } from "../types";
import { Empty, useLoad, useTitle, When } from "../ui";

export function Agencies({ params }: { params: URLSearchParams }) {
  useTitle("Cơ quan");
  const loaded = useLoad(api.agencies, []);
  return (
    <section>
      <header class="section-head">
        <h1>Cơ quan</h1>
      </header>
      <When of={loaded}>{(page) => <List agencies={page.items} params={params} />}</When>
    </section>
  );
}

/** Agencies without a province: the central ones, and the names that stand for many. */
const CENTRAL = "trung-uong";
const COLLECTIVE = "ten-chung";

function isOf(agency: Agency, place: string): boolean {
  if (!place) return true;
  if (place === COLLECTIVE) return agency.collective;
  return place === CENTRAL ? !agency.place && !agency.collective : agency.place === place;
}

function List({ agencies, params }: { agencies: Agency[]; params: URLSearchParams }) {
  const words = params.get("tim") ?? "";
  const place = params.get("dia-phuong") ?? "";
  const set = (change: Record<string, string>) => replaceWith(href("co-quan", null, null, { tim: words, "dia-phuong": place, ...change }));
  const busy = agencies.filter((agency) => agency.leads + agency.coordinates + agency.owns + agency.inherits > 0);
  const places = [...new Set(busy.flatMap((agency) => agency.place ?? []))].sort((a, b) => a.localeCompare(b, "vi"));
  const shown = busy
    .filter((agency) => isOf(agency, place) && plain(`${agency.name} ${agency.place ?? ""}`).includes(plain(words)))
    .sort((a, b) => b.leads - a.leads || b.inherits - a.inherits || b.coordinates - a.coordinates || a.name.localeCompare(b.name, "vi"));
  const sheet = () => [
    ["Cơ quan", "Địa phương", "Việc chủ trì", "Việc tiếp nhận", "Việc phối hợp", "Chỉ tiêu theo dõi", "Mã"],
    ...shown.map((agency) => [agency.name, agency.place, agency.leads, agency.inherits, agency.coordinates, agency.owns, agency.id]),
  ];
  if (!busy.length) return <Empty title="Kho chưa có cơ quan nào được giao việc" />;
  return (
    <>
      <form class="filters" role="search" aria-label="Lọc cơ quan" onSubmit={(e) => e.preventDefault()}>
        <label>
          <span>Tên cơ quan</span>
          <input type="search" value={words} onInput={(e) => set({ tim: e.currentTarget.value })} />
        </label>
        <label>
          <span>Địa phương</span>
          <select value={place} onChange={(e) => set({ "dia-phuong": e.currentTarget.value })}>
            <option value="">Tất cả</option>
            <option value={CENTRAL}>Trung ương, và nơi không rõ tỉnh</option>
            <option value={COLLECTIVE}>Tên chung cho nhiều cơ quan</option>
            {places.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <p class="quiet" role="status">
          {number(shown.length)} cơ quan
        </p>
        <span class="tools">
          <SaveSheet name="co-quan" lines={sheet} />
        </span>
      </form>
      {shown.length === 0 && <Empty title={words ? `Không tìm thấy cơ quan “${words}”` : "Không có cơ quan nào ở đây"} />}
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
                {agency.inherits > 0 && <span>{number(agency.inherits)} tiếp nhận</span>}
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
