import { describe, expect, it } from "vitest";
import { suggest } from "../src/suggest";
import type { Agency, DocumentSummary } from "../src/types";

const doc = (id: string, number: string | null, more: Partial<DocumentSummary> = {}): DocumentSummary => ({
  id, number, type: "Kế hoạch", title: "Thực hiện chương trình mẫu", issued: null, issuer: null, signer: null, place: null, level: null,
  source: null, stub: false, counts: { clauses: 0, tasks: 0, targets: 0, results: 0 }, coverage: null, ...more,
});
const agency = (id: string, name: string, place: string | null, leads = 1): Agency => ({ id, name, place, collective: false, leads, coordinates: 0, owns: 0, inherits: 0 });

const DOCUMENTS = [doc("a", "225/KH-UBND", { place: "Tiền Giang" }), doc("b", "22/NQ-CP", { stub: true }), doc("c", "922/KH-UBND")];
const AGENCIES = [agency("y1", "Sở Y tế", "Tiền Giang", 2), agency("y2", "Sở Y tế", "Bến Tre", 5), agency("n", "Sở Nội vụ", "Bến Tre", 0)];
const ids = (typed: string) => suggest(typed, DOCUMENTS, AGENCIES).map((item) => item.id);

describe("suggestions", () => {
  it("find a number by any piece, documents that were read first", () => expect(ids("22")).toEqual(["a", "c", "b"]));
  it("find what bears a number before what speaks of it", () => {
    const about = doc("r", "01/BC-UBND", { title: "Kết quả thực hiện Kế hoạch 225/KH-UBND" });
    expect(suggest("225", [about, ...DOCUMENTS], AGENCIES).map((item) => item.id)).toEqual(["a", "r"]);
  });
  it("find a number typed with blanks", () => expect(ids("225 / kh")).toEqual(["a"]));
  it("find an agency without tone marks, busiest first", () => expect(ids("so y te")).toEqual(["y2", "y1"]));
  it("heed the place", () => expect(ids("y tế tiền giang")).toEqual(["y1"]));
  it("leave out who has nothing to do", () => expect(ids("nội vụ")).toEqual([]));
  it("wait for two letters", () => expect(ids("2")).toEqual([]));
});
