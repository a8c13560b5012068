/** One clause by province: what each does about it, and which say nothing. */

import { api } from "../api";
import { nodeText, number, place, shorten } from "../format";
import { provinceOf, tierOf } from "../levels";
import { go, href, unitHref } from "../router";
import type { DocumentSummary, GraphNode, PlaceRow } from "../types";
import { DocumentChip, Empty, useLoad, useTitle, When } from "../ui";
import { DocumentSelect } from "./matrix";
import { ProvinceTable } from "./provinces";

export function CompareView({ id, params }: { id: string | null; params: URLSearchParams }) {
  useTitle("So sánh địa phương");
  return (
    <section>
      <header class="section-head">
        <h1>So sánh địa phương</h1>
        <p class="quiet">Số việc mà từng địa phương làm để thực hiện mỗi điều khoản của cấp trên, nối thẳng hoặc qua văn bản ở giữa.</p>
      </header>
      {id ? <Compared id={id} place={params.get("dia-phuong")} /> : <ChooseClause document={params.get("van-ban")} />}
    </section>
  );
}

function Compared({ id, place: first }: { id: string; place: string | null }) {
  const loaded = useLoad(async () => {
    const [clause, rows, documents] = await Promise.all([api.clause(id), api.compare(id), api.documents()]);
    const local = new Map(documents.items.filter((doc) => provinceOf(doc)).map((doc) => [doc.id, doc]));
    const doc = documents.items.find((item) => item.id === clause.document) ?? { id: clause.document, number: null };
    return { clause, rows: rows.items.flatMap((row) => ofProvince(row, local)), doc, local };
  }, [id]);
  return (
    <When of={loaded} what="việc của từng địa phương">
      {({ clause, rows, doc, local }) => (
        <>
          <p class="eyebrow">
            <DocumentChip of={doc} />
            <a href={href("chuoi", id)}>{place(clause.path, null)}</a>
            <a href={href("so-sanh", null, null, { "van-ban": doc.id })}>Chọn điều khoản khác</a>
          </p>
          <p class="statement">{shorten([clause.heading, clause.text].filter(Boolean).join(" "), 600)}</p>
          {rows.length ? <Places rows={rows} local={local} first={first} /> : <Empty title="Trong kho chưa có văn bản của địa phương nào" />}
        </>
      )}
    </When>
  );
}

/** A row without the central documents, which are only dated from a city; nothing when no other is left. */
function ofProvince(row: PlaceRow, local: Map<string, DocumentSummary>): PlaceRow[] {
  const documents = row.documents.filter((id) => local.has(id));
  return documents.length ? [{ ...row, documents, units: row.units.filter((unit) => tierOf(unit) >= 2) }] : [];
}

/** `first`: the province that was asked for stands before the others. */
function Places({ rows, local, first }: { rows: PlaceRow[]; local: Map<string, DocumentSummary>; first: string | null }) {
  const stated = rows.filter((row) => row.units.length > 0).length;
  const asked = (row: PlaceRow) => Number(row.place === first);
  const sorted = [...rows].sort((a, b) => asked(b) - asked(a) || b.units.length - a.units.length || a.place.localeCompare(b.place, "vi"));
  return (
    <>
      <p class="quiet" role="status">
        {number(stated)} trên {number(rows.length)} địa phương đã có việc nối lên điều khoản này.
      </p>
      <div class="places">
        {sorted.map((row) => (
          <section key={row.place} class={row.units.length ? "place" : "place none"}>
            <h2>
              {row.place} <small>{row.units.length ? `${number(row.units.length)} mục` : "chưa thấy việc nào"}</small>
            </h2>
            {row.units.length === 0 && (
              <p class="quiet">
                Đã tìm trong {number(row.documents.length)} văn bản:{" "}
                {row.documents.map((doc) => (
                  <DocumentChip key={doc} of={local.get(doc)!} />
                ))}
              </p>
            )}
            <ul>
              {row.units.map((unit) => (
                <Work key={unit.id} unit={unit} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

function Work({ unit }: { unit: GraphNode }) {
  return (
    <li>
      <p>
        <DocumentChip of={{ ...unit, id: unit.document ?? unit.id, title: null }} />{" "}
        <a href={unitHref(unit.id, unit.label)}>{place(unit.path, unit.no, unit.label)}</a>
      </p>
      <p>{shorten(nodeText(unit), 240)}</p>
    </li>
  );
}

function ChooseClause({ document }: { document: string | null }) {
  const documents = useLoad(api.documents, []);
  return (
    <When of={documents}>
      {(page) => {
        const upper = page.items.filter((doc) => !doc.stub && (doc.coverage?.covered ?? 0) > 0);
        if (!upper.length)
          return (
            <Empty title="Chưa có văn bản nào để so sánh">
              <p>Thêm một văn bản cấp trên và kế hoạch thực hiện của ít nhất một địa phương.</p>
            </Empty>
          );
        const shown = document ?? [...upper].sort((a, b) => tierOf(a) - tierOf(b))[0]!.id;
        return (
          <>
            <form class="filters" aria-label="Chọn văn bản" onSubmit={(e) => e.preventDefault()}>
              <DocumentSelect
                label="Văn bản cấp trên"
                documents={upper}
                value={shown}
                choose={(id) => go(href("so-sanh", null, null, { "van-ban": id }))}
              />
            </form>
            <ProvinceTable document={shown} />
          </>
        );
      }}
    </When>
  );
}
