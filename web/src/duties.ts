/** What an agency has to do, with what came to it from those that it succeeds. */

import { deadlineKey } from "./format";
import type { AgencyDetail, Target, Task } from "./types";

/** The agencies whose duties came to one, and to those in turn; nearest first. */
export async function predecessorsOf(agency: AgencyDetail, load: (id: string) => Promise<AgencyDetail>): Promise<AgencyDetail[]> {
  const seen = new Set([agency.id]);
  const out: AgencyDetail[] = [];
  let edge = agency.predecessors;
  while (edge.length) {
    const fresh = edge.filter((item, n) => !seen.has(item.id) && edge.findIndex((other) => other.id === item.id) === n);
    for (const item of fresh) seen.add(item.id);
    const found = await Promise.all(fresh.map((item) => load(item.id)));
    out.push(...found);
    edge = found.flatMap((item) => item.predecessors);
  }
  return out;
}

export interface Duties {
  leading: Task[];
  coordinating: Task[];
  targets: Target[];
}

/** The duties of some agencies that stand in one document (or any), each once, tasks by deadline; who leads a task does
 * not coordinate it too. */
export function dutiesOf(agencies: readonly AgencyDetail[], document: string | null = null): Duties {
  const once = <T extends Task | Target>(units: T[]) => [...new Map(units.map((unit) => [unit.id, unit])).values()].filter((unit) => !document || unit.document === document);
  const sorted = (tasks: Task[]) => once(tasks).sort((a, b) => deadlineKey(a.deadline).localeCompare(deadlineKey(b.deadline)));
  const leading = sorted(agencies.flatMap((agency) => agency.leading));
  const led = new Set(leading.map((task) => task.id));
  return {
    leading,
    coordinating: sorted(agencies.flatMap((agency) => agency.coordinating)).filter((task) => !led.has(task.id)),
    targets: once(agencies.flatMap((agency) => agency.targets)),
  };
}

export function none({ leading, coordinating, targets }: Duties): boolean {
  return leading.length + coordinating.length + targets.length === 0;
}
