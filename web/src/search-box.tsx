/** One box for words, document numbers and whole questions. "/" moves to it from anywhere. */

import { useEffect, useRef, useState } from "preact/hooks";
import { go, href } from "./router";

interface Props {
  value?: string;
  small?: boolean;
}

export function SearchBox({ value = "", small = false }: Props) {
  const [text, set] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => set(value), [value]);
  useEffect(() => {
    const slash = (event: KeyboardEvent) => {
      const inField = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName);
      if (event.key !== "/" || inField) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", slash);
    return () => removeEventListener("keydown", slash);
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    if (text.trim()) go(href("tim", null, null, { q: text.trim() }));
    else input.current?.focus();
  };
  return (
    <form class={small ? "search small" : "search"} role="search" onSubmit={submit}>
      <label class="visually-hidden" for="q">
        Tìm hoặc hỏi
      </label>
      <input
        id="q"
        ref={input}
        type="search"
        value={text}
        autocomplete="off"
        autofocus={!small}
        enterkeyhint="search"
        placeholder={small ? "Tìm hoặc hỏi…" : "Gõ từ khóa, số hiệu văn bản hoặc một câu hỏi…"}
        onInput={(e) => set(e.currentTarget.value)}
      />
      <button class="button" aria-label="Tìm">
        {small ? <Lens /> : "Tìm"}
      </button>
    </form>
  );
}

function Lens() {
  return (
    <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
      <circle cx="8.5" cy="8.5" r="5.500" />
      <path d="m13 13 4.500 4.500" stroke-linecap="round" />
    </svg>
  );
}
