"""Results that a report tells: work done, figures reached, documents issued, what falls short, why, and requests.

A section's heading says what its sentences tell ("Tồn tại, hạn chế", "Nguyên nhân", "Kiến nghị"); inside results the
sentence itself may say otherwise ("Tuy nhiên, … còn chậm"). Sections on what is to come tell no results. Read are
reports, and in other documents the sections that review what was done.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from ingest.figures import Figure, period_of, read_figures
from ontology.ids import indicator_id, result_id
from ontology.indicators import canonical
from ontology.text import fold, squeeze, toneless
from ontology.types import Citation, Clause, Header, Indicator, Result, ResultKind

_Mode = Literal["results", "shortcoming", "cause", "proposal", "none"]
_BODY = ("section", "clause", "point", "bullet")
_LEAD = r"^(?:(?:đánh giá|về|những|các|một số|mặt|phần|đề xuất,?|và)\s+)*"
_MODES: tuple[tuple[_Mode, re.Pattern[str]], ...] = (
    ("cause", re.compile(_LEAD + r"nguyên nhân")),
    ("shortcoming", re.compile(_LEAD + r"(?:tồn tại|hạn chế|khó khăn|vướng mắc|bất cập|yếu kém|khuyết điểm|còn)\b")),
    ("proposal", re.compile(_LEAD + r"(?:kiến nghị|đề xuất|đề nghị)\b")),
    ("results", re.compile(_LEAD + r"(?:kết quả|thành tựu|ưu điểm|tình hình (?:triển|thực)|công tác|việc)\b")),
)  # fmt: skip
_COMING = re.compile(
    r"\b(?:thời gian|năm|giai đoạn|quý|tháng|nhiệm kỳ) (?:tới|tiếp theo|còn lại)\b|^(?:phương|định) hướng\b"
)
_OUTSIDE = re.compile(
    _LEAD
    + r"(?:mục tiêu|chỉ tiêu|nhiệm vụ|giải pháp|dự báo|đặc điểm|bối cảnh|căn cứ|sự cần thiết|cơ sở|bài học|"
    r"quan điểm|kế hoạch|mở đầu)\b"
)
_REVIEW = re.compile(
    r"^(?:đánh giá (?:chung|tình hình|kết quả|việc)|tình hình (?:triển khai|thực hiện)|"
    r"kết quả (?:đạt được|đã đạt|thực hiện|triển khai)|thực trạng)\b"
)
_SUPERSCRIPT = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_FOOTNOTE = re.compile(rf"(?:(?<=\n)|^)[ \t]*[{_SUPERSCRIPT}]+[ \t]*\S.*?(?=\n\s*\n|\Z)", re.DOTALL)
_STOP = re.compile(
    r"(?<![\s(]TP)(?<!\bP)[.!?](?=\s+[“\"(]?[A-ZĐÀ-Ỹ\d])|(?<=[.:;!?])\s*\n\s*\n(?=\s*\S)|\n(?=\s*[-+•]\s)"
)
_RUN_IN = re.compile(r"[\s*_]*[^.;:\n]{3,140}?[\s*_]*:[\s*_]*(?=[^\W\d_]|\d)")
_TELLS = re.compile(r"\b(?:đã|được|như|sau|gồm|cụ thể|là)\b")
_TRIM = " \t\n*_-+•·;,"

_CAUSE = re.compile(r"^(?:nguyên nhân|do |vì |bởi |chủ yếu (?:là )?do )")
_ASKS = re.compile(r"^(?:kính )?(?:đề nghị|kiến nghị)\b")
_FALLS_SHORT = re.compile(
    r"^(?:tuy nhiên|song,|bên cạnh đó,? vẫn|mặc dù)|\bvẫn còn\b|\bcòn (?:chậm|thấp|hạn chế|ít|yếu|thiếu|khó khăn|"
    r"gặp|nhiều (?:hạn chế|khó khăn|bất cập))\b|\bchưa (?:đạt|đáp ứng|cao|đồng bộ|thực sự|thật sự|đầy đủ|"
    r"kịp thời|nhiều)\b"
)
_DONE = re.compile(
    r"\b(?:đã|được|hoàn thành|góp phần|bước đầu|thực hiện tốt|triển khai tốt|duy trì|tiếp tục|thường xuyên|"
    r"tập trung|chú trọng|tích cực|kịp thời|phối hợp)\b|^(?:tổ chức|triển khai|thực hiện|hỗ trợ|"
    r"xây dựng|ban hành|ứng dụng)\b"
)
_COMES = re.compile(r"^(?:sẽ|cần|phải|dự kiến|phấn đấu)\b|\b(?:thời gian tới|sẽ được|dự kiến)\b")
_ISSUES = re.compile(r"\b(?:ban hành|phê duyệt|thông qua|ký ban hành)\b", re.IGNORECASE)
_GOVERNED = re.compile(
    r"(?:thuc hien|trien khai|theo|can cu(?: vao)?|quan triet|thi hanh|cu the hoa|dieu chinh|sua doi|bo sung|"
    r"thay the(?: cho)?|cua|ve|tai|kem theo|so ket|tong ket|hoc tap)"
    r"(?: (?:noi dung|tinh than|cac|mot so|so dieu cua))*\s*$"
)
_ANNOUNCES = re.compile(r"(?:như sau|sau đây|sau)\s*:?$")
_FEWEST_WORDS = 5

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Cited:
    """The mentions of a document in the order of the text, each with the target of its citation."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    targets: tuple[str, ...]

    def within(self, start: int, end: int) -> list[tuple[int, int, str]]:
        at, to = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return list(zip(self.starts[at:to], self.ends[at:to], self.targets[at:to], strict=True))


