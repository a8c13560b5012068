/** Hash routes, so that every view has a link that can be sent: #/van-ban/{id}/nhiem-vu?tim=… */

import { useEffect, useState } from "preact/hooks";
import { query, type Params } from "./api";

export interface Route {
  view: string;
  id: string | null;
  tab: string | null;
  params: URLSearchParams;
}

export function parse(hash: string): Route {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?");
  const [view = "", id, tab] = path.split("/").map(decodeURIComponent);
  return { view, id: id || null, tab: tab || null, params: new URLSearchParams(search) };
}

/** The link of a view; ids are percent-encoded, so "#" and "/" inside them are safe. */
export function href(view: string, id?: string | null, tab?: string | null, params: Params = {}): string {
  const parts = [view, id, tab].filter((part): part is string => !!part).map(encodeURIComponent);
  return `#/${parts.join("/")}${query(params)}`;
}

/** The link of anything in the graph by its id alone. */
export function unitHref(id: string, label?: string): string {
  if (label === "Agency") return href("co-quan", id);
  if (label === "Document" || !id.includes("#")) return href("van-ban", id);
  return href("chuoi", id);
}

export function go(link: string): void {
  location.hash = link;
}

/** Changes the address without a new entry in the history (filters). */
export function replaceWith(link: string): void {
  history.replaceState(null, "", link);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

export function useRoute(): Route {
  const [route, set] = useState(() => parse(location.hash));
  useEffect(() => {
    const changed = () => set(parse(location.hash));
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return route;
}
