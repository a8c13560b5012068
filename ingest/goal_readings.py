"""What one piece of a passage states as a measured goal, by its own words alone: name, unit, value as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ingest.goal_words import (
    ACTIONS,
    LINKS,
    MEASURES,
    NOUNS,
    NUM,
    NUMERALS,
    OPENERS,
    OWNERS,
    PLACES,
    POPULATION,
    QUANTITIES,
    SCALES,
    SIGNS,
    SPANS,
    TURNS,
    VALUE,
    WORDS,
)
from ontology.text import fold, squeeze, toneless

_GLUED = re.compile(r"%(?=[^\W\d_])")  # "30%GRDP"
_DIGIT = re.compile(r"\d")
_REACHES = re.compile(rf"\s(?:đạt|chiếm)\s+(?:(?:{WORDS})\s*)*{NUM}", re.IGNORECASE)
_DATED = re.compile(
    r"^(?:phấn đấu(?: để)?,?\s+)?(?:(?:từ|đến|trong|hết|đến hết|kể từ|bắt đầu từ)\s+(?:cuối\s+)?năm 20\d\d,\s+|"
    r"(?:(?:đến|trong|hết|đến hết|cuối)\s+)?(?:quý [IV1-4]+|tháng \d{1,2})(?:/|\s+năm\s+)20\d\d\s*[:,]\s+)?(?=\S)",
    re.IGNORECASE,
)
_ENSURED = re.compile(rf"^(?:bảo đảm|đảm bảo)\s+(?=mỗi\s|(?:có\s+)?{VALUE})", re.IGNORECASE)
_SUBJECT = re.compile(
    rf"^(?:(?:{PLACES}|(?-i:[^\W\d_]+(?:\s[^\W\d_]+){{1,3}}))\s+)(?P<verb>{OWNERS}|đạt)\s+(?=\S+\s)",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"^mỗi\s+(?P<of>(?!năm\b)[^\d;]{{2,40}}?)\s+(?:phải\s+)?(?:có|đạt)\s+(?={VALUE})", re.IGNORECASE
)
_LEAD = (
    r"(?:(?P<each>(?:mỗi|mồi|hằng|hàng)\s+năm)[,\s]+)?(?:phấn đấu\s+)?"
    rf"(?:(?P<verb>{OPENERS})\s+(?:mới\s+)?)?(?:(?P<turn>{TURNS})\s+)?(?:(?P<least>tối thiểu|ít nhất)\s+có\s+)?"
)
_VALUE_FIRST = re.compile(
    rf"^{_LEAD}(?P<value>{VALUE})\s*(?:(?P<measure>{MEASURES})\s+|(?P<scale>(?:(?:{SCALES})\s+)+))?(?P<name>[^\W\d].+)$",
    re.IGNORECASE,
)
_NAME_FIRST = re.compile(
    rf"^(?P<name>[^\d].*?)\s+(?P<value>{VALUE})(?P<unit>\s*/\s*[^\W\d]+|\s*‰|\s+GRDP\b|\s+GDP\b|"
    rf"\s+(?:{SPANS}|(?:(?:{SCALES})\s+)*(?:{NOUNS})|{MEASURES}|(?:{SCALES}))\b(?:\s*/\s*(?:{POPULATION}|[^\W\d]+))?|"
    r"\s+[^\W\d]+(?:\s[^\W\d]+)?(?:/(?:phụ nữ|[^\W\d]\w*))+)?"
    r"(?P<rest>[\s,].*)?$",
    re.IGNORECASE,
)  # fmt: skip
_AGE = re.compile(
    rf"^(?P<name>[^\d]{{2,200}}?)\s+(?P<value>(?:{WORDS}\s*){{0,6}}{NUM})\s+tuổi\b", re.IGNORECASE
)
_LIFE = re.compile(r"tuổi thọ.*", re.IGNORECASE)
_HALF = re.compile(r"^(?P<name>[^\d]+?\s(?:tăng|giảm))\s+(?P<value>một nửa)\b", re.IGNORECASE)
_NO_MORE = re.compile(
    rf"^không\s+(?:còn|có|để)\s+(?P<name>[^\d]+?)\s+quá\s+(?P<value>{NUM}\s*%?)\s*(?P<unit>(?:{SPANS})\b)?(?P<rest>.*)$",
    re.IGNORECASE,
)
# "không có chỉ số nào dưới 5 điểm": each of them at least 5.
_NONE_BELOW = re.compile(
    rf"^không\s+(?:còn|có|để)\s+(?P<name>[^\d]+?)\s+nào\s+(?:dưới|thấp hơn)\s+(?P<value>{NUM}\s*%?)\s*"
    rf"(?P<unit>(?:{SPANS})\b)?$",
    re.IGNORECASE,
)
_SIGNED = re.compile(rf"(?:{WORDS})\s*{NUM}|{NUM}\s*%", re.IGNORECASE)
_LINKED = re.compile(rf"(?:^|\s)(?:{LINKS}|{SIGNS})(?=\s|{NUM})", re.IGNORECASE)
_CARDINAL = rf"(?:{NUM}|{NUMERALS})"
_RANKED = (
    rf"(?:thuộc\s+|trong\s+|nằm trong\s+|vào\s+)?(?:nhóm|top|tốp)\s+{_CARDINAL}\s+[^;.]*?"
    r"(?:dẫn đầu|đứng đầu|hàng đầu|(?:cao|nhanh|tốt|thấp) nhất)"
)
_RANK = re.compile(rf"(?P<value>{_RANKED}[^,;.]*?)\s+về\s+(?P<name>.+)$", re.IGNORECASE)
_RANK_TOO = re.compile(rf"^{_RANKED}[^,;.]*$", re.IGNORECASE)
_RANK_LAST = re.compile(
    rf"^(?P<name>[^\d;]{{4,}}?),?\s+(?P<value>{_RANKED}[^,;.]*|(?:thuộc|vào|trong)\s+(?:nhóm|top|tốp)\s+{NUM}"
    r"(?:\s+(?:thế giới|cả nước|toàn quốc|châu á|khu vực|đông nam á))?)(?:\s+trong\s[^,;.\d]*)?$",
    re.IGNORECASE,
)
_RANKED_THINGS = re.compile(rf"{_CARDINAL}\s+(?P<name>.+?)\s+(?:dẫn đầu|đứng đầu|hàng đầu)", re.IGNORECASE)
_KEEPING = re.compile(r"\s+(?:duy trì|nằm|đứng|xếp|lọt|giữ vững|tiếp tục)$", re.IGNORECASE)
_PLACE = re.compile(rf"(?:{PLACES})", re.IGNORECASE)
_PLACE_HAS = re.compile(rf"^(?:(?:{PLACES})\s+)?có\s+(?=\S+\s)", re.IGNORECASE)
# Matched without tone marks, which recognition often loses; the unit is then spelled as the noun is.
_PLAIN_NOUNS = {toneless(n): n for n in sorted(NOUNS.split("|"), key=len, reverse=True)}
_NOUN = "|".join(_PLAIN_NOUNS)
_COUNTED = re.compile(rf"^(?:{_NOUN})\b(?:\s*(?:,|/|va)\s*(?:{_NOUN})\b)*")
_PER = re.compile(r"(?:\btren\s+|/)(?:0?1|mot)?\s*((?:van|nghin|1\.?000|10\.?000|100\.?000|trieu)\s*dan)\b")
_SHARE_OF = re.compile(r"^(tong .+?)\s+(?:chi|danh|cho|duoc|la|de)\b")
_AT_LEAST = re.compile(r"(?:tối thiểu|ít nhất)\b", re.IGNORECASE)
_COMPARED = re.compile(rf"(?:từ|trên|hơn|dưới|khoảng|gần|{SIGNS})\s*{NUM}", re.IGNORECASE)
_SPAN = re.compile(r"(?:năm|tháng|tuần|ngày|giờ|phút|lần|tuổi|khoản|điều|điểm|quý)\b", re.IGNORECASE)
_QUANTITY = re.compile(rf"^(?:{QUANTITIES})\b", re.IGNORECASE)
_MEASURED = re.compile(rf"(?:^|\s)(?:{QUANTITIES})\s", re.IGNORECASE)
_LEVELLED = re.compile(rf"^(?:giảm|hạ|nâng|tăng)\s+(?=(?:{QUANTITIES})\s)", re.IGNORECASE)
_ACTION = re.compile(rf"(?:^|\s)(?:{ACTIONS})\b", re.IGNORECASE)
_FOR = re.compile(r"\s(?:cho|đối với)$", re.IGNORECASE)
_CHANGE = re.compile(
    r"(?:tăng|giảm|bình quân|trung bình|đóng góp|trực tiếp|thêm|cao|trưởng|mỗi năm|hằng năm|tối thiểu)$",
    re.IGNORECASE,
)
_MEAN = re.compile(r"(?:bình quân|trung bình)", re.IGNORECASE)
_LEVEL = re.compile(r"^(?:còn|xuống|lên)\b", re.IGNORECASE)
_TO_LEVEL = re.compile(r"\s+(?:tăng|giảm|hạ|nâng)$", re.IGNORECASE)
_REST_ELSEWHERE = re.compile(
    r"^(?:so với|vào|mỗi|hằng|hàng|trong|trên|của|tổng|tại|ở|và|đối với|trở)\b", re.IGNORECASE
)
_COMPARISON = re.compile(r"^(?:so với|vào|trở|mỗi năm|hằng năm|hàng năm)\b", re.IGNORECASE)
_OR_MORE = re.compile(r"^([^\d,]*?)\s+trở (?:lên|xuống)\b", re.IGNORECASE)
_YEARLY = re.compile(r"\s(?:mỗi|hằng|hàng)\s+năm$", re.IGNORECASE)
_BY_YEAR = re.compile(
    r"\s*(?<!\w)(?:(?:vào|trong) năm (?P<year>20\d\d)(?:(?:\s+và|,)\s.*)?|"
    r"(?:trước|trong|đến|hết|xong|chậm nhất)(?: hết)? "
    r"(?:ngày \d{1,2}/\d{1,2}|tháng \d{1,2}|quý [IV1-4]+)/(?P<by>20\d\d))$",
    re.IGNORECASE,
)
_YEAR_OF_NAME = re.compile(
    r"\s+(?:(?:đến|vào|tới|trong)(?: hết| cuối)? năm|giai đoạn 20\d\d\s*[-–])\s*(?P<year>20\d\d)$",
    re.IGNORECASE,
)
_YEARLY_FIRST = re.compile(r"^(?:mỗi|hằng|hàng)\s+năm,?\s+", re.IGNORECASE)
_AGAIN = re.compile(
    rf"^(?:(?:hướng|tiến) tới\s+)?(?:(?:đến\s+)?(?:hết\s+)?năm (?P<by>20\d\d)\s*:?\s+)?(?P<value>{VALUE})"
    rf"(?P<unit>\s+(?:GRDP|GDP|{MEASURES}|{SPANS}))?(?:\s+vào năm (?P<year>20\d\d))?$",
    re.IGNORECASE,
)

_AMOUNT = rf"(?:{MEASURES})|(?:(?:{SCALES})\s+)+(?:{NOUNS})"
_SHARE_WORDS = 3  # of what a share is taken of, before its year: "95% dân số vào năm 2026"
_OF_SUM = re.compile(
    r"^(tổng (?:số|chi|thu|vốn|sản lượng|giá trị|diện tích)\b[^,;.()\d]{0,60}?)(?=\s+(?:trở|vào|trong|so)\s|[,;.(]|$)"
)
Form = Literal["counted", "named", "done", "rank", "again"]


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal as its own words state it: `front` is what stands before the number in a deed."""

    name: str
    unit: str | None
    value: str
    form: Form
    turn: str = ""
    front: str = ""
    year: int | None = None


