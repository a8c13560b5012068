/** The text as a readable tree, with an outline beside it and a badge on each clause that something carries out. */

import { createContext } from "preact";
import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import { api } from "../api";
import { capital, place, shorten } from "../format";
import { go, href } from "../router";
import type { Clause } from "../types";
import { Empty, useLoad, When } from "../ui";

export interface Branch {
  clause: Clause;
  children: Branch[];
}

/** The flat list as a forest, in the order of the print. A clause whose parent is missing stands at the top. */
export function forest(clauses: readonly Clause[]): Branch[] {
  const branches = new Map(clauses.map((clause) => [clause.id, { clause, children: [] as Branch[] }]));
  const roots: Branch[] = [];
  for (const clause of [...clauses].sort((a, b) => a.order - b.order)) {
    const branch = branches.get(clause.id)!;
    const parent = clause.parent ? branches.get(clause.parent) : undefined;
    (parent ? parent.children : roots).push(branch);
  }
  return roots;
}

export function ContentTab({ id, at }: { id: string; at: string | null }) {
  const loaded = useLoad(() => api.clauses(id), [id]);
  return (
    <When of={loaded} what="nội dung">
      {(page) => (page.items.length ? <Reader clauses={page.items} id={id} at={at} /> : <Empty title="Văn bản không có nội dung đọc được" />)}
    </When>
  );
}

/** The file of the document itself; annexes of other files are named by theirs. */
const OwnFile = createContext<string | null>(null);

function Reader({ clauses, id, at }: { clauses: Clause[]; id: string; at: string | null }) {
  const tree = useMemo(() => forest(clauses), [clauses]);
  useEffect(() => {
    if (!at) return;
    const element = document.getElementById(anchor(at));
    for (let fold = element?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
    element?.scrollIntoView({ block: "center" });
    element?.classList.add("flash");
    return () => element?.classList.remove("flash");
  }, [at, clauses]);
  const headings = clauses.filter(
    (c) => c.label && (["section", "clause"].includes(c.kind) ? depth(c.path) <= 2 : c.kind === "annex" && !c.parent),
  );
  return (
    <div class="with-side reader">
      <aside class="outline" aria-label="Mục lục">
        <JumpTo clauses={clauses} id={id} />
        <ol>
          {headings.map((clause) => (
            <li key={clause.id} class={`level-${depth(clause.path)}`}>
              <a href={href("van-ban", id, "noi-dung", { muc: clause.path })}>
                <b>{clause.label}</b> {shorten(clause.heading || clause.text, 70)}
              </a>
            </li>
          ))}
        </ol>
      </aside>
      <div class="sheet">
        <OwnFile.Provider value={clauses[0]?.file ?? null}>
          {tree.map((branch) => (
            <Piece key={branch.clause.id} branch={branch} />
          ))}
        </OwnFile.Provider>
      </div>
    </div>
  );
}

function JumpTo({ clauses, id }: { clauses: Clause[]; id: string }) {
  const [value, set] = useState("");
  const [missing, setMissing] = useState(false);
  const jump = (event: Event) => {
    event.preventDefault();
    const wanted = value.trim().replace(/[).]+$/, "").toLowerCase();
    const found = clauses.find((clause) => clause.path.toLowerCase() === wanted);
    setMissing(!found);
    if (found) go(href("van-ban", id, "noi-dung", { muc: found.path }));
  };
  return (
    <form class="jump" onSubmit={jump}>
      <label for="muc">Đến mục</label>
      <input id="muc" value={value} placeholder="III.5.d" onInput={(e) => set(e.currentTarget.value)} />
      {missing && <small role="alert">Không có mục này.</small>}
    </form>
  );
}

function anchor(path: string): string {
  return `muc-${path}`;
}

function depth(path: string): number {
  return path.split(".").length;
}

const OUTSIDE = new Set(["header", "signature", "recipients", "unparsed", "annex"]);