def find_results(
    text: str, *, document: str, header: Header, clauses: Sequence[Clause], citations: Sequence[Citation]
) -> tuple[tuple[Result, ...], tuple[Indicator, ...]]:
    """The results that a document tells and the indicators of its figures; spans are in `text`, the source text."""
    mentions = sorted((m.start, m.end, c.target) for c in citations for m in c.mentions)
    cited = _Cited(
        tuple(m[0] for m in mentions), tuple(m[1] for m in mentions), tuple(m[2] for m in mentions)
    )
    found: list[Result] = []
    for clause, mode in _telling(clauses, report=fold(header.type or "").startswith("báo cáo")):
        told = [r for span in _sentences(text, clause) for r in _read(text, span, mode, cited)]
        found += [
            replace(r, id=result_id(document, clause.path, n), document=document, clause=clause.id)
            for n, r in enumerate(told, 1)
        ]
    names = {r.indicator: r for r in reversed(found) if r.indicator and r.name}
    indicators = tuple(
        Indicator(key, canonical(r.name or "", unit=r.unit), r.unit) for key, r in reversed(names.items())
    )
    return tuple(found), indicators


def _telling(clauses: Sequence[Clause], *, report: bool) -> Iterator[tuple[Clause, _Mode]]:
    """The clauses of the body that tell results, and what their heading, or one above it, says they tell."""
    modes: dict[str, _Mode] = {}
    start: _Mode = "results" if report else "none"
    parents = {clause.parent for clause in clauses}
    for clause in clauses:
        if clause.kind not in _BODY or clause.path == "preamble":
            continue
        above = modes.get(clause.parent or "", start)
        modes[clause.id] = mode = _mode(_title(clause), above, top=clause.parent is None, report=report)
        headline = not clause.text and (clause.id in parents or clause.kind == "section")
        if mode != "none" and not headline:
            yield clause, mode


def _title(clause: Clause) -> str:
    """What the clause is about: its heading, or the words before a colon at its start."""
    lead = _RUN_IN.match(clause.text)
    alone = len(clause.text) <= 90 and not clause.text.endswith((".", ";"))
    words = clause.heading or (lead[0] if lead else clause.text if alone else "")
    return fold(words.replace("*", "")).strip(" .:;,-–")


def _mode(title: str, above: _Mode, *, top: bool, report: bool) -> _Mode:
    if above == "none" and not (report and not top):
        if not report and not (_REVIEW.match(title)):
            return "none"
        above = "results"
    if _COMING.search(title):
        return "none"
    named = next((mode for mode, words in _MODES if words.match(title)), None)
    if named and (above != "none" or named in ("shortcoming", "cause", "proposal")):
        return named
    if top and _OUTSIDE.match(title):
        return "none"
    return above


def _sentences(text: str, clause: Clause) -> Iterator[Span]:
    """The sentences of a clause, without label, heading and footnotes."""
    at = _body_start(text, clause)
    for begin, stop in _without_footnotes(text, at, clause.end):
        start = begin
        for found in _STOP.finditer(text, begin, stop):
            yield from _trimmed(text, start, found.end())
            start = found.end()
        yield from _trimmed(text, start, stop)


def _body_start(text: str, clause: Clause) -> int:
    """Where the words after label and heading begin, behind a run-in heading if there is one."""
    words = (clause.text or clause.heading or "").split()
    opening = r"\W+".join(re.escape(w) for w in words[:4])
    skip = (
        text.find(clause.heading.split("\n")[0], clause.start, clause.end)
        if clause.heading and clause.text
        else -1
    )
    begin = (
        skip + len((clause.heading or "").split("\n")[0]) if skip >= 0 else clause.start + len(clause.label)
    )
    found = re.compile(opening).search(text, begin, clause.end) if words else None
    start = found.start() if found else begin
    lead = _RUN_IN.match(text, start, clause.end)
    return lead.end() if lead and not _TELLS.search(fold(lead[0])) else start


