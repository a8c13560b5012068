/** The answer card: how the question was understood, the sentence, its rows, and the quotes that support it. */

import { useState } from "preact/hooks";
import { documentName, kindName, number, place, shorten } from "../format";
import { CopyButton } from "../copy";
import { unitHref } from "../router";
import { SaveSheet } from "../sheets";
import type { Answer, AnswerRow, DocumentSummary } from "../types";
import { DocumentChip } from "../ui";
import { FollowUp } from "./follow-up";
import { UnderstoodPlan } from "./plan";

/** The kind of answer that only lists passages, which stand below the card anyway. */
const FALLBACK = "clause_search";
const ROWS = 12;

/** Whether the question was understood as one; plain words fall back to search. */
export function isAnswer(answer: Answer): boolean {
  return answer.understood.intent !== FALLBACK;
}

interface Props {
  answer: Answer;
  documents: Map<string, DocumentSummary>;
}

export function AnswerCard({ answer, documents }: Props) {
  const [all, setAll] = useState(false);
  const { understood } = answer;
  const rows = all ? answer.rows : answer.rows.slice(0, ROWS);
  return (
    <section class="answer" aria-labelledby="tra-loi">
      <UnderstoodPlan question={answer.question} understood={understood} />
      {answer.number !== null && !answer.none && <p class="big-number">{number(answer.number)}</p>}
      <h2 id="tra-loi" class={answer.none ? "sentence none" : "sentence"}>
        {answer.answer}
      </h2>
      {rows.length > 0 && <Rows rows={rows} documents={documents} />}
      {!answer.none && (
        <p class="row tools no-print">
          <CopyButton label="Chép câu trả lời" text={() => `${answerText(answer, documents)}\n${location.href}`} />
          {rows.length > 1 && <SaveSheet name="tra-loi" lines={() => answerLines(answer.rows, documents)} />}
        </p>
      )}
      {answer.rows.length > rows.length && (
        <button type="button" class="button plain" onClick={() => setAll(true)}>
          Xem cả {number(answer.rows.length)} dòng
        </button>
      )}
      <Quotes answer={answer} documents={documents} />
      {understood.alternatives.length > 0 && (
        <p class="quiet alternatives">Cách hiểu khác: {understood.alternatives.join("; ")}</p>
      )}
      {understood.plan && <FollowUp plan={understood.plan} />}
    </section>
  );
}

/** The answer with where each line of it stands, to paste into a letter. */
export function answerText(answer: Answer, documents: Props["documents"]): string {
  const lines = answer.rows.map((row) => {
    const doc = row.document ? documentName(documents.get(row.document) ?? { id: row.document, number: row.source }) : null;
    const words = [row.name, row.text].filter((text, n, all) => text && all.indexOf(text) === n).join(": ");
    const value = [row.value_text, row.year].filter(Boolean).join(", ");
    return `- ${[doc, place(row.path, row.no, row.kind)].filter(Boolean).join(", ")}: ${words.replace(/\s+/g, " ")}${value && ` (${value})`}`;
  });
  return [answer.answer, ...lines].join("\n");
}

function answerLines(rows: AnswerRow[], documents: Props["documents"]) {
  const name = (row: AnswerRow) => documentName(documents.get(row.document ?? "") ?? { id: row.document ?? "", number: row.source });
  return [
    ["Văn bản", "Chỗ", "Tên", "Nội dung", "Giá trị", "Năm", "Số", "Mã"],
    ...rows.map((row) => [row.document ? name(row) : "", place(row.path, row.no, row.kind) || kindName(row.kind), row.name, row.text, row.value_text, row.year, row.number, row.id]),
  ];
}

function Rows({ rows, documents }: { rows: AnswerRow[]; documents: Props["documents"] }) {
  const valued = rows.some((row) => row.value_text);
  const value = rows.every((row) => row.kind === "task") ? "Thời hạn" : "Giá trị";
  const dated = rows.some((row) => row.year);
  return (
    <div class="table-wrap">
      <table>
        <thead>
          <tr>
            <th scope="col">Văn bản</th>
            <th scope="col">Chỗ</th>
            <th scope="col">Nội dung</th>
            {valued && <th scope="col">{value}</th>}
            {dated && <th scope="col">Năm</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id + (row.year ?? "")}>
              <td data-label="Văn bản">
                {row.document && (
                  <DocumentChip of={documents.get(row.document) ?? { id: row.document, number: row.source }} />
                )}
              </td>
              <td data-label="Chỗ" class="nowrap">
                <a href={unitHref(row.id, capitalKind(row.kind))}>{place(row.path, row.no, row.kind) || kindName(row.kind)}</a>
              </td>
              <td data-label="Nội dung">{rowText(row)}</td>
              {valued && (
                <td data-label={value} class="value">
                  {row.value_text}
                </td>
              )}
              {dated && <td data-label="Năm">{row.year}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function capitalKind(kind: string): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

function rowText(row: AnswerRow) {
  const text = row.text ?? "";
  return (
    <>
      {row.name && row.name !== text && <strong>{row.name}</strong>}
      {row.name && text && row.name !== text && <br />}
      {(!row.name || row.name !== text) && shorten(text, 260)}
      {row.name && row.name === text && shorten(row.name, 260)}
      {typeof row.number === "number" && <span class="chip ghost">{number(row.number)}</span>}
    </>
  );
}

function Quotes({ answer, documents }: Props) {
  if (!answer.citations.length) return null;
  return (
    <details class="quotes">
      <summary>Trích dẫn ({answer.citations.length})</summary>
      {answer.citations.slice(0, 40).map((citation) => (
        <blockquote key={citation.id + citation.start}>
          {shorten(citation.quote, 400)}
          <cite>
            <a href={unitHref(citation.id)}>{documentName(documents.get(citation.document) ?? { id: citation.document, number: null })}</a>
          </cite>
        </blockquote>
      ))}
    </details>
  );
}