function Piece({ branch }: { branch: Branch }) {
  const { clause, children } = branch;
  const inside = (
    <>
      {children.map((child) => (
        <Piece key={child.clause.id} branch={child} />
      ))}
    </>
  );
  if (OUTSIDE.has(clause.kind)) return <Outside clause={clause}>{inside}</Outside>;
  const heads = clause.kind === "section" || clause.heading !== null;
  const Tag = clause.kind === "section" ? "h2" : "h3";
  const link = href("chuoi", clause.id);
  const name = `Chuỗi thực hiện của ${place(clause.path, null)}`;
  return (
    <div id={anchor(clause.path)} class={`piece ${clause.kind}`}>
      <div class="own">
        <a class="label" href={link} title={name} aria-label={name}>
          {clause.kind === "bullet" ? "–" : clause.label}
        </a>
        <div class="words">
          {heads && <Tag>{clause.heading ?? clause.text}</Tag>}
          {(!heads || clause.heading !== null) && clause.text && <p>{clause.text}</p>}
        </div>
        <Badges clause={clause} link={link} />
      </div>
      {children.length > 0 && <div class="children">{inside}</div>}
    </div>
  );
}

const OUTSIDE_NAMES: Record<string, string> = {
  header: "Phần đầu văn bản",
  signature: "Chữ ký",
  recipients: "Nơi nhận",
  annex: "Phụ lục",
  unparsed: "Đoạn chưa phân loại",
};

/** What stands around the body: folded away, never left out. The lines of an annex's table stand in it as lines. */
function Outside({ clause, children }: { clause: Clause; children: preact.ComponentChildren }) {
  if (clause.kind === "annex" && clause.parent) return <AnnexLine clause={clause}>{children}</AnnexLine>;
  const text = [clause.heading, clause.text].filter(Boolean).join("\n");
  const annex = clause.kind === "annex";
  const own = useContext(OwnFile);
  const name = annex && clause.label ? capital(clause.label.toLocaleLowerCase("vi")) : OUTSIDE_NAMES[clause.kind];
  return (
    <details class="outside" id={anchor(clause.path)}>
      <summary>
        {name} <span class="quiet">{shorten(text, 70)}</span>
        {annex && clause.file !== own && <span class="file"> {clause.file}</span>}
      </summary>
      {annex && (
        <p class="quiet">
          Các dòng như trong tệp; đọc thành bảng ở <a href={href("van-ban", clause.document, "nhiem-vu")}>Nhiệm vụ</a> và{" "}
          <a href={href("van-ban", clause.document, "chi-tieu")}>Chỉ tiêu</a>.
        </p>
      )}
      <p class="pre">{text}</p>
      {children}
    </details>
  );
}

/** A line of a table: its cells one after another, without the number that is its label anyway. */
function AnnexLine({ clause, children }: { clause: Clause; children: preact.ComponentChildren }) {
  const cells = clause.text.split("\n").map((cell) => cell.trim());
  const own = cells.filter((cell, n) => cell && (n > 0 || cell.replace(/[.)]$/, "") !== clause.label.replace(/[.)]$/, "")));
  return (
    <>
      <p class="annex-line" id={anchor(clause.path)}>
        <b>{clause.label === "header" ? "" : clause.label}</b> <span>{own.join(" | ")}</span>
      </p>
      {children}
    </>
  );
}

/** In the margin: how many below carry the clause out, how many above it serves. */
function Badges({ clause, link }: { clause: Clause; link: string }) {
  const { carried_out_by: below, serves: above } = clause;
  return (
    <div class={below + above ? "margin" : "margin bare"}>
      {below > 0 && (
        <a class="badge down" href={link} title="Những việc ở cấp dưới thực hiện mục này">
          ↓ {below} thực hiện
        </a>
      )}
      {above > 0 && (
        <a class="badge up" href={link} title="Những điều khoản cấp trên mà mục này thực hiện">
          ↑ {above} cấp trên
        </a>
      )}
      {below + above === 0 && (
        <a class="badge open" href={link} tabIndex={-1}>
          chuỗi
        </a>
      )}
    </div>
  );
}
