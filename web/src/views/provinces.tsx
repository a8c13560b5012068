/** Every clause of a document by province: how many works carry it out there, each number opening its list. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { number, percent, shorten, shortPlace } from "../format";
import { href } from "../router";
import { SaveSheet } from "../sheets";
import type { ClauseByPlace, Provinces } from "../types";
import { Empty, useLoad, When } from "../ui";

export function ProvinceTable({ document }: { document: string }) {
  const loaded = useLoad(() => api.provinces(document), [document]);
  return (
    <When of={loaded} what="việc của từng địa phương">
      {(found) => (found.places.length ? <Table found={found} /> : <Empty title="Trong kho chưa có văn bản của địa phương nào" />)}
    </When>
  );
}

type Show = "all" | "uneven" | "none";

const CHOICES: [Show, string][] = [
  ["all", "Tất cả"],
  ["uneven", "Có nơi chưa có việc"],
  ["none", "Chưa nơi nào có việc"],
];

function Table({ found }: { found: Provinces }) {
  const [show, set] = useState<Show>("all");
  const places = found.places.map((item) => item.place);
  const having = (row: ClauseByPlace) => places.filter((place) => row.units[place]).length;
  const fits = (row: ClauseByPlace, key: Show) => key === "all" || (key === "none" ? having(row) === 0 : having(row) > 0 && having(row) < places.length);
  const rows = found.rows.filter((row) => fits(row, show));
  const most = Math.max(1, ...found.rows.flatMap((row) => Object.values(row.units)));
  const sheet = () => [["Mục", "Nội dung", ...places], ...found.rows.map((row) => [shortPlace(row.path), words(row), ...places.map((place) => row.units[place] ?? 0)])];
  return (
    <>
      <div class="chain-bar">
        <div class="segmented" role="group" aria-label="Hiện">
          {CHOICES.map(([key, label]) => (
            <button key={key} type="button" aria-pressed={show === key} onClick={() => set(key)}>
              {label} <small>{number(found.rows.filter((row) => fits(row, key)).length)}</small>
            </button>
          ))}
        </div>
        <p class="row tools">
          <SaveSheet name={`so-sanh_${found.document}`} lines={sheet} />
        </p>
      </div>
      <div class="table-wrap" tabIndex={0} role="region" aria-label="Bảng so sánh, cuộn được theo chiều ngang">
        <table class="provinces">
          <thead>
            <tr>
              <th scope="col">Mục</th>
              <th scope="col">Nội dung</th>
              {places.map((place) => (
                <th key={place} scope="col" class="count">
                  {place}
                </th>
              ))}
            </tr>
            <Totals found={found} places={places} />
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td class="no">{shortPlace(row.path)}</td>
                <td class="title">
                  <a href={href("so-sanh", row.id)}>{shorten(words(row), 180)}</a>
                </td>
                {places.map((place) => (
                  <Cell key={place} row={row} place={place} most={most} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function words(row: ClauseByPlace): string {
  return [row.heading, row.text].filter(Boolean).join(" ");
}

function Totals({ found, places }: { found: Provinces; places: string[] }) {
  return (
    <tr class="totals">
      <th scope="row" colSpan={2}>
        Điều khoản đã có việc, trong {number(found.rows.length)}
      </th>
      {places.map((place) => {
        const covered = found.rows.filter((row) => row.units[place]).length;
        return (
          <td key={place} class="count">
            <b>{number(covered)}</b> <small class="quiet">{percent(covered, found.rows.length)}</small>
          </td>
        );
      })}
    </tr>
  );
}

function Cell({ row, place, most }: { row: ClauseByPlace; place: string; most: number }) {
  const units = row.units[place];
  return (
    <td data-label={place} class={units ? "count some" : "count none"}>
      {units ? (
        <a href={href("so-sanh", row.id, null, { "dia-phuong": place })} style={{ "--share": String(0.2 + 0.8 * Math.sqrt(units / most)) }} aria-label={`${place}: ${units} việc`}>
          {number(units)}
        </a>
      ) : (
        "–"
      )}
    </td>
  );
}
