/** Lines from the node in the middle to the heads of its groups, drawn behind them; what they say stands in the heads. */

import { useLayoutEffect, useState } from "preact/hooks";
import type { RefObject } from "preact";

interface Line {
  d: string;
  key: string;
  /** Whether the arrow points at the group. */
  out: boolean;
}

const MIDDLE = ".around-node";

export function Lines({ within, drawn }: { within: RefObject<HTMLElement>; drawn: string }) {
  const [lines, set] = useState<Line[]>([]);
  useLayoutEffect(() => {
    const area = within.current!;
    const draw = () => set(measure(area));
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(area);
    addEventListener("scroll", draw, { passive: true }); // the node in the middle stays in sight
    return () => {
      observer.disconnect();
      removeEventListener("scroll", draw);
    };
  }, [drawn]);
  return (
    <svg class="around-lines" aria-hidden="true">
      <defs>
        <marker id="around-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
          <path d="M0 0 L8 4 L0 8 z" />
        </marker>
      </defs>
      {lines.map((line) => (
        <path key={line.key} d={line.d} marker-end={line.out ? "url(#around-arrow)" : undefined} marker-start={line.out ? undefined : "url(#around-arrow)"} />
      ))}
    </svg>
  );
}

function measure(area: HTMLElement): Line[] {
  const base = area.getBoundingClientRect();
  const middle = area.querySelector(MIDDLE)?.getBoundingClientRect();
  if (!middle) return [];
  return [...area.querySelectorAll<HTMLElement>("[data-group]")].flatMap((head) => {
    const box = head.getBoundingClientRect();
    const left = box.right < middle.left;
    if (!left && box.left < middle.right) return []; // one column: no room for lines, none needed
    const [x1, x2] = left ? [middle.left, box.right] : [middle.right, box.left];
    const y1 = Math.min(Math.max(box.top + box.height / 2, middle.top + 24), middle.bottom - 24);
    const y2 = box.top + box.height / 2;
    const [a, b, half] = [x1 - base.left, x2 - base.left, (x2 - x1) / 2];
    const d = `M${a} ${y1 - base.top} C${a + half} ${y1 - base.top} ${b - half} ${y2 - base.top} ${b} ${y2 - base.top}`;
    return [{ d, key: head.dataset.group!, out: head.dataset.way === "out" }];
  });
}
