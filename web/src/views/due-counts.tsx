/** How many tasks are past their day, come up, or have no day; and how many fall in each month. */

import { around, calendar, count, spanWords, undated, UNDATED, within, type Span, type Year } from "../deadlines";
import { link, type Asked } from "../due-address";
import { number } from "../format";
import type { Deadlines } from "../types";

interface Props {
  found: Deadlines;
  asked: Asked;
  day: string;
  span: Span;
}

export function DueTiles({ found, asked, day, span: shown }: Props) {
  const tile = (span: Span, tasks: number) => (
    <li key={span.key}>
      <a class={`tile ${span.key}`} href={link(asked, { xem: span.key })} aria-current={span.key === shown.key ? "true" : undefined}>
        <b>{number(tasks)}</b>
        <span>{span.label}</span>
        {!span.kind && <small class="quiet">{spanWords(span)}</small>}
      </a>
    </li>
  );
  const bare = UNDATED.filter((span) => undated(span.key, found) > 0);
  return (
    <>
      <ul class="tiles" aria-label="Theo độ gần của hạn">
        {around(day).map((span) => tile(span, count(span, found.days)))}
      </ul>
      {bare.length > 0 && (
        <ul class="tiles bare" aria-label="Không có ngày cuối">
          {bare.map((span) => tile(span, undated(span.key, found)))}
        </ul>
      )}
    </>
  );
}

const MONTHS = Array.from({ length: 12 }, (_, n) => String(n + 1).padStart(2, "0"));

export function DueCalendar({ found, asked, day, span }: Props) {
  const years = calendar(found.days);
  if (!years.length) return null;
  const most = Math.max(...years.flatMap((row) => row.months));
  return (
    <div class="table-wrap calendar-wrap">
      <table class="calendar" aria-label="Số nhiệm vụ đến hạn trong từng tháng">
        <thead>
          <tr>
            <th scope="col">Năm</th>
            {MONTHS.map((month) => (
              <th key={month} scope="col">
                <abbr title={`Tháng ${Number(month)}`}>
                  <i>T</i>
                  {Number(month)}
                </abbr>
              </th>
            ))}
            <th scope="col">Cả năm</th>
          </tr>
        </thead>
        <tbody>
          {years.map((row) => (
            <YearRow key={row.year} row={row} most={most} asked={asked} day={day} span={span} />
          ))}
        </tbody>
      </table>
      <p class="quiet calendar-key">
        <span>
          <i class="past" aria-hidden="true" /> đã qua
        </span>
        <span>
          <i class="ahead" aria-hidden="true" /> sắp tới
        </span>
        <span>
          <i class="now" aria-hidden="true" /> tháng của ngày đang xem
        </span>
      </p>
    </div>
  );
}

function YearRow({ row, most, asked, day, span }: { row: Year; most: number; asked: Asked; day: string; span: Span }) {
  return (
    <tr>
      <th scope="row">{row.year}</th>
      {MONTHS.map((month, n) => {
        const key = `${row.year}-${month}`;
        const tasks = row.months[n]!;
        const now = day.startsWith(key);
        const state = [now && "now", tasks > 0 && (key < day.slice(0, 7) ? "past" : "ahead"), within(span, `${key}-28`) && "in"];
        return (
          <td key={key} class={state.filter(Boolean).join(" ")}>
            {tasks > 0 ? (
              <a
                href={link(asked, { xem: key })}
                style={{ "--share": String(0.15 + (0.85 * tasks) / most) }}
                title={`Tháng ${n + 1} năm ${row.year}: ${tasks} nhiệm vụ`}
                aria-label={`Tháng ${n + 1} năm ${row.year}: ${tasks} nhiệm vụ`}
                aria-current={span.key === key ? "true" : undefined}
              >
                {number(tasks)}
              </a>
            ) : (
              now && <span title="Tháng này">·</span>
            )}
          </td>
        );
      })}
      <td class="sum">
        <a href={link(asked, { xem: String(row.year) })}>{number(row.total)}</a>
      </td>
    </tr>
  );
}
