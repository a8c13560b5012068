/** Counts of tasks by day and of works by province, as `api/schemas_board.py` gives them. */

import type { AgencyRef } from "./types";

export interface DayCount {
  day: string | null;
  tasks: number;
}

export interface AgencyDays extends AgencyRef {
  days: DayCount[];
}

export interface Deadlines {
  total: number;
  days: DayCount[];
  undated: { kind: string; tasks: number }[];
  agencies: AgencyDays[];
}

export interface ClauseByPlace {
  id: string;
  path: string;
  heading: string | null;
  text: string;
  /** Province -> how many units there carry the clause out. */
  units: Record<string, number>;
}

export interface Provinces {
  document: string;
  places: { place: string; documents: string[] }[];
  rows: ClauseByPlace[];
}
