/** One group of neighbours: its head says the relation and how many, its list is read piece by piece. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { number, shorten } from "../format";
import { TIERS, tierOf } from "../levels";
import type { AroundGroup, AroundItem } from "../types-around";
import { DocumentChip, Failure, Grade, Score } from "../ui";
import { groupKey, groupName, nodeName, nodeWords, opens, step } from "./groups";

const MORE = 30;

interface Props {
  root: string;
  group: AroundGroup;
  /** How many groups stand on this side. */
  beside: number;
  way: readonly string[];
}

export function Group({ root, group, beside, way }: Props) {
  const [open, setOpen] = useState(opens(group, beside));
  const [items, setItems] = useState(group.items);
  const [state, setState] = useState<"" | "busy" | { error: unknown }>("");
  const { relation, direction, kind, document, total } = group;
  const more = async () => {
    setState("busy");
    try {
      const next = await api.around(root, { relation, direction, kind, document, each: MORE, offset: items.length });
      setItems([...items, ...(next.groups[0]?.items ?? [])]);
      setState("");
    } catch (error) {
      setState({ error });
    }
  };
  return (
    <section class="around-group">
      <h3 data-group={groupKey(group)} data-way={direction}>
        <button type="button" class="plain" aria-expanded={open} onClick={() => setOpen(!open)}>
          {groupName(group)} <b>{number(total)}</b>
        </button>
        {document && <DocumentChip of={{ ...items[0]?.node, id: document, number: group.number, title: null }} />}
      </h3>
      {open && (
        <ul>
          {items.map((item) => (
            <Neighbour key={item.node.id} item={item} href={step(item.node.id, root, way)} />
          ))}
        </ul>
      )}
      {typeof state === "object" && <Failure error={state.error} />}
      {open && items.length < total && (
        <button type="button" class="plain" disabled={state === "busy"} onClick={() => void more()}>
          {state === "busy" ? "Đang lấy…" : `Xem thêm ${number(Math.min(MORE, total - items.length))} trong ${number(total - items.length)} còn lại`}
        </button>
      )}
    </section>
  );
}

function Neighbour({ item, href }: { item: AroundItem; href: string }) {
  const { node } = item;
  const told = ["Agency", "Indicator"].includes(node.label) ? "khac" : TIERS[tierOf(node)]!.key;
  return (
    <li>
      <a class={`near tier-${told}`} href={href}>
        <b>{nodeName(node)}</b>
        {nodeWords(node) && <span>{shorten(nodeWords(node), 150)}</span>}
        {item.grade !== null && (
          <small>
            <Grade grade={item.grade} status={item.status} /> {item.score !== null && <Score value={item.score} />}
          </small>
        )}
      </a>
    </li>
  );
}
