"""What the last, unlabelled paragraphs of a document begin with."""

from __future__ import annotations

import re

_DOC = (
    r"(?:Kế hoạch|Nghị quyết|Chương trình|Chỉ thị|Quyết định|Kết luận|Thông báo|Hướng dẫn|"
    r"Báo cáo|Bộ luật|Luật|Hiến pháp|Pháp lệnh|Nghị định|Đề án)"
)

CLOSING = re.compile(
    rf"(?:Trên đây là|Trong quá trình|Quá trình (?:triển khai|tổ chức|thực hiện)|Yêu cầu|Đề nghị|Nhận được|"
    rf"Căn cứ (?:nội dung )?{_DOC} này|{_DOC} (?:này|đã được|được)|"
    rf"(?:Thừa lệnh )?[^.;:]{{3,120}}? (?:xin )?thông báo (?:để )?[^.;:]{{3,120}} (?:được )?biết|"
    rf"[^.;:]{{3,80}}? (?:yêu cầu|đề nghị|giao) )"
)
