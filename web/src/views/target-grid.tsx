/** Indicators down, years and linked documents across. */

import { capital, documentName, targetValue } from "../format";
import { href } from "../router";
import type { Beside, Direction, Row, Standing } from "../targets";
import type { DocumentSummary, Target } from "../types";
import { Agencies, DocumentChip } from "../ui";

interface Props {
  rows: Row[];
  years: number[];
  documents: DocumentSummary[];
  found: Map<string, Beside[]>;
  direction: Direction;
}

export function TargetGrid({ rows, years, documents, found, direction }: Props) {
  const numbered = rows.some((row) => row.no);
  return (
    <div class="table-wrap" tabIndex={0} role="region" aria-label="Bảng chỉ tiêu, cuộn được theo chiều ngang">
      <table class="targets grid">
        <thead>
          <tr>
            {numbered && <th scope="col">TT</th>}
            <th scope="col">Chỉ tiêu</th>
            {years.map((year) => (
              <th key={year} scope="col">
                {year ? `Đến ${year}` : "Không nêu năm"}
              </th>
            ))}
            {documents.map((doc) => (
              <th key={doc.id} scope="col" class="other">
                <DocumentChip of={doc} tab="chi-tieu" />
                {direction === "down" && doc.place && <small class="quiet block">{doc.place}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              {numbered && <td class="no">{row.no}</td>}
              <td class="title">
                {capital(row.name)}
                <Owner row={row} />
              </td>
              {years.map((year) => (
                <Values key={year} label={year ? `Đến ${year}` : "Giá trị"} targets={row.years.get(year) ?? []} />
              ))}
              {documents.map((doc) => (
                <Linked key={doc.id} row={row} doc={doc} found={found} direction={direction} many={row.years.size > 1} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Owner({ row }: { row: Row }) {
  const owner = row.targets.find((target) => target.owner.length)?.owner;
  return owner ? (
    <div class="owner">
      <span class="quiet">Theo dõi:</span> <Agencies of={owner} />
    </div>
  ) : null;
}

/** A value in words reads as text, not as a figure. */
const WORDY = 24;

function Values({ label, targets }: { label: string; targets: Target[] }) {
  return (
    <td data-label={label} class={targets.length ? (targets.some((target) => targetValue(target).length > WORDY) ? "value words" : "value") : "value empty"}>
      {targets.map((target) => (
        <a key={target.id} class="block" href={href("chuoi", target.id)} title={target.no ? `Chỉ tiêu ${target.no}` : undefined}>
          {targetValue(target) || "xem các mục con"}
        </a>
      ))}
    </td>
  );
}

interface LinkedProps {
  row: Row;
  doc: DocumentSummary;
  found: Map<string, Beside[]>;
  direction: Direction;
  many: boolean;
}

function Linked({ row, doc, found, direction, many }: LinkedProps) {
  const here = row.targets.flatMap((target) => found.get(target.id) ?? []).filter((item) => item.target.document === doc.id);
  return (
    <td data-label={documentName(doc)} class={here.length ? "" : "empty"}>
      {here.map(({ target, link, standing }) => (
        <span key={link.link} class="block beside">
          {many && target.period_end_year && <small class="quiet">{target.period_end_year}: </small>}
          <a href={href("chuoi", target.id)} title={target.name}>
            {targetValue(target) || target.name}
          </a>
          {standing && <Stands value={standing} direction={direction} />}
        </span>
      ))}
    </td>
  );
}

const WORDS: Record<Standing, string> = { lower: "thấp hơn", equal: "bằng", higher: "cao hơn" };

/** Above, the word tells of the document that is looked at; below, of the value beside it. */
function Stands({ value, direction }: { value: Standing; direction: Direction }) {
  return <small class={`stands ${value}`}>{direction === "up" && value !== "equal" ? `ở đây ${WORDS[value]}` : WORDS[value]}</small>;
}
