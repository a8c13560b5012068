"""The documents and agencies that a question names, however it writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ontology.agencies import find, is_collective
from ontology.communes import LEVEL, named_in
from ontology.vocabulary import ParsedNumber, parse_number, parse_numbers
from search.questions.catalogue import Catalogue, Document, agency_key, dropped
from search.questions.lexicon import PhraseTable, Span, Word, lexicon, longest
from search.questions.tokens import key_of

#: Names that tell whose document is meant, not who is assigned.
_ISSUERS = frozenset(
    {
        "uy ban nhan dan",
        "chinh phu",
        "quoc hoi",
        "thu tuong",
        "thu tuong chinh phu",
        "bo chinh tri",
        "trung uong",
    }
)


_REPORT = "Báo cáo"
_DIGITAL = frozenset(
    {"doi", "te", "nghe", "nang", "tang", "hoi", "luc", "lieu", "quyen", "tap", "phu", "dan", "hoa", "truong"}
)
_BETWEEN = 4  # words that may stand between a report and the number that it is on
_SAYS = frozenset(
    {"noi", "neu", "ghi", "viet", "danh", "giai", "nhan", "say", "says", "mention", "mentions", "cua"}
)
_DOERS = frozenset({"phai", "de", "can", "va", "dinh"})  # "phải báo cáo" is a duty
_COMMUNE = 8  # words of a commune's rank and name
_HEADS = frozenset(
    {
        "so",
        "bo",
        "cuc",
        "chi",
        "uy",
        "ban",
        "van",
        "hoi",
        "lien",
        "vien",
        "truong",
        "tong",
        "ngan",
        "cong",
        "dai",
        "thanh",
    }
)


@dataclass(frozen=True, slots=True)
class DocumentMention:
    """A document that the question names, and which documents it may be; none when the store has no such number."""

    text: str
    documents: tuple[Document, ...]
    at: int
    to: int
    number: ParsedNumber | None = None


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """An agency that the question names: as typed, and the key that its spellings share."""

    text: str
    name: str
    key: str
    at: int
    to: int


def index_of(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """The words [at, to) that the characters [start, end) of the question fall on."""
    inside = [i for i, w in enumerate(words) if w.token.start < end and w.token.end > start]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def documents(question: str, words: Sequence[Word], catalogue: Catalogue) -> list[DocumentMention]:
    """Every document that the question names: by number, by kind and serial, by kind and issuer."""
    out = []
    for number in parse_numbers(question):
        at, to = index_of(words, number.start, number.end)
        out.append(DocumentMention(number.text, tuple(catalogue.named(number)), at, to, number))
    flat = " ".join(w.key for w in words)
    if not out and flat != question:
        for number in parse_numbers(flat):
            at = flat[: number.start].count(" ")
            to = flat[: number.end].count(" ") + 1
            out.append(DocumentMention(number.text, tuple(catalogue.named(number)), at, to, number))
    out += _bare(words, out, catalogue)
    out = _reports(words, out, catalogue)
    return _by_place([*out, *_described(words, out, catalogue)], words)


def _bare(
    words: Sequence[Word], numbered: Sequence[DocumentMention], catalogue: Catalogue
) -> list[DocumentMention]:
    """A kind and a serial that only the documents at hand can settle ("nq 03 nhiệm vụ nào")."""
    out = []
    for span in longest(lexicon().document_types.find(words)):
        to = span.end + (1 if span.end < len(words) and words[span.end].key == "so" else 0)
        if (
            to >= len(words)
            or not re.fullmatch(r"\d{1,4}", words[to].key)
            or any(m.at <= to < m.to for m in numbered)
        ):
            continue
        number = parse_number(f"{span.name} {words[to].key}")
        found = catalogue.named(number) if number else []
        if found:
            out.append(
                DocumentMention(_text(words, span.start, to + 1), tuple(found), span.start, to + 1, number)
            )
    return out


def _reports(
    words: Sequence[Word], numbered: Sequence[DocumentMention], catalogue: Catalogue
) -> list[DocumentMention]:
    """ "báo cáo sơ kết NQ 52" means the report on that resolution, which its title names, not the resolution."""
    out = list(numbered)
    reports = [d for d in catalogue.full if d.type == _REPORT]
    for span in longest(lexicon().document_types.find(words)) if reports else ():
        mention = next((m for m in numbered if 0 <= m.at - span.end <= _BETWEEN), None)
        if span.name != _REPORT or mention is None or mention.number is None:
            continue
        if span.start and "qua" in {w.key for w in words[span.end : mention.at]}:
            continue  # "báo cáo kết quả thực hiện KH 225" is what somebody does
        number = mention.number
        found = [d for d in reports if any(_same(number, n) for n in parse_numbers(d.title))]
        if found:
            text = _text(words, span.start, mention.to)
            out = [m for m in out if m is not mention]
            out.append(DocumentMention(text, tuple(found), span.start, mention.to))
    return out


def _same(asked: ParsedNumber, named: ParsedNumber) -> bool:
    return asked.fits(named.number) if named.number else asked.serial == named.serial


def _by_place(found: list[DocumentMention], words: Sequence[Word]) -> list[DocumentMention]:
    """Where a number is several provinces' own, the province that the question names settles it."""
    places = {s.name for s in lexicon().places.find(words)}
    out = []
    for m in found:
        local = tuple(d for d in m.documents if d.province in places)
        out.append(
            DocumentMention(m.text, local, m.at, m.to, m.number) if len(m.documents) > 1 and local else m
        )
    return out


