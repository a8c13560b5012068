/** For whoever comes for the first time: what this is, what its words mean, and where to begin. */

import { href } from "../router";
import { useTitle } from "../ui";

const WORDS: [string, string][] = [
  ["thực hiện", "Việc ở văn bản dưới làm đúng điều mà điều khoản trên yêu cầu."],
  ["góp phần", "Việc ở dưới giúp đạt điều khoản trên, nhưng không phải là chính việc đó."],
  ["đề xuất", "Liên kết do máy nêu, chưa ai xem."],
  ["đã xác nhận, đã từ chối", "Một người đã xem và quyết định; đọc lại văn bản thì quyết định vẫn giữ."],
  ["ứng viên", "Hai chỗ có phần giống nhau nhưng chưa đủ để nêu thành liên kết. Không tính vào con số nào."],
  ["cần rà soát", "Văn bản đã đổi ở một đầu sau khi có người quyết định, nên cần xem lại."],
  ["độ tin cậy", "Máy ước chừng liên kết đúng đến đâu. Bấm “Vì sao” để xem căn cứ, “Trích dẫn hai đầu” để tự đối chiếu."],
  ["độ bao phủ", "Phần điều khoản của một văn bản đã có việc ở cấp dưới thực hiện hoặc góp phần."],
  ["chưa có trong kho", "Văn bản được nhắc đến nhưng chưa ai thêm tệp. Thêm vào thì các liên kết tự nối."],
  ["cần xem", "Chỗ máy đọc mà còn ngờ: ô bảng thiếu, số bị hỏng khi quét, cơ quan lạ. Nên đối chiếu với bản gốc."],
];

const ASKED: [string, string][] = [
  ["Con số này ở đâu ra?", "Bấm vào con số: danh sách mà nó đếm mở ra; từ mỗi dòng đi tiếp được đến nguyên văn trong văn bản."],
  ["Máy nối sai thì làm gì?", "Ở chuỗi của nhiệm vụ hay ở trang Rà soát: xác nhận, từ chối hoặc đổi mức, kèm tên và lý do. Hoàn tác được."],
  ["Có biết việc đã xong hay chưa?", "Không. Trang này chỉ biết điều văn bản nói: thời hạn, và báo cáo nào trong kho đã nói đến việc đó."],
  ["Kế hoạch được sửa thì sao?", "Thêm lại tệp mới: bản cũ được thay, những mục thêm, đổi, bớt được nêu ra."],
  ["Hỏi thế nào?", "Như hỏi một người, có dấu hay không: “Sở Tài chính Tiền Giang chủ trì việc gì, hạn khi nào?”, rồi hỏi tiếp “còn Bến Tre?”."],
];

export function HelpView() {
  useTitle("Cách đọc");
  return (
    <article class="help">
      <header class="section-head">
        <h1>Cách đọc trang này</h1>
      </header>
      <p class="lead">
        TruyVết đọc nghị quyết, chương trình, kế hoạch như chúng được ban hành, tách ra điều khoản, nhiệm vụ, chỉ tiêu, cơ quan, thời hạn, rồi nối mỗi
        việc ở dưới lên điều khoản mà nó thực hiện. Mọi liên kết có trích dẫn hai đầu để đối chiếu.
      </p>
      <h2>Những từ hay gặp</h2>
      <dl>
        {WORDS.map(([word, meaning]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <h2>Hay được hỏi</h2>
      <dl>
        {ASKED.map(([question, answer]) => (
          <div key={question}>
            <dt>{question}</dt>
            <dd>{answer}</dd>
          </div>
        ))}
      </dl>
      <p>
        Bắt đầu từ <a href={href("co-quan")}>một cơ quan</a>, <a href={href("van-ban")}>một văn bản</a> hoặc <a href={href("do-thi")}>đồ thị</a>.
      </p>
    </article>
  );
}
