/** What one can do here, said as the questions that people come with. */

import { tierOf } from "../levels";
import { href } from "../router";
import type { DocumentSummary } from "../types";

interface Way {
  ask: string;
  how: string;
  to: string;
}

/** Only those that this corpus can answer. */
export function ways(documents: readonly DocumentSummary[]): Way[] {
  const own = documents.filter((doc) => !doc.stub);
  const top = own.filter((doc) => doc.coverage).sort((a, b) => tierOf(a) - tierOf(b) || (b.coverage?.covered ?? 0) - (a.coverage?.covered ?? 0))[0];
  const places = new Set(own.map((doc) => doc.level !== "trung ương" && doc.place).filter(Boolean));
  const found: (Way | false | undefined)[] = [
    own.some((doc) => doc.counts.tasks) && { ask: "Cơ quan tôi phải làm gì, khi nào?", how: "Chọn cơ quan: việc chủ trì, phối hợp, hạn, phiếu in", to: "#/co-quan" },
    top && { ask: "Điều khoản nào chưa ai làm?", how: `${top.number ?? "Văn bản"}: chỗ còn trống và cơ quan gần việc đó`, to: href("van-ban", top.id, "do-bao-phu", { hien: "chua" }) },
    top && places.size > 1 && { ask: "Các tỉnh làm khác nhau thế nào?", how: `Từng điều khoản của ${top.number ?? "văn bản"}, từng tỉnh`, to: href("so-sanh", null, null, { "van-ban": top.id }) },
    own.length > 1 && { ask: "Cái gì nối với cái gì?", how: "Đi trên đồ thị từ văn bản đến nhiệm vụ, cơ quan", to: "#/do-thi" },
    top && { ask: "Liên kết máy nêu có đúng không?", how: "Xem căn cứ, xác nhận hoặc từ chối", to: "#/ra-soat" },
  ];
  return found.filter((way): way is Way => !!way);
}

export function Ways({ documents }: { documents: readonly DocumentSummary[] }) {
  const list = ways(documents);
  if (!list.length) return null;
  return (
    <nav class="ways" aria-label="Bạn cần gì?">
      {list.map((way) => (
        <a key={way.ask} href={way.to}>
          <strong>{way.ask}</strong>
          <span>{way.how}</span>
        </a>
      ))}
    </nav>
  );
}
