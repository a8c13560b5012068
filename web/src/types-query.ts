/** Ad-hoc queries, as `api/schemas_query.py` gives them. */

export type QueryLanguage = "cypher" | "sparql";

/** A query to begin with; it runs as it stands. */
export interface QueryExample {
  title: string;
  language: QueryLanguage;
  text: string;
  params: Record<string, unknown>;
}

/** What may be asked for in an ad-hoc query. */
export interface QuerySchema {
  labels: { label: string; properties: string[] }[];
  relations: { type: string; source: string[]; target: string[]; meaning: string }[];
  examples: QueryExample[];
}

export interface QueryOut {
  columns: string[];
  rows: Record<string, unknown>[];
  truncated: boolean;
}
