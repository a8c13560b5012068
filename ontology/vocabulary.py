"""Kinds of documents, the codes of those who issue them, and the grammar of document numbers.

Party numbers read `57-NQ/TW`, state numbers `71/NQ-CP` or, for legal acts, `15/2024/TT-NHNN`; the National Assembly
leaves its kind out (`193/2025/QH15`). Spelling and recognition variants ("57/NQ-TW", "57-NQ/TVV", "193/2025/NQ- QH15")
are brought to these forms. A number that names only its kind and serial ("NQ 57", "Plan 922") is partial.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ontology.text import flatten, toneless


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: the code in its numbers ("NQ"), its names, and whether it is a legal act."""

    code: str
    name: str
    name_en: str
    legal: bool = False


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who stands behind a code in numbers. `side` is party or state; local ones need a province to be told apart."""

    code: str
    name: str | None
    side: str
    local: bool = False


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """A document number found at [start, end) of a text.

    `number` is the normalised spelling, None when only kind and serial (and perhaps the year) are given. `serial`
    stays as printed ("03"); `year` is the one inside the number; `issuer` the code or codes after the kind.
    """

    text: str
    start: int
    end: int
    serial: str
    kind: str | None
    issuer: str | None
    year: int | None
    number: str | None
    side: str | None
    local: bool = False

    @property
    def partial(self) -> bool:
        """Whether the number needs the documents at hand to be settled."""
        return self.number is None

    def fits(self, number: str) -> bool:
        """Whether the document with this number may be meant: same serial, and whatever else is given agrees."""
        other = parse_number(number)
        if other is None or int(_digits(other.serial)) != int(_digits(self.serial)):
            return False
        if self.number and other.number:
            return fold_code(self.number) == fold_code(other.number)
        # An act of the National Assembly bears no kind in its number, so an unknown kind contradicts nothing.
        pairs = ((self.kind, other.kind), (self.year, other.year), (self.issuer, other.issuer))
        return all(a is None or b is None or a == b for a, b in pairs)


_K = Kind
KINDS: tuple[Kind, ...] = (
    _K("NQ", "Nghị quyết", "Resolution", True),
    _K("QĐ", "Quyết định", "Decision", True),
    _K("QĐ", "Quy định", "Regulation"),
    _K("KH", "Kế hoạch", "Plan"),
    _K("CTr", "Chương trình", "Programme"),
    _K("CTrHĐ", "Chương trình", "Programme"),
    _K("CTHĐ", "Chương trình", "Programme"),
    _K("KHPH", "Kế hoạch", "Plan"),
    _K("CT", "Chỉ thị", "Directive", True),
    _K("TTLT", "Thông tư liên tịch", "Joint Circular", True),
    _K("TT", "Thông tư", "Circular", True),
    _K("NĐ", "Nghị định", "Decree", True),
    _K("BC", "Báo cáo", "Report"),
    _K("TTr", "Tờ trình", "Submission"),
    _K("CV", "Công văn", "Official Letter"),
    _K("HD", "Hướng dẫn", "Guideline"),
    _K("KL", "Kết luận", "Conclusion"),
    _K("TB", "Thông báo", "Notice"),
    _K("CĐ", "Công điện", "Telegram"),
    _K("QC", "Quy chế", "Statute"),
    _K("ĐA", "Đề án", "Scheme"),
    _K("PA", "Phương án", "Option"),
    _K("NQLT", "Nghị quyết liên tịch", "Joint Resolution", True),
    _K("VBHN", "Văn bản hợp nhất", "Consolidated Text", True),
    _K("TTri", "Thông tri", "Instruction"),
    _K("", "Bộ luật", "Code", True),
    _K("", "Luật", "Law", True),
    _K("PL", "Pháp lệnh", "Ordinance", True),
    _K("", "Hiến pháp", "Constitution", True),
    _K("", "Quy hoạch", "Master Plan"),
    _K("", "Chiến lược", "Strategy"),
    _K("", "Văn bản", "Document"),
)

_STATE = """
CP=Chính phủ;TTg=Thủ tướng Chính phủ;QH=Quốc hội;UBTVQH=Ủy ban Thường vụ Quốc hội;CTN=Chủ tịch nước
VPCP=Văn phòng Chính phủ;VPQH=Văn phòng Quốc hội;TANDTC=Tòa án nhân dân tối cao
HĐTP=Hội đồng Thẩm phán Tòa án nhân dân tối cao;VKSNDTC=Viện kiểm sát nhân dân tối cao
KTNN=Kiểm toán nhà nước;NHNN=Ngân hàng Nhà nước Việt Nam;TTCP=Thanh tra Chính phủ
BKHCN=Bộ Khoa học và Công nghệ;BTTTT=Bộ Thông tin và Truyền thông;BTC=Bộ Tài chính;BNV=Bộ Nội vụ
BCA=Bộ Công an;BQP=Bộ Quốc phòng;BYT=Bộ Y tế;BGDĐT=Bộ Giáo dục và Đào tạo;BCT=Bộ Công Thương;BXD=Bộ Xây dựng
BTP=Bộ Tư pháp;BGTVT=Bộ Giao thông vận tải;BNNPTNT=Bộ Nông nghiệp và Phát triển nông thôn
BNNMT=Bộ Nông nghiệp và Môi trường;BTNMT=Bộ Tài nguyên và Môi trường;BNG=Bộ Ngoại giao
BKHĐT=Bộ Kế hoạch và Đầu tư;UBDT=Ủy ban Dân tộc;BLĐTBXH=Bộ Lao động - Thương binh và Xã hội
BVHTTDL=Bộ Văn hóa, Thể thao và Du lịch;BDTTG=Bộ Dân tộc và Tôn giáo
"""
_PARTY = """
TW;BCT;BBT;BCĐTW=Ban Chỉ đạo Trung ương;VPTW=Văn phòng Trung ương Đảng;BTCTW=Ban Tổ chức Trung ương
BNCTW=Ban Nội chính Trung ương;BTGTW=Ban Tuyên giáo Trung ương;BTGDVTW=Ban Tuyên giáo và Dân vận Trung ương
UBKTTW=Ủy ban Kiểm tra Trung ương;BDVTW=Ban Dân vận Trung ương;BKTTW=Ban Kinh tế Trung ương
BCSTW=Ban Chính sách, Chiến lược Trung ương;QUTW=Quân ủy Trung ương;BCSĐCP=Ban cán sự đảng Chính phủ
ĐĐQH=Đảng đoàn Quốc hội;ĐUCP=Đảng ủy Chính phủ;ĐUQH=Đảng ủy Quốc hội
"""
_LOCAL_STATE = """
UBND=Ủy ban nhân dân;HĐND=Hội đồng nhân dân;VPUBND=Văn phòng Ủy ban nhân dân
TTHĐND=Thường trực Hội đồng nhân dân
"""
_LOCAL_PARTY = """
TU=Tỉnh ủy;HU=Huyện ủy;ThU=Thị ủy;QU=Quận ủy;ĐU=Đảng ủy;BTGTU=Ban Tuyên giáo Tỉnh ủy
BTCTU=Ban Tổ chức Tỉnh ủy;BTGDVTU=Ban Tuyên giáo và Dân vận Tỉnh ủy;BNCTU=Ban Nội chính Tỉnh ủy
UBKTTU=Ủy ban Kiểm tra Tỉnh ủy;VPTU=Văn phòng Tỉnh ủy;BCĐTU=Ban Chỉ đạo Tỉnh ủy;BDVTU=Ban Dân vận Tỉnh ủy
"""


def fold_code(code: str) -> str:
    """The form under which spellings of one code meet: no blanks, tones or case ("QĐ" and "QD", "CTr" and "CTR")."""
    return re.sub(r"\s", "", toneless(code)).upper()


def _issuers() -> Iterator[Issuer]:
    # State comes last: where both sides use a code (BCT), the state's reading is the one that numbers bear.
    tables = (
        (_PARTY, "party", False),
        (_LOCAL_PARTY, "party", True),
        (_LOCAL_STATE, "state", True),
        (_STATE, "state", False),
    )
    for table, side, local in tables:
        for row in re.split(r"[;\n]", table.strip()):
            code, _, name = row.partition("=")
            yield Issuer(code, name or None, side, local)


ISSUERS: dict[str, Issuer] = {fold_code(i.code): i for i in _issuers()}
_BY_CODE: dict[str, Kind] = {fold_code(k.code): k for k in reversed(KINDS) if k.code}


def kind_of_code(code: str | None) -> Kind | None:
    """The kind that a code in a number stands for ("QD" counts as "QĐ"); None when it is no kind."""
    return _BY_CODE.get(fold_code(code)) if code else None


@cache
def kind_of_name(name: str) -> Kind | None:
    """The kind with this name or code, tone marks, case and language aside ("ke hoach", "Plan", "KH")."""
    folded = re.sub(r"\s+", " ", toneless(name)).strip().lower()
    for kind in KINDS:
        if (
            folded in (toneless(kind.name).lower(), kind.name_en.lower(), toneless(kind.code).lower())
            and folded
        ):
            return kind
    return None


def issuer_of_code(code: str | None) -> Issuer | None:
    """Who a code in a number stands for; numbered assemblies ("QH15") and departments ("SKHCN") are understood too."""
    if not code:
        return None
    folded = fold_code(code)
    known = ISSUERS.get(folded) or ISSUERS.get(re.sub(r"\d+$", "", folded))
    if known is None and re.fullmatch(r"S[A-Z]{2,8}", folded):
        return Issuer(code, None, "state", local=True)
    return known


def _digits(serial: str) -> str:
    return re.sub(r"\D", "", serial)


_CONFUSED = (("VV", "W"), ("IT", "H"), ("I1", "H"), ("ll", "H"), ("0", "O"), ("IJ", "U"))


def _spelling(code: str) -> str:
    """The code as the vocabulary spells it; recognition errors are undone only where that gives a known code."""
    known = kind_of_code(code) or issuer_of_code(code)
    if known is None:
        for wrong, right in _CONFUSED:
            fixed = code.replace(wrong, right)
            if fixed != code and (kind_of_code(fixed) or ISSUERS.get(re.sub(r"\d+$", "", fold_code(fixed)))):
                return _spelling(fixed)
        return code
    if known.code == code or isinstance(known, Kind):
        return known.code
    tail = re.search(r"\d+$", code)
    return known.code if known.code[-1:].isdigit() or not tail else known.code + tail.group()


_CODE = r"[A-ZĐ][A-Za-zĐđ]{0,13}\d{0,2}"
_JOIN = r"(?:\s{0,3}\\?[-–—/]|\\?[-–—/]\s{1,3})"
# "số 5 7-NQ/TW": a serial that recognition broke in two; elsewhere two figures side by side are two numbers.
# What stands before is looked at behind the first figure: a pattern that begins with a figure is searched faster.
_SERIAL = (
    r"\d(?<![\w/.\-–]\d)(?<!\d:\d)"
    r"(?:(?<=[sS][ốổoỐỔO] \d) \d{1,2}| \d(?=[-–][A-ZĐ][A-Za-zĐ]{1,3}/T[UWV])|\d{0,4}[A-Za-z]?)"
)
_FULL = (
    rf"(?P<serial>{_SERIAL})(?:{_JOIN}(?P<year>(?:19|20)\d\d))?"
    rf"(?P<codes>(?:{_JOIN}{_CODE}){{1,4}})(?!\w)"
)
_STRICT = re.compile(_FULL)
_ANYCASE = re.compile(_FULL, re.IGNORECASE)


def _names() -> str:
    names = {
        toneless(k.name).lower() for k in KINDS if k.name not in ("Văn bản", "Luật", "Bộ luật", "Hiến pháp")
    }
    names |= {
        k.name_en.lower()
        for k in KINDS
        if k.name_en not in ("Document", "Law", "Code", "Constitution", "Option")
    }
    names |= {toneless(k.code).lower() for k in KINDS if k.code}
    return "|".join(re.sub(" ", r"\\s+", n) for n in sorted(names, key=len, reverse=True))


_SHORT = re.compile(
    rf"(?<!\w)(?P<kind>{_names()})(?:\s+hanh\s+dong)?\s*(?:so\s+|no\.?\s*|number\s+)?(?P<serial>\d{{1,5}})"
    r"(?:/(?P<year>(?:19|20)\d\d))?(?![\w%/]|[.,]\d|\s*[-–]\s*\d)"
    r"(?!\s*(?:%|thang\b|quy\b|tuan\b|nhiem vu|years?\b|months?\b))"
    r"(?!\s*nam\b(?!\s*(?:19|20)\d\d))"
)
_LOOSE = re.compile(
    r"(?P<serial>\d(?<![\w/.-]\d)\d{0,4})\s?(?P<kind>[a-z]{2,4})[\s/-]\s?(?P<issuer>[a-z]{2,8}\d{0,2})(?!\w)"
)


def _read(match: re.Match[str]) -> ParsedNumber:
    codes = [_spelling(c) for c in re.findall(_CODE, match["codes"], match.re.flags & re.IGNORECASE)]
    seps = re.findall(r"[-–—/]", match["codes"])
    kind = kind_of_code(codes[0])
    rest = codes[1:] if kind else codes
    head = next((i for c in rest if (i := issuer_of_code(c))), None)
    year = int(match["year"]) if match["year"] else None
    serial = re.sub(r"\s", "", match["serial"])
    issuer = "-".join(rest) or None
    party = (
        head.side == "party" if head else bool(seps) and len(seps) > 1 and seps[0] != "/" and seps[1] == "/"
    )
    return ParsedNumber(
        text=match.group(),
        start=match.start(),
        end=match.end(),
        serial=serial,
        kind=kind.code if kind else None,
        issuer=issuer,
        year=year,
        number=_compose(serial, year, kind.code if kind else None, rest, party=party),
        side="party" if party else ("state" if head else None),
        local=bool(head and head.local),
    )


def _compose(serial: str, year: int | None, kind: str | None, issuers: list[str], *, party: bool) -> str:
    tail = "-".join(issuers)
    if party and kind and tail:
        return f"{serial}-{kind}/{'/'.join(issuers)}"
    if kind == "NQ" and year and re.fullmatch(r"(?:UBTV)?QH\d+", tail):
        kind = None  # printed "193/2025/NQ-QH15" by mistake; the Assembly's numbers bear no kind
    middle = "-".join(filter(None, (kind, tail)))
    return "/".join(filter(None, (serial, str(year) if year else "", middle)))


def scan_numbers(text: str, *, any_case: bool = False) -> tuple[ParsedNumber, ...]:
    """Every full document number in a text, left to right, whatever stands before it.

    Strings of the right shape with codes that the vocabulary does not know are returned too, with `kind` and `side`
    None; the caller judges them by their context. With `any_case`, codes may be typed in lower case, and then only
    known kinds and issuers count.
    """
    found = (_read(m) for m in (_ANYCASE if any_case else _STRICT).finditer(text))
    if not any_case:
        return tuple(found)
    return tuple(n for n in found if n.kind or n.side)


def parse_numbers(text: str) -> tuple[ParsedNumber, ...]:
    """Full and partial numbers in a user's words, left to right, none overlapping.

    >>> [n.number or (n.kind, n.serial) for n in parse_numbers("kh 225 và nghị quyết 57-NQ/TW")]
    [('KH', '225'), '57-NQ/TW']
    """
    found = list(scan_numbers(text, any_case=True))
    flat = flatten(text)
    for match in _LOOSE.finditer(flat):
        kind, issuer = kind_of_code(match["kind"]), issuer_of_code(match["issuer"])
        if kind and issuer and issuer.code != "SO":
            spelled = f"{match['serial']}/{kind.code}-{match['issuer'].upper()}"
            whole = parse_number(spelled)
            if whole:
                found.append(_moved(whole, text, match))
    for match in _SHORT.finditer(flat):
        kind = kind_of_name(match["kind"])
        year_like = re.fullmatch(r"(?:19|20)\d\d", match["serial"]) and not re.search(
            r"\bso\b|no\b|number", match.group()
        )
        if kind and not year_like:
            year = int(match["year"]) if match["year"] else None
            span = text[match.start() : match.end()]
            found.append(
                ParsedNumber(
                    span, match.start(), match.end(), match["serial"], kind.code, None, year, None, None
                )
            )
    out: list[ParsedNumber] = []
    for n in sorted(found, key=lambda n: (n.partial, n.start)):
        if all(n.end <= o.start or n.start >= o.end for o in out):
            out.append(n)
    return tuple(sorted(out, key=lambda n: n.start))


def _moved(number: ParsedNumber, text: str, match: re.Match[str]) -> ParsedNumber:
    return ParsedNumber(
        text=text[match.start() : match.end()],
        start=match.start(),
        end=match.end(),
        serial=number.serial,
        kind=number.kind,
        issuer=number.issuer,
        year=number.year,
        number=number.number,
        side=number.side,
        local=number.local,
    )


def parse_number(text: str) -> ParsedNumber | None:
    """The first document number in a text, full or partial; None when there is none.

    >>> parse_number("57/NQ-TW").number
    '57-NQ/TW'
    >>> parse_number("Plan 922").serial
    '922'
    """
    strict = next(iter(scan_numbers(text)), None)
    if strict and (strict.kind or strict.side) and strict.start == 0:
        return strict
    return next(iter(parse_numbers(text)), strict)
