import { describe, expect, it } from "vitest";
import { citation, documentInFull } from "../src/cite";

const plan = { number: "12/KH-UBND", type: "Kế hoạch", issued: "2025-06-02", issuer: "Ủy ban nhân dân tỉnh An Giang", title: "x" };

describe("a citation", () => {
  it("has the words, the place, and the document as a letter names it", () =>
    expect(citation("Lắp trạm\n phát sóng", "nhiệm vụ 3", plan)).toBe(
      "“Lắp trạm phát sóng” (nhiệm vụ 3, Kế hoạch số 12/KH-UBND ngày 2/6/2025 của Ủy ban nhân dân tỉnh An Giang)",
    ));
  it("names a report without a number by its title", () =>
    expect(documentInFull({ number: null, type: "báo cáo", title: "Sơ kết năm đầu", issued: null, issuer: "Tỉnh ủy" })).toBe(
      "Báo cáo “Sơ kết năm đầu” của Tỉnh ủy",
    ));
  it("does without what is not known", () => expect(citation("A", "", { number: "1/QĐ" })).toBe("“A” (Văn bản số 1/QĐ)"));
});
