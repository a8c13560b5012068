/** Small pieces that every view shares: loading, errors, empty states, chips, links to documents and agencies. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ApiError, key } from "./api";
import { date, deadline as deadlineText, documentName } from "./format";
import { TIERS, tierOf } from "./levels";
import { href } from "./router";
import type { AgencyRef, Deadline } from "./types";

export type Loaded<T> = { state: "loading" } | { state: "error"; error: unknown } | { state: "ready"; data: T };

/** Told to every load that failed when someone asks to try again: the page stays, and so does what is typed in it. */
const AGAIN = "truyvet-again";

/** Runs `load` whenever `deps` change; an answer that comes too late is dropped. */
export function useLoad<T>(load: () => Promise<T>, deps: readonly unknown[]): Loaded<T> {
  const [value, set] = useState<Loaded<T>>({ state: "loading" });
  const [turn, setTurn] = useState(0);
  const failed = value.state === "error";
  useEffect(() => {
    if (!failed) return;
    const again = () => setTurn((n) => n + 1);
    addEventListener(AGAIN, again);
    addEventListener("online", again);
    return () => {
      removeEventListener(AGAIN, again);
      removeEventListener("online", again);
    };
  }, [failed]);
  useEffect(() => {
    let live = true;
    set({ state: "loading" });
    load().then(
      (data) => live && set({ state: "ready", data }),
      (error: unknown) => live && set({ state: "error", error }),
    );
    return () => {
      live = false;
    };
  }, [...deps, turn]);
  return value;
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · TruyVết` : "TruyVết: từ nghị quyết đến nhiệm vụ";
  }, [title]);
}

/** True while the window is narrower than `width` pixels. */
export function useNarrow(width = 720): boolean {
  const media = matchMedia(`(max-width: ${width}px)`);
  const [narrow, set] = useState(media.matches);
  useEffect(() => {
    const changed = () => set(media.matches);
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, [width]);
  return narrow;
}

interface WhenProps<T> {
  of: Loaded<T>;
  what?: string;
  /** What is loaded is the whole view, which then names itself. */
  whole?: boolean;
  children: (data: T) => ComponentChildren;
}

export function When<T>({ of, what, whole, children }: WhenProps<T>) {
  if (of.state === "loading") return <Loading what={what} />;
  if (of.state === "error") return <Failure error={of.error} whole={whole} />;
  return <>{children(of.data)}</>;
}

export function Loading({ what = "dữ liệu" }: { what?: string }) {
  return (
    <div class="loading" role="status" aria-live="polite">
      <span class="visually-hidden">Đang tải {what}…</span>
      <i /> <i /> <i />
    </div>
  );
}

const FAILURES: Record<string, [title: string, advice: string]> = {
  not_found: ["Không tìm thấy", "Trong kho không có mục này; có thể văn bản đã được thay hoặc xóa."],
  store_unavailable: ["Kho dữ liệu đang bận", "Đợi một lát rồi thử lại."],
  store_locked: ["Kho đang được ghi", "Một tiến trình khác đang thêm văn bản. Đợi một lát rồi thử lại."],
  index_mismatch: ["Kho được lập bằng mô hình khác", "Người quản trị cần lập lại chỉ mục với mô hình đang dùng."],
  validation: ["Yêu cầu chưa đúng", "Hãy sửa điều vừa nhập rồi thử lại."],
  offline: ["Không kết nối được với dịch vụ", "Có thể mất mạng, hoặc dịch vụ đang dừng. Đợi một lát rồi thử lại; nếu vẫn vậy, hãy báo người quản trị."],
};

/** A failure in plain words first; the service's own message follows for whoever has to mend it. */
export function Failure({ error, whole = false }: { error: unknown; whole?: boolean }) {
  const body = error instanceof ApiError ? error.body : null;
  const lost = body?.code === "not_found";
  useEffect(() => {
    if (lost) document.title = "Không tìm thấy · TruyVết";
  }, [lost]);
  if (error instanceof ApiError && error.status === 401) return <KeyForm />;
  const [title, advice] = FAILURES[body?.code ?? ""] ?? ["Chưa đọc được dữ liệu", "Thử lại sau; nếu vẫn lỗi, hãy báo người quản trị."];
  return (
    <div class="notice" role="alert">
      <NoticeHead title={title} whole={whole} />
      <p>{advice}</p>
      {body && body.code !== "offline" && (
        <p class="quiet detail">
          {body.message} {body.hint}
        </p>
      )}
      <p class="row">
        <button type="button" class="button" onClick={() => dispatchEvent(new Event(AGAIN))}>
          Thử lại
        </button>
        <a class="button plain" href="#/">
          Về trang đầu
        </a>
      </p>
    </div>
  );
}

function KeyForm() {
  const [value, set] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    key.set(value);
    dispatchEvent(new Event(AGAIN));
  };
  return (
    <form class="notice" onSubmit={submit}>
      <h2>Cần khóa truy cập</h2>
      <p>Dịch vụ này yêu cầu khóa. Hãy nhập khóa mà người quản trị đã cấp.</p>
      <p class="row">
        <label class="visually-hidden" for="key">
          Khóa truy cập
        </label>
        <input id="key" type="password" value={value} onInput={(e) => set(e.currentTarget.value)} />
        <button class="button">Tiếp tục</button>
      </p>
    </form>
  );
}

/** A notice that stands for a whole view heads the page. */
function NoticeHead({ title, whole }: { title: string; whole: boolean }) {
  return whole ? <h1>{title}</h1> : <h2>{title}</h2>;
}

export function Empty({ title, whole = false, children }: { title: string; whole?: boolean; children?: ComponentChildren }) {
  return (
    <div class="notice" role="status">
      <NoticeHead title={title} whole={whole} />
      {children}
    </div>
  );
}

interface DocumentLike {
  id: string;
  number: string | null;
  type?: string | null;
  issuer?: string | null;
  level?: string | null;
  place?: string | null;
  title?: string | null;
}

/** A document's number as a link, in the colour of its tier. */
export function DocumentChip({ of: doc, tab }: { of: DocumentLike; tab?: string }) {
  const tier = TIERS[tierOf(doc)]!;
  return (
    <a class={`chip tier-${tier.key}`} href={href("van-ban", doc.id, tab)} title={`${tier.name}. ${doc.title ?? ""}`}>
      {documentName(doc)}
    </a>
  );
}

export function Agencies({ of: agencies, strong = false }: { of: AgencyRef[]; strong?: boolean }) {
  if (!agencies.length) return <span class="quiet">không nêu</span>;
  return (
    <ul class={strong ? "agencies strong" : "agencies"}>
      {agencies.map((agency) => (
        <li key={agency.id}>
          <a href={href("co-quan", agency.id)}>{agency.name}</a>
        </li>
      ))}
    </ul>
  );
}

export function DeadlineChip({ of: value }: { of: Deadline }) {
  const text = deadlineText(value);
  return (
    <span class={`deadline ${value.end ? "dated" : value.kind}`} title={value.end ? `Ngày cuối: ${date(value.end)}` : undefined}>
      {text}
    </span>
  );
}

const STATUS: Record<string, string> = {
  candidate: "ứng viên",
  proposed: "đề xuất",
  confirmed: "đã xác nhận",
  rejected: "đã từ chối",
};

export function Grade({ grade, status }: { grade: number | null; status?: string | null }) {
  if (grade === null) return null;
  return (
    <span class={`grade grade-${grade}`}>
      {grade >= 2 ? "thực hiện" : "góp phần"}
      {status && status !== "proposed" && <small> · {STATUS[status] ?? status}</small>}
    </span>
  );
}

interface LinkStatusProps {
  relation?: string;
  grade: number | null;
  status: string | null;
  suspect?: boolean;
}

/** The grade of a link, which one from a report has not, and where its review stands. */
export function LinkStatus({ relation, grade, status, suspect = false }: LinkStatusProps) {
  const reported = relation === "REPORTS_ON";
  return (
    <>
      {reported ? <span class="grade grade-2">báo cáo về</span> : <Grade grade={grade} />}
      {status && <span class={`status status-${status}`}>{STATUS[status] ?? status}</span>}
      {suspect && <span class="status status-suspect">cần rà soát</span>}
    </>
  );
}

interface ScoreProps {
  value: number;
  name?: string;
  /** How full the bar is, where it shows something else than the value itself. */
  bar?: number;
}

export function Score({ value, name = "Độ tin cậy", bar = value }: ScoreProps) {
  const shown = Math.round(100 * Math.max(0, Math.min(1, value)));
  return (
    <span class="score" title={`${name}: ${shown}%`}>
      <i role="meter" aria-label={name} aria-valuemin={0} aria-valuemax={100} aria-valuenow={shown}>
        <i style={{ width: `${100 * Math.max(0, Math.min(1, bar))}%` }} />
      </i>
      <span>{shown}%</span>
    </span>
  );
}

export function Bar({ part, whole, label }: { part: number; whole: number; label: string }) {
  const width = whole ? (100 * part) / whole : 0;
  return (
    <span class="bar" role="img" aria-label={label} title={label}>
      <span style={{ width: `${width}%` }} />
    </span>
  );
}
