/** What is due when: counts by nearness, by month and by agency; each opens the tasks that it counts. */

import { api } from "../api";
import { isDay, nearest, spanOf, today } from "../deadlines";
import { chosen, link, read, type Asked } from "../due-address";
import { provinceOf } from "../levels";
import { replaceWith } from "../router";
import type { Agency, Deadlines, DocumentSummary } from "../types";
import { Empty, useLoad, useTitle, When } from "../ui";
import { DueAgencies } from "./due-agencies";
import { DueCalendar, DueTiles } from "./due-counts";
import { DueTasks } from "./due-tasks";
import { DocumentSelect } from "./matrix";

export function DeadlinesView({ params }: { params: URLSearchParams }) {
  useTitle("Thời hạn");
  const asked = read(params);
  const lists = useLoad(async () => {
    const [documents, agencies] = await Promise.all([api.documents(), api.agencies()]);
    return { documents: documents.items.filter((doc) => doc.counts.tasks > 0), agencies: agencies.items };
  }, []);
  const key = JSON.stringify(chosen(asked));
  const counts = useLoad(() => api.deadlines(chosen(asked)), [key]);
  const day = isDay(asked.ngay) ? asked.ngay : today();
  return (
    <section class="due">
      <header class="section-head">
        <h1>Thời hạn</h1>
        <p class="quiet">Việc nào đến hạn khi nào, của cơ quan nào. Kho không ghi việc đã xong hay chưa, chỉ biết thời hạn trong văn bản và việc nào đã có báo cáo nói đến.</p>
      </header>
      <When of={lists} what="bộ lọc">
        {({ documents, agencies }) => <Filters asked={asked} documents={documents} agencies={agencies} day={day} />}
      </When>
      <When of={counts} what="thời hạn">{(found) => <Board found={found} agencies={lists.state === "ready" ? lists.data.agencies : []} asked={asked} day={day} />}</When>
    </section>
  );
}

interface BoardProps {
  found: Deadlines;
  agencies: Agency[];
  asked: Asked;
  day: string;
}

function Board({ found, agencies, asked, day }: BoardProps) {
  const narrowed = Object.values(chosen(asked)).some((value) => value !== "" && value !== undefined);
  if (!found.total)
    return (
      <Empty title={narrowed ? "Không có nhiệm vụ nào khớp bộ lọc" : "Kho chưa có nhiệm vụ nào"}>
        {narrowed && (
          <p>
            <a href="#/thoi-han">Bỏ bộ lọc</a>
          </p>
        )}
      </Empty>
    );
  const span = spanOf(asked.xem, day) ?? nearest(found, day);
  return (
    <>
      <DueTiles found={found} asked={asked} day={day} span={span} />
      <DueCalendar found={found} asked={asked} day={day} span={span} />
      <DueTasks key={JSON.stringify([asked, day])} asked={asked} day={day} span={span} />
      {!asked["co-quan"] && <DueAgencies found={found} agencies={agencies} asked={asked} day={day} />}
    </>
  );
}

interface FiltersProps {
  asked: Asked;
  documents: DocumentSummary[];
  agencies: Agency[];
  day: string;
}

function Filters({ asked, documents, agencies, day }: FiltersProps) {
  const set = (change: Partial<Asked>) => replaceWith(link(asked, change));
  const places = [...new Set(documents.map(provinceOf).filter((place) => place !== null))].sort((a, b) => a.localeCompare(b, "vi"));
  const place = asked["dia-phuong"];
  const own = documents.filter((doc) => !place || provinceOf(doc) === place || doc.id === asked["van-ban"]);
  const busy = agencies
    .filter((agency) => agency.leads + agency.coordinates + agency.inherits > 0 && (!place || !agency.place || agency.place === place))
    .sort((a, b) => a.name.localeCompare(b.name, "vi") || (a.place ?? "").localeCompare(b.place ?? "", "vi"));
  const chosenAgency = agencies.find((agency) => agency.id === asked["co-quan"]);
  /** An agency that has nothing but what came to it. */
  const bare = (id: string) => agencies.some((agency) => agency.id === id && agency.inherits > 0 && agency.leads + agency.coordinates === 0);
  return (
    <form class="filters due-filters" role="search" aria-label="Lọc thời hạn" onSubmit={(e) => e.preventDefault()}>
      <label>
        <span>Địa phương</span>
        <select value={place} onChange={(e) => set({ "dia-phuong": e.currentTarget.value, "van-ban": "", "co-quan": "", "tiep-nhan": "" })}>
          <option value="">Tất cả, cả trung ương</option>
          {places.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <DocumentSelect label="Văn bản" documents={own} value={asked["van-ban"] || null} none="Tất cả" choose={(id) => set({ "van-ban": id })} />
      <label>
        <span>Cơ quan</span>
        <select value={asked["co-quan"]} onChange={(e) => set({ "co-quan": e.currentTarget.value, "tiep-nhan": bare(e.currentTarget.value) ? "1" : "" })}>
          <option value="">Tất cả</option>
          {busy.map((agency) => (
            <option key={agency.id} value={agency.id}>
              {agency.name}
              {agency.place && !place && ` (${agency.place})`}
            </option>
          ))}
        </select>
      </label>
      {asked["co-quan"] && (
        <label>
          <span>Vai trò</span>
          <select value={asked.vai} onChange={(e) => set({ vai: e.currentTarget.value })}>
            <option value="">Chủ trì và phối hợp</option>
            <option value="lead">Chủ trì</option>
            <option value="coop">Phối hợp</option>
          </select>
        </label>
      )}
      {!!chosenAgency?.inherits && (
        <label>
          <span>Việc tiếp nhận</span>
          <select value={asked["tiep-nhan"]} onChange={(e) => set({ "tiep-nhan": e.currentTarget.value })}>
            <option value="">không kể</option>
            <option value="1">kể cả việc của cơ quan trước</option>
          </select>
        </label>
      )}
      <label>
        <span>Báo cáo</span>
        <select value={asked["bao-cao"]} onChange={(e) => set({ "bao-cao": e.currentTarget.value })}>
          <option value="">Tất cả</option>
          <option value="chua">Chưa có báo cáo nào nói đến</option>
          <option value="co">Đã có báo cáo nói đến</option>
        </select>
      </label>
      <label>
        <span>Tính đến ngày</span>
        <input type="date" value={day} onChange={(e) => set({ ngay: e.currentTarget.value })} />
      </label>
    </form>
  );
}
