/** What one agency has to do, by deadline. */

import { api } from "../api";
import { today } from "../deadlines";
import { DueLine } from "../due-line";
import { dutiesOf, none, predecessorsOf, type Duties } from "../duties";
import { deadlineGroup, deadlineKey, number } from "../format";
import { PinButton } from "../pinned";
import { href } from "../router";
import type { AgencyDetail, AgencyRef, Task } from "../types";
import { Empty, useLoad, useTitle, When } from "../ui";
import { byUnit, SaveSheet, taskLines } from "../sheets";
import { TargetTable } from "./target-table";
import { TaskTable } from "./task-table";

export function AgencyView({ id }: { id: string }) {
  const loaded = useLoad(async () => {
    const [agency, all] = await Promise.all([api.agency(id), api.agencies()]);
    const inherited = dutiesOf(await predecessorsOf(agency, api.agency));
    return { agency, inherited, places: new Map(all.items.map((other) => [other.id, other.place])) };
  }, [id]);
  return <When of={loaded} whole>{(data) => <Loaded {...data} />}</When>;
}

type Places = Map<string, string | null>;

function Loaded({ agency, inherited, places }: { agency: AgencyDetail; inherited: Duties; places: Places }) {
  useTitle(agency.name);
  const nothing = !agency.leading.length && !agency.coordinating.length && !agency.targets.length;
  return (
    <article>
      <header class="document-head">
        <p class="eyebrow">
          <a href="#/co-quan">Cơ quan</a>
          {agency.place && ` › ${agency.place}`}
          <a href={href("do-thi", agency.id)}>Xem trên đồ thị</a>
        </p>
        <h1>{agency.name}</h1>
        <Successions label="Tiếp nhận nhiệm vụ của" agencies={agency.predecessors} places={places} />
        <Successions label="Nay nhiệm vụ thuộc về" agencies={agency.successors} places={places} />
        {agency.collective && <p class="quiet">Tên chung cho nhiều cơ quan; văn bản không nêu riêng từng cơ quan.</p>}
        <Inherited agency={agency} duties={inherited} />
        {!nothing && <Ahead agency={agency} />}
      </header>
      {nothing && <Empty title={none(inherited) ? "Chưa thấy văn bản nào giao việc cho cơ quan này" : "Chưa thấy văn bản nào giao việc cho cơ quan này từ khi sắp xếp lại"} />}
      <Duties title="Chủ trì" tasks={agency.leading} open />
      <Duties title="Phối hợp" tasks={agency.coordinating} open={!agency.leading.length} />
      {agency.targets.length > 0 && (
        <details class="duties" open={agency.targets.length < 30}>
          <summary>
            <h2>
              Theo dõi chỉ tiêu <small>{agency.targets.length}</small>
            </h2>
          </summary>
          <TargetTable targets={agency.targets} from />
        </details>
      )}
    </article>
  );
}

/** What came to it from its predecessors, on a sheet with its own. */
function Inherited({ agency, duties }: { agency: AgencyDetail; duties: Duties }) {
  if (none(duties)) return null;
  return (
    <p>
      <span class="quiet">Việc tiếp nhận:</span> {number(duties.leading.length)} nhiệm vụ chủ trì, {number(duties.coordinating.length)} phối hợp,{" "}
      {number(duties.targets.length)} chỉ tiêu. <a href={href("co-quan", agency.id, "phieu")}>Xem trong phiếu giao việc</a> ·{" "}
      <a href={href("thoi-han", null, null, { "co-quan": agency.id, "tiep-nhan": "1" })}>xem theo thời hạn</a>
    </p>
  );
}

/** How the tasks that it leads stand to today, each number opening its list; and the sheet of them all. */
function Ahead({ agency }: { agency: AgencyDetail }) {
  const days = agency.leading.map((task) => ({ day: task.deadline.end, tasks: 1 }));
  const sheet = async () => {
    const above = await api.joined(agency.id, { direction: "up", kind: "task" });
    return taskLines([...agency.leading, ...agency.coordinating], byUnit(above.items));
  };
  return (
    <div class="row agency-ahead">
      <DueLine label="Việc chủ trì" days={days} asked={{ "co-quan": agency.id, vai: "lead" }} />
      <p class="row tools">
        <PinButton agency={agency} />
        <a class="button plain" href={href("co-quan", agency.id, "phieu")}>
          Phiếu giao việc
        </a>
        <SaveSheet name={`nhiem-vu_${agency.id}`} lines={sheet} />
      </p>
    </div>
  );
}

function Successions({ label, agencies, places }: { label: string; agencies: AgencyRef[]; places: Places }) {
  if (!agencies.length) return null;
  return (
    <p>
      <span class="quiet">{label}:</span>{" "}
      {agencies.map((agency, i) => (
        <span key={agency.id}>
          {i > 0 && ", "}
          <a href={href("co-quan", agency.id)}>{[agency.name, places.get(agency.id)].filter(Boolean).join(", ")}</a>
        </span>
      ))}
    </p>
  );
}

function Duties({ title, tasks, open }: { title: string; tasks: Task[]; open: boolean }) {
  if (!tasks.length) return null;
  const groups = new Map<string, Task[]>();
  for (const task of [...tasks].sort((a, b) => deadlineKey(a.deadline).localeCompare(deadlineKey(b.deadline)))) {
    const group = deadlineGroup(task.deadline);
    groups.set(group, [...(groups.get(group) ?? []), task]);
  }
  return (
    <details class="duties" open={open}>
      <summary>
        <h2>
          {title} <small>{tasks.length}</small>
        </h2>
      </summary>
      {[...groups].map(([group, list]) => (
        <section key={group}>
          <h3 class="group-head">
            {group} <small>{list.length}</small>
          </h3>
          <TaskTable tasks={list} from day={today()} />
        </section>
      ))}
    </details>
  );
}
