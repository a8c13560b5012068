/** What the service answers to a question. */

export interface AnswerRow {
  kind: string;
  id: string;
  document: string;
  source: string | null;
  no: string | null;
  path: string | null;
  name: string | null;
  number: string | number | null;
  year: number | null;
  value_text: string | null;
  text: string | null;
  score: number | null;
}

/** One condition of an understood question; it may take the value of one of its options. */
export interface PlanPart {
  id: string;
  kind: string;
  label: string;
  value: string;
  text: string;
  options: { value: string; text: string }[];
  removable: boolean;
}

/** What the next question may lean on; the page carries it, and may send it back with its parts edited. */
export interface Plan {
  question: string;
  rows: string[];
  agencies: string[];
  asked: string;
  within: string[];
  topic: string;
  parts: PlanPart[];
}

export interface Answer {
  question: string;
  understood: {
    intent: string;
    constraints: Record<string, unknown>;
    words: string;
    alternatives: string[];
    plan?: Plan | null;
  };
  answer: string;
  none: boolean;
  number: number | null;
  rows: AnswerRow[];
  citations: { id: string; document: string; quote: string; start: number | null; end: number | null }[];
}
