/** Taking a document out of the store: asked once more, with what goes along. */

import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api";
import { documentName } from "../format";
import { Refused } from "../refused";
import type { DocumentDetail } from "../types";
import { held } from "../upload/outcomes";

type State = "ask" | "busy" | "done" | { error: unknown };

export function DeleteDocument({ doc }: { doc: DocumentDetail }) {
  const [asked, ask] = useState(false);
  return (
    <>
      <button type="button" class="plain danger" onClick={() => ask(true)}>
        Xóa khỏi kho…
      </button>
      {asked && <Confirm doc={doc} close={() => ask(false)} />}
    </>
  );
}

function Confirm({ doc, close }: { doc: DocumentDetail; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, set] = useState<State>("ask");
  const name = documentName(doc);
  useEffect(() => dialog.current?.showModal(), []);
  const leave = () => (state === "done" ? (location.hash = "#/van-ban") : close());
  const send = async () => {
    set("busy");
    try {
      await api.deleteDocument(doc.id);
      set("done");
    } catch (error) {
      set({ error });
    }
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="delete-title" onCancel={(event) => state === "busy" && event.preventDefault()} onClose={leave}>
      <header>
        <h2 id="delete-title">{state === "done" ? `Đã xóa ${name}` : `Xóa ${name}?`}</h2>
      </header>
      {state === "done" ? (
        <p role="status">Văn bản và mọi thứ nó mang đến đã ra khỏi kho.</p>
      ) : (
        <p>
          {held(doc.counts) || "Nội dung"} của văn bản, và mọi liên kết của chúng, sẽ ra khỏi kho. Văn bản khác không bị đụng đến; nơi khác nhắc đến
          nó vẫn còn. Muốn có lại thì thêm lại tệp{doc.files.length > 1 ? ` (${doc.files.length} tệp)` : ""}.
        </p>
      )}
      {typeof state === "object" && <Refused error={state.error} undone="Văn bản chưa bị xóa." />}
      <p class="row">
        {state === "done" ? (
          <button type="button" class="button" onClick={leave}>
            Về danh sách văn bản
          </button>
        ) : (
          <>
            <button type="button" class="button plain" onClick={close} disabled={state === "busy"}>
              Giữ lại
            </button>
            <button type="button" class="button" onClick={() => void send()} disabled={state === "busy"}>
              {state === "busy" ? "Đang xóa…" : "Xóa văn bản"}
            </button>
          </>
        )}
      </p>
    </dialog>
  );
}
