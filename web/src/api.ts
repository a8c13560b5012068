/** The one file that fetches. Every call gives parsed JSON or throws an `ApiError` with the service's own words. */

import type {
  Agency, AgencyDetail, Answer, Clause, Coverage, Deadlines, Decision, DocumentDetail, DocumentSummary, Doubt, ErrorBody, Explanation,
  Graph, IngestReport, Joined, Matrix, Page, PlaceRow, Plan, Provinces, QueryOut, QuerySchema, QueueItem, Relation, Result, Review, SearchPage, Target, Task, WithResults,
} from "./types";
import type { Around } from "./types-around";

const BASE = "api/v1/";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(body.message);
  }
}

const OFFLINE: ErrorBody = {
  code: "offline",
  message: "Không kết nối được với dịch vụ.",
  hint: "Kiểm tra rằng `truyvet serve` còn chạy, rồi thử lại.",
  document: null,
  line: null,
  column: null,
};

/** The bearer key, kept for this tab alone; the service asks for one only when it is set up so. */
export const key = {
  get: () => sessionStorage.getItem("truyvet-key"),
  set: (value: string) => sessionStorage.setItem("truyvet-key", value),
};

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers);
  const bearer = key.get();
  if (bearer) headers.set("Authorization", `Bearer ${bearer}`);
  let response: Response;
  try {
    response = await fetch(BASE + path, { ...init, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, OFFLINE);
  }
  const data: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const body = (data as { error?: ErrorBody } | null)?.error;
    throw new ApiError(response.status, body ?? { ...OFFLINE, message: `Dịch vụ trả lời lỗi ${response.status}.` });
  }
  return data as T;
}

export type Params = Record<string, string | number | boolean | readonly string[] | null | undefined>;

/** `?a=1&b=2` without the empty ones; a list repeats its name. */
export function query(params: Params): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === null || value === undefined || value === "") continue;
    for (const item of Array.isArray(value) ? value : [value]) out.append(name, String(item));
  }
  const text = out.toString();
  return text ? `?${text}` : "";
}

const cache = new Map<string, Promise<unknown>>();

/** A read, remembered while the page is open; `forget` empties it after an ingest. */
function get<T>(path: string): Promise<T> {
  let promise = cache.get(path) as Promise<T> | undefined;
  if (!promise) {
    promise = call<T>(path);
    cache.set(path, promise);
    promise.catch(() => cache.delete(path));
  }
  return promise;
}

export function forget(): void {
  cache.clear();
}

function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  return call<T>(path, { method: "POST", headers, body: JSON.stringify(body) });
}

const at = encodeURIComponent;

export const api = {
  documents: () => get<Page<DocumentSummary>>("documents"),
  document: (id: string) => get<DocumentDetail>(`documents/${at(id)}`),
  clauses: (document: string) => get<Page<Clause>>(`documents/${at(document)}/clauses`),
  documentTasks: (document: string) => get<Page<Task>>(`documents/${at(document)}/tasks`),
  documentTargets: (document: string) => get<Page<Target>>(`documents/${at(document)}/targets`),
  doubts: (document: string) => get<Page<Doubt>>(`documents/${at(document)}/doubts`),
  coverage: (document: string) => get<Coverage>(`coverage/${at(document)}`),
  clause: (id: string) => get<Clause & WithResults>(`clauses/${at(id)}`),
  task: (id: string) => get<Task & WithResults>(`tasks/${at(id)}`),
  target: (id: string) => get<Target & WithResults>(`targets/${at(id)}`),
  results: (params: Params) => get<Page<Result>>(`results${query(params)}`),
  result: (id: string) => get<Result>(`results/${at(id)}`),
  agencies: () => get<Page<Agency>>("agencies"),
  agency: (id: string) => get<AgencyDetail>(`agencies/${at(id)}`),
  tasks: (params: Params) => get<Page<Task>>(`tasks${query(params)}`),
  deadlines: (params: Params) => get<Deadlines>(`deadlines${query(params)}`),
  /** What a unit, or the units of a document or an agency, serve above or are served by below. */
  joined: (id: string, params: Params) => get<Page<Joined>>(`joined/${at(id)}${query(params)}`),
  provinces: (document: string) => get<Provinces>(`provinces/${at(document)}`),
  relations: () => get<Page<Relation>>("relations"),
  trace: (id: string, params: Params) => get<Graph>(`trace/${at(id)}${query(params)}`),
  around: (id: string, params: Params) => get<Around>(`graph/around/${at(id)}${query(params)}`),
  documentMap: () => get<Graph>("graph/documents"),
  neighbours: (id: string) => get<Graph>(`graph/neighbours/${at(id)}`),
  matrix: (upstream: string, downstream: string) => get<Matrix>(`matrix${query({ upstream, downstream })}`),
  compare: (clause: string) => get<Page<PlaceRow>>(`compare/${at(clause)}`),
  /** Not remembered: what people decide changes it. */
  link: (id: string) => call<Explanation>(`links/${at(id)}`),
  queue: (params: Params) => call<Page<QueueItem>>(`review/queue${query(params)}`),
  /** Not remembered: others decide too. */
  history: () => call<Page<Decision>>("review/history"),
  review: async (review: Review) => {
    const made = await post<Page<Decision>>("review", review);
    forget(); // chains and matrices show what was decided
    return made;
  },
  search: (params: Params) => get<SearchPage>(`search${query(params)}`),
  ask: (question: string, previous?: Plan | null) => post<Answer>("ask", { question, previous: previous ?? null }),
  /** The answer to an edited plan of this question. */
  askEdited: (question: string, plan: Plan) => post<Answer>("ask", { question, plan }),
  querySchema: () => get<QuerySchema>("query/schema"),
  query: (asked: { cypher: string; params: object } | { sparql: string }) => post<QueryOut>("query", asked),
  deleteDocument: async (id: string) => {
    await call<{ deleted: string }>(`documents/${at(id)}`, { method: "DELETE" });
    forget(); // every list, number and chain may have lost something
  },
  ingest: (files: readonly File[]) => {
    const form = new FormData();
    for (const file of files) form.append("files", file);
    return call<IngestReport>("ingest", { method: "POST", body: form });
  },
};
