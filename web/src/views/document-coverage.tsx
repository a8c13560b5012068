/** Which clauses something below carries out, and which nothing does. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { number, percent, place, shorten } from "../format";
import { href } from "../router";
import type { Coverage, CoverageRow } from "../types";
import { Bar, Empty, useLoad, When } from "../ui";

type Show = "all" | "open" | "done";

export function CoverageTab({ id }: { id: string }) {
  const loaded = useLoad(() => api.coverage(id), [id]);
  return (
    <When of={loaded} what="độ bao phủ">
      {(coverage) =>
        coverage.covered ? (
          <Table coverage={coverage} />
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
  ["all", "Tất cả"],
  ["open", "Chưa có việc"],
  ["done", "Đã có việc"],
];

function Table({ coverage }: { coverage: Coverage }) {
  const [show, set] = useState<Show>("all");
  const done = (row: CoverageRow) => row.implements.length + row.contributes.length > 0;
  const rows = coverage.rows.filter((row) => show === "all" || done(row) === (show === "done"));
  return (
    <>
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
        <div class="segmented" role="group" aria-label="Hiện">
          {CHOICES.map(([key, label]) => (
            <button key={key} type="button" aria-pressed={show === key} onClick={() => set(key)}>
              {label}
            </button>
          ))}
        </div>
      </div>
      <div class="table-wrap">
        <table class="coverage">
          <thead>
            <tr>
              <th scope="col">Mục</th>
              <th scope="col">Nội dung</th>
              <th scope="col" class="count">Thực hiện</th>
              <th scope="col" class="count">Góp phần</th>
              <th scope="col" class="count">Đến nhiệm vụ</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} class={done(row) ? "" : "missing"}>
                <td class="no">
                  <a href={href("chuoi", row.id)} title={place(row.path, null)}>
                    {row.path === "preamble" ? "mở đầu" : row.path}
                  </a>
                </td>
                <td>{shorten(row.heading ? `${row.heading} ${row.text}` : row.text, 200)}</td>
                <td data-label="Thực hiện" class="count">
                  {row.implements.length || "–"}
                </td>
                <td data-label="Góp phần" class="count">
                  {row.contributes.length || "–"}
                </td>
                <td data-label="Đến nhiệm vụ" class="count">
                  {row.ends.length || "–"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
