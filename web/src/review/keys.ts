/** The review queue by keyboard: J and K move, X picks, A, R, D and U open a decision that Enter sends, V tells why. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

const OFF = "truyvet-keys-off";

/** Whether single letters act at all: who speaks to the computer, or types by accident, turns them off. */
export const letters = {
  on: () => localStorage.getItem(OFF) === null,
  set: (on: boolean) => (on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")),
};

const ACTS: Record<string, string> = { a: "accept", r: "reject", d: "regrade", u: "undo" };

function inField(event: KeyboardEvent): boolean {
  return /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName) && (event.target as HTMLInputElement).type !== "checkbox";
}

/** The place in the queue that keys act on (-1 before the first key), and the way to move it. */
export function useQueueKeys(count: number, toggle: (at: number) => void, on: boolean): [at: number, move: (to: number) => void] {
  const [at, set] = useState(-1);
  const last = useRef(at); // keys may come faster than the page is drawn
  const move = (to: number) => {
    const next = Math.max(0, Math.min(count - 1, to));
    set((last.current = next));
    const item = document.querySelectorAll<HTMLElement>(".queue > li")[next];
    item?.scrollIntoView({ block: "nearest" });
    item?.focus({ preventScroll: true });
  };
  useLayoutEffect(() => {
    if (!on) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || inField(event)) return;
      const name = event.key.toLowerCase();
      const item = document.querySelectorAll(".queue > li")[last.current];
      if (name === "j") move(last.current + 1);
      else if (name === "k") move(last.current - 1);
      else if (name === "x" && item) toggle(last.current);
      else if (name === "v" && item) item.querySelector<HTMLElement>("summary")?.click();
      else if (name in ACTS && item) item.querySelector<HTMLElement>(`[data-act="${ACTS[name]}"]`)?.click();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
  return [at, move];
}
