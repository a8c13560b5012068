/** Why the service did not write something, in plain words, and the field for the key where it asks for one. */

import { useId, useState } from "preact/hooks";
import { ApiError, key } from "./api";

const REFUSALS: Record<number, string> = {
  0: "Không kết nối được với dịch vụ.",
  403: "Dịch vụ không cho trang này ghi. Hãy mở trang từ đúng địa chỉ của dịch vụ.",
  404: "Mục này không còn trong kho; có thể văn bản vừa được đọc lại hoặc đã xóa. Hãy tải lại trang.",
  413: "Tệp lớn quá mức mà dịch vụ nhận.",
  503: "Kho đang bận; đợi một lát rồi thử lại.",
};

/** `undone` says what did not happen: "Quyết định chưa được ghi." */
export function Refused({ error, undone }: { error: unknown; undone: string }) {
  const [bearer, set] = useState("");
  const id = useId();
  const status = error instanceof ApiError ? error.status : -1;
  if (status === 401)
    return (
      <label for={id} class="wide" role="alert">
        <span>{undone} Cần khóa biên tập: nhập khóa rồi gửi lại.</span>
        <input
          id={id}
          type="password"
          value={bearer}
          onInput={(e) => {
            set(e.currentTarget.value);
            key.set(e.currentTarget.value);
          }}
        />
      </label>
    );
  return (
    <p class="error" role="alert">
      {undone} {REFUSALS[status]}
      {error instanceof ApiError && status > 0 && <span class="quiet"> {[error.body.message, error.body.hint].filter(Boolean).join("; ")}</span>}
    </p>
  );
}
