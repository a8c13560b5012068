"""Sentences that state a measured goal, taken apart: what is measured, its unit, the value as printed.

Three orders occur: value first ("Có ≥ 15 doanh nghiệp …", "100% hồ sơ …"), name first ("Quy mô kinh tế số đạt
30% GRDP"), and a deed done to a number of things ("Nạo vét ít nhất 40 km kênh"), whose name is its words without the
number. A share of what was just named follows "trong đó", "trong số đó" or "riêng"; goals that share words ("98% dân
thành thị và 70% dân nông thôn dùng nước sạch") each get them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.goal_parts import Piece, goal_pieces
from ingest.goal_readings import Goal, names_quantity, read_goal, unit_of
from ingest.goal_words import COMPARING, GRADES, LINKS, PREDICATES, SIGNS, VERBS
from ontology.text import fold, squeeze

_GIVING = re.compile(r"(?:đóng góp|trực tiếp)$", re.IGNORECASE)
_PREDICATE = re.compile(rf"\s(?:{PREDICATES})\s", re.IGNORECASE)
_PREDICATE_FIRST = re.compile(rf"^(?:{PREDICATES}|vượt chuẩn)\b", re.IGNORECASE)
_RATE = re.compile(r"\s(?:trên (?:0?1|một)?\s*(?:[\d.]+|vạn|nghìn|triệu) dân|so với [^,;]+)$", re.IGNORECASE)
_VERB_FIRST = re.compile(rf"^(?:{VERBS})\b", re.IGNORECASE)
_LEADING_ON = re.compile(
    rf"(?:(?:^|\s+)(?:{VERBS}|trưởng|bình quân|trung bình|trực tiếp|mỗi năm))+$", re.IGNORECASE
)
# Figures of a grade or an age, which are no values: they are written otherwise while values are looked for.
_NO_VALUES = re.compile(
    rf"(?<!\w)(?:{GRADES})\s\d{{1,2}}(?=\s+(?:{LINKS}|{COMPARING}|{SIGNS})(?!\w))|"
    r"(?<!\w)(?:độ|nhóm) tuổi (?:từ )?\d+\s*(?:[-–]|đến)\s*\d+",
    re.IGNORECASE,
)
_MASKED = re.compile(rf"(?:{GRADES})\s[⁰¹²³⁴⁵⁶⁷⁸⁹]", re.IGNORECASE)
_MASK = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNMASK = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SPLIT = re.compile(r"(?:cơ cấu|tỷ trọng|tỉ trọng)\s", re.IGNORECASE)
_STUB = 4  # a name of fewer words that begins with a verb says nothing by itself


@dataclass(frozen=True, slots=True)
class Statement:
    """One measured goal. `value` is as printed, with its comparing words; `year` where its own words set one."""

    name: str
    unit: str | None
    value: str
    start: int
    end: int
    year: int | None = None


def read_statements(text: str) -> tuple[Statement, ...]:
    """The measured goals that a passage states, in order; spans are in the given text."""
    text = _NO_VALUES.sub(lambda m: m[0].translate(_MASK), text)
    out: list[Statement] = []
    base: str | None = None
    chain: list[tuple[int, Goal]] = []  # the coordinated goals so far, by their places in `out`
    for piece in goal_pieces(text):
        words = squeeze(text[piece.start : piece.end]).strip(" .;,:")
        found = read_goal(words, beside=bool(piece.of) or piece.joined)
        if not piece.joined and not (found and found.form == "again" and found.year):
            _share_tail(out, chain)
            chain = []
        if not found or (found.form == "again" and not chain):
            base = words if not piece.of or not base else base
            continue
        found = _with_before(found, piece, base, [read for _, read in chain])
        if not piece.of and not found.name.startswith("("):
            base = re.sub(r"\s*\([^()]*\)", "", found.name)
        chain.append((len(out), found))
        out.append(Statement(found.name, found.unit, found.value, piece.start, piece.end, found.year))
    _share_tail(out, chain)
    return tuple(replace(s, name=s.name.translate(_UNMASK), value=s.value.translate(_UNMASK)) for s in out)


def _with_before(found: Goal, piece: Piece, base: str | None, before: Sequence[Goal]) -> Goal:
    """The goal with what it leaves to the words before it: what it is a share of, its subject, its deed.

    `base` is what the words before it name last, `before` the goals that it is coordinated with.
    """
    name = found.name
    if piece.of and base:
        if fold(name).startswith(fold(base)):
            return found
        return replace(found, name=f"({'trong số ' if piece.of == 'trong số đó' else ''}{base}) {name}")
    if base and found.form == "counted" and "%" in found.value and _PREDICATE_FIRST.match(name):
        return replace(found, name=f"({base}) {name}")
    if not before and base and found.form == "named" and _MASKED.match(name):
        return replace(found, name=f"{_shared_head(base, name)}{name}")
    if not before:
        alone = found.form == "named" and base and _VERB_FIRST.match(name) and len(name.split()) < _STUB
        return replace(found, name=f"({base}) {name}") if alone else found
    return _coordinated(found, base, before[0], before[-1])


def _coordinated(found: Goal, base: str | None, first: Goal, last: Goal) -> Goal:
    """The goal with what it takes over from the first and the last of those before it in one sentence."""
    name = found.name
    if found.form == "again":
        changed = last.form == "named" and found.unit != last.unit
        return replace(found, name=(_subject(last) if changed else "") or last.name)
    if found.form == "counted" and not found.turn:
        name = squeeze(f"{_carried(last)} {name}")
        return replace(found, name=name, turn=last.turn, front=last.front)
    if found.form in ("named", "done") and _VERB_FIRST.match(name):
        subject = _subject(first)
        short = base and (first.form == "counted" or len(name.split()) < _STUB)
        name = squeeze(f"{subject} {name}") if subject else f"({base}) {name}" if short else name
        return replace(found, name=name, front=squeeze(f"{subject} {found.front}"))
    if found.form == "named" and _MASKED.match(name):
        return replace(found, name=f"{_shared_head(first.name, name)}{name}")
    if found.form == "named" and names_quantity(first.name) and not names_quantity(name):
        return replace(found, name=f"{_shared_head(first.name, name)}{name}")
    return found


def _shared_head(first: str, name: str) -> str:
    """What the first of two measured quantities says for both: up to its colon, or to a word that both have."""
    if ":" in first:
        return first[: first.index(":") + 1] + " "
    at = f" {fold(first)} ".find(f" {fold(name).split()[0]} ")
    split = _SPLIT.match(first)
    return first[: max(at, 0)] or (split[0] if split else "")


def _carried(last: Goal) -> str:
    """What a coordinated count takes over from the goal before it: its deed or its turn."""
    if last.form == "named":
        return last.name if _GIVING.search(last.name) else ""
    return last.front or last.turn


def _subject(first: Goal) -> str:
    """Of whom the first goal speaks, without the verb that leads to its number."""
    if first.form == "counted":
        return ""
    return _LEADING_ON.sub("", first.front or first.name)


def _share_tail(out: list[Statement], chain: list[tuple[int, Goal]]) -> None:
    """Gives what the last of coordinated counts says of itself to those before it that say nothing."""
    counts = [(at, read) for i, (at, read) in enumerate(chain) if read.form == "counted" or not i]
    counts = [(at, read) for at, read in counts if read.form in ("counted", "done")]
    if len(counts) < 2:
        return
    last = counts[-1][1]
    rate = _RATE.search(last.name)
    said = _PREDICATE.search(last.name)
    share = all("%" in read.value for _, read in counts)
    tail = last.name[said.start() :] if said and share else rate[0] if rate else ""
    for at, read in counts[:-1]:
        if _RATE.search(read.name) or _PREDICATE.search(read.name) or read.name.startswith("("):
            continue
        unit = unit_of(f"{read.name}{tail}", read.value) if rate and not share else out[at].unit
        out[at] = replace(out[at], name=read.name + tail, unit=unit)
