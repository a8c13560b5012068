/** Adding documents: choose or drop files; each is named with what became of it. */

import { useEffect, useRef, useState } from "preact/hooks";
import { api, ApiError, forget } from "./api";
import { href } from "./router";
import type { FileOutcome, IngestReport } from "./types";

type State =
  | { step: "choose" }
  | { step: "working"; count: number }
  | { step: "failed"; message: string; hint: string | null }
  | { step: "done"; result: IngestReport };

const OUTCOMES: Record<FileOutcome["outcome"], string> = {
  new: "đã thêm",
  changed: "đã cập nhật",
  unchanged: "đã có, không đổi",
  skipped: "bỏ qua",
  failed: "không đọc được",
};

export function Upload({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, set] = useState<State>({ step: "choose" });
  useEffect(() => dialog.current?.showModal(), []);

  const send = async (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (!files.length) return;
    set({ step: "working", count: files.length });
    try {
      const result = await api.ingest(files);
      forget();
      set({ step: "done", result });
    } catch (error) {
      const body = error instanceof ApiError ? error.body : null;
      set({ step: "failed", message: body?.message ?? "Không gửi được tệp.", hint: body?.hint ?? null });
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void send(event.dataTransfer?.files);
  };

  return (
    <dialog ref={dialog} class="dialog" onClose={close} aria-labelledby="upload-title">
      <header>
        <h2 id="upload-title">Thêm văn bản</h2>
        <button type="button" class="plain" onClick={close} aria-label="Đóng">
          ✕
        </button>
      </header>
      {state.step !== "working" && state.step !== "done" && (
        <label class="drop" onDragOver={(e) => e.preventDefault()} onDrop={drop}>
          <input type="file" multiple class="visually-hidden" onChange={(e) => void send(e.currentTarget.files)} />
          <strong>Chọn tệp hoặc thả vào đây</strong>
          <span class="quiet">
            .doc, .docx, .rtf, .odt, .pdf, .png, .jpg, .tif, .xls, .xlsx, .ods, .html, .mht, .txt, .md. Gửi
            lại tệp cũ thì bản cũ được thay.
          </span>
        </label>
      )}
      {state.step === "failed" && (
        <p class="error" role="alert">
          {state.message} {state.hint && <span class="quiet">{state.hint}</span>}
        </p>
      )}
      {state.step === "working" && (
        <p role="status" class="drop">
          <strong>Đang đọc {state.count} tệp và nối liên kết…</strong>
          <progress />
        </p>
      )}
      {state.step === "done" && <Done result={state.result} close={close} />}
    </dialog>
  );
}

function Done({ result, close }: { result: IngestReport; close: () => void }) {
  return (
    <>
      <ul class="ingested">
        {result.files.map((file) => (
          <li key={file.name} class={file.outcome}>
            {file.document ? (
              <a href={href("van-ban", file.document)} onClick={close}>
                {file.name}
              </a>
            ) : (
              file.name
            )}
            <span class="quiet">
              {OUTCOMES[file.outcome]}
              {file.reason && `: ${file.reason}`} {file.hint}
            </span>
          </li>
        ))}
      </ul>
      <p class="row">
        <button type="button" class="button" onClick={() => (close(), location.reload())}>
          Xong
        </button>
      </p>
    </>
  );
}
