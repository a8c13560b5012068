/** How the neighbours of a node are laid out: what it answers to on the left, what follows from it on the right. */

import { documentName, kindName, nodeText, place, sentenceCase } from "../format";
import { href } from "../router";
import type { GraphNode } from "../types";
import type { AroundGroup } from "../types-around";

/** Relations that lead from a text to whoever does it and what it measures: they follow from it though it names them. */
const ONWARD = new Set(["LED_BY", "COORDINATED_BY", "OWNED_BY", "ISSUED_BY", "MEASURES", "SUCCEEDED_BY", "SAME_TASK_AS"]);

export function sides(groups: readonly AroundGroup[]): { up: AroundGroup[]; down: AroundGroup[] } {
  const isUp = (group: AroundGroup) => group.direction === "out" && !ONWARD.has(group.relation);
  return { up: groups.filter(isUp), down: groups.filter((group) => !isUp(group)) };
}

export function groupKey(group: AroundGroup): string {
  return [group.relation, group.direction, group.kind, group.document ?? ""].join(" ");
}

/** Links between texts are of two grades, which stand at each of them: the group says both. */
const GRADED = { out: "thực hiện hoặc góp phần vào", in: "được thực hiện, góp phần bởi" };

/** "chủ trì bởi cơ quan"; the document that they stand in is shown beside it. */
export function groupName(group: AroundGroup): string {
  const graded = group.relation === "IMPLEMENTS" && group.items.some((item) => item.grade !== null);
  return `${graded ? GRADED[group.direction] : group.label} ${kindName(group.kind).toLocaleLowerCase("vi")}`;
}

/** Few groups stand open, many wait to be opened; a group of one or two hides nothing anyway. */
export function opens(group: AroundGroup, beside: number): boolean {
  return beside <= 3 || group.total <= 2;
}

/** What a node is called on the map: "225/KH-UBND · nhiệm vụ 12", an agency by its name. */
export function nodeName(node: GraphNode): string {
  if (node.label === "Document") return documentName({ ...node, title: node.title === node.number ? null : node.title });
  if (node.label === "Agency" || node.label === "Indicator") return node.title;
  return [node.number, place(node.path, node.no, node.label) || kindName(node.label).toLocaleLowerCase("vi")].filter(Boolean).join(" · ");
}

/** What it says beyond its name. */
export function nodeWords(node: GraphNode): string {
  const words = sentenceCase(nodeText(node));
  return [nodeName(node), node.number].includes(nodeText(node)) ? "" : words;
}

const STEPS = 8;

/** The address of the next step of a walk; coming back to a place on the way shortens it. */
export function step(to: string, from: string | null, way: readonly string[]): string {
  const walked = from === null || from === to ? [...way] : [...way, from];
  const back = walked.indexOf(to);
  return href("do-thi", to, null, { qua: (back < 0 ? walked : walked.slice(0, back)).slice(-STEPS) });
}
