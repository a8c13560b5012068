/** How a passage is cited in an official letter: its words, its place, and the document with number, day and issuer. */

import { capital, date, sentenceCase } from "./format";

interface Cited {
  number: string | null;
  type?: string | null;
  issued?: string | null;
  issuer?: string | null;
  title?: string | null;
  place?: string | null;
}

/** "Kế hoạch số 12/KH-UBND ngày 2/6/2025 của Ủy ban nhân dân tỉnh An Giang"; a report without a number by its title. */
export function documentInFull(doc: Cited): string {
  const kind = capital(doc.type ?? "Văn bản");
  const name = doc.number ? `${kind} số ${doc.number}` : [kind, doc.title && `“${sentenceCase(doc.title, [doc.place ?? null])}”`].filter(Boolean).join(" ");
  return [name, doc.issued && `ngày ${date(doc.issued)}`, doc.issuer && `của ${doc.issuer}`].filter(Boolean).join(" ");
}

/** “Words” (nhiệm vụ 12, Kế hoạch số … ngày … của …). */
export function citation(words: string, where: string, doc: Cited): string {
  const said = words.replace(/\s+/g, " ").trim();
  return `“${said}” (${[where, documentInFull(doc)].filter(Boolean).join(", ")})`;
}
