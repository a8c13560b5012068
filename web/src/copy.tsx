/** A button that puts a text on the clipboard and says that it did. */

import { useEffect, useState } from "preact/hooks";

interface Props {
  label: string;
  text: () => string | Promise<string>;
}

export function CopyButton({ label, text }: Props) {
  const [state, set] = useState<"" | "done" | "failed">("");
  useEffect(() => {
    if (!state) return;
    const timer = setTimeout(() => set(""), 4000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => set((await put(await text())) ? "done" : "failed");
  return (
    <>
      <button type="button" class="plain" onClick={() => void copy()}>
        {state === "done" ? "✓ Đã chép" : state === "failed" ? "Trình duyệt không cho chép" : label}
      </button>
      <span class="visually-hidden" role="status">
        {state === "done" ? "Đã chép vào bộ nhớ tạm" : ""}
      </span>
    </>
  );
}

/** Over plain HTTP on another machine there is no clipboard object: a selected text is copied the old way. */
async function put(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
