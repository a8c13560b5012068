"""What speaks for and against one link, as named numbers that a person can read.

Every feature is between 0 and 1 unless its line below says otherwise. "Weighed" means that shared words and word
pairs count by how rare they are in the two documents, so that the boilerplate of a theme weighs little.

cover_source      share of the source's weighed wording that the target has anywhere
cover_sentence    the same for the nearest pair of sentences
cover_target      share of the target sentence's weighed wording that the source has
cosine            weighed cosine of the two texts
run               longest common run of words, as a share of the source's words
dense_*           similarities by meaning: nearest sentences, source sentences, target sentences, whole (-1 to 1)
gap_dense, gap_lexical  how far the candidate is behind the source's best one (0 or below)
action            share of the source's kinds of action (draft, carry out, review …) that the target sentence has
instrument        agreement on a named instrument: programme, scheme, fund, platform …
numbers           shared document numbers and quantities: 1 some, 0 the source has none, -1 none of them
section           likeness of the headings above the two
section_mass      share of the neighbours of the source whose candidates stand in the target's section
goal, viewpoint, organisation   the target stands under a heading of that sort
heading           the target has parts of its own
child_gap         how far a heading is behind the best of its parts (below 0: a part says it better)
length            logarithm of the target's length in words, less that of the source
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.linkers.base import Candidate, Unit
from graph.linkers.wording import Gram, grams, words

_ACTIONS: dict[str, tuple[str, ...]] = {
    "draft": ("xay dung", "ban hanh", "soan thao", "phe duyet", "trinh", "quy dinh"),
    "carry": ("trien khai", "to chuc thuc hien", "thuc hien", "ap dung", "dua vao"),
    "review": ("ra soat", "danh gia", "so ket", "tong ket", "kiem tra", "do luong", "theo doi"),
    "amend": ("sua doi", "bo sung", "dieu chinh", "cap nhat", "hoan thien"),
    "support": ("ho tro", "khuyen khich", "uu dai", "thuc day"),
    "train": ("dao tao", "boi duong", "tap huan", "giang day"),
    "spread": ("tuyen truyen", "pho bien", "quan triet", "truyen thong", "nhan thuc", "quang ba"),
    "attract": ("thu hut", "trong dung", "moi goi", "xuc tien", "huy dong"),
    "connect": ("so hoa", "ket noi", "chia se", "lien thong", "tich hop"),
    "protect": ("bao dam an toan", "phong chong", "ngan chan", "dau tranh", "giam sat", "canh bao"),
    "cooperate": ("hop tac", "lien ket", "phoi hop"),
    "invest": ("dau tu", "nang cap", "mua sam", "bo tri", "cap kinh phi"),
    "simplify": ("cat giam", "don gian hoa", "thao go"),
    "reward": ("ton vinh", "khen thuong", "thi dua", "bieu duong"),
    "publish": ("cong bo", "cong khai"),
}
_INSTRUMENTS = (
    "chuong trinh", "de an", "ke hoach", "quy", "nen tang", "luat", "nghi quyet", "nghi dinh", "trung tam",
    "mang luoi", "danh muc", "bo tieu chi", "co so du lieu", "he thong", "phong trao", "khu", "chien luoc",
    "du an", "co che", "chinh sach", "khung kien truc", "mo hinh", "ha tang",
)  # fmt: skip
_INSTRUMENT_WORDS = 6
_SORTS = {
    "goal": ("muc tieu", "chi tieu", "tam nhin"),
    "viewpoint": ("quan diem", "muc dich", "yeu cau", "tinh hinh", "thuc trang"),
    "organisation": ("to chuc thuc hien", "phan cong", "kinh phi thuc hien"),
}
_NUMBERS = re.compile(r"\d+(?:/\d{4})?[/-][A-ZĐ][\w\-/]*|\d+(?:[.,]\d+)?\s?%|\d+[.,]\d+|\d{2,}")


class Weights:
    """How rare words and word pairs are among the units at hand: log(1 + units / units that have it)."""

    def __init__(self, units: Iterable[Unit]) -> None:
        counts: dict[Gram, int] = defaultdict(int)
        total = 0
        for text in {u.text for u in units}:
            total += 1
            for gram in grams(text):
                counts[gram] += 1
        self._weight = {g: math.log(1 + total / n) for g, n in counts.items()}
        self._unseen = math.log(1 + total)

    def of(self, found: Iterable[Gram]) -> float:
        """The summed weight."""
        return sum(self._weight.get(g, self._unseen) for g in found)

    def cover(self, part: str, whole: str) -> float:
        """Share of the weighed wording of `part` that `whole` has."""
        own = grams(part)
        return self.of(own & grams(whole)) / (self.of(own) or 1.0)

    def cosine(self, a: str, b: str) -> float:
        """Weighed cosine of two texts."""
        ga, gb = grams(a), grams(b)
        both = self._square(ga & gb)
        return both / (math.sqrt(self._square(ga) * self._square(gb)) or 1.0)

    def _square(self, found: Iterable[Gram]) -> float:
        return sum(self._weight.get(g, self._unseen) ** 2 for g in found)


class Targets:
    """What is known of the units of one document as targets: their children, sections and sorts."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.children: dict[str, list[str]] = defaultdict(list)
        for unit in units:
            if unit.parent:
                self.children[unit.parent].append(unit.id)

    def section(self, unit: Unit) -> tuple[str, ...]:
        """The two top headings that the unit stands under, itself included where it is a heading."""
        own = (unit.text,) if unit.id in self.children else ()
        return (*unit.headings, *own)[:2]


