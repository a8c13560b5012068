/** Ad-hoc Cypher and SPARQL for those who know the graph: examples to begin with, a table, and mistakes with their place. */

import { useEffect, useRef, useState } from "preact/hooks";
import { api, ApiError } from "../api";
import { number, shorten } from "../format";
import type { QueryExample, QueryLanguage, QueryOut, QuerySchema } from "../types";
import { Empty, Failure, Loading, useLoad, useTitle, When, type Loaded } from "../ui";

const NAMES: Record<QueryLanguage, string> = { cypher: "Cypher", sparql: "SPARQL" };
/** As much of a cell as a table can show. */
const LONGEST = 300;

export function QueryView() {
  useTitle("Truy vấn");
  const schema = useLoad(api.querySchema, []);
  return (
    <section>
      <header class="section-head">
        <h1>Truy vấn</h1>
        <p class="quiet">Hỏi thẳng đồ thị bằng Cypher hoặc SPARQL. Chỉ đọc, không sửa được gì.</p>
      </header>
      <When of={schema} what="mẫu truy vấn">
        {(known) => <Console schema={known} />}
      </When>
    </section>
  );
}

interface Asked {
  language: QueryLanguage;
  text: string;
  params: string;
}

const asked = (example: QueryExample): Asked => ({
  language: example.language,
  text: example.text,
  params: Object.keys(example.params).length ? JSON.stringify(example.params) : "",
});

