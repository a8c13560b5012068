/** One clause by province: what each does about it, and which say nothing. */

import { api } from "../api";
import { number, place, shorten } from "../format";
import { go, href, unitHref } from "../router";
import type { CoverageRow, GraphNode, PlaceRow } from "../types";
import { DocumentChip, Empty, useLoad, useTitle, When } from "../ui";
import { DocumentSelect } from "./matrix";

export function CompareView({ id, params }: { id: string | null; params: URLSearchParams }) {
  useTitle("So sánh địa phương");
  return (
    <section>
      <header class="section-head">
        <h1>So sánh địa phương</h1>
        <p class="quiet">Một điều khoản của cấp trên, và việc mà từng địa phương làm để thực hiện.</p>
      </header>
      {id ? <Compared id={id} /> : <ChooseClause document={params.get("van-ban")} />}
    </section>
  );
}

function Compared({ id }: { id: string }) {
  const loaded = useLoad(async () => {
    const [clause, rows, doc] = await Promise.all([api.clause(id), api.compare(id), api.document(id.slice(0, id.indexOf("#")))]);
    return { clause, rows: rows.items, doc };
  }, [id]);
  return (
    <When of={loaded} what="việc của từng địa phương">
      {({ clause, rows, doc }) => (
        <>
          <p class="eyebrow">
            <DocumentChip of={doc} />
            <a href={href("chuoi", id)}>{place(clause.path, null)}</a>
            <a href={href("so-sanh", null, null, { "van-ban": doc.id })}>Chọn điều khoản khác</a>
          </p>
          <p class="statement">{shorten([clause.heading, clause.text].filter(Boolean).join(" "), 600)}</p>
          {rows.length ? <Places rows={rows} /> : <Empty title="Trong kho chưa có văn bản của địa phương nào" />}
        </>
      )}
    </When>
  );
}

function Places({ rows }: { rows: PlaceRow[] }) {
  const stated = rows.filter((row) => row.units.length > 0).length;
  const sorted = [...rows].sort((a, b) => b.units.length - a.units.length || a.place.localeCompare(b.place, "vi"));
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
                  <a key={doc} class="chip ghost" href={href("van-ban", doc)}>
                    {doc}
                  </a>
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
      <p>{shorten(unit.title, 240)}</p>
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
        return (
          <>
            <form class="filters" aria-label="Chọn văn bản" onSubmit={(e) => e.preventDefault()}>
              <DocumentSelect
                label="Văn bản cấp trên"
                documents={upper}
                value={document}
                choose={(id) => go(href("so-sanh", null, null, { "van-ban": id }))}
              />
            </form>
            {document ? <Clauses document={document} /> : <Empty title="Chọn văn bản, rồi chọn điều khoản" />}
          </>
        );
      }}
    </When>
  );
}

function Clauses({ document }: { document: string }) {
  const loaded = useLoad(() => api.coverage(document), [document]);
  const works = (row: CoverageRow) => row.implements.length + row.contributes.length;
  return (
    <When of={loaded} what="điều khoản">
      {(coverage) => (
        <div class="table-wrap">
          <table>
            <thead>
              <tr>
                <th scope="col">Mục</th>
                <th scope="col">Nội dung</th>
                <th scope="col" class="count">
                  Việc cấp dưới
                </th>
              </tr>
            </thead>
            <tbody>
              {coverage.rows.map((row) => (
                <tr key={row.id}>
                  <td class="no">{row.path}</td>
                  <td class="title">
                    <a href={href("so-sanh", row.id)}>{shorten(row.heading ? `${row.heading} ${row.text}` : row.text, 200)}</a>
                  </td>
                  <td data-label="Việc cấp dưới" class="count">
                    {works(row) || "–"}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </When>
  );
}
