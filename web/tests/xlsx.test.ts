import { expect, it } from "vitest";
import { column, workbook } from "../src/xlsx";

it("columns are named as spreadsheets name them", () =>
  expect([0, 25, 26, 51, 52, 701, 702].map(column)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]));

it("text stays text, numbers stay numbers, and signs of XML do no harm", async () => {
  const text = await workbook([["Tên", "Số"], ["=SUM(A1) & <b>", 2.5], ["a\u0000b", null]], "Bảng [1]/2").text();
  expect(text).toContain('<c r="A2" s="0" t="inlineStr"><is><t xml:space="preserve">=SUM(A1) &amp; &lt;b&gt;</t></is></c><c r="B2" s="0"><v>2.5</v></c>');
  expect(text).toContain('<t xml:space="preserve">ab</t></is></c></row>');
  expect(text).toContain('<sheet name="Bảng  1  2"');
});