def read_goal(words: str, *, beside: bool = False) -> Goal | None:
    """The goal that one piece states, by itself; `beside` another goal an amount needs no word that links it."""
    piece = _ENSURED.sub("", _DATED.sub("", _GLUED.sub("% ", words)))
    again = _AGAIN.match(piece)
    if again:
        unit, value = _after_value(squeeze(again["value"]), squeeze(again["unit"] or ""), "")
        year = again["by"] or again["year"]
        return Goal("", unit, value, "again", year=int(year) if year else None)
    rank = _RANK_TOO.match(piece)
    if rank and beside and " về " not in rank[0]:
        return Goal("", "Thứ bậc", squeeze(rank[0]), "again")
    none_below = _NONE_BELOW.match(piece)
    if none_below:
        return Goal(none_below["name"], none_below["unit"], f"không dưới {none_below['value']}", "named")
    limit = _NO_MORE.match(piece)
    if limit:
        name = squeeze(
            f"{re.sub(r' nào(?= )', '', limit['name'])} {limit['rest'] if '%' in limit['value'] else ''}"
        )
        return Goal(
            name, limit["unit"] or "%", squeeze(f"không quá {limit['value']} {limit['unit'] or ''}"), "named"
        )
    found = _value_first(piece) or _rank(piece)
    if found:
        return found
    half = _HALF.match(piece)
    if half:
        return Goal(half["name"].strip(" ,"), "%", squeeze(half["value"]), "named")
    age = _AGE.match(piece)
    life = _LIFE.search(age["name"]) if age else None
    if age and (life or fold(age["value"]).startswith("đạt")):
        name = life[0] if life else age["name"]
        return Goal(name.strip(" ,"), "tuổi", squeeze(age["value"]), "named")
    yearly = _YEARLY_FIRST.match(piece)
    piece = piece[yearly.end() :] if yearly else piece
    last = _NAME_FIRST.match(piece)
    linked = next(reversed(list(_REACHES.finditer(piece))), None) if last else None
    if last and linked and last.start("value") < linked.start() and not _SIGNED.search(last["value"]):
        # "kinh tế của 21 xã ven sông đạt 65% …": a number in a name, and the one that is reached
        hidden = _DIGIT.sub("#", piece[: linked.start()]) + piece[linked.start() :]
        last = _NAME_FIRST.match(hidden) or last
    return _name_first(last, piece, each=bool(yearly), beside=beside) if last else None


