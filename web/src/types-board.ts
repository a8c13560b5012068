/** Counts of tasks by day and of works by province, and links one step away, as `api/schemas_board.py` gives them. */

import type { AgencyRef, UnitRef } from "./types";

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

/** A unit of another document, and the stated link that joins it. */
export interface JoinedUnit extends UnitRef {
  link: string;
  relation: string;
  grade: number | null;
  score: number | null;
  status: string | null;
  suspect: boolean;
}

/** One unit and what its links join it to, best first. */
export interface Joined {
  id: string;
  units: JoinedUnit[];
}
