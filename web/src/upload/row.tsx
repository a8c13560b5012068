/** One file of an upload: how far it is, what became of it, what to do about it and what it changed. */

import { capital, kindName, place, shorten } from "../format";
import { Refused } from "../refused";
import { href } from "../router";
import type { FileOutcome, UnitChange } from "../types";
import { advice, changed, doubt, held, OUTCOMES } from "./outcomes";
import type { Sent } from "./queue";

const STEPS = { waiting: "đang chờ", sending: "đang gửi, đọc và nối liên kết…", stopped: "chưa gửi" };

export function FileRow({ sent, close }: { sent: Sent; close: () => void }) {
  const { file } = sent;
  if (sent.step === "done") return <DoneRow name={file.name} outcome={sent.outcome} close={close} />;
  if (sent.step === "refused")
    return (
      <li class="failed">
        <strong>{file.name}</strong> <span class="state">chưa thêm được</span>
        <Refused error={sent.error} undone="Tệp chưa được ghi." />
      </li>
    );
  return (
    <li>
      <strong>{file.name}</strong> <span class="state quiet">{STEPS[sent.step]}</span>
      {sent.step === "sending" && <progress aria-label={`Đang đọc ${file.name}`} />}
    </li>
  );
}

function DoneRow({ name, outcome, close }: { name: string; outcome: FileOutcome; close: () => void }) {
  const failed = outcome.outcome === "failed";
  const told = advice(outcome);
  const doubts = doubt(outcome);
  return (
    <li class={outcome.outcome}>
      <strong>{outcome.document ? <a href={href("van-ban", outcome.document)} onClick={close}>{name}</a> : name}</strong>{" "}
      <span class="state">{OUTCOMES[outcome.outcome]}</span>
      {failed ? (
        <p>
          {told.what} {told.todo} <span class="quiet">({[outcome.reason, outcome.code === "unsupported_format" ? null : outcome.hint].filter(Boolean).join("; ")})</span>
        </p>
      ) : (
        <p class="quiet">
          {[outcome.number, held(outcome), outcome.reason && capital(outcome.reason)].filter(Boolean).join(" · ")}
          {outcome.document && outcome.diagnostics > 0 && (
            <>
              {" · "}
              <a href={href("van-ban", outcome.document, "can-xem")} onClick={close}>
                {outcome.diagnostics} chỗ cần xem
              </a>
            </>
          )}
        </p>
      )}
      {doubts && <p class="doubt">{doubts}</p>}
      {outcome.changes && <ChangesOf changes={outcome.changes} close={close} />}
    </li>
  );
}

function ChangesOf({ changes, close }: { changes: NonNullable<FileOutcome["changes"]>; close: () => void }) {
  const words = `So với bản trước: ${changed(changes)}`;
  if (!changes.units.length) return <p class="quiet">{words}</p>;
  const total = changes.added + changes.changed + changes.removed;
  return (
    <details>
      <summary>{words}</summary>
      <ul class="changes">
        {changes.units.map((unit) => (
          <Changed key={unit.id} unit={unit} close={close} />
        ))}
      </ul>
      {changes.units.length < total && <p class="quiet">và {total - changes.units.length} mục khác.</p>}
    </details>
  );
}

function Changed({ unit, close }: { unit: UnitChange; close: () => void }) {
  const name = capital(place(unit.path, unit.no, unit.label)) || kindName(unit.label);
  return (
    <li>
      {unit.now ? <a href={href("chuoi", unit.id)} onClick={close}>{name}</a> : name}{" "}
      {unit.before && <del>{shorten(unit.before, 200)}</del>} {unit.now && <ins>{shorten(unit.now, 200)}</ins>}
    </li>
  );
}
