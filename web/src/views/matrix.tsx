/** Two documents against each other: what the upper one orders by what the lower one does. */

import { useMemo, useState } from "preact/hooks";
import { api } from "../api";
import { documentName, kindName, nodeText, number, place, shorten } from "../format";
import { TIERS, tierOf } from "../levels";
import { hasTasks, linkedOf, look, matrixLines, short, type View } from "../matrix";
import { go, href, replaceWith, unitHref } from "../router";
import type { DocumentSummary, GraphNode, Matrix, MatrixCell } from "../types";
import { SaveSheet } from "../sheets";
import { Evidence } from "../review/evidence";
import { DocumentChip, Empty, Grade, useLoad, useNarrow, useTitle, When } from "../ui";

interface Props {
  upstream: string | null;
  downstream: string | null;
  params: URLSearchParams;
}

export function MatrixView(props: Props) {
  const documents = useLoad(api.documents, []);
  return (
    <section>
      <header class="section-head">
        <h1>Ma trận</h1>
        <p class="quiet">Điều khoản và nhiệm vụ của văn bản cấp trên, đối chiếu với từng việc của văn bản cấp dưới.</p>
      </header>
      <When of={documents}>{(page) => <Choose {...props} documents={page.items.filter((doc) => !doc.stub)} />}</When>
    </section>
  );
}

function Choose({ documents, upstream, downstream, params }: Props & { documents: DocumentSummary[] }) {
  const [picked, pick] = useState({ upstream, downstream });
  const choose = (next: typeof picked) => {
    pick(next);
    if (next.upstream && next.downstream) go(href("ma-tran", next.upstream, next.downstream, Object.fromEntries(params)));
  };
  const same = upstream !== null && upstream === downstream;
  const name = (id: string | null) => documents.filter((doc) => doc.id === id).map((doc) => documentName(doc, 30));
  useTitle(["Ma trận", [...name(upstream), ...name(downstream)].join(" × ")].filter(Boolean).join(" · "));
  return (
    <>
      <form class="filters" aria-label="Chọn hai văn bản" onSubmit={(e) => e.preventDefault()}>
        <DocumentSelect
          label="Văn bản cấp trên"
          documents={documents}
          value={upstream ?? picked.upstream}
          choose={(id) => choose({ upstream: id, downstream: downstream ?? picked.downstream })}
        />
        <DocumentSelect
          label="Văn bản cấp dưới"
          documents={documents}
          value={downstream ?? picked.downstream}
          choose={(id) => choose({ upstream: upstream ?? picked.upstream, downstream: id })}
        />
      </form>
      {upstream && downstream && !same ? (
        <Loaded key={`${upstream} ${downstream}`} upstream={upstream} downstream={downstream} params={params} />
      ) : (
        <Empty title={same ? "Hãy chọn hai văn bản khác nhau" : "Chọn hai văn bản để đối chiếu"}>
          <Pairs documents={documents} />
        </Empty>
      )}
    </>
  );
}