function Console({ schema }: { schema: QuerySchema }) {
  const [query, set] = useState(() => asked(schema.examples[0]!));
  const [answer, setAnswer] = useState<Loaded<QueryOut> | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const running = answer?.state === "loading";
  useEffect(() => {
    if (answer?.state === "error") pointAt(box.current, answer.error);
  }, [answer]);

  const run = async () => {
    setAnswer({ state: "loading" });
    try {
      setAnswer({ state: "ready", data: await ask(query) });
    } catch (error) {
      setAnswer({ state: "error", error });
    }
  };
  return (
    <>
      <form class="query" aria-label="Câu lệnh" onSubmit={(e) => (e.preventDefault(), void run())}>
        <div class="filters">
          <label>
            <span>Ngôn ngữ</span>
            <select value={query.language} onChange={(e) => set({ ...query, language: e.currentTarget.value as QueryLanguage })}>
              {Object.entries(NAMES).map(([key, name]) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>Câu lệnh mẫu</span>
            <select value={schema.examples.findIndex((e) => e.text === query.text)} onChange={(e) => set(asked(schema.examples[Number(e.currentTarget.value)]!))}>
              <option value={-1} disabled>
                chọn một mẫu
              </option>
              {schema.examples.map((example, n) => (
                <option key={example.title} value={n}>
                  {example.title} ({NAMES[example.language]})
                </option>
              ))}
            </select>
          </label>
          {query.language === "cypher" && (
            <label>
              <span>Tham số (JSON)</span>
              <input value={query.params} placeholder='{"no": "1"}' onInput={(e) => set({ ...query, params: e.currentTarget.value })} />
            </label>
          )}
        </div>
        <label>
          <span class="visually-hidden">Câu lệnh {NAMES[query.language]}</span>
          <textarea ref={box} rows={7} spellcheck={false} value={query.text} onInput={(e) => set({ ...query, text: e.currentTarget.value })} onKeyDown={(e) => e.key === "Enter" && (e.ctrlKey || e.metaKey) && void run()} />
        </label>
        <p class="row">
          <button class="button" disabled={running || !query.text.trim()}>
            Chạy
          </button>
          <span class="quiet">Ctrl+Enter</span>
        </p>
      </form>
      {answer?.state === "loading" && <Loading what="kết quả truy vấn" />}
      {answer?.state === "error" && <Mistake error={answer.error} />}
      {answer?.state === "ready" && <Table found={answer.data} />}
      <Vocabulary schema={schema} />
    </>
  );
}

const PARAMS_WRONG = "Tham số phải là một đối tượng JSON, chẳng hạn {\"no\": \"1\"}.";

async function ask(query: Asked): Promise<QueryOut> {
  if (query.language === "sparql") return api.query({ sparql: query.text });
  let params: unknown;
  try {
    params = JSON.parse(query.params.trim() || "{}");
  } catch {
    throw new TypeError(PARAMS_WRONG);
  }
  if (typeof params !== "object" || params === null || Array.isArray(params)) throw new TypeError(PARAMS_WRONG);
  return api.query({ cypher: query.text, params });
}

/** Puts the caret where the service says that it stopped reading. */
function pointAt(box: HTMLTextAreaElement | null, error: unknown): void {
  if (!box || !(error instanceof ApiError) || !error.body.line) return;
  const lines = box.value.split("\n").slice(0, error.body.line - 1);
  const at = lines.reduce((sum, line) => sum + line.length + 1, 0) + (error.body.column ?? 1) - 1;
  box.focus();
  box.setSelectionRange(at, at + 1);
}

function Mistake({ error }: { error: unknown }) {
  const body = error instanceof ApiError ? error.body : null;
  const own = error instanceof TypeError ? error.message : null;
  if (own) return <Notice title="Tham số chưa đúng" advice={own} />;
  if (body?.code === "query_refused") {
    const where = body.line ? ` ở dòng ${body.line}${body.column ? `, cột ${body.column}` : ""}` : "";
    return <Notice title={`Câu lệnh chưa đúng${where}`} advice="Hãy sửa rồi chạy lại; chỉ những câu lệnh đọc mới được chạy." detail={[body.message, body.hint]} />;
  }
  if (body?.code === "limit_exceeded")
    return (
      <Notice
        title="Câu lệnh cần quá nhiều thời gian hoặc bộ nhớ"
        advice="Hãy bắt đầu từ một mã đã biết, thêm LIMIT, hoặc hỏi ít hơn mỗi lần."
        detail={[body.message, body.hint]}
      />
    );
  if (body?.code === "input") return <Notice title="Tham số chưa đúng" advice={PARAMS_WRONG} detail={[body.message, body.hint]} />;
  return <Failure error={error} />;
}

function Notice({ title, advice, detail = [] }: { title: string; advice: string; detail?: (string | null)[] }) {
  const words = detail.filter(Boolean).join(". ");
  return (
    <div class="notice" role="alert">
      <h2>{title}</h2>
      <p>{advice}</p>
      {words && <p class="quiet detail">{words}</p>}
    </div>
  );
}

function Table({ found }: { found: QueryOut }) {
  if (!found.rows.length)
    return (
      <Empty title="Không có dòng nào khớp">
        <p>Câu lệnh đúng, nhưng đồ thị không có gì như vậy. Xem tên nhãn, quan hệ và thuộc tính bên dưới.</p>
      </Empty>
    );
  return (
    <>
      <p class="quiet" role="status">
        {found.truncated ? `Chỉ ${number(found.rows.length)} dòng đầu` : `${number(found.rows.length)} dòng`}
      </p>
      <div class="table-wrap">
        <table>
          <thead>
            <tr>
              {found.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.rows.map((row, n) => (
              <tr key={n}>
                {found.columns.map((name) => (
                  <td key={name} data-label={name}>
                    {cell(row[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return shorten(typeof value === "string" ? value : JSON.stringify(value), LONGEST);
}

function Vocabulary({ schema }: { schema: QuerySchema }) {
  return (
    <details class="query-names">
      <summary>Nhãn, quan hệ và thuộc tính</summary>
      <dl>
        {schema.labels.map((row) => (
          <div key={row.label}>
            <dt>{row.label}</dt>
            <dd>{row.properties.join(", ")}</dd>
          </div>
        ))}
        {schema.relations.map((row) => (
          <div key={row.type}>
            <dt>{row.type}</dt>
            <dd>
              {row.meaning}: {row.source.join(", ")} → {row.target.join(", ")}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
