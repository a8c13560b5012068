import { describe, expect, it } from "vitest";
import type { DocumentSummary } from "../src/types";
import { leaders } from "../src/views/coverage-nearest";
import { ways } from "../src/views/ways";

const doc = (more: Partial<DocumentSummary>): DocumentSummary => ({
  id: "a", number: "1/KH-UBND", type: null, title: null, issued: null, issuer: null, signer: null, place: null, level: "tỉnh", source: null, stub: false,
  counts: { clauses: 1, tasks: 0, targets: 0, results: 0 }, coverage: null, ...more,
});
const asks = (documents: DocumentSummary[]) => ways(documents).map((way) => way.ask);

describe("what one can do here", () => {
  it("is nothing in an empty store, or where documents are only cited", () => expect([asks([]), asks([doc({ stub: true })])]).toEqual([[], []]));
  it("leads to the gaps of the highest document that something carries out", () => {
    const top = doc({ id: "top", number: "57-NQ/TW", issuer: "Bộ Chính trị", level: "trung ương", coverage: { covered: 3, deep: 0, total: 5 } });
    const found = ways([doc({ id: "p", counts: { clauses: 1, tasks: 2, targets: 0, results: 0 }, coverage: { covered: 9, deep: 0, total: 9 } }), top]);
    expect(found.map((way) => way.to)).toContain("#/van-ban/top/do-bao-phu?hien=chua");
    expect(found.map((way) => way.to)).not.toContain("#/so-sanh?van-ban=top"); // there is no second place to compare with
  });
});

describe("who is near a gap", () => {
  it("is named once for one name, the busiest first", () => {
    const lead = (...found: [string, string][]) => ({ lead: found.map(([id, name]) => ({ id, name })) });
    const found = leaders([lead(["y-te", "Sở Y tế"]), lead(["noi-vu.an-giang", "Sở Nội vụ"]), lead(["noi-vu.ben-tre", "Sở Nội vụ"])]);
    expect(found).toEqual([
      { name: "Sở Nội vụ", ids: ["noi-vu.an-giang", "noi-vu.ben-tre"], count: 2 },
      { name: "Sở Y tế", ids: ["y-te"], count: 1 },
    ]);
  });
});