def _described(
    words: Sequence[Word], numbered: Sequence[DocumentMention], catalogue: Catalogue
) -> list[DocumentMention]:
    """Documents named by kind and issuer ("kế hoạch của Tỉnh ủy", "báo cáo sơ kết"), without a number."""
    table, out = lexicon(), []
    issuers = longest(table.issuers.find(words))
    for span in longest(table.document_types.find(words)):
        if any(span.start < m.to and span.end > m.at for m in numbered):
            continue
        if span.end < len(words) and words[span.end].key in ("nao", "may", "gi"):
            continue  # asked for, not named
        near = [i for i in issuers if 0 <= i.start - span.end <= 2]
        if near:
            said = table.issuer_words[near[0].name]
            fits = [d for d in catalogue.full if d.type == span.name and said in key_of(d.issuer)]
            places = {s.name for s in table.places.find(words)}
            fits = [d for d in fits if d.province in places] or fits
            if fits:
                out.append(
                    DocumentMention(
                        _text(words, span.start, near[0].end), tuple(fits), span.start, near[0].end
                    )
                )
                continue
        if span.name == _REPORT and _names_a_report(words, span):
            fits = [d for d in catalogue.full if d.type == span.name]
            places = {s.name for s in table.places.find(words)}
            fits = [d for d in fits if d.province in places] or fits
            if fits:
                out.append(
                    DocumentMention(_text(words, span.start, span.end), tuple(fits), span.start, span.end)
                )
    return out


def _names_a_report(words: Sequence[Word], span: Span) -> bool:
    """Whether "báo cáo" is the paper, not what somebody does: by the words beside it."""
    before = words[span.start - 1].key if span.start else ""
    after = words[span.end].key if span.end < len(words) else ""
    said = after in _SAYS and not (span.start and before in _DOERS)
    return (
        span.length > 2 or after in ("so", "tong", "ve") or before in ("trong", "theo", "the", "ban") or said
    )


def _text(words: Sequence[Word], at: int, to: int) -> str:
    return " ".join(dict.fromkeys(w.token.text for w in words[at:to]))


def agencies(words: Sequence[Word], catalogue: Catalogue) -> list[AgencyMention]:
    """Every agency that the question names, known to a list or not; issuers of documents are none."""
    single, groups, english = _tables(tuple(sorted({name for name, _ in catalogue.agencies.values()})))
    kept = [(i, w) for i, w in enumerate(words) if w.key in ("cac", "cap") or not dropped(words, i)]
    flat = [w for _, w in kept]
    found: list[AgencyMention] = []
    for span in longest(single.find(flat)):
        at, to = kept[span.start][0], kept[span.end - 1][0] + 1
        key = agency_key(span.name)
        if _is_name(words, at) and (_is_body(words, at) or catalogue.agencies_like(key)):
            found.append(
                _of_commune(words, at, to)
                or AgencyMention(_text(words, at, to), span.name, agency_key(span.name), at, to)
            )
    for span in longest(groups.find(words)):
        after = words[span.end].key if span.end < len(words) else ""
        if after not in ("nao", "gi", "khac") and words[span.start].key in (
            "cac",
            "uy",
        ):  # "các sở", "UBND cấp huyện"
            found.append(AgencyMention(span.name, span.name, agency_key(span.name), span.start, span.end))
    for span in longest(english.find(words)):
        found.append(
            AgencyMention(
                _text(words, span.start, span.end), span.name, agency_key(span.name), span.start, span.end
            )
        )
    found = [
        m
        for m in found
        if not any(o.at <= m.at and m.to <= o.to and o.to - o.at > m.to - m.at for o in found)
    ]
    unique = {(m.at, m.to): m for m in found if m.key not in _ISSUERS}
    return [*unique.values(), *_unknown_agencies(words, list(unique.values()))]


