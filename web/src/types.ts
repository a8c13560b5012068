/** The answers of /api/v1, as `api/schemas.py` gives them. */

export interface Counts {
  clauses: number;
  tasks: number;
  targets: number;
  results: number;
}

export interface DocumentHead {
  id: string;
  number: string | null;
  type: string | null;
  title: string | null;
  issued: string | null;
  issuer: string | null;
  signer: string | null;
  place: string | null;
  level: string | null;
  source: string | null;
  stub: boolean;
}

export interface CoverageShare {
  covered: number;
  /** Those whose chain ends in a task of a province with a lead and a last day. */
  deep: number;
  total: number;
}

export interface DocumentSummary extends DocumentHead {
  counts: Counts;
  /** Null when nothing below is linked here. */
  coverage: CoverageShare | null;
}

export interface RelatedDocument {
  document: DocumentHead;
  relation: string;
  direction: "out" | "in";
  quote: string | null;
  count: number;
}

export interface DocumentFile {
  name: string;
  annex: boolean;
  /** The file that has the same annex; this one then adds nothing. */
  repeats: string | null;
}

export interface DocumentDetail extends DocumentSummary {
  files: DocumentFile[];
  /** How many places of it were read with a doubt. */
  doubts: number;
  related: RelatedDocument[];
}

export interface Clause {
  id: string;
  document: string;
  path: string;
  kind: string;
  label: string;
  heading: string | null;
  text: string;
  parent: string | null;
  order: number;
  page: number | null;
  file: string | null;
  /** How many tasks and clauses below carry this one out. */
  carried_out_by: number;
  /** How many clauses and tasks above it serves. */
  serves: number;
}

export interface AgencyRef {
  id: string;
  name: string;
}

export interface Deadline {
  text: string | null;
  kind: string;
  start: string | null;
  end: string | null;
}

export interface Task {
  id: string;
  document: string;
  document_number: string | null;
  no: string | null;
  group: string | null;
  group_title: string | null;
  title: string;
  lead: AgencyRef[];
  coop: AgencyRef[];
  output: string | null;
  deadline: Deadline;
  where: string | null;
  file: string | null;
  /** The clause or annex row that states it. */
  clause: string | null;
  serves: number;
  /** How many results of reports tell of it. */
  reported: number;
}

export interface Target {
  id: string;
  document: string;
  document_number: string | null;
  no: string | null;
  parent: string | null;
  name: string;
  indicator: string | null;
  unit: string | null;
  period_end_year: number | null;
  value_text: string | null;
  comparator: string | null;
  value: number | null;
  value_max: number | null;
  owner: AgencyRef[];
  where: string | null;
  file: string | null;
  clause: string | null;
}

/** A task, clause, target or document in short. */
export interface UnitRef {
  id: string;
  label: string;
  document: string | null;
  number: string | null;
  no: string | null;
  path: string | null;
  text: string;
}

export interface ReportedOn {
  unit: UnitRef;
  /** Null where the report names the document itself. */
  score: number | null;
  status: string | null;
  method: string | null;
  source_quote: string | null;
  target_quote: string | null;
}

/** One thing that a report tells; `label` is its kind in Vietnamese words. */
export interface Result {
  id: string;
  document: string;
  document_number: string | null;
  document_type: string | null;
  issued: string | null;
  kind: string;
  label: string;
  text: string;
  clause: string | null;
  context: string;
  value_text: string | null;
  unit: string | null;
  year: number | null;
  period: string | null;
  on: ReportedOn[];
  /** The unit below that it reports on, where it was reached over links. */
  through: UnitRef | null;
}

export type { AgencyDays, ClauseByPlace, DayCount, Deadlines, Joined, JoinedUnit, Provinces } from "./types-board";

export interface WithResults {
  results: Result[];
}

export interface Agency {
  id: string;
  name: string;
  place: string | null;
  collective: boolean;
  leads: number;
  coordinates: number;
  owns: number;
  /** Tasks led by the agencies whose duties came to it. */
  inherits: number;
}

