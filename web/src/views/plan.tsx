/** "Hiểu là …": how a question was understood, in parts that the asker may take out or change. */

import { shorten } from "../format";
import { go, href } from "../router";
import type { Answer, Plan, PlanPart } from "../types";
import { plans } from "./follow-up";

interface Segment {
  name: string | null;
  value: string;
}

/** "Hiểu là: nhiệm vụ · chủ trì: Sở Y tế" as segments with their names. */
export function segments(words: string): Segment[] {
  return words
    .replace(/^Hiểu là:\s*/, "")
    .split(" · ")
    .filter(Boolean)
    .map((part) => {
      const at = part.indexOf(": ");
      return at < 0 ? { name: null, value: part } : { name: part.slice(0, at), value: part.slice(at + 2) };
    });
}

/** The segments that no part of the plan says; what is asked for stays, without the topic beside it. */
export function unsaid(words: string, parts: readonly PlanPart[]): Segment[] {
  const said = ({ name, value }: Segment) => parts.some((part) => part.label === name || part.value === value);
  return segments(words).flatMap((segment, i) => {
    if (!said(segment)) return [segment];
    return i === 0 && segment.name && parts.every(({ label }) => label !== segment.name)
      ? [{ name: null, value: segment.name }]
      : [];
  });
}

/** The plan with one part given another value, or (null) taken out. */
export function withPart(plan: Plan, id: string, value: string | null): Plan {
  const parts = plan.parts
    .filter((part) => part.id !== id || value !== null)
    .map((part) => ({ ...part, options: [], value: part.id === id && value !== null ? value : part.value }));
  return { ...plan, parts };
}

interface Props {
  question: string;
  understood: Answer["understood"];
}

export function UnderstoodPlan({ question, understood }: Props) {
  const { plan, words } = understood;
  const parts = plan?.parts ?? [];
  const said = new Map(segments(words).map(({ name, value }) => [name, value]));
  const edit = (id: string, value: string | null) => {
    if (plan) go(href("tim", null, null, { q: question, sua: plans.keep(withPart(plan, id, value)) }));
  };
  return (
    <div class="understood" role="group" aria-label="Hiểu là; từng phần bỏ hoặc đổi được">
      <span class="quiet">Hiểu là</span>
      {unsaid(words, parts).map(({ name, value }) => (
        <span key={name ?? value} class="chip ghost">
          {name && <small>{name}</small>} {shorten(value, 80)}
        </span>
      ))}
      {parts.map((part) => (
        <PartChip
          key={part.id}
          part={part.value ? part : { ...part, text: said.get(part.label) ?? part.text }}
          last={parts.filter((other) => other.value).length === 1}
          edit={edit}
        />
      ))}
    </div>
  );
}

interface ChipProps {
  part: PlanPart;
  last: boolean;
  edit: (id: string, value: string | null) => void;
}

/** A part as a chip: a choice where it has other values, and × where it may go. */
function PartChip({ part, last, edit }: ChipProps) {
  const listed = part.options.some(({ value }) => value === part.value);
  const choice = part.options.length > (listed ? 1 : 0);
  const text = shorten(part.text, 80);
  return (
    <span class="chip ghost part">
      <small>{part.label}</small>
      {choice ? (
        <select
          aria-label={`Đổi ${part.label}: ${text}`}
          value={part.value}
          onChange={(e) => edit(part.id, e.currentTarget.value)}
        >
          {!listed && <option value={part.value}>{text}</option>}
          {part.options.map(({ value, text }) => (
            <option key={value} value={value}>
              {shorten(text, 80)}
            </option>
          ))}
        </select>
      ) : (
        <span>{text}</span>
      )}
      {part.removable && !last && (
        <button type="button" aria-label={`Bỏ ${part.label}: ${text}`} onClick={() => edit(part.id, null)}>
          ×
        </button>
      )}
    </span>
  );
}
