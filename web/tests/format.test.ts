import { describe, expect, it } from "vitest";
import { date, deadlineGroup, deadlineKey, documentName, nodeText, pieces, place, placeOf, sentenceCase, shorten, shortPlace, targetValue } from "../src/format";
import { tierOf } from "../src/levels";
import { href, parse, unitHref } from "../src/router";
import type { Target } from "../src/types";

describe("routes", () => {
  it("bring any id back", () => {
    const id = "225-kh-ubnd.tien-giang.2025#task:12~2/a?b";
    expect(parse(unitHref(id))).toMatchObject({ view: "chuoi", id });
    expect(parse(href("van-ban", "a.b", "noi-dung", { muc: "III.5.đ" })).params.get("muc")).toBe("III.5.đ");
  });
});

describe("tiers", () => {
  it.each([
    [{ number: "57-NQ/TW", issuer: "Bộ Chính trị" }, 0],
    [{ number: "71/NQ-CP", issuer: "Chính phủ", level: "trung ương" }, 1],
    [{ number: "195-KH/TU", issuer: "Ban Thường vụ Tỉnh ủy", level: "tỉnh" }, 2],
    [{ number: "71/NQ-CP", issuer: "Chính phủ", level: "trung ương", place: "Hà Nội" }, 1],
    [{ number: "605/QĐ-UBND", issuer: null, level: null, place: null }, 3],
    [{ number: "193/2025/QH15", issuer: "Quốc hội" }, 1],
    [{ number: "225/KH-UBND", place: "Tiền Giang", level: "tỉnh" }, 3],
    [{ number: "1/KH-UBND", level: "xã" }, 4],
  ])("%o stands in column %i", (doc, tier) => expect(tierOf(doc)).toBe(tier));
});

describe("documents", () => {
  it.each([
    [{ id: "a.b.2025", number: "225/KH-UBND", type: "Kế hoạch", title: "x" }, "225/KH-UBND"],
    [{ id: "a.b.x", number: null, type: "Báo cáo", title: "SƠ KẾT 5 NĂM PHỦ SÓNG" }, "Báo cáo: Sơ kết 5 năm phủ sóng"],
    [{ id: "a.b.x", number: null, type: "Báo cáo", title: "báo cáo sơ kết" }, "Báo cáo sơ kết"],
    [{ id: "a.b.x", number: null, type: "Báo cáo", title: null, place: "Cà Mau" }, "Báo cáo Cà Mau"],
    [{ id: "a.b.x", number: null, type: null, title: null }, "a.b.x"],
  ])("%o", (doc, name) => expect(documentName(doc)).toBe(name));
});

describe("words", () => {
  it("read as Vietnamese does", () => {
    expect(date("2025-05-06")).toBe("6/5/2025");
    expect(place("I.3.c", null, "result")).toBe("kết quả, mục I.3.c");
    expect(place("III.5.-1", null)).toBe("mục III.5, ý 1");
    expect(place("Điều 3.1.a", null)).toBe("Điều 3.1.a");
    expect(place("PHỤ LỤC II.4.-2", null)).toBe("Phụ lục II.4, ý 2");
    expect(place("-3", null)).toBe("ý 3");
    expect(place("unparsed~2", null)).toBe("đoạn chưa xếp được");
    expect(["III.5.-1", "preamble", "Điều 3"].map(shortPlace)).toEqual(["III.5, ý 1", "mở đầu", "Điều 3"]);
    expect(place(null, "12")).toBe("nhiệm vụ 12");
    expect(deadlineGroup({ text: null, kind: "month", start: null, end: "2025-09-30" })).toBe("Quý III năm 2025");
    expect(shorten("một hai ba bốn năm", 12)).toBe("một hai ba…");
  });

  it("sort dated deadlines before the others", () => {
    const dated = deadlineKey({ text: null, kind: "month", start: null, end: "2099-01-31" });
    expect(dated < deadlineKey({ text: null, kind: "recurring", start: null, end: null })).toBe(true);
  });

  it("keep the capitals of names and numbers", () => {
    expect(sentenceCase("THỰC HIỆN NGHỊ QUYẾT SỐ 71/NQ-CP CỦA CHÍNH PHỦ TẠI BẾN TRE", ["Bến Tre"])).toBe(
      "Thực hiện Nghị quyết số 71/NQ-CP của Chính phủ tại Bến Tre",
    );
    expect(sentenceCase("về chuyển đổi số")).toBe("Về chuyển đổi số");
  });

  it("give a bare value its sign and unit, and leave a printed one alone", () => {
    const target = { value_text: "80", comparator: ">=", unit: "%" } as Target;
    expect(targetValue(target)).toBe("≥ 80%");
    expect(targetValue({ ...target, value_text: "≥80" })).toBe("≥80%");
    expect(targetValue({ ...target, value_text: "tăng dần" })).toBe("tăng dần");
  });
});

describe("pieces", () => {
  it("mark the highlights and lose nothing of a short text", () => {
    const hit = { text: "một hai ba", highlights: [{ start: 4, end: 7 }] };
    expect(pieces(hit)).toEqual([
      { text: "một ", mark: false },
      { text: "hai", mark: true },
      { text: " ba", mark: false },
    ]);
  });

  it("keep the first highlight of a long text in sight", () => {
    const text = `${"a ".repeat(600)}ĐÂY${" b".repeat(600)}`;
    const found = pieces({ text, highlights: [{ start: 1200, end: 1203 }] });
    expect(found.some((piece) => piece.mark && piece.text === "ĐÂY")).toBe(true);
    expect(found.map((piece) => piece.text).join("").length).toBeLessThan(500);
  });
});

it("a target's node says its value and year", () => {
  const target = { label: "Target", title: "Quy mô kinh tế số", value_text: "≥ 30% GDP", year: 2030 };
  expect(nodeText(target)).toBe("Quy mô kinh tế số: ≥ 30% GDP (2030)");
  expect(nodeText({ ...target, value_text: null, year: null })).toBe("Quy mô kinh tế số");
  expect(nodeText({ ...target, label: "Task" })).toBe("Quy mô kinh tế số");
});

it.each([
  ["a.b.2025#task:12", "nhiệm vụ 12"],
  ["a.b.2025#target:8.1:2030", "chỉ tiêu 8.1"],
  ["a.b.2025#III.5.-1", "mục III.5, ý 1"],
])("%s is called %s", (id, name) => expect(placeOf(id)).toBe(name));
