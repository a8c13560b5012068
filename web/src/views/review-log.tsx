/** Who decided what on which link, the last first. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { documentName, number, placeOf, time } from "../format";
import { unitHref } from "../router";
import { SaveSheet } from "../sheets";
import type { Decision, DocumentSummary } from "../types";
import { DocumentChip, Empty, useLoad, When } from "../ui";

const STEP = 100;
const WORDS: Record<string, string> = { confirmed: "Xác nhận", rejected: "Từ chối", undone: "Hoàn tác", proposed: "Trả về đề xuất", candidate: "Trả về ứng viên" };

function words(item: Decision): string {
  const grade = item.grade === null ? "" : item.grade >= 2 ? ", mức thực hiện" : ", mức góp phần";
  return (WORDS[item.status] ?? item.status) + (item.status === "confirmed" ? grade : "");
}

/** The ends of a link by its id, "source>RELATION>target". */
function ends(link: string): [source: string, target: string] {
  const [source = "", , target = ""] = link.split(">");
  return [source, target];
}

export function ReviewLog() {
  const loaded = useLoad(async () => {
    const [history, documents] = await Promise.all([api.history(), api.documents()]);
    return { decisions: [...history.items].reverse(), documents: new Map(documents.items.map((doc) => [doc.id, doc])) };
  }, []);
  return (
    <When of={loaded} what="nhật ký rà soát">
      {({ decisions, documents }) =>
        decisions.length ? <Log decisions={decisions} documents={documents} /> : <Empty title="Chưa ai quyết định về liên kết nào" />
      }
    </When>
  );
}

type Documents = Map<string, DocumentSummary>;

function named(id: string, documents: Documents): string {
  const document = id.split("#")[0]!;
  return `${documentName(documents.get(document) ?? { id: document, number: null })} ${placeOf(id)}`;
}

function Log({ decisions, documents }: { decisions: Decision[]; documents: Documents }) {
  const [limit, setLimit] = useState(STEP);
  const sheet = () => [
    ["Lúc", "Người rà soát", "Quyết định", "Từ", "Lên", "Lý do", "Mã liên kết"],
    ...decisions.map((item) => [item.at, item.reviewer, words(item), ...ends(item.link).map((id) => named(id, documents)), item.reason, item.link]),
  ];
  return (
    <>
      <div class="chain-bar">
        <p class="quiet" role="status">
          {number(decisions.length)} quyết định
        </p>
        <p class="row tools">
          <SaveSheet name="nhat-ky-ra-soat" lines={sheet} />
        </p>
      </div>
      <div class="table-wrap">
        <table>
          <thead>
            <tr>
              {["Lúc", "Người rà soát", "Quyết định", "Liên kết", "Lý do"].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {decisions.slice(0, limit).map((item) => (
              <Line key={item.link + item.at + item.status} item={item} documents={documents} />
            ))}
          </tbody>
        </table>
      </div>
      {decisions.length > limit && (
        <p class="center">
          <button type="button" class="button plain" onClick={() => setLimit(limit + STEP)}>
            Xem thêm
          </button>
        </p>
      )}
    </>
  );
}

function Line({ item, documents }: { item: Decision; documents: Documents }) {
  const [source, target] = ends(item.link);
  return (
    <tr>
      <td data-label="Lúc" class="nowrap">
        {time(item.at)}
      </td>
      <td data-label="Người">{item.reviewer}</td>
      <td data-label="Quyết định">
        <span class={`status status-${item.status}`}>{words(item)}</span>
      </td>
      <td data-label="Liên kết">
        <span>
          <End id={source} documents={documents} /> → <End id={target} documents={documents} />
        </span>
      </td>
      <td data-label="Lý do">{item.reason}</td>
    </tr>
  );
}

function End({ id, documents }: { id: string; documents: Documents }) {
  const document = id.split("#")[0]!;
  return (
    <>
      <DocumentChip of={documents.get(document) ?? { id: document, number: document }} /> <a href={unitHref(id)}>{placeOf(id)}</a>
    </>
  );
}