@lru_cache(maxsize=8)
def _tables(stored: tuple[str, ...]) -> tuple[PhraseTable, PhraseTable, PhraseTable]:
    """Names of single agencies by their keys, collective names as written, and English names."""
    names = [*lexicon().known_agencies, *stored]
    single = [(agency_key(n), n) for n in names if not is_collective(n)]
    # "Sở Giáo dục" for "Sở Giáo dục và Đào tạo": people say the first of the fields alone.
    single += [(agency_key(short), short) for n in names if (short := _first_field(n))]
    groups = [(n, n) for n in names if is_collective(n) and len(key_of(n).split()) > 1]
    return (
        PhraseTable(p for p in single if " " in p[0]),
        PhraseTable(groups),
        PhraseTable(lexicon().english_agencies.items()),
    )


def _first_field(name: str) -> str:
    """A ministry or department by the first of its fields; "" for one that has no more than one."""
    head = re.match(r"(?:Sở|Bộ)\s+[^,;()–-]+?(?=,|\s+và\s|\s+-\s)", name)
    return head.group() if head and not is_collective(name) else ""


def _of_commune(words: Sequence[Word], at: int, to: int) -> AgencyMention | None:
    """A commune's body with the commune that follows ("Công an phường Cồn Mẫu"), which no document need name."""
    for end in range(min(to + _COMMUNE, len(words)), to, -1):
        name = _text(words, at, end)
        # A province behind the commune is read as the question's place.
        row = find(name, place=None) if any(c.province is None for _, c in named_in(name)) else None
        if row and row.level == LEVEL:
            return AgencyMention(name, name, agency_key(name), at, end)
    return None


# What makes a word of "sở" or "bộ" behind it: "cán bộ khoa học", "công bố khoa học", "cơ sở y tế".
_COMPOUNDS = {
    "bo": ("can", "cong", "noi", "toan", "dong", "tien", "phan", "tuyen", "duong", "dang", "nganh", "cuc"),
    "so": ("co", "tru", "ho", "nganh"),
}


def _is_name(words: Sequence[Word], at: int) -> bool:
    # "số hóa", "bộ tiêu chí": the head's own marks must agree, and "ngành công an" is a field, not an agency.
    typed = words[at].token.text.lower()
    if (
        not typed.isascii()
        and words[at].key in ("so", "bo")
        and typed[0] in "sb"
        and typed not in ("sở", "bộ", "sỡ", "sờ", "bộ")
    ):
        return False
    # "cơ sở y tế", "trụ sở", "ngành công an" only look like names; so does "chuyen doi so y te" without marks.
    if at and words[at].key == "so" and typed == "so" and words[at - 1].key in _DIGITAL:
        return False
    before = words[at - 1].token.text if at else ""
    if words[at].token.text[:1].isupper() and before.islower():  # "tỉnh có Sở Y tế không"
        return words[at - 1].key != "nganh"
    return not (at and words[at - 1].key in _COMPOUNDS.get(words[at].key, ("nganh", "co", "tru")))


def _is_body(words: Sequence[Word], at: int) -> bool:
    """Whether a name that no document has reads as a body all the same: by its head or by a capital letter."""
    return words[at].key in _HEADS or words[at].token.text[:1].isupper()


def _unknown_agencies(words: Sequence[Word], known: Sequence[AgencyMention]) -> list[AgencyMention]:
    """ "Sở Xyz" in capitals that no list knows: still an agency."""
    out = []
    for i, word in enumerate(words[:-1]):
        nxt = words[i + 1].token.text
        if word.token.text not in ("Sở", "Bộ", "Cục", "Sở.") or not nxt[:1].isupper() or nxt.isdigit():
            continue
        if any(m.at <= i < m.to for m in known):
            continue
        to = i + 1
        while to < len(words) and words[to].token.text[:1].isupper() and to - i < 6:
            to += 1
        name = _text(words, i, to)
        out.append(AgencyMention(name, name, agency_key(name), i, to))
    return out
