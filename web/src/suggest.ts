/** What the search box offers while one types: documents and agencies by their names. Pure. */

import { documentName, plain, shorten } from "./format";
import { href } from "./router";
import type { Agency, DocumentSummary } from "./types";

export interface Suggestion {
  id: string;
  kind: "document" | "agency";
  name: string;
  more: string;
  href: string;
}

const EACH = 4;

/** A number is found by any piece of it, names by the beginnings of all words typed. What was read comes first, then
 * numbers that begin as typed, then those that hold it, then titles. */
export function suggest(typed: string, documents: readonly DocumentSummary[], agencies: readonly Agency[]): Suggestion[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.join("").length < 2) return [];
  const tight = words.join("");
  const fits = (text: string) => {
    const parts = plain(text).split(/[^\p{L}\p{N}]+/u);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  };
  const rank = (doc: DocumentSummary) => {
    const found = plain(doc.number ?? "").indexOf(tight);
    return (doc.stub ? 10 : 0) + (found < 0 ? 2 : Math.min(found, 1));
  };
  const docs = documents
    .filter((doc) => plain(doc.number ?? "").includes(tight) || fits(`${doc.type ?? ""} ${doc.number ?? ""} ${doc.title ?? ""} ${doc.place ?? ""}`))
    .sort((a, b) => rank(a) - rank(b) || documentName(a).localeCompare(documentName(b), "vi"));
  const bodies = agencies
    .filter((agency) => agency.leads + agency.coordinates + agency.owns + agency.inherits > 0 && fits(`${agency.name} ${agency.place ?? ""}`))
    .sort((a, b) => b.leads - a.leads || a.name.localeCompare(b.name, "vi"));
  return [
    ...docs.slice(0, EACH).map((doc): Suggestion => ({
      id: doc.id,
      kind: "document",
      name: documentName(doc, 50),
      more: doc.stub ? "chưa có trong kho" : shorten([doc.place, doc.title].filter(Boolean).join(" · "), 70),
      href: href("van-ban", doc.id),
    })),
    ...bodies.slice(0, EACH).map((agency): Suggestion => ({
      id: agency.id,
      kind: "agency",
      name: agency.name,
      more: [agency.place, agency.leads && `${agency.leads} việc chủ trì`, agency.inherits && `${agency.inherits} việc tiếp nhận`].filter(Boolean).join(" · "),
      href: href("co-quan", agency.id),
    })),
  ];
}
