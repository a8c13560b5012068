/** The tasks that each agency leads, by how near their days are: every number opens its list. */

import { useState } from "preact/hooks";
import { around, count } from "../deadlines";
import { link, type Asked } from "../due-address";
import { number } from "../format";
import { SaveSheet } from "../sheets";
import type { Agency, AgencyDays, Deadlines } from "../types";
import { href } from "../router";

const FIRST = 15;

interface Props {
  found: Deadlines;
  /** All of the store, which tell where each is. */
  agencies: readonly Agency[];
  asked: Asked;
  day: string;
}

export function DueAgencies({ found, agencies, asked, day }: Props) {
  const [all, setAll] = useState(false);
  if (found.agencies.length < 2) return null;
  const spans = around(day);
  const shown = all ? found.agencies : found.agencies.slice(0, FIRST);
  const places = new Map(agencies.map((agency) => [agency.id, agency.place]));
  const bare = (row: AgencyDays) => row.days.find((item) => item.day === null)?.tasks ?? 0;
  const total = (row: AgencyDays) => row.days.reduce((sum, item) => sum + item.tasks, 0);
  const lines = () => [
    ["Cơ quan chủ trì", "Địa phương", ...spans.map((span) => span.label), "Không có ngày cuối", "Tổng"],
    ...found.agencies.map((row) => [row.name, places.get(row.id), ...spans.map((span) => count(span, row.days)), bare(row), total(row)]),
  ];
  return (
    <section aria-labelledby="theo-co-quan">
      <header class="section-head with-tools">
        <h2 id="theo-co-quan">
          Theo cơ quan chủ trì <small>{number(found.agencies.length)}</small>
        </h2>
        <p class="row tools">
          <SaveSheet name="thoi-han_co-quan" lines={lines} />
        </p>
      </header>
      <div class="table-wrap">
        <table class="due-agencies">
          <thead>
            <tr>
              <th scope="col">Cơ quan</th>
              {spans.map((span) => (
                <th key={span.key} scope="col" class="count">
                  {span.label}
                </th>
              ))}
              <th scope="col" class="count">Không có ngày cuối</th>
              <th scope="col" class="count">Tổng</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.id}>
                <td class="title">
                  <a href={href("co-quan", row.id)}>{row.name}</a> <small class="quiet">{places.get(row.id)}</small>
                </td>
                {spans.map((span) => {
                  const tasks = count(span, row.days);
                  return (
                    <td key={span.key} data-label={span.label} class={`count ${span.key}`}>
                      {tasks ? <a href={link(asked, { "co-quan": row.id, vai: "lead", xem: span.key })}>{number(tasks)}</a> : "–"}
                    </td>
                  );
                })}
                <td data-label="Không có ngày cuối" class="count">
                  {bare(row) || "–"}
                </td>
                <td data-label="Tổng" class="count">
                  <a href={href("co-quan", row.id)}>{number(total(row))}</a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < found.agencies.length && (
        <p class="center">
          <button type="button" class="button plain" onClick={() => setAll(true)}>
            Xem cả {number(found.agencies.length)} cơ quan
          </button>
        </p>
      )}
    </section>
  );
}