/** Documents of which one carries out the other: what is most often laid side by side. */
function Pairs({ documents }: { documents: DocumentSummary[] }) {
  const map = useLoad(api.documentMap, []);
  const own = new Map(documents.map((doc) => [doc.id, doc]));
  const pairs = map.state === "ready" ? map.data.edges.filter((edge) => edge.relation === "IMPLEMENTS" && own.has(edge.source) && own.has(edge.target)) : [];
  if (!pairs.length) return <p>Ví dụ một nghị quyết của Trung ương và kế hoạch của tỉnh thực hiện nghị quyết đó.</p>;
  return (
    <>
      <p>Những cặp mà văn bản dưới nói là thực hiện văn bản trên:</p>
      <ul>
        {pairs.slice(0, 20).map(({ source, target }) => (
          <li key={`${target} ${source}`}>
            <a href={href("ma-tran", target, source)}>
              {documentName(own.get(target)!, 30)} × {documentName(own.get(source)!, 30)}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

interface SelectProps {
  label: string;
  documents: DocumentSummary[];
  value: string | null;
  /** What the empty choice says. */
  none?: string;
  choose: (id: string) => void;
}

export function DocumentSelect({ label, documents, value, none = "chọn văn bản", choose }: SelectProps) {
  return (
    <label>
      <span>{label}</span>
      <select value={value ?? ""} onChange={(e) => choose(e.currentTarget.value)}>
        <option value="">{none}</option>
        {TIERS.map((tier, n) => {
          const here = documents.filter((doc) => tierOf(doc) === n);
          return (
            here.length > 0 && (
              <optgroup key={tier.key} label={tier.name}>
                {here.map((doc) => (
                  <option key={doc.id} value={doc.id}>
                    {documentName(doc, 50)}
                  </option>
                ))}
              </optgroup>
            )
          );
        })}
      </select>
    </label>
  );
}

function Loaded({ upstream, downstream, params }: { upstream: string; downstream: string; params: URLSearchParams }) {
  const loaded = useLoad(() => api.matrix(upstream, downstream), [upstream, downstream]);
  return (
    <When of={loaded} what="ma trận">
      {(matrix) =>
        matrix.cells.length ? (
          <Shown matrix={matrix} params={params} />
        ) : (
          <Empty title="Chưa thấy liên kết nào giữa hai văn bản này">
            <p>
              Có thể chúng nối nhau qua một văn bản ở giữa, hoặc văn bản cấp trên và cấp dưới bị chọn ngược.{" "}
              <a href={href("ma-tran", downstream, upstream)}>Đổi chiều</a>
            </p>
          </Empty>
        )
      }
    </When>
  );
}

function Shown({ matrix, params }: { matrix: Matrix; params: URLSearchParams }) {
  const narrow = useNarrow();
  const strict = params.get("muc") === "2";
  const bare = params.get("trong") === "1";
  const asList = narrow || params.get("dang") === "bang";
  const choice = useMemo(() => hasTasks(matrix), [matrix]);
  const tasks = choice && params.get("dieu-khoan") !== "1";
  const view = useMemo(() => look(matrix, { least: strict ? 2 : 1, bare, tasks }), [matrix, strict, bare, tasks]);
  const set = (name: string, value: string | null) => {
    const next = new URLSearchParams(params);
    if (value) next.set(name, value);
    else next.delete(name);
    replaceWith(href("ma-tran", matrix.upstream, matrix.downstream, Object.fromEntries(next)));
  };
  return (
    <>
      <div class="chain-bar">
        {!narrow && (
          <div class="segmented" role="group" aria-label="Cách hiện">
            <button type="button" aria-pressed={!asList} onClick={() => set("dang", null)}>
              Lưới
            </button>
            <button type="button" aria-pressed={asList} onClick={() => set("dang", "bang")}>
              Danh sách
            </button>
          </div>
        )}
        <label class="check">
          <input type="checkbox" checked={strict} onChange={(e) => set("muc", e.currentTarget.checked ? "2" : null)} />
          Chỉ “thực hiện”
        </label>
        <label class="check">
          <input type="checkbox" checked={bare} onChange={(e) => set("trong", e.currentTarget.checked ? "1" : null)} />
          Cả mục chưa nối
        </label>
        {choice && (
          <label class="check">
            <input type="checkbox" checked={!tasks} onChange={(e) => set("dieu-khoan", e.currentTarget.checked ? "1" : null)} />
            Cả điều khoản cấp dưới
          </label>
        )}
<p class="row tools">
          <SaveSheet name={`ma-tran_${matrix.upstream}_${matrix.downstream}`} lines={() => matrixLines(view)} />
        </p>
      </div>
      <p class="quiet" role="status">
        {number(view.links)} liên kết, {number(view.implementing)} là thực hiện; {number(view.at.size)} mục của văn bản trên,{" "}
        {number(new Set([...view.at.values()].flatMap((row) => [...row.keys()])).size)} mục của văn bản dưới.
      </p>
      {view.rows.length === 0 ? <Empty title="Không liên kết nào ở mức “thực hiện”" /> : asList ? <Rows view={view} /> : <Grid view={view} />}
    </>
  );
}

function about(node: GraphNode): string {
  return `${node.number ?? ""} ${place(node.path, node.no, node.label)}: ${shorten(nodeText(node), 240)}`;
}

function Grid({ view }: { view: View }) {
  const counts = useMemo(() => {
    const out = new Map<string, number>();
    for (const row of view.at.values()) for (const id of row.keys()) out.set(id, (out.get(id) ?? 0) + 1);
    return out;
  }, [view]);
  const [chosen, choose] = useState<MatrixCell | null>(null);
  return (
    <>
      <div class="matrix-wrap" tabIndex={0} role="region" aria-label="Ma trận, cuộn được hai chiều">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col" class="corner">
                {view.rows[0]?.number} <span class="quiet">↓</span> {view.columns[0]?.number} <span class="quiet">→</span>
              </th>
              <th scope="col" class="sum">
                Σ
              </th>
              {view.columns.map((node) => (
                <th key={node.id} scope="col">
                  <a href={unitHref(node.id, node.label)} title={about(node)}>
                    {short(node)}
                  </a>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.rows.map((row) => (
              <GridRow key={row.id} row={row} columns={view.columns} cells={view.at.get(row.id)} chosen={chosen} choose={choose} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Số liên kết</th>
              <td class="sum">{view.links}</td>
              {view.columns.map((node) => (
                <td key={node.id}>{counts.get(node.id) ?? ""}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
      <p class="quiet legend-line">
        <i class="mark mark-2" aria-hidden="true" /> thực hiện <i class="mark mark-1" aria-hidden="true" /> góp phần. Chạm ô đánh dấu để xem căn cứ
        của liên kết, số mục để xem chuỗi của nó.
      </p>
      {chosen && <Evidence key={`${chosen.source} ${chosen.target}`} cell={chosen} close={() => choose(null)} />}
    </>
  );
}

interface GridRowProps {
  row: GraphNode;
  columns: GraphNode[];
  cells: Map<string, MatrixCell> | undefined;
  chosen: MatrixCell | null;
  choose: (cell: MatrixCell) => void;
}

function GridRow({ row, columns, cells, chosen, choose }: GridRowProps) {
  return (
    <tr>
      <th scope="row">
        <a href={unitHref(row.id, row.label)} title={about(row)}>
          <b>{short(row)}</b> {shorten(nodeText(row), 70)}
        </a>
      </th>
      <td class="sum">{cells?.size ?? ""}</td>
      {columns.map((column) => {
        const cell = cells?.get(column.id);
        const words = cell && `${short(row)} ← ${short(column)}: ${cell.grade >= 2 ? "thực hiện" : "góp phần"}, ${Math.round(100 * cell.score)}%`;
        return (
          <td key={column.id}>
            {cell && (
              <button
                type="button"
                class={`mark mark-${cell.grade}${cell.status === "confirmed" ? " sure" : ""}`}
                title={words}
                aria-label={words}
                aria-pressed={cell === chosen}
                onClick={() => choose(cell)}
              />
            )}
          </td>
        );
      })}
    </tr>
  );
}

function Rows({ view }: { view: View }) {
  return (
    <ol class="matrix-list">
      {view.rows.map((row) => {
        const linked = linkedOf(view, row.id);
        return (
          <li key={row.id}>
            <p>
              <DocumentChip of={{ ...row, id: row.document ?? row.id, title: null }} />{" "}
              <a href={unitHref(row.id, row.label)}>{place(row.path, row.no, row.label) || kindName(row.label)}</a>{" "}
              <small class="quiet">{linked.length ? `${linked.length} liên kết` : "chưa nối"}</small>
            </p>
            <p class="prose">{shorten(nodeText(row), 200)}</p>
            {linked.length > 0 && (
              <ul>
                {linked.map(([node, cell]) => (
                  <li key={node.id}>
                    <Grade grade={cell.grade} status={cell.status} />{" "}
                    <a href={unitHref(node.id, node.label)}>
                      <b>{short(node)}</b> {shorten(nodeText(node), 140)}
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ol>
  );
}