def _value_first(piece: str) -> Goal | None:
    each = _EACH.match(piece)
    plain = piece[each.end() :] if each else _SUBJECT.sub(_only_verb, piece)
    found = _VALUE_FIRST.match(plain)
    if not found or not _counts(found, led=bool(each)):
        return None
    value = squeeze(f"{found['least'] or ''} {found['value']}")
    name = found["name"].strip()
    if re.match(r"(?:từ|trên)\b", value, re.IGNORECASE):
        name = _OR_MORE.sub(r"\1", name)
    dated = _BY_YEAR.search(name)
    name = name[: dated.start()] if dated and dated.start() > 3 else name
    of = fold(each["of"]) if each else None
    unit = unit_of(name, value, each=bool(found["each"] or _YEARLY.search(name)), of=of)
    scale = squeeze(found["scale"] or "")
    if found["measure"]:
        unit = squeeze(found["measure"])
    elif scale:
        unit = squeeze(f"{scale} {unit or ''}")
    turn = found["turn"] or ""
    name = squeeze(f"{turn} {name} {f'mỗi {of}' if of else ''}")
    return Goal(name, unit, value, "counted", turn=turn, year=_year(dated))


def _year(dated: re.Match[str] | None) -> int | None:
    return int(dated["year"] or dated["by"]) if dated else None


