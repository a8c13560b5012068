/** The graph, walked: a node in the middle, what it answers to on the left, what follows from it on the right. */

import { useRef } from "preact/hooks";
import { api } from "../api";
import { Group } from "../explore/group";
import { groupKey, nodeName, nodeWords, sides, step } from "../explore/groups";
import { Lines } from "../explore/lines";
import { kindName, shorten, trail } from "../format";
import { TIERS, tierOf } from "../levels";
import { href, unitHref } from "../router";
import type { GraphNode } from "../types";
import type { Around, AroundGroup } from "../types-around";
import { Empty, useLoad, useTitle, When } from "../ui";

export function ExploreView({ id, params }: { id: string; params: URLSearchParams }) {
  const loaded = useLoad(() => api.around(id, {}), [id]);
  const way = params.getAll("qua");
  return (
    <When of={loaded} what="những gì quanh nút này" whole>
      {(around) => <Shown key={around.node.id} around={around} way={way} />}
    </When>
  );
}

function Shown({ around, way }: { around: Around; way: string[] }) {
  const { node, groups } = around;
  const area = useRef<HTMLDivElement>(null);
  const { up, down } = sides(groups);
  useTitle(`${nodeName(node)} · Đồ thị`);
  return (
    <section class="explore">
      <Way way={way} node={node} />
      <div class="around" ref={area}>
        <Lines within={area} drawn={node.id} />
        <Middle node={node} />
        <Side title="Hướng lên" groups={up} root={node.id} way={way} />
        <Side title="Hướng xuống và chung quanh" groups={down} root={node.id} way={way} />
      </div>
      {groups.length === 0 && <Empty title="Chưa có gì nối với nút này" />}
    </section>
  );
}

function Side({ title, groups, root, way }: { title: string; groups: AroundGroup[]; root: string; way: string[] }) {
  return (
    <div class="around-side" role="group" aria-label={title}>
      {groups.length > 0 && <h2 class="quiet">{title}</h2>}
      {groups.map((group) => (
        <Group key={groupKey(group)} group={group} root={root} beside={groups.length} way={way} />
      ))}
    </div>
  );
}

/** The steps that led here, each a way back. */
function Way({ way, node }: { way: string[]; node: GraphNode }) {
  const passed = useLoad(() => Promise.all(way.map((id) => api.around(id, {}))), [way.join()]);
  return (
    <nav class="way" aria-label="Đường đã đi">
      <ol>
        <li>
          <a href="#/do-thi">Đồ thị</a>
        </li>
        {passed.state === "ready" &&
          passed.data.map((at, n) => (
            <li key={at.node.id}>
              <a href={step(at.node.id, null, way.slice(0, n))}>{shorten(nodeName(at.node), 40)}</a>
            </li>
          ))}
        <li aria-current="page">{shorten(nodeName(node), 60)}</li>
      </ol>
    </nav>
  );
}

function Middle({ node }: { node: GraphNode }) {
  const apart = ["Agency", "Indicator"].includes(node.label);
  const clause = node.label === "Clause" && node.document;
  return (
    <article class={`around-node tier-${apart ? "khac" : TIERS[tierOf(node)]!.key}`}>
      <p class="eyebrow">{kindName(node.label)}</p>
      <h1>{nodeName(node)}</h1>
      {node.context && <p class="context">{trail(node.context, node.title)}</p>}
      {nodeWords(node) && <p class="prose">{shorten(nodeWords(node), 420)}</p>}
      {node.label !== "Indicator" && (
        <p class="row">
          <a class="button plain" href={unitHref(node.id, node.label)}>
            {PAGES[node.label] ?? "Xem chuỗi thực hiện"}
          </a>
          {clause && (
            <a class="button plain" href={href("van-ban", clause, "noi-dung", { muc: node.path })}>
              Đọc trong văn bản
            </a>
          )}
        </p>
      )}
    </article>
  );
}

const PAGES: Record<string, string> = { Document: "Mở văn bản", Agency: "Mở trang cơ quan", Result: "Mở kết quả" };
