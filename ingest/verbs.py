"""The verbs that open an order, and where in a sentence one stands ("Sở Y tế *theo dõi* …").

Vietnamese words do not change their form: "tổ chức" is a verb or an organisation, "kiểm tra" may be part of a name.
So a verb counts only where the words around it let it be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Always verbs where they stand in lower case, but for the compounds that the look-arounds name.
_PLAIN = (
    r"chủ trì|phối hợp|tham mưu|căn cứ|trên cơ sở|tổng hợp|hướng dẫn|theo dõi|xây dựng|triển khai|bố trí|cân đối|"
    r"báo cáo|định kỳ|(?:hằng|hàng) (?:năm|quý|tháng|tuần|ngày)|chủ động|đẩy mạnh|rà soát|đôn đốc|thực hiện|"
    r"tăng cường|chỉ đạo|"
    r"ban hành|cụ thể h(?:óa|oá)|thể chế h(?:óa|oá)|phân bổ|phân công|lồng ghép|lãnh đạo|vận động|phát động|phát huy|"
    r"nâng cao|tham gia|quán triệt|học tập|định hướng|nắm(?: bắt)?|chăm lo|bảo đảm|đảm bảo|làm (?:tốt|rõ|sạch|đầu mối)|"
    r"gương mẫu|đề xuất|kiến nghị|đề nghị|yêu cầu|tập hợp|động viên|khuyến khích|xử lý|giải quyết|kiện toàn|củng cố|"
    r"đấu tranh|hoàn thành|hoàn thiện|chuẩn bị|cập nhật|công bố|công khai|xem xét|quyết định|phê duyệt|sơ kết|"
    r"tổng kết|đánh giá|kiểm điểm|sửa đổi|bổ sung|soạn(?: thảo)?|biên soạn|tập huấn|bồi dưỡng|phản ánh|phổ biến|"
    r"tiếp tục|tích cực|tập trung|thường xuyên|khẩn trương|kịp thời|trực tiếp|huy động|thu hút|kết nối|vận hành|"
    r"duy trì|nâng cấp|mua sắm|tiếp nhận|thành lập|khảo sát|lựa chọn|tháo gỡ|nhân rộng|biểu dương|khen thưởng|"
    r"tôn vinh|chú trọng|ưu tiên|quan tâm|đăng ký|ký kết|cam kết|phát hiện|ngăn chặn|tiến hành|thúc đẩy|mở rộng|"
    r"bám sát|điều tra|truy quét|(?<!gia )tăng(?! trưởng)|đảm nhận|đồng hành|chấp hành|góp ý|thí điểm|sắp xếp|bàn giao|"
    r"đẩy nhanh|khôi phục|sơ tán|di dời|cứu trợ|phun|hoàn trả|hoàn tất|thống nhất|niêm yết|chi trả|quyết toán|thu hồi|"
    r"trả lời|cung ứng|"
    r"nghiêm túc|phấn đấu|đổi mới(?! sáng tạo)|"
    r"chịu trách nhiệm(?= (?:về|trước|toàn diện))|là (?:(?:cơ quan|đơn vị) )?(?:đầu mối|thường trực)|"
    r"(?<!công )(?<!độc )(?<!thành )(?<!cô )(?<!xác )lập|"
    r"(?<!chương )(?<!công )(?<!quá )(?<!lộ )(?<!quy )(?<!tiến )(?<!giáo )trình|"
    r"(?<!đào )(?<!Đào )(?<!sáng )(?<!Sáng )(?<!cải )(?<!nhân )tạo|"
    r"(?<!ngoại )(?<!chuyển )giao(?! thông| dịch| lưu| tiếp| ban| thoa| hàng)|"
    r"(?<!trợ )giúp|(?<!đề )(?<!tiến )(?<!bầu )cử|chọn|gửi|gắn|giữ|mở|đưa|"
    r"kiểm soát|rút ngắn|huấn luyện|diễn tập|nêu gương|phụ trách|dành|khắc phục|chấn chỉnh|tuyển dụng|luân chuyển|"
    r"giới thiệu|tuyển chọn|lắp đặt|(?<!chủ )(?<!quyền )sử dụng|phân tích|chia sẻ|hưởng ứng|quảng bá|đặt hàng|"
    r"nhận diện|phân loại|phân cấp|xác định|cắt giảm|đơn giản h(?:óa|oá)|số h(?:óa|oá)|chuẩn h(?:óa|oá)|tận dụng|"
    r"điều hành|điều chỉnh|đăng tải|liên kết|phòng,? chống|ký|hợp tác(?! xã)|thi hành(?! án)|"
    r"tổ chức(?!,?\s+(?:có liên quan|liên quan|chính trị|xã hội|khác|thành viên|quốc tế|đảng|đoàn|hội viên|"
    r"hội(?! nghị| thảo| thi)|cơ sở|cá nhân|công đoàn|tín dụng|kinh tế|trong|ngoài|và|sự nghiệp|khoa học|"
    r"nghề nghiệp|phi))(?!,\s+(?!thực hiện|triển khai|chỉ đạo|quán triệt|hướng dẫn))"
)
# Part of a name as often as verbs ("các đơn vị quản lý …", "Quỹ hỗ trợ …").
_ALSO_IN_NAMES = (
    r"quản lý|đào tạo|nghiên cứu|cung cấp|hỗ trợ|đầu tư|phát triển|kiểm tra|giám sát|thẩm định|khai thác|ứng dụng|"
    r"bảo vệ|phòng ngừa|chuyển đổi|đại diện|thống kê|phản biện|tuyên truyền|truyền thông|"
    r"tư vấn|thanh tra|xúc tiến|sản xuất|kinh doanh"
)
VERBS = rf"(?:{_PLAIN}|{_ALSO_IN_NAMES})(?!\w)"
_VERB = re.compile(rf"(?<!\w)(?:{_PLAIN}|(?P<named>{_ALSO_IN_NAMES}))(?!\w)")
# After these a verb is a noun, or what somebody else does.
_NO_VERB_AFTER = re.compile(
    r"(?:^|\s)(?:các|những|mọi|một số|được|do|của|để|về|việc|công tác|đã|có chức năng|có nhiệm vụ)\s$"
)
_NOUN = re.compile(
    r"(?:ban xây dựng đảng|(?:cơ quan|đơn vị) (?:chủ trì(?!,? phối hợp)|thực hiện (?=nhiệm vụ|dự án|đề án)|"
    r"tham mưu(?=,? giúp việc| của| giúp))|đoàn (?:kiểm tra|giám sát)(?:, (?:kiểm tra|giám sát))?|"
    r"(?:các )?ban quản lý(?: (?:các )?dự án(?: đầu tư)?(?: xây dựng)?)?|văn phòng điều phối|"
    r"tổ (?:công tác|giúp việc))",
    re.IGNORECASE,
)


def verbs(text: str, end: int) -> Iterator[tuple[int, bool]]:
    """Where verbs that may open an order begin before `end`, in order, and whether each may be part of a name."""
    nouns = [m.span() for m in _NOUN.finditer(text)]
    for found in _VERB.finditer(text, 0, min(len(text), end)):
        at = found.start()
        if (
            at
            and not any(a <= at < b for a, b in nouns)
            and not _NO_VERB_AFTER.search(text[max(0, at - 30) : at])
        ):
            yield at, found["named"] is not None