def _only_verb(found: re.Match[str]) -> str:
    """A place is no part of a goal's name; other words before the verb are."""
    place = squeeze(found[0][: found.start("verb") - found.start()])
    proper = all(word[0].isupper() for word in place.split())
    return f"{found['verb']} " if proper or _PLACE.fullmatch(place) else found[0]


def _rank(piece: str) -> Goal | None:
    found = _RANK.search(piece) or _RANK_LAST.match(piece)
    if not found:
        return None
    name, value = _PLACE_HAS.sub("", found["name"].strip(" .,")), squeeze(found["value"])
    name = _KEEPING.sub("", name)
    things = _RANKED_THINGS.search(value)
    if _PLACE.fullmatch(name) and things:
        name = things["name"]
    return Goal(name, "Thứ bậc", value, "rank")


def _name_first(found: re.Match[str], piece: str, *, each: bool, beside: bool) -> Goal | None:
    """A goal of a piece whose number follows words: what is measured, or what is done."""
    name, value = piece[slice(*found.span("name"))].strip(" ,"), squeeze(found["value"])
    name = re.sub(r"\s+ước$", "", name)
    unit, rest = squeeze(found["unit"] or ""), (found["rest"] or "").strip()
    if not _is_name(name):
        return None
    signed = bool(_SIGNED.search(value))
    if _is_deed(name, value, unit, rest, signed=signed):
        return _deed(name, value, unit, rest, each=each)
    amount = beside and not rest and re.fullmatch(_AMOUNT, unit, re.IGNORECASE)
    if len(name.split()) < 2 or not (
        signed or amount or (unit and (_CHANGE.search(name) or _MEASURED.search(name)))
    ):
        return None
    if fold(value).startswith("gấp"):
        name = re.sub(r"\s+cao$", "", name)
    elif _LEVEL.match(value):
        name = _LEVELLED.sub("", _TO_LEVEL.sub("", name))
    spoken = _YEAR_OF_NAME.search(name)
    name = name[: spoken.start()] if spoken else name
    dated = _BY_YEAR.search(f" {rest}")
    near = dated and len(rest[: dated.start()].split()) <= _SHARE_WORDS
    year = _year(dated) if near else int(spoken["year"]) if spoken else None
    if _MEAN.fullmatch(name) and unit:  # "bình quân 12 lớp/trường": what is counted stands behind the number
        name = squeeze(f"{name} {unit} {rest}")
    printed, text = _after_value(value, unit, rest)
    again = rest.split()[0].lower() if rest else ""
    if printed is None and again and f" {again} " in f" {name.lower()} ":  # "tổng số phòng … trên 900 phòng"
        printed = again
    if printed == "%" and (name.endswith("mỗi năm") or _YEARLY_FIRST.match(f"{rest} ")):
        printed = "%/năm"
    return Goal(_PLACE_HAS.sub("", name), printed, text, "named", year=year)


