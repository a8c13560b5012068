/** Tables as Excel workbooks: a CSV file falls apart where the list separator is not a comma, as in a Vietnamese
 * Windows. One sheet; the first line is the heading. */

import type { Cell } from "write-excel-file/browser";

export type Line = readonly (string | number | null | undefined)[];

/** A cell holds 32,767 characters at most. */
const MOST = 32_767;

/** Text is never a formula. */
function cell(value: Line[number], heading: boolean): Cell {
  if (value === null || value === undefined || value === "") return null;
  const written = typeof value === "string" ? value.slice(0, MOST) : value;
  return { value: written, wrap: true, alignVertical: "top", ...(heading && { fontWeight: "bold" }) };
}

/** As wide as its longest words, within reason. */
function width(lines: readonly Line[], n: number): number {
  const longest = Math.max(...lines.slice(0, 300).map((line) => String(line[n] ?? "").length));
  return Math.min(60, Math.max(8, longest + 2));
}

/** The workbook; what writes it is fetched when it is first asked for. */
export async function workbook(lines: readonly Line[], title: string): Promise<Blob> {
  const [{ default: write }, { getCellAddress }] = await Promise.all([import("write-excel-file/browser"), import("write-excel-file/utility")]);
  const columns = Math.max(...lines.map((line) => line.length));
  const filter = `<autoFilter ref="A1:${getCellAddress(lines.length - 1, columns - 1)}"/>`;
  const written = write(
    lines.map((line, n) => line.map((value) => cell(value, n === 0))),
    {
      sheet: title.replace(/[\\/?*[\]:]/g, " ").slice(0, 31),
      columns: Array.from({ length: columns }, (_, n) => ({ width: width(lines, n) })),
      stickyRowsCount: 1,
    },
    {
      fontFamily: "Times New Roman",
      fontSize: 11,
      // The library leaves filters to the caller; the format wants them right after the rows.
      features: [{ files: { transform: { "xl/worksheets/sheet{id}.xml": { transform: (xml) => xml.replace("</sheetData>", `$&${filter}`) } } } }],
    },
  );
  return written.toBlob();
}

export function download(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name.replace(/[^\w.-]+/g, "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