def _without_footnotes(text: str, start: int, end: int) -> Iterator[Span]:
    for found in _FOOTNOTE.finditer(text, start, end):
        yield start, found.start()
        start = found.end()
    yield start, end


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The span without blanks and marks at its ends, if words are left."""
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    if len(text[start:end].split()) >= _FEWEST_WORDS:
        yield start, end


def _read(text: str, span: Span, mode: _Mode, cited: _Cited) -> Iterator[Result]:
    """The results that one sentence tells."""
    folded = fold(text[slice(*span)])
    if _ANNOUNCES.search(folded):
        return
    fragment = text[span[0]].islower()
    kind: ResultKind | None = None if mode in ("results", "none") else mode  # type: ignore[assignment]
    if _ASKS.match(folded):
        kind = "proposal"
    elif mode == "shortcoming" and _CAUSE.match(folded):
        kind = "cause"
    elif mode == "results" and _FALLS_SHORT.search(folded):
        kind = "shortcoming"
    if kind:
        if not fragment:
            yield _result(text, span, kind, cited)
        return
    told = [*_issued(text, span, cited), *_figures(text, span, cited)]
    if not told and not fragment and _DONE.search(folded) and not _COMES.search(folded):
        told = [_result(text, span, "done", cited)]
    yield from told


def _result(text: str, span: Span, kind: ResultKind, cited: _Cited) -> Result:
    documents = tuple(dict.fromkeys(target for _, _, target in cited.within(*span)))
    words = squeeze(text[slice(*span)])
    period, year = period_of(words) if kind in ("done", "figure") else (None, None)
    return Result("", "", kind, words, "", *span, year=year, period=period, documents=documents)


def _issued(text: str, span: Span, cited: _Cited) -> Iterator[Result]:
    """One result for each document that the sentence says was issued; the words reach to the next one."""
    verb = _ISSUES.search(text, *span)
    if not verb:
        return
    starts: list[int] = []
    governed, last = False, verb.end() - len(verb[0])
    for start, end, _ in cited.within(verb.end(), span[1]):
        between = toneless(text[max(last, start - 60) : start]).lower()
        # "thực hiện Nghị quyết A và Chương trình B": what is true of A is true of B.
        joined = governed and re.fullmatch(r"[^;]*\bva\s+", between)
        governed, last = bool(joined or _GOVERNED.search(between)), end
        if not governed:
            starts.append(start)
    for at, to in pairwise((*starts, span[1])):
        begin = span[0] if at == starts[0] else at
        for piece in _trimmed(text, begin, _before_joint(text, at, to)):
            result = _result(text, piece, "issued", cited)
            first = cited.within(at, at + 1)[0][2]
            others = tuple(d for d in result.documents if d != first)
            yield replace(result, documents=(first, *others))


def _before_joint(text: str, start: int, end: int) -> int:
    """`end` without a joining "và" that leads over to the next document."""
    joint = re.search(r"[\s,;]+(?:và|cùng|đồng thời)?\s*$", text[start:end])
    return start + joint.start() if joint else end


def _figures(text: str, span: Span, cited: _Cited) -> Iterator[Result]:
    """One result for each figure; the quote is the part of the sentence between semicolons."""
    taken = cited.within(*span)
    for start, end in _parts(text, *span):
        inside = [(a - start, b - start) for a, b, _ in taken]
        base = _result(text, (start, end), "figure", cited)
        sentence = period_of(squeeze(text[span[0] : end]))
        period, year = (base.period, base.year) if base.period else sentence
        for figure in read_figures(text[start:end].replace("\n", " "), taken=inside):
            yield _with_figure(replace(base, period=period, year=year), figure)


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    depth = 0
    begin = start
    for at in range(start, end):
        depth += (text[at] == "(") - (text[at] == ")")
        if text[at] == ";" and depth <= 0:
            yield from _trimmed(text, begin, at)
            begin = at + 1
    yield from _trimmed(text, begin, end)


def _with_figure(base: Result, figure: Figure) -> Result:
    return replace(
        base,
        name=squeeze(figure.name),
        indicator=indicator_id(canonical(figure.name, unit=figure.unit)),
        value_text=figure.value_text,
        comparator=figure.comparator,
        value=figure.value,
        value_max=figure.value_max,
        unit=figure.unit,
    )
