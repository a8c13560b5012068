"""Tasks that the body assigns: an agency, a duty, sometimes a date ("Sở Y tế chủ trì …", "giao Sở Tài chính …").

They stand beside the rows of a task annex and must not be mixed with them: their id is made of the clause path and
`no` is None. Read are sentences of the sections on implementation ("Tổ chức thực hiện") whose subject is an
agency and whose verb assigns; the rest of the body is policy, not duty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from ingest.deadlines import parse_deadline
from ontology.agencies import begins_agency, find, is_collective, resolve, split
from ontology.ids import task_id
from ontology.text import fold, squeeze
from ontology.types import Clause, Deadline, Task

_BODY = ("section", "clause", "point", "bullet")
_SECTION = re.compile(
    r"^(?:tổ chức (?:và )?(?:thực hiện|triển khai|thi hành)|phân công|trách nhiệm (?:thực hiện|thi hành|"
    r"của)|nhiệm vụ của các)"
)
_SENTENCE = re.compile(r"(?:(?<=[^\W\d]{2})|(?<=[)%\d]))[.]\s+(?=\S)|;\s+(?=giao\s)")
_ASSIGNED = re.compile(r"^(?:giao|phân công|yêu cầu|đề nghị)\s+(?:cho\s+)?(?=\S)", re.IGNORECASE)
_VERB = re.compile(
    r"\s*(?:,\s*)?(?:(?:là|làm)\s+(?:cơ quan|đơn vị)\s+(?:đầu mối|"
    r"thường trực)[,]?\s*)?(?:có trách nhiệm\s+|chịu trách nhiệm\s+)?"
    r"\b(chủ trì|phối hợp|tham mưu|căn cứ|tổng hợp|hướng dẫn|theo dõi|xây dựng|tổ chức (?:thực hiện|"
    r"triển khai|rà soát|kiểm tra)|triển khai|bố trí|cân đối|báo cáo|định kỳ|"
    r"chủ động|đẩy mạnh|rà soát|kiểm tra|thẩm định|đôn đốc|thực hiện|tăng cường|chỉ đạo|ban hành|"
    r"cụ thể hóa|tuyên truyền|phân bổ|lồng ghép|lãnh đạo)\b"
)  # fmt: skip
# Outside the sections on implementation only a plain order counts: "Giao …", "… chủ trì …".
_ORDERS = re.compile(r"^(?:giao|phân công)\s", re.IGNORECASE)
_LEADS = re.compile(r"^chủ trì\b", re.IGNORECASE)
_SAYS = re.compile(r"\s*:\s+([^\W\d_])(?=[^\W\d_])")
_COOP = re.compile(r"^chủ trì,?\s*phối hợp(?:\s+chặt chẽ)?\s+(?:với|cùng)\s+", re.IGNORECASE)
_DUTIES = (
    r"(?:tổ chức(?!\s+(?:có liên quan|liên quan|chính trị|xã hội|khác|thành viên|quốc tế|đảng|đoàn thể))|"
    r"triển khai|tham mưu|xây dựng|thực hiện|theo dõi|đôn đốc|hướng dẫn|rà soát|bảo đảm|"
    r"đảm bảo|cân đối|bố trí|"
    r"phân bổ|kiểm tra|tổng hợp|ban hành|báo cáo|đề xuất|nghiên cứu|trình|thẩm định|kịp thời|đẩy mạnh|"
    r"tuyên truyền|lồng ghép|lập|soạn|soạn thảo|biên soạn|mở|đào tạo|tập huấn|bồi dưỡng|vận hành|hoàn thành|hoàn thiện|"
    r"chuẩn bị|giám sát|vận động|phổ biến|quán triệt|nâng cấp|kết nối|quản lý|cung cấp|khảo sát|lựa chọn|xử lý|"
    r"giải quyết|phát động|cập nhật|công bố|thu hút|hỗ trợ|phát triển|duy trì|đầu tư|mua sắm|tiếp nhận|sửa đổi|"
    r"bổ sung|đánh giá|chỉ đạo|huy động|khai thác|thành lập|đưa|ứng dụng|tạo|nâng cao|tăng cường)(?=[\s,])"
)
_DUTY = re.compile(rf"(?<!\w){_DUTIES}")
# What opens an order to the agency that the heading above names.
_ORDER = re.compile(
    r"(?:(?:kịp thời|trực tiếp|thường xuyên|chủ động|tích cực|tiếp tục|tập trung|khẩn trương|định kỳ|(?:hằng|hàng) "
    rf"(?:năm|quý|tháng)),?\s+)*(?:{_DUTIES}|(?:chủ trì|phối hợp|căn cứ|lãnh đạo|quyết định|phát huy|cụ thể hóa|"
    r"gắn|gương mẫu|xem xét|đề nghị|kiến nghị|bảo vệ|phê duyệt|tham gia|làm tốt|chịu trách nhiệm|chăm lo|"
    r"giữ|mở rộng|khuyến khích|phản ánh|theo)(?=[\s,]))"
)
# A heading that gives the clauses below it to the agency that it names.
_GIVEN_TO = re.compile(
    r"^(?:(?:trách nhiệm|nhiệm vụ)(?: cụ thể)? của|đối với|(?:giao|phân công|đề nghị|yêu cầu)(?: cho)?)\s+",
    re.IGNORECASE,
)
_GIVEN_END = re.compile(
    r"\s+(?:(?:chịu|có) (?:trách nhiệm|nhiệm vụ)|chủ trì)(?:\s+(?:thực hiện\s*)?(?:các )?(?:nhiệm vụ|nội dung|việc)?\s*"
    r"(?:sau(?: đây)?)?)?$|\s+(?:trong|khi)\s.*$"
)
_WITHIN = re.compile(r",?\s+trong (?:phạm vi|thời gian)\s.*$")
_DUE = re.compile(
    r"\b(?:(?:trước|chậm nhất|hoàn thành)(?:\s+(?:trước|trong|vào|đến|là))?\s+(?:ngày|tháng|quý|"
    r"năm)\s+[^,;.()]{1,40}|định kỳ\s[^,;.()]{0,60}|"
    r"(?:hằng|hàng)\s+(?:năm|quý|tháng)|thường xuyên|trong\s+(?:quý|tháng|năm)\s+[ivx\d][^,;.()]{0,20}|"
    r"trước\s+\d{1,2}/\d{1,2}[^,;.()]{0,20}|\d{1,2}\s+tháng/lần)"
)


def body_tasks(
    *,
    document: str,
    clauses: Sequence[Clause],
    place: str | None,
    issued: date | None,
    annexed: Sequence[Task] = (),
) -> tuple[Task, ...]:
    """The duties that clauses of the body assign to named agencies, with their clause's span (source coordinates).

    A clause that only names agencies ("Sở Y tế:", "Trách nhiệm của Sở Y tế") assigns the clauses below it to them.
    Where an annex lists the tasks (`annexed`), the annex is the list, and the body gives none: counts stay those of
    the list.
    """
    if annexed:
        return ()
    tasks: list[Task] = []
    count: Counter[str] = Counter()
    subjects: dict[str, str] = {}
    inside: set[str] = set()
    for clause in clauses:
        if clause.kind not in _BODY:
            continue
        if clause.parent in inside or _SECTION.search(fold(clause.heading or clause.text[:90])):
            inside.add(clause.id)
        duties = clause.id in inside
        words = squeeze(f"{clause.heading or ''} {clause.text}")
        if not duties and clause.parent not in subjects and not _may_order(words):
            continue
        named = _named_alone(clause.heading or clause.text) if duties else None
        if named:
            subjects[clause.id] = named
            words = squeeze(clause.text) if clause.heading else ""
        inherited = named or subjects.get(clause.parent or "")
        for sentence in _SENTENCE.split(words):
            read = _stated(sentence, inherited)
            if read and (duties or _ORDERS.match(sentence.strip(" .;-+•")) or _LEADS.match(read[1])):
                count[clause.path] += 1
                tasks.append(_task(clause, *read, document, count[clause.path], place, issued))
    return tuple(tasks)


def _may_order(words: str) -> bool:
    """Whether a plain order can stand in the words; most of a text has none of its verbs."""
    low = words.lower()
    return "giao" in low or "phân công" in low or "chủ trì" in low


def _named_alone(text: str) -> str | None:
    """The agencies that a heading names and nothing else ("1. Sở Y tế:", "2. Trách nhiệm của Sở Y tế")."""
    title = squeeze(text).strip(" .:;")
    if len(title) > 160 or not title:
        return None
    given = _GIVEN_TO.match(title)
    title = _GIVEN_END.sub("", title[given.end() :] if given else title)
    if not title or (not given and _VERB.search(title)):
        return None
    return title if _names(title, loosely=bool(given)) else None


def _names(words: str, *, loosely: bool) -> bool:
    """Whether the words name agencies alone; `loosely`, names that only begin as agencies' names do count too."""
    names = split(words)
    return bool(names) and all(
        find(n, place=None) or is_collective(n) or (loosely and begins_agency(n)) for n in names
    )


