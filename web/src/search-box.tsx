/** One box for words, document numbers and whole questions, offering documents and agencies by name while one types.
 * "/" moves to it from anywhere. */

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { api } from "./api";
import { go, href } from "./router";
import { suggest, type Suggestion } from "./suggest";

interface Props {
  value?: string;
  small?: boolean;
}

/** The suggestions for what is typed; the names are fetched at the first letter, and without them there are none. */
function useSuggestions(typed: string): Suggestion[] {
  const [found, set] = useState<Suggestion[]>([]);
  useEffect(() => {
    let live = true;
    if (!typed) set([]);
    else
      Promise.all([api.documents(), api.agencies()]).then(
        ([documents, agencies]) => live && set(suggest(typed, documents.items, agencies.items)),
        () => live && set([]),
      );
    return () => {
      live = false;
    };
  }, [typed]);
  return found;
}

export function SearchBox({ value = "", small = false }: Props) {
  const [text, set] = useState(value);
  const [typed, type] = useState("");
  const [at, move] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const found = useSuggestions(typed);
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
  const close = () => (type(""), move(-1));
  const leave = (link: string) => {
    close();
    input.current?.blur();
    go(link);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (found[at]) leave(found[at].href);
    else if (text.trim()) leave(href("tim", null, null, { q: text.trim() }));
    else input.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !found.length) return;
    event.preventDefault();
    move(at + step < -1 ? found.length - 1 : at + step >= found.length ? -1 : at + step);
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
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={found[at] ? `${list}-${at}` : undefined}
        value={text}
        autocomplete="off"
        autofocus={!small}
        enterkeyhint="search"
        placeholder={small ? "Tìm hoặc hỏi…" : "Gõ từ khóa, số hiệu văn bản hoặc một câu hỏi…"}
        onInput={(e) => (set(e.currentTarget.value), type(e.currentTarget.value.trim()), move(-1))}
        onKeyDown={keys}
        onBlur={close}
      />
      <button class="button" aria-label="Tìm">
        {small ? <Lens /> : "Tìm"}
      </button>
      <Suggestions id={list} found={found} at={at} choose={(item) => leave(item.href)} />
    </form>
  );
}

interface SuggestionsProps {
  id: string;
  found: Suggestion[];
  at: number;
  choose: (item: Suggestion) => void;
}

/** Chosen as the mouse goes down: the box closes the list when it loses the focus. */
function Suggestions({ id, found, at, choose }: SuggestionsProps) {
  return (
    <ul class="suggestions" id={id} role="listbox" aria-label="Văn bản và cơ quan" hidden={!found.length}>
      {found.map((item, n) => (
        <li
          key={item.id}
          id={`${id}-${n}`}
          role="option"
          aria-selected={n === at}
          onMouseDown={(event) => (event.preventDefault(), choose(item))}
        >
          <strong>{item.name}</strong> <small class="quiet">{item.kind === "agency" ? `cơ quan · ${item.more}` : item.more}</small>
        </li>
      ))}
    </ul>
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
