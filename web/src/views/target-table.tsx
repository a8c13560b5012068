/** A table of targets: what is measured, the value to reach, who watches it. */

import { targetValue } from "../format";
import { href } from "../router";
import type { Target } from "../types";
import { Agencies } from "../ui";

export function TargetTable({ targets, from = false }: { targets: Target[]; from?: boolean }) {
  return (
    <div class="table-wrap">
      <table class="targets">
        <thead>
          <tr>
            <th scope="col">TT</th>
            <th scope="col">Chỉ tiêu</th>
            <th scope="col">Giá trị</th>
            <th scope="col">Theo dõi</th>
          </tr>
        </thead>
        <tbody>
          {targets.map((target) => (
            <tr key={target.id}>
              <td class="no">{target.no}</td>
              <td class="title">
                <a href={href("chuoi", target.id)}>{target.name}</a>
                {from && (
                  <span class="badges">
                    <a class="badge open" href={href("van-ban", target.document, "chi-tieu")}>
                      {target.document_number ?? target.document}
                    </a>
                    {target.period_end_year && <span class="badge">đến {target.period_end_year}</span>}
                  </span>
                )}
              </td>
              <td class="value" data-label="Giá trị">
                {targetValue(target)}
              </td>
              <td data-label="Theo dõi">
                <Agencies of={target.owner} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
