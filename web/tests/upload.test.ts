import { describe, expect, it } from "vitest";
import type { FileOutcome } from "../src/types";
import { advice, changed, doubt, held } from "../src/upload/outcomes";

const file: FileOutcome = {
  name: "a.txt", outcome: "new", document: "d", number: "12/KH-UBND", clauses: 1200, tasks: 0, targets: 3, diagnostics: 0, reason: null, hint: null, code: null, changes: null,
};

describe("what became of a file", () => {
  it("says what it holds, without what there is none of", () => expect(held(file)).toBe("1.200 điều khoản · 3 chỉ tiêu"));
  it("says what to do about a bad one, also where the kind of error is new", () => {
    expect(advice({ code: "unsupported_format" }).todo).toContain(".docx");
    expect(advice({ code: "something_new" }).todo).not.toBe("");
  });
  it("doubts a file without a number, tells of one without words, and nothing else", () => {
    expect(advice({ code: "no_text" }).what).toContain("chữ");
    expect(doubt({ ...file, number: null })).toContain("số hiệu");
    expect([doubt(file), doubt({ ...file, number: null, outcome: "failed" })]).toEqual([null, null]);
  });
  it("counts what changed", () => {
    expect(changed({ added: 2, changed: 0, removed: 1, units: [] })).toBe("thêm 2, đổi 0, bớt 1 mục");
    expect(changed({ added: 0, changed: 0, removed: 0, units: [] })).toBe("không mục nào khác trước");
  });
});
