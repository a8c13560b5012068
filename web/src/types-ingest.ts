/** What became of files that were sent, and what of a document was read with a doubt. */

export interface FileOutcome {
  name: string;
  outcome: "new" | "changed" | "unchanged" | "skipped" | "failed";
  document: string | null;
  number: string | null;
  clauses: number;
  tasks: number;
  targets: number;
  /** How many places were read with a doubt. */
  diagnostics: number;
  reason: string | null;
  hint: string | null;
  /** The kind of error of a failed file. */
  code: string | null;
  /** What a file that was read again changed. */
  changes: { added: number; changed: number; removed: number; units: UnitChange[] } | null;
}

/** A unit that came (no `before`), went (no `now`) or says something else. */
export interface UnitChange {
  id: string;
  label: string;
  no: string | null;
  path: string | null;
  before: string | null;
  now: string | null;
}

export interface IngestReport {
  files: FileOutcome[];
  links: number;
}

/** Something that was read with a doubt, or could not be placed. */
export interface Doubt {
  code: string;
  label: string;
  message: string;
  severity: "error" | "warning" | "info";
  quote: string | null;
  path: string | null;
  file: string | null;
}
