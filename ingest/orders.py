"""Orders in running text: who shall do what ("Sở Y tế chủ trì …", "Hằng năm, các sở báo cáo …", "Giao …").

An order has bodies that begin its sentence, or follow its opening words of time or ground, and right after them a
verb. Read here are the words of one item; which items assign duties is the business of `ingest.assignments`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.verbs import VERBS, verbs
from ontology.agencies import begins_agency, is_collective, is_listed, split
from ontology.text import fold, squeeze

_EDGE = " .;-+•"
_SENTENCE = re.compile(r"(?:(?<=[^\W\d]{2})(?<!\bTP)(?<!\bTX)|(?<=[)%\d]))[.]\s+(?=[^\W\d_])")
_PART = re.compile(r";\s+")
_GIVEN = re.compile(r"^(?:giao|phân công|yêu cầu|đề nghị)\s+(?:cho\s+)?(?=\S)", re.IGNORECASE)
_ASSIGNS = re.compile(r"(?:giao|phân công)\s", re.IGNORECASE)
_GIVES = re.compile(r"^(?P<giver>[^,;:]{5,80}?)\s+(?=(?:giao|phân công|yêu cầu|đề nghị)\s)")
_TIME = re.compile(
    r"^(?:định kỳ|(?:hằng|hàng|mỗi) (?:năm|quý|tháng|tuần|ngày)|trước|"
    r"trong (?:quý|tháng|năm)|chậm nhất|từ|đến|cuối|đầu|giữa)\b",
    re.IGNORECASE,
)
_TIME_END = re.compile(r"(?:(?<!\w)(?:năm|quý|tháng|tuần|ngày|kỳ)(?:\s+[\dIVX/.]+)?|\d),?\s+(?=[^\W\d])")
_GROUND = re.compile(
    r"^(?:trên cơ sở|căn cứ|theo|để|nhằm|sau khi|đối với|bên cạnh|cùng với|từ|trong quá trình)\s",
    re.IGNORECASE,
)
_IF = re.compile(r"(?<!\w)(?:nếu|vướng mắc|phát sinh|trường hợp)(?!\w)")
# Words between the bodies and the verb that belong to neither.
_ASIDE = re.compile(
    r",?\s+(?:trong (?:phạm vi|thời gian|quá trình)|theo (?:chức năng|nhiệm vụ|thẩm quyền|phân công|lĩnh vực)|tùy theo|"
    r"với (?:vai trò|chức năng|tư cách))\s.*$"
)
_DUTY_BOUND = re.compile(r",?\s+(?:(?:có|chịu) trách nhiệm|có nhiệm vụ|phải|cần)$")
_STANDING = re.compile(
    r"^(?:là|làm)\s+(?:(?:cơ quan|đơn vị)\s+)?(?:đầu mối|thường trực)\s*,\s+(?=" + VERBS + ")", re.IGNORECASE
)
_SAYS = re.compile(r"^([^:;]{3,200}):\s+(?=[^\W\d_])")
_ORDER = re.compile(
    rf"(?:{VERBS}|(?:có trách nhiệm|chịu trách nhiệm|là|theo)(?=[\s,])|tổ chức(?=[\s,]))", re.IGNORECASE
)
_KIND = re.compile(r"^(?:các|những|toàn bộ|tất cả các|mọi)\s+(?=\S)", re.IGNORECASE)
_KINDS_TOO = re.compile(
    r"(?:tỉnh|xã|phường|huyện|đặc khu|cấp|chi bộ|đồng chí|đoàn thể|hội|khối|chủ đầu tư|nhà đầu tư|nhà thầu|"
    r"đại biểu|tổ đại biểu|tổ dân phố|thôn|ấp|bản|khu phố|trường)(?!\w)"
)
_NO_BODY = re.compile(
    r"^(?:tổ chức(?!\s+(?:đảng|chính trị|xã hội|đoàn|cơ sở|công đoàn|hội\s))|thuế suất)", re.IGNORECASE
)
_WITH = re.compile(
    r"(?:(?<=^)|(?<=[;.,:] ))(?P<lead>(?:chủ trì|chủ động|lãnh đạo)?,?\s*(?:và\s+)?)phối hợp(?:\s+chặt chẽ)?"
    r"(?P<with>\s+(?:với|cùng))?\s+(?=\S)",
    re.IGNORECASE,
)
_WITH_END = re.compile(r"\s(?:để|đề|nhằm)\s|(?=,?\s(?:trong|do|thường xuyên)\s)")
# A word that may be a verb, since no name goes on with it.
_WORD_AFTER = re.compile(
    r"(?<=[^\W\d])\s+(?=[^\W\d_])(?!(?:và|của|các|cấp|trên|tại|thuộc|trực thuộc|ở|khu vực|chi nhánh|hai cấp|có|"
    r"được|đã|đang|không|do|với|từ|bị|là|tỉnh|thành phố|huyện|xã|phường|theo|trong|để|như|trách nhiệm|chịu|cùng|phải|"
    r"cần|sẽ|gồm|nhân dân|quân sự|sở|bộ|ngành|số|điện tử|khóa|ủy|uỷ|đoàn)(?!\w))"
)
# A verb with a capital behind a name: the break between a heading and its words was lost.
_NEW_LINE = re.compile(rf"(?<=[^\W\d])\s+(?=[A-ZĐ])(?=(?i:{VERBS}))")
_LISTED_VERBS = 3  # fewer words before a comma and a verb are a verb themselves ("Thanh tra, kiểm tra …")
_SYLLABLES = 2  # of the verbs that are also parts of names
# What an unlisted name has in lower case, if no word of it is a capital ("Hội khuyến học tỉnh", "… khu vực").
_PLACED = ("các", "cấp", "tỉnh", "thành", "huyện", "xã", "phường", "khu", "quốc", "trung")
_REACH = 260  # characters within which the verb of a sentence stands
_LONGEST_TITLE = 160
_SHORTEST = 12  # characters of an order to the bodies of the heading above


@dataclass(frozen=True, slots=True)
class Order:
    """`bodies` as printed; the order from its first verb on; the words before the bodies, which may say when.

    `beside` names the bodies to work with where they are stated apart from the order, None where its words tell;
    `output` is the product that is stated so.
    """

    bodies: str
    duty: str
    opening: str = ""
    given: bool = False
    beside: str | None = None
    output: str | None = None


def read_orders(words: str, *, inherited: str | None = None) -> list[Order]:
    """The orders of one item, one for each change of the bodies; `inherited` names those of the heading above it.

    A sentence without bodies of its own goes on with the order before it if it begins as an order does; words that
    order nobody are left.
    """
    out: list[Order] = []
    told: list[list[str]] = []  # what the bodies of each order are told, piece by piece
    for sentence in _SENTENCE.split(words):
        for number, part in enumerate(_parts(sentence)):
            before = out[-1] if out else None
            read = _read_for(part, before.bodies if before else inherited, after=before if number else None)
            if read and not (before and before.bodies == read.bodies):
                out.append(read)
                told.append([read.duty])
            elif before and (number or read):
                words_too = f"{read.opening}{read.duty}" if read else part
                told[-1] += ["; " if number else ". ", words_too.strip(_EDGE)]
    whole = (replace(order, duty="".join(pieces)) for order, pieces in zip(out, told, strict=True))
    return [o for o in whole if len(o.duty.split()) > 1]


def named_alone(text: str, *, loosely: bool = False) -> bool:
    """Whether the words name bodies and nothing else; `loosely`, names that no list knows count too."""
    names = split(text)
    return bool(names) and all(_is_body(n, loosely=loosely) for n in names)


def _is_body(name: str, *, loosely: bool) -> bool:
    if is_listed(name):
        return True
    kind = _KIND.match(name)
    if kind:
        rest = name[kind.end() :]
        return begins_agency(rest[0].upper() + rest[1:]) or bool(_KINDS_TOO.match(fold(rest)))
    if _NO_BODY.match(name):
        return False
    return is_collective(name) or (
        loosely and begins_agency(name) and any(w[:1].isupper() or w in _PLACED for w in name.split()[1:])
    )


def _parts(sentence: str) -> list[str]:
    """The parts between semicolons, but for bodies that a list of bodies continues."""
    out: list[str] = []
    names = ""
    for part in _PART.split(sentence):
        if len(part) < _LONGEST_TITLE and named_alone(part) and not _verb(part):
            names += f"{part}; "
            continue
        out.append(names + part)
        names = ""
    return [*out, names] if names else out


def _read_for(part: str, inherited: str | None, *, after: Order | None) -> Order | None:
    """The order of one part; that of the `inherited` bodies, unless the part names others.

    `after` is the order that the sentence has given before this part: its bodies are still meant, unless the part
    names known ones.
    """
    if after:
        read = _read(part.strip(_EDGE))
        return read if read and _may_interrupt(read, part) else None
    read = _read_opened(part.strip(_EDGE))
    sure = read and (read.given or read.bodies == inherited or named_alone(read.bodies))
    if inherited and not sure:
        text = part.strip(_EDGE)
        return Order(inherited, text) if len(text) >= _SHORTEST and _opens_order(text) else read
    return read


def _may_interrupt(read: Order, part: str) -> bool:
    """Whether bodies in the middle of a sentence are ordered anew: they must be known, and the verb their own."""
    if not named_alone(read.bodies) or fold(part).startswith(("phân công ", "yêu cầu ", "đề nghị ")):
        return False
    return " phải " not in part[: len(read.bodies) + 8]


def _opens_order(text: str) -> bool:
    text = text.strip(_EDGE)
    return any(_ORDER.match(fold(text[at:])) for at in (0, *_times(text)))


def _read_opened(text: str) -> Order | None:
    """The order of a sentence, also after opening words of time or ground ("Định kỳ 6 tháng, các sở …")."""
    read = _read(text)
    if read:
        return read
    timed = _times(text)
    grounds = [m.end() for m in re.finditer(r",\s+", text[:400])] if _GROUND.match(text) else []
    for at in (*timed, *grounds):
        read = None if _IF.search(fold(text[:at])) else _read(text[at:])
        if read and named_alone(read.bodies, loosely=at in timed):
            return replace(read, opening=text[:at])
    return None


def _times(text: str) -> list[int]:
    """Where opening words of time may end ("Định kỳ 6 tháng, hằng năm …")."""
    return [m.end() for m in _TIME_END.finditer(text[:_REACH])] if _TIME.match(text) else []


def _read(text: str) -> Order | None:
    """The order of a sentence that begins with the bodies or gives them a duty, or None."""
    gives = _GIVES.match(text)
    if gives and named_alone(gives["giver"], loosely=True) and not _verb(gives["giver"]):
        told = _read(text[gives.end() :])
        if told:
            return told
    given = _GIVEN.match(text)
    assigns = bool(_ASSIGNS.match(text))
    if given:
        text = text[given.end() :]
    if not _begins_body(text):
        return None
    said = _SAYS.match(text)
    if said and named_alone(said[1], loosely=True) and _opens_order(text[said.end() :]):
        duty = text[said.end() :]
        return Order(squeeze(said[1]), _lower(duty), given=assigns)
    found = _verb(text, plain=bool(given))
    return Order(found[0], _STANDING.sub("", text[found[1] :]), given=assigns) if found else None


def _begins_body(text: str) -> bool:
    first = text[:1].upper() + text[1:]
    return begins_agency(text) or (text[:1].islower() and begins_agency(first) and is_collective(text[:80]))


def _verb(text: str, *, plain: bool = False) -> tuple[str, int] | None:
    """The bodies at the beginning of a text and where their verb stands, or None."""
    broken = _NEW_LINE.search(text, 0, _REACH)
    if broken and all(map(is_listed, split(text[: broken.start()]))):
        return text[: broken.start()], broken.end()
    doubtful: list[tuple[str, int]] = []
    for at, in_names in verbs(text, _REACH):
        before = text[:at].rstrip()
        if before.endswith(",") and len(before.split()) < _LISTED_VERBS:
            return None
        if doubtful and "," in text[doubtful[0][1] : at]:
            break
        bodies = _DUTY_BOUND.sub("", _ASIDE.sub("", _DUTY_BOUND.sub("", before.rstrip(" ,:"))))
        sure = plain or text.startswith("chủ trì", at)
        if not named_alone(bodies, loosely=True) and not (sure and begins_agency(bodies)):
            continue
        if in_names and not is_listed(split(bodies)[-1]):
            doubtful.append((bodies, at))
            continue
        # "… đầu tư mở rộng …": the verb is the pair, unless the first of it belongs to the name.
        pair = len(doubtful) > 1 and text[doubtful[-1][1] : at].count(" ") == _SYLLABLES
        if pair:
            return doubtful[-1]
        return (None if named_alone(bodies) else _known(text, at)) or (bodies, at)
    return doubtful[0] if doubtful else _known(text, min(len(text), _REACH))


def _known(text: str, end: int) -> tuple[str, int] | None:
    """Known bodies and the word after them, where that comes before `end` and can be a verb that no list has."""
    for gap in reversed(list(_WORD_AFTER.finditer(text, 0, end))):
        names = split(text[: gap.start()])
        if names and text[gap.end()].islower() and all(map(is_listed, names)):
            return text[: gap.start()], gap.end()
    return None


def _lower(text: str) -> str:
    """The text with its first letter small, unless the whole word is capitals."""
    return text[0].lower() + text[1:] if text[1:2].islower() else text


def coordination(duty: str) -> tuple[list[str], str]:
    """The bodies that an order says to work with, and the order; after "chủ trì, phối hợp với …" without them."""
    names: list[str] = []
    title = duty
    for found in _WITH.finditer(duty):
        rest = duty[found.end() :]
        end = next((at for at, _ in verbs(rest, len(rest))), len(rest))
        cut = _WITH_END.search(rest[: end + 1])
        known = _known(rest, min(len(rest), _REACH)) if end == len(rest) and not cut else None
        if known:  # a verb that no list has stands behind bodies that one has
            end = known[1]
        elif end == len(rest) and not cut:
            continue
        stated = rest[: cut.start() if cut else end]
        if not (found["with"] and found.start() == 0) and not named_alone(_upper(stated), loosely=True):
            continue
        names += split(stated)
        if found.start() == 0 and found["lead"] and not (cut and not cut[0]):
            title = rest[cut.end() if cut else end :].lstrip(" ,")
    return list(dict.fromkeys(names)), title


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
