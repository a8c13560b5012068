/** Where a unit's words come from: its file and page, the text around them, and a citation to take along. */

import { api } from "../api";
import { citation } from "../cite";
import { CopyButton } from "../copy";
import { href } from "../router";

interface Props {
  document: string;
  /** "nhiệm vụ 12", "mục III.5.d". */
  where: string;
  words: string;
  file: string | null;
  page?: number | null;
  id: string;
  /** The id of the clause or annex row that states it. */
  clause: string | null;
}

export function UnitSource({ id, document, where, words, file, page, clause }: Props) {
  const cite = async () => {
    const found = (await api.documents()).items.find((doc) => doc.id === document);
    return `${citation(words, where, found ?? { number: document })}\n${location.href}`;
  };
  return (
    <p class="source-line no-print">
      {file && (
        <span class="quiet">
          Tệp {file}
          {page ? `, trang ${page}` : ""}
        </span>
      )}
      {clause && <a href={href("van-ban", document, "noi-dung", { muc: clause.slice(clause.indexOf("#") + 1) })}>Đọc trong văn bản</a>}
      <a href={href("do-thi", id)}>Xem trên đồ thị</a>
      <CopyButton label="Chép trích dẫn" text={cite} />
    </p>
  );
}
