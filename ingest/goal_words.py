"""The words that measured goals are made of: numbers with comparing words, units, things counted, verbs of reaching.

Vocabulary alone, as parts of regular expressions that are matched without regard to case; how they make a statement
is told in `ingest.goals`.
"""

from __future__ import annotations

NUM = r"(?:\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d+)?)"
#: Words that say that a level is reached; what follows the number is then its unit or what it is a share of.
LINKS = r"đạt|chiếm|duy trì|ở mức|mức|là|còn|bằng|gấp|vượt|(?<!trở )xuống|(?<!trở )lên"
COMPARING = (
    r"từ|trên|hơn|dưới|khoảng|tối thiểu|ít nhất|không dưới|không thấp hơn|tối đa|không quá|không vượt quá|"
    r"xấp xỉ|gần"
)
SIGNS = r"[<>≥≤~=]{1,2}"
WORDS = rf"(?:{LINKS}|{COMPARING}|{SIGNS})"
# "trên 01 ha" and "trên 10.000 dân" say what a rate is taken over; "năm 2030" and "- 2030" are no quantities.
_OVER = r"(?:0?1\s+(?:ha|km|vạn|nghìn|triệu)\b|10{0,2}(?:\.000)+\s+(?:dân|ca|trẻ)\b)"
VALUE = (
    rf"(?:(?!trên\s+{_OVER}){WORDS}\s*){{0,6}}(?:(?<!trên )|(?!{_OVER}))"
    rf"(?:(?<!năm )|(?!20\d\d\b))(?<!đoạn )(?<!\d - )(?<!\d-)(?<!\d – )(?<![\d.,/]){NUM}\s*%?"
    rf"(?:\s*(?:[-–]|đến|tới)\s*{NUM}\s*%?)?"
    r"(?![\d.,]*\d|\s*(?:[-–]|đến|tới)\s*\d|\s*(?:tháng )?tuổi)(?:\s+trở\s+(?:lên|xuống))?"
)
SCALES = r"nghìn|ngàn|vạn|triệu|t[ỷỉ](?!\s+(?:lệ|trọng|số|suất)\b)"
#: Units that measure what is named after them ("120 ha rừng"), and spans, which only follow a name.
MEASURES = (
    rf"(?:(?:{SCALES})\s+)*(?:đồng|usd)|(?:(?:{SCALES})\s+)*(?:tấn|teu|ha|km2|km|m2|m3|lít|mw|gw|kwh|căn)"
)
SPANS = r"lần|giờ|phút|ngày|năm(?!\s*\d)|tuổi|cm|gb/s|mb/s|mbps|gbps|tbps|điểm phần trăm|phần nghìn|phần trăm|điểm|bậc"
NOUNS = (
    "doanh nghiệp|nhiệm vụ|tổ chức|cá nhân|đơn|bài báo|công trình|sản phẩm|dự án|sáng chế|"
    "giải pháp hữu ích|giải pháp|sáng kiến|vườn ươm|trung tâm|cán bộ|công chức|viên chức|người|đề tài|mô hình|"
    "khu|cơ sở|trường|viện|xã|phường|huyện|tỉnh|thành phố|hợp tác xã|tổ hợp tác|hộ|giải thưởng|văn bằng|"
    "chuyên gia|kỹ sư|nhóm|phòng thí nghiệm|quỹ|nền tảng|ứng dụng|trạm|tuyến|lớp|khóa|đô thị|tập đoàn|công bố|"
    "bằng|tiến sĩ|thạc sĩ|hồ sơ|dịch vụ|thủ tục|chương trình|đề án|nhãn hiệu|cụm|làng|điểm|cuộc|buổi|"
    "lượt khách|lượt người|lượt|bệnh viện|giường bệnh|giường|bác sĩ|dược sĩ|điều dưỡng|học sinh|sinh viên|học viên|"
    "giáo viên|giảng viên|nhà giáo|lao động|việc làm|di tích|di sản|thương hiệu|tổ hợp|không gian|cảng|bến|"
    "thôn|bản|ấp|phòng học|nhà văn hóa|thư viện|mã số|vùng trồng|tác phẩm|nghệ nhân|vận động viên|huy chương|"
    "quốc gia|nước|địa phương|thuê bao|tài khoản|chợ|siêu thị|khách sạn|đại học|"
    "cao đẳng|đảng viên|hội viên|đoàn viên|chi bộ|cuốn|nhà máy|nghiên cứu sinh|cầu|"
    "công viên|bảo tàng|chữ ký số|thẻ|camera"
)
POPULATION = r"(?:\d[\d.]*|vạn|nghìn|ngàn|triệu)\s+(?:dân|người)"
#: Names that begin so tell of a measured quantity; what follows the number is no part of them.
QUANTITIES = (
    r"tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|tỷ số|tỉ số|tỷ suất|tỉ suất|chỉ số|số|tổng|mức|thu nhập|giá trị|kim ngạch|"
    r"doanh thu|doanh số|chi phí|thời gian|tốc độ|năng suất|sản lượng|diện tích|lượng|độ|dư nợ|quy mô|vốn|chi|"
    r"kinh phí|tuổi thọ|công suất|thị phần|chiều cao|cơ cấu|mật độ"
)
#: Verbs that open a goal and leave what is counted to be its name.
OPENERS = (
    r"có thêm|có|đạt bình quân|đạt tỷ lệ|đạt|bố trí|dành|thu hút thêm|thu hút|hình thành|xây dựng|phát triển|"
    r"đào tạo|mở|tổ chức|lắp đặt|đầu tư|cấp|trồng|đưa|tạo thêm|tạo|công bố|phủ sóng|hoàn thành|thành lập|"
    r"hỗ trợ|thêm|đón"
)
#: After these even a bare number before an unlisted noun counts something.
OWNERS = r"có thêm|có|thu hút thêm|thu hút|tạo thêm|thêm|đón"
TURNS = r"tăng|giảm|cắt giảm|tiết kiệm|rút ngắn"
#: Verbs of doing: with a bare number of things after them they state a goal.
ACTIONS = (
    r"đào tạo|bồi dưỡng|tạo|xây dựng|hoàn thành|giải quyết|di dời|trồng|đón|thu hút|lắp đặt|hỗ trợ|khôi phục|"
    r"phục hồi|cải tạo|nâng cấp|thành lập|bố trí|tu bổ|số hóa|cấp|xây mới|xây|xóa|sửa chữa|kết nạp|"
    r"phát triển|trồng mới|mở rộng"
)
#: Verbs that open what a part says of a subject that was named before it.
VERBS = r"nâng|đóng góp|bảo đảm|tạo|đạt|chiếm|tăng|giảm|thu hút|đón|giải quyết"
PREDICATES = (
    r"được|có|đạt|dùng|sử dụng|không|hoàn thành|tham gia|thực hiện|áp dụng|xếp loại|theo học|tiếp cận|ứng dụng|"
    r"bị|đã|đang|chưa|trở thành|kết nối|vận hành|đáp ứng|bảo đảm|đủ|hoạt động|vượt|trên chuẩn|ở mức|tốt nghiệp|"
    r"hài lòng"
)
PLACES = r"việt nam|cả nước|toàn quốc|toàn tỉnh|toàn thành phố|toàn ngành|toàn xã|tỉnh|thành phố|địa phương"
NUMERALS = "hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
#: A numbered grade that a value is told of: "mức độ 2 đạt 92%"; its figure is no value.
GRADES = "mức độ|cấp độ|mức|cấp|nhóm|loại|hạng|bậc|vùng|khu vực|giai đoạn|thể"