def _is_deed(name: str, value: str, unit: str, rest: str, *, signed: bool) -> bool:
    """Whether the words before the number are something done to what is named behind it."""
    behind = squeeze(f"{unit} {rest}")
    if not behind or not behind[0].isalpha() or unit.startswith("/") or fold(unit) in ("gdp", "grdp"):
        return False
    if _LINKED.search(value) or names_quantity(name) or _CHANGE.search(name):
        return False
    if "%" in value:
        return bool(unit) or bool(_FOR.search(name)) or not _REST_ELSEWHERE.match(rest)
    if not unit and signed:
        return not _REST_ELSEWHERE.match(rest) and not _SPAN.match(rest)
    if not unit or re.fullmatch(rf"{SPANS}|{SCALES}", unit, re.IGNORECASE) or fold(rest).startswith("so với"):
        return False
    # "lớp 1" is a name, no number of things.
    named = re.search(r"(?<!nâng)\s(?:số|lớp|loại|cấp|thứ)$", name, re.IGNORECASE)
    return signed or (
        bool(_ACTION.search(name)) and not named and bool(rest or "/" in unit or _FOR.search(name))
    )


def _deed(name: str, value: str, unit: str, rest: str, *, each: bool) -> Goal:
    measured = bool(re.fullmatch(MEASURES, unit, re.IGNORECASE))
    scale = re.match(rf"(?:(?:{SCALES})\s+)+", unit, re.IGNORECASE)
    thing = "" if measured else (unit[scale.end() :] if scale else unit).partition("/")[0]
    behind = squeeze(f"{thing} {rest}")
    if re.match(r"(?:từ|trên)\b", value, re.IGNORECASE):
        behind = _OR_MORE.sub(r"\1", behind)
    if measured or "/" in unit:
        printed: str | None = unit
    else:
        printed = unit_of(behind, value, each=each or bool(_YEARLY.search(behind)))
        printed = f"{scale[0].strip()} {printed}" if scale and printed else printed
    return Goal(squeeze(f"{name} {behind}"), printed, value, "done", front=name)