export interface AgencyDetail extends Agency {
  successors: AgencyRef[];
  predecessors: AgencyRef[];
  leading: Task[];
  coordinating: Task[];
  targets: Target[];
}

export interface GraphNode {
  id: string;
  label: string;
  document: string | null;
  number: string | null;
  type: string | null;
  title: string;
  no: string | null;
  path: string | null;
  context: string | null;
  issuer: string | null;
  level: string | null;
  place: string | null;
  issued: string | null;
  /** By when a target is to be reached, and what. */
  year: number | null;
  value_text: string | null;
}

export interface GraphEdge {
  source: string;
  target: string;
  relation: string;
  grade: number | null;
  score: number | null;
  status: string | null;
  method: string | null;
  /** A text at one end changed since someone decided on the link. */
  suspect?: boolean;
  source_quote: string | null;
  target_quote: string | null;
}

export interface Graph {
  root: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
  truncated: boolean;
}

export interface CoverageRow {
  id: string;
  path: string;
  kind: string;
  label: string;
  heading: string | null;
  text: string;
  section: string;
  implements: string[];
  contributes: string[];
  ends: string[];
}

export interface Coverage extends CoverageShare {
  document: string;
  rows: CoverageRow[];
}

export interface Hit {
  kind: string;
  id: string;
  document: string;
  source: string | null;
  number: string | null;
  path: string | null;
  no: string | null;
  score: number;
  scores: Record<string, number>;
  text: string;
  context: string;
  highlights: { start: number; end: number }[];
}

export interface SearchPage {
  query: string;
  hits: Hit[];
  total: number;
  facets: Record<string, Record<string, number>>;
  repairs: { typed: string; read: string }[];
}

export type { Answer, AnswerRow, Plan, PlanPart } from "./types-answer";

export interface MatrixCell {
  source: string;
  target: string;
  grade: number;
  score: number;
  status: string;
}

/** Rows are units of the upstream document, columns of the downstream one; a cell joins a column to a row. */
export interface Matrix {
  upstream: string;
  downstream: string;
  rows: GraphNode[];
  columns: GraphNode[];
  cells: MatrixCell[];
}

export interface PlaceRow {
  place: string;
  documents: string[];
  units: GraphNode[];
}

export interface Decision {
  link: string;
  status: string;
  grade: number | null;
  reviewer: string;
  reason: string | null;
  at: string;
}

export interface LinkEnd {
  id: string;
  label: string;
  number: string | null;
  no: string | null;
  path: string | null;
  text: string;
  quote: string;
  /** Not empty when the text is no longer what was decided on. */
  changes: { kind: "same" | "before" | "now"; text: string }[];
}

/** What stands of a link, whoever decided it. */
export interface Standing {
  link: string;
  status: string;
  grade: number;
  suspect: boolean;
}

export interface Explanation extends Standing {
  relation: string;
  score: number;
  method: string;
  reviewer: string | null;
  source: LinkEnd;
  target: LinkEnd;
  /** What both texts are about, whatever words they say it in. */
  concepts: string[];
  /** `moved`: how far it moved the decision, in log odds against the average candidate. */
  features: { name: string; value: number; words: string; moved: number | null }[];
  history: Decision[];
}

export interface QueueItem extends Standing {
  source: string;
  target: string;
  relation: string;
  score: number;
  source_quote: string;
  target_quote: string;
  doubt: number;
  used: number;
}

export interface Review {
  links: string[];
  action: "accept" | "reject" | "regrade" | "undo";
  grade?: number;
  reviewer: string;
  reason?: string;
}

export interface Relation {
  name: string;
  label_vi: string;
  inverse_label_vi: string;
  label_en: string;
}

export interface Page<T> {
  items: T[];
  total: number;
}

export type { Doubt, FileOutcome, IngestReport, UnitChange } from "./types-ingest";

export type { QueryExample, QueryLanguage, QueryOut, QuerySchema } from "./types-query";

export interface ErrorBody {
  code: string;
  message: string;
  hint: string | null;
  document: string | null;
  line: number | null;
  column: number | null;
}