def _stated(sentence: str, inherited: str | None) -> tuple[str, str] | None:
    """The subject and the duty of a sentence; the agencies of the heading above it, unless it names others."""
    read = _read(sentence)
    if inherited and (read is None or not _names(read[0], loosely=False)):
        return _inherited(sentence, inherited) or read
    return read


def _read(sentence: str) -> tuple[str, str] | None:
    """The subject and the duty of a sentence that assigns, or None."""
    text = sentence.strip(" .;-+•")
    given = _ASSIGNED.match(text)
    if given:
        text = text[given.end() :]
    if not begins_agency(text):
        return None
    said = _SAYS.search(text)
    text = _SAYS.sub(lambda m: f": {m[1].lower()}", text, count=1)
    verb = _VERB.search(text)
    if not verb or verb.start() > 260:
        return None
    subject = _WITHIN.sub("", text[: verb.start()]).strip(" ,:")
    if not _names(subject, loosely=True):
        return None
    plain = given or verb[1] == "chủ trì" or (said and verb.start() <= said.end())
    if not plain and not any(find(n, place=None) or is_collective(n) for n in split(subject)):
        return None
    return subject, text[verb.start(1) :]


def _inherited(sentence: str, subject: str) -> tuple[str, str] | None:
    text = sentence.strip(" .;-+•")
    return (subject, text) if len(text) >= 20 and _ORDER.match(fold(text)) else None


def _task(
    clause: Clause,
    subject: str,
    duty: str,
    document: str,
    ordinal: int,
    place: str | None,
    issued: date | None,
) -> Task:
    coop, title = _coordination(duty)
    due = _DUE.search(fold(duty))
    deadline = parse_deadline(due[0], issued=issued) if due else Deadline(None, "none")
    if deadline.kind == "none":
        deadline = Deadline(None, "none")
    return Task(
        id=task_id(document, f"{clause.path}.{ordinal}"),
        document=document,
        no=None,
        group=None,
        group_title=None,
        title=title,
        lead=tuple(resolve(n, place=place, on=issued) for n in split(subject)),
        coop=tuple(resolve(n, place=place, on=issued) for n in coop),
        output=None,
        deadline=deadline,
        where=clause.path,
        clause=clause.id,
        start=clause.start,
        end=clause.end,
    )


def _coordination(duty: str) -> tuple[list[str], str]:
    """The agencies to work with, and the duty without them; ([], duty) where the sentence does not say."""
    shared = _COOP.match(duty)
    if not shared:
        return [], duty
    rest = duty[shared.end() :]
    begin = _DUTY.search(rest)
    if not begin:
        return [], duty
    return split(rest[: begin.start()]), rest[begin.start() :].strip()