def sort_of(unit: Unit) -> str | None:
    """Whether the unit stands under goals, viewpoints or organisation, by its top heading."""
    top = " ".join(words((*unit.headings, unit.text)[0]))[:80]
    for sort, marks in _SORTS.items():
        if any(mark in top for mark in marks):
            return sort
    return None


def features(
    source: Unit,
    found: Sequence[Candidate],
    *,
    weights: Weights,
    targets: Targets,
    masses: Mapping[tuple[str, ...], float],
) -> list[dict[str, float]]:
    """The features of each candidate of one source; `masses` gives the section_mass of each section."""
    rows = [_pair(source, c, weights) for c in found]
    best_dense = max((r["dense_best"] + r["dense_whole"] for r in rows), default=0.0)
    best_lexical = max((r["cover_source"] for r in rows), default=0.0)
    own = {
        c.unit.id: r["dense_best"] + r["dense_whole"] + r["cover_source"]
        for c, r in zip(found, rows, strict=True)
    }
    for candidate, row in zip(found, rows, strict=True):
        unit = candidate.unit
        row["gap_dense"] = row["dense_best"] + row["dense_whole"] - best_dense
        row["gap_lexical"] = row["cover_source"] - best_lexical
        row["section"] = _headings(source, unit, weights)
        row["section_mass"] = masses.get(targets.section(unit), 0.0)
        for sort in _SORTS:
            row[sort] = float(sort_of(unit) == sort)
        children = [own[c] for c in targets.children.get(unit.id, ()) if c in own]
        row["heading"] = float(unit.id in targets.children)
        row["child_gap"] = min(0.0, own[unit.id] - max(children)) if children else 0.0
    return rows


def _pair(source: Unit, candidate: Candidate, weights: Weights) -> dict[str, float]:
    text, scores = candidate.unit.text, candidate.scores
    a, b = words(source.text), words(text)
    return {
        "cover_source": weights.cover(source.text, text),
        "cover_sentence": weights.cover(candidate.source_sentence, candidate.target_sentence),
        "cover_target": weights.cover(candidate.target_sentence, source.text),
        "cosine": weights.cosine(source.text, text),
        "run": _run(a, b) / max(len(a), 1),
        "dense_best": scores.get("best", candidate.dense),
        "dense_forward": scores.get("forward", candidate.dense),
        "dense_backward": scores.get("backward", candidate.dense),
        "dense_whole": scores.get("whole", candidate.dense),
        "action": _actions(candidate.source_sentence, candidate.target_sentence),
        "instrument": _instrument(source.text, text, weights),
        "numbers": _numbers(source.text, text),
        "length": math.log((len(b) + 1) / (len(a) + 1)),
    }


def _run(a: Sequence[str], b: Sequence[str]) -> int:
    """The length of the longest common run of words."""
    best = 0
    ends: dict[int, int] = {}
    where: dict[str, list[int]] = defaultdict(list)
    for j, word in enumerate(b):
        where[word].append(j)
    for word in a:
        ends = {j: ends.get(j - 1, 0) + 1 for j in where.get(word, ())}
        best = max(best, max(ends.values(), default=0))
    return best


def _kinds(text: str) -> set[str]:
    flat = f" {' '.join(words(text))} "
    return {kind for kind, marks in _ACTIONS.items() if any(f" {m} " in flat for m in marks)}


def _actions(source: str, target: str) -> float:
    own = _kinds(source)
    return len(own & _kinds(target)) / len(own) if own else 0.0


def _named(text: str) -> list[tuple[str, str]]:
    """Each instrument as (its sort, the words that follow)."""
    w = words(text)
    out = []
    for i in range(len(w)):
        for sort in _INSTRUMENTS:
            size = sort.count(" ") + 1
            if " ".join(w[i : i + size]) == sort:
                out.append((sort, " ".join(w[i + size : i + size + _INSTRUMENT_WORDS])))
    return out


def _instrument(source: str, target: str, weights: Weights) -> float:
    theirs = _named(target)
    return max(
        (
            weights.cover(rest, other)
            for sort, rest in _named(source)
            for kind, other in theirs
            if kind == sort and rest
        ),
        default=0.0,
    )


def _numbers(source: str, target: str) -> float:
    own, other = set(_NUMBERS.findall(source)), set(_NUMBERS.findall(target))
    if not own:
        return 0.0
    return 1.0 if own & other else -1.0


def _headings(source: Unit, target: Unit, weights: Weights) -> float:
    """The likeness of the nearest pair of headings; a target that is a heading counts as its own."""
    return max(
        (weights.cosine(a, b) for a in source.headings for b in (*target.headings, target.text)), default=0.0
    )


def section_masses(
    sources: Sequence[Unit], found: Mapping[str, Sequence[Candidate]], targets: Targets, *, top: int = 3
) -> dict[str, dict[tuple[str, ...], float]]:
    """For each source: the share of its neighbours' nearest candidates that stand in each section of the target.

    Neighbours are the sources under the same heading, the source itself left out.
    """
    counts: dict[tuple[str, ...], dict[tuple[str, ...], float]] = defaultdict(lambda: defaultdict(float))
    own: dict[str, dict[tuple[str, ...], float]] = {}
    for source in sources:
        mine: dict[tuple[str, ...], float] = defaultdict(float)
        for candidate in found.get(source.id, ())[:top]:
            mine[targets.section(candidate.unit)] += 1.0 / top
        own[source.id] = mine
        for section, share in mine.items():
            counts[source.headings][section] += share
    out = {}
    for source in sources:
        total = counts[source.headings]
        rest = {section: share - own[source.id].get(section, 0.0) for section, share in total.items()}
        size = sum(rest.values())
        out[source.id] = {section: share / size for section, share in rest.items()} if size > 0 else {}
    return out
