/** Which clauses something below carries out, and which nothing does. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { number, percent, place, shorten, shortPlace } from "../format";
import { href, replaceWith } from "../router";
import type { Coverage, CoverageRow } from "../types";
import { SaveSheet } from "../sheets";
import { Bar, Empty, useLoad, When } from "../ui";
import { CoverageList, type Column } from "./coverage-list";
import { Nearest } from "./coverage-nearest";

/** In the address: "" for all, "chua" for what nobody has taken up, "co" for the rest. */
type Show = "" | "chua" | "co";

export function CoverageTab({ id, params }: { id: string; params: URLSearchParams }) {
  const loaded = useLoad(() => api.coverage(id), [id]);
  return (
    <When of={loaded} what="độ bao phủ">
      {(coverage) =>
        coverage.covered ? (
          <Table coverage={coverage} show={(params.get("hien") ?? "") as Show} />
        ) : (
          <Empty title="Chưa thấy việc nào thực hiện văn bản này">
            <p>Độ bao phủ so từng điều khoản với các văn bản cấp dưới. Trong kho chưa có văn bản nào nối lên đây.</p>
          </Empty>
        )
      }
    </When>
  );
}

const CHOICES: [Show, string][] = [
  ["", "Tất cả"],
  ["chua", "Chưa có việc"],
  ["co", "Đã có việc"],
];

const COLUMNS: [Column, string][] = [
  ["implements", "Thực hiện"],
  ["contributes", "Góp phần"],
  ["ends", "Đến nhiệm vụ"],
];

function Table({ coverage, show }: { coverage: Coverage; show: Show }) {
  const set = (next: Show) => replaceWith(href("van-ban", coverage.document, "do-bao-phu", { hien: next }));
  const done = (row: CoverageRow) => row.implements.length + row.contributes.length > 0;
  const rows = coverage.rows.filter((row) => !show || done(row) === (show === "co"));
  const sheet = () => [
    ["Mục", "Nội dung", "Số việc thực hiện", "Số việc góp phần", "Số nhiệm vụ cấp tỉnh có cơ quan chủ trì và thời hạn"],
    ...coverage.rows.map((row) => [shortPlace(row.path), words(row), row.implements.length, row.contributes.length, row.ends.length]),
  ];
  return (
    <>
      <Head coverage={coverage} />
      <div class="chain-bar">
        <div class="segmented" role="group" aria-label="Hiện">
          {CHOICES.map(([key, label]) => {
            const count = coverage.rows.filter((row) => !key || done(row) === (key === "co")).length;
            return (
              <button key={key} type="button" aria-pressed={show === key} onClick={() => set(key)}>
                {label} <small>{number(count)}</small>
              </button>
            );
          })}
        </div>
        <p class="row tools">
          <SaveSheet name={`do-bao-phu_${coverage.document}`} lines={sheet} />
        </p>
      </div>
      <div class="table-wrap">
        <table class="coverage">
          <thead>
            <tr>
              <th scope="col">Mục</th>
              <th scope="col">Nội dung</th>
              {COLUMNS.map(([key, label]) => (
                <th key={key} scope="col" class="count">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} done={done(row)} document={coverage.document} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function words(row: CoverageRow): string {
  return row.heading ? `${row.heading} ${row.text}` : row.text;
}

function Head({ coverage }: { coverage: Coverage }) {
  return (
    <div class="coverage-head">
      <p class="big-number">{percent(coverage.covered, coverage.total)}</p>
      <div>
        <p>
          {number(coverage.covered)} trên {number(coverage.total)} điều khoản đã có nhiệm vụ hoặc điều khoản cấp dưới thực hiện.
        </p>
        {coverage.deep > 0 && (
          <p class="quiet">
            {number(coverage.deep)} điều khoản dẫn đến nhiệm vụ cấp tỉnh có cơ quan chủ trì và thời hạn (cột “Đến nhiệm vụ”).
          </p>
        )}
        <Bar part={coverage.covered} whole={coverage.total} label="Độ bao phủ" />
      </div>
    </div>
  );
}

/** Each number opens, below the row, the list of what it counts. */
function Row({ row, done, document }: { row: CoverageRow; done: boolean; document: string }) {
  const [open, set] = useState<Column | "nearest" | null>(null);
  return (
    <>
      <tr class={done ? "" : "missing"}>
        <td class="no">
          <a href={href("chuoi", row.id)} title={place(row.path, null)}>
            {shortPlace(row.path)}
          </a>
        </td>
        <td>
          {shorten(words(row), 200)}
          {!done && (
            <button type="button" class="plain opens block" aria-expanded={open === "nearest"} onClick={() => set(open === "nearest" ? null : "nearest")}>
              Cơ quan nào gần việc này?
            </button>
          )}
        </td>
        {COLUMNS.map(([key, label]) => (
          <td key={key} data-label={label} class="count">
            {row[key].length ? (
              <button
                type="button"
                class="plain opens"
                aria-expanded={open === key}
                aria-label={`${label}: ${row[key].length}, mở danh sách`}
                onClick={() => set(open === key ? null : key)}
              >
                {number(row[key].length)}
              </button>
            ) : (
              "–"
            )}
          </td>
        ))}
      </tr>
      {open && (
        <tr class="opened-row">
          <td colSpan={5}>
            {open === "nearest" ? <Nearest document={document} words={words(row)} /> : <CoverageList row={row} column={open} />}
          </td>
        </tr>
      )}
    </>
  );
}
