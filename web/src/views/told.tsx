/** What reports tell: each result with its label, its words, where they stand and what it reports on. */

import { capital, date, place, shorten } from "../format";
import { Why } from "../review/why";
import { href, unitHref } from "../router";
import type { ReportedOn, Result, UnitRef } from "../types";
import { DocumentChip, LinkStatus, Score } from "../ui";

const TONE: Record<string, string> = { shortcoming: "short", cause: "short", proposal: "asks" };

/** The block of a unit's page: what was reported on it, or that nothing was. */
export function ToldBlock({ results, of: id }: { results: Result[]; of: string }) {
  return (
    <section class="told" aria-labelledby="ket-qua">
      <h2 id="ket-qua">Kết quả được báo cáo</h2>
      {results.length ? (
        <ToldList results={results} of={id} />
      ) : (
        <p class="quiet">Chưa có báo cáo nào trong kho nói về việc này.</p>
      )}
    </section>
  );
}

export function ToldList({ results, of: id = null }: { results: Result[]; of?: string | null }) {
  return (
    <ol class="told-list">
      {results.map((result) => (
        <Told key={result.id} result={result} of={id} />
      ))}
    </ol>
  );
}

function Told({ result, of: id }: { result: Result; of: string | null }) {
  const about = result.through?.id ?? id;
  const link = result.on.find((on) => on.unit.id === about && on.method);
  const others = id?.includes("#") ? [] : result.on.filter((on) => on.unit.label !== "Document");
  return (
    <li>
      <p class="told-top">
        <Outcome of={result} />
        <Where of={result} />
        {result.through && <Through of={result.through} />}
        {link && <Score value={link.score ?? 0} name="Độ khớp với nội dung được báo cáo" />}
        {link && <LinkStatus grade={null} status={link.status} />}
      </p>
      <blockquote>{shorten(result.text, 420)}</blockquote>
      {others.length > 0 && <ReportedList on={others} />}
      {link && about && <Why link={`${result.id}>REPORTS_ON>${about}`} />}
    </li>
  );
}

export function Outcome({ of: result }: { of: Result }) {
  return (
    <>
      <strong class={`outcome ${TONE[result.kind] ?? "good"}`}>{result.label}</strong>
      {result.value_text && (
        <strong class="value">
          {withUnit(result.value_text, result.unit)}
          {(result.year ?? result.period) && <small> ({result.year ?? result.period})</small>}
        </strong>
      )}
    </>
  );
}

function withUnit(value: string, unit: string | null): string {
  return unit && !value.includes(unit) ? `${value} ${unit}` : value;
}

export function Where({ of: result }: { of: Result }) {
  const path = result.clause?.split("#")[1] ?? null;
  return (
    <span class="told-where">
      <DocumentChip of={{ id: result.document, number: result.document_number ?? capital(result.document_type ?? "Văn bản"), level: null }} />{" "}
      <a href={href("van-ban", result.document, "noi-dung", { muc: path })}>{capital(place(path, null))}</a>
      {result.issued && <span class="quiet"> · {date(result.issued)}</span>}
    </span>
  );
}

function Through({ of: unit }: { of: UnitRef }) {
  return (
    <span class="quiet">
      qua{" "}
      <a href={unitHref(unit.id)}>
        {place(unit.path, unit.no, unit.label)} {unit.number}
      </a>
    </span>
  );
}

export function ReportedList({ on }: { on: ReportedOn[] }) {
  return (
    <ul class="reported">
      {on.map(({ unit, score }) => (
        <li key={unit.id}>
          <span class="quiet">Về</span>{" "}
          <a href={unitHref(unit.id, unit.label)}>{unit.label === "Document" ? unit.number : capital(place(unit.path, unit.no, unit.label))}</a>{" "}
          {unit.label !== "Document" && (
            <>
              <span class="quiet">{unit.number}:</span> {shorten(unit.text, 140)}
            </>
          )}
          {score !== null && <Score value={score} name="Độ khớp" />}
        </li>
      ))}
    </ul>
  );
}
