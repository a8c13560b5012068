import { strFromU8, unzipSync } from "fflate";
import { expect, it } from "vitest";
import { workbook } from "../src/xlsx";

async function parts(...args: Parameters<typeof workbook>): Promise<Record<string, string>> {
  const files = unzipSync(new Uint8Array(await (await workbook(...args)).arrayBuffer()));
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, strFromU8(bytes)]));
}

it("text stays text, numbers stay numbers, and signs of XML do no harm", async () => {
  const { "xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings } = await parts([["Tên", "Số"], ["=SUM(A1) & <b>", 2.5], ["a\u0000b", null]], "Bảng");
  expect(sheet).toMatch(/<v>2\.5<\/v>/);
  expect(sheet).not.toContain("<f>");
  expect(strings).toContain(">=SUM(A1) &amp; &lt;b&gt;</t>");
  expect(strings).toContain(">ab</t>");
});

it("a title that no sheet may bear is mended, and a text that no cell may hold is cut", async () => {
  const { "xl/workbook.xml": book, "xl/sharedStrings.xml": strings } = await parts([["x".repeat(40_000)]], "Bảng [1]/2 của một văn bản có tên rất dài");
  expect(book).toContain('name="Bảng  1  2 của một văn bản có t"');
  expect(strings!.match(/x+/g)!.at(-1)).toHaveLength(32_767);
});
