/** Files sent one after another, so that each has its own progress and a bad one holds up nobody. */

import { useRef, useState } from "preact/hooks";
import { api, forget } from "../api";
import type { FileOutcome } from "../types";

export type Sent =
  | { file: File; step: "waiting" | "sending" | "stopped" }
  | { file: File; step: "done"; outcome: FileOutcome }
  | { file: File; step: "refused"; error: unknown };

export interface Queue {
  files: Sent[];
  busy: boolean;
  add: (files: readonly File[]) => void;
  /** Sends again what the service refused or was not sent. */
  again: () => void;
  /** The file that is being read goes on, those that wait do not. */
  stop: () => void;
}

export function useQueue(): Queue {
  const kept = useRef<Sent[]>([]);
  const stopped = useRef(false);
  const running = useRef(false);
  const [, redraw] = useState(0);
  const put = (at: number, sent: Sent) => {
    kept.current = kept.current.map((old, n) => (n === at ? sent : old));
    redraw((n) => n + 1);
  };
  const run = async () => {
    if (running.current) return;
    running.current = true;
    stopped.current = false;
    for (;;) {
      const at = kept.current.findIndex((sent) => sent.step === "waiting");
      if (at < 0 || stopped.current) break;
      const { file } = kept.current[at]!;
      put(at, { file, step: "sending" });
      try {
        const outcome = (await api.ingest([file])).files[0]!;
        forget();
        put(at, { file, step: "done", outcome });
      } catch (error) {
        put(at, { file, step: "refused", error });
      }
    }
    kept.current = kept.current.map((sent) => (sent.step === "waiting" ? { file: sent.file, step: "stopped" } : sent));
    running.current = false;
    redraw((n) => n + 1);
  };
  const wait = (files: Sent[]) => {
    kept.current = files;
    redraw((n) => n + 1);
    void run();
  };
  return {
    files: kept.current,
    busy: running.current,
    add: (files) => files.length > 0 && wait([...kept.current, ...files.map((file): Sent => ({ file, step: "waiting" }))]),
    again: () => wait(kept.current.map((sent) => (sent.step === "refused" || sent.step === "stopped" ? { file: sent.file, step: "waiting" } : sent))),
    stop: () => {
      stopped.current = true;
      redraw((n) => n + 1);
    },
  };
}
