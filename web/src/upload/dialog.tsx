/** Adding documents: choose or drop files; each is named with how far it is and what became of it. */

import { useEffect, useRef } from "preact/hooks";
import { FileRow } from "./row";
import { useQueue } from "./queue";

export function Upload({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const queue = useQueue();
  const { files, busy } = queue;
  useEffect(() => dialog.current?.showModal(), []);
  const over = files.filter((sent) => sent.step !== "waiting" && sent.step !== "sending").length;
  const unsent = files.some((sent) => sent.step === "refused" || sent.step === "stopped");
  const wrote = files.some((sent) => sent.step === "done" && ["new", "changed"].includes(sent.outcome.outcome));
  const leave = () => {
    close();
    if (wrote) location.reload(); // what the page shows was read before the files came
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    queue.add([...(event.dataTransfer?.files ?? [])]);
  };
  return (
    <dialog
      ref={dialog}
      class="dialog upload"
      aria-labelledby="upload-title"
      onCancel={(event) => busy && event.preventDefault()}
      onClose={leave}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <header>
        <h2 id="upload-title">Thêm văn bản</h2>
        <button type="button" class="plain" onClick={leave} disabled={busy} aria-label="Đóng">
          ✕
        </button>
      </header>
      <label class={files.length ? "drop small" : "drop"}>
        <input
          type="file"
          multiple
          class="visually-hidden"
          onChange={(event) => {
            queue.add([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = ""; // so that the same file may be chosen again
          }}
        />
        <strong>{files.length ? "Thêm tệp khác" : "Chọn các tệp hoặc thả vào đây"}</strong>
        <span class="quiet">
          Word, PDF, bản chụp, Excel, trang web, văn bản thuần. Phụ lục ở tệp riêng tự ghép vào văn bản của nó; gửi lại tệp cũ thì bản cũ được thay.
        </span>
      </label>
      <p class="quiet" role="status">
        {files.length > 0 && (busy ? `Đang đọc, xong ${over} trên ${files.length} tệp` : `Xong ${over} trên ${files.length} tệp`)}
      </p>
      <ul class="ingested">
        {files.map((sent, n) => (
          <FileRow key={n} sent={sent} close={close} />
        ))}
      </ul>
      {files.length > 0 && (
        <p class="row">
          {busy ? (
            <button type="button" class="button plain" onClick={queue.stop}>
              Dừng sau tệp đang đọc
            </button>
          ) : (
            <button type="button" class="button" onClick={leave}>
              Xong
            </button>
          )}
          {!busy && unsent && (
            <button type="button" class="button plain" onClick={queue.again}>
              Gửi lại tệp chưa thêm
            </button>
          )}
        </p>
      )}
    </dialog>
  );
}