def names_quantity(name: str) -> bool:
    """Whether a name says what is measured ("Quy mô …", "Tỷ lệ …") and not what is counted or done."""
    return bool(_QUANTITY.match(name))


def _is_name(text: str) -> bool:
    """False for words that a date or a document number follows."""
    words = fold(text).split()
    if words[-1:] == ["năm"] and words[-2:-1] and words[-2] in ("mỗi", "hằng", "hàng"):
        return len(words) > 2
    return bool(words) and words[-1] not in ("năm", "tháng", "ngày", "khoản", "điều", "quý", "đoạn")


def _counts(found: re.Match[str], *, led: bool) -> bool:
    """A bare number counts something only before a noun of things that are counted, or with a sign or a lead word."""
    value, name = found["value"], found["name"]
    signed = bool(_SIGNED.search(value))
    led = led or found.start("value") > 0 or signed
    if _COMPARISON.match(name):
        return False
    if _COUNTED.match(toneless(name).lower()) or found["measure"] or (found["scale"] and led):
        return True
    if "%" in value:
        return led
    if _SPAN.match(name) or not found.string[found.start("name") - 1].isspace():  # "5G" is a name
        return False
    opened = bool(found["verb"]) and fold(found["verb"]) in OWNERS.split("|")
    return opened or (led and bool(_AT_LEAST.match(value) or _COMPARED.match(value) or found["least"]))


def unit_of(name: str, value: str, *, each: bool = False, of: str | None = None) -> str | None:
    """The unit of a value that stands before what it counts; `each` counts by the year, `of` for each such thing."""
    plain = toneless(name).lower()
    if "%" in value:
        share = _SHARE_OF.match(plain)
        return f"% {name[: share.end(1)]}" if share else "%"
    counted = _COUNTED.match(plain)
    if not counted:
        return name.split()[0] if _AT_LEAST.match(value) else None
    unit = re.sub(_NOUN, lambda m: _PLAIN_NOUNS[m[0]], counted[0]).replace(" va ", " và ")
    per = _PER.search(plain)
    if per:
        return f"{unit}/{fold(name[per.start(1) : per.end(1)])}"
    return f"{unit}/{of}" if of else unit + ("/năm" if each else "")


def _after_value(value: str, after: str, rest: str) -> tuple[str | None, str]:
    """The unit and the printed value where the unit follows the number."""
    if "%" in value:
        if fold(after) in ("grdp", "gdp"):
            return f"% {after}", f"{value} {after}"
        summed = _OF_SUM.match(rest.lower())
        if summed and not after:
            return f"% {rest[: summed.end(1)]}", value
        return ("%/năm", value + after) if after.startswith("/") else ("%", value)
    if after and not after.startswith("/"):
        per = _PER.match(toneless(rest).lower())
        return after + (f"/{rest[per.start(1) : per.end(1)]}" if per else ""), f"{value} {after}"
    return None, value
