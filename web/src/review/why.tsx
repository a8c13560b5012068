/** Why a link is there: what the linker saw, in words, what people decided, and what changed since. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { date, place } from "../format";
import type { Decision, Explanation, LinkEnd } from "../types";
import { Failure, Loading, Score, useLoad } from "../ui";

/** Fetched when it is opened for the first time. */
export function Why({ link }: { link: string }) {
  const [open, set] = useState(false);
  return (
    <details onToggle={(e) => e.currentTarget.open && set(true)}>
      <summary>Vì sao</summary>
      {open && <Told link={link} />}
    </details>
  );
}

function Told({ link }: { link: string }) {
  const loaded = useLoad(() => api.link(link), [link]);
  if (loaded.state === "loading") return <Loading what="lý do" />;
  if (loaded.state === "error") return <Failure error={loaded.error} />;
  return <Reasons of={loaded.data} />;
}

const signed = (value: number) => value.toLocaleString("vi-VN", { maximumFractionDigits: 2, signDisplay: "exceptZero" });

const MODEL = ["implements", "contributes"];
const SHOWN = 8;

function Reasons({ of: link }: { of: Explanation }) {
  const verdicts = link.features.filter((feature) => MODEL.includes(feature.name));
  const told = link.features.filter((feature) => !MODEL.includes(feature.name) && feature.words !== feature.name);
  return (
    <div class="reasons">
      {link.features.length === 0 && (
        <p class="quiet">{link.method === "review" ? "Liên kết do người thêm, không do máy đề xuất." : "Máy không ghi lại dấu hiệu nào."}</p>
      )}
      {verdicts.length > 0 && (
        <ul>
          {verdicts.map((feature) => (
            <li key={feature.name}>
              <Score value={feature.value} name={feature.words} /> {feature.words}
            </li>
          ))}
        </ul>
      )}
      {link.concepts.length > 0 && (
        <p>
          Cùng nói về: <strong>{link.concepts.join("; ")}</strong>
        </p>
      )}
      {told.length > 0 && (
        <table>
          <caption>Điều gì quyết định (+ nghiêng về có, − về không)</caption>
          <tbody>
            {told.slice(0, SHOWN).map((feature) => (
              <tr key={feature.name}>
                <td>{feature.words}</td>
                <td class="count">{signed(feature.moved ?? feature.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {[link.source, link.target].map((end) => end.changes.length > 0 && <Changed key={end.id} end={end} />)}
      {link.history.length > 0 && <History of={link.history} />}
    </div>
  );
}

function Changed({ end }: { end: LinkEnd }) {
  return (
    <p class="changed">
      <strong>
        {end.number} {place(end.path, end.no, end.label)} đã đổi từ khi quyết định:
      </strong>{" "}
      {end.changes.map(({ kind, text }, n) => (kind === "same" ? text : kind === "now" ? <ins key={n}>{text}</ins> : <del key={n}>{text}</del>))}
    </p>
  );
}

const WHAT: Record<string, string> = { confirmed: "xác nhận", rejected: "từ chối", undone: "hoàn tác", proposed: "trả về đề xuất", candidate: "trả về ứng viên" };

function History({ of: decisions }: { of: Decision[] }) {
  return (
    <>
      <p class="quiet">Đã quyết định</p>
      <ol>
        {decisions.map((item) => (
          <li key={item.at + item.status}>
            {date(item.at)}: {item.reviewer} {WHAT[item.status] ?? item.status}
            {item.grade !== null && `, mức ${item.grade >= 2 ? "thực hiện" : "góp phần"}`}
            {item.reason && ` (${item.reason})`}
          </li>
        ))}
      </ol>
    </>
  );
}
