"""What speaks for and against each link of one source, taken alone, as named numbers that a person can read.

Every feature is a column: one value for each candidate, between 0 and 1 unless its line below says otherwise. "Weighed"
means that shared words and word pairs count by how rare they are in the two documents, so that the boilerplate of a
theme weighs little.

cover_source      share of the source's weighed wording that the target has anywhere
cover_sentence    the same for the nearest pair of sentences
cover_target      share of the target sentence's weighed wording that the source has
cosine            weighed cosine of the two texts
dense_*           likeness by meaning (-1 to 1): best (nearest pair of sentences), forward (source sentences),
                  backward (target sentences), title (whole source, nearest sentence), whole (text against text)
tokens_*          likeness word by word, each word in its context (`search/tokens.py`); where it was not measured, the
                  likeness by meaning that is nearest to it
gap_dense, gap_lexical  how far the candidate is behind the source's best one (0 or below)
concept_*         likeness in the concepts that the texts name (`graph/linkers/concepts.py`)
common*           evidence by way of a third document (`graph/linkers/common.py`)
fine              how finely the upstream document is cut: 0 to fifty units, 1 from four hundred on
z_*               how many standard deviations a cover, cosine or likeness is above the mean of the source's
                  candidates: what is much in one document may be little in another
action            share of the source's kinds of action (draft, carry out, review …) that the target sentence has
instrument        agreement on a named instrument: programme, scheme, fund, platform …
numbers           shared document numbers and quantities: 1 some, 0 the source has none, -1 none of them
section           likeness of the headings above the two
goal, viewpoint, organisation   the target stands under a heading of that sort
heading           the target has parts of its own
length            logarithm of the target's length in words, less that of the source
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from graph.linkers.base import Candidate, Columns, Unit
from graph.linkers.common import NAMES, Common
from graph.linkers.concepts import ConceptWeights
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
_INSTRUMENTS_BY_WORD = {
    first: tuple(i for i in _INSTRUMENTS if i.split()[0] == first)
    for first in {i.split()[0] for i in _INSTRUMENTS}
}
_INSTRUMENT_WORDS = 6
_SORTS = {
    "goal": ("muc tieu", "chi tieu", "tam nhin"),
    "viewpoint": ("quan diem", "muc dich", "yeu cau", "tinh hinh", "thuc trang"),
    "organisation": ("to chuc thuc hien", "phan cong", "kinh phi thuc hien"),
}
#: Likeness word by word, and what stands for it.
TOKENS = {
    "tokens_forward": "forward", "tokens_sentence": "forward", "tokens_backward": "backward", "tokens_both": "best",
    "tokens_mean": "whole",
}  # fmt: skip
#: What also counts by how far it stands above the source's other candidates (`z_*`).
STANDING = (
    "dense_title", "dense_whole", "dense_best", "dense_forward", "dense_backward", "cosine", "cover_source",
    "cover_target", "cover_sentence", *TOKENS, *NAMES,
)  # fmt: skip
_LEAST_SPREAD = 0.001
_COARSE, _FINE = math.log(50), math.log(400)
_NUMBERS = re.compile(r"\d+(?:/\d{4})?[/-][A-ZĐ][\w\-/]*|\d+(?:[.,]\d+)?\s?%|\d+[.,]\d+|\d{2,}")


class _Known(dict[Gram, float]):
    """Numbers of grams, with one for those it has not; looked up by `map`, which is where linking spends its time."""

    def __init__(self, numbers: Mapping[Gram, float], unseen: float) -> None:
        super().__init__(numbers)
        self._unseen = unseen

    def __missing__(self, gram: Gram) -> float:
        return self._unseen


class Weights:
    """How rare words and word pairs are among the units at hand: log(1 + units / units that have it)."""

    def __init__(self, units: Iterable[Unit]) -> None:
        texts = {u.text for u in units}
        counts = Counter(gram for text in texts for gram in grams(text))
        weight = {g: math.log(1 + len(texts) / n) for g, n in counts.items()}
        unseen = math.log(1 + len(texts))
        self._weight = _Known(weight, unseen)
        self._square = _Known({g: w * w for g, w in weight.items()}, unseen * unseen)
        self._sums: dict[str, tuple[float, float]] = {}
        self._likeness: dict[tuple[str, str], float] = {}

    def summed(self, found: Iterable[Gram]) -> float:
        """The summed weight."""
        return sum(map(self._weight.__getitem__, found))

    def squared(self, found: Iterable[Gram]) -> float:
        """The sum of the squared weights."""
        return sum(map(self._square.__getitem__, found))

    def total(self, text: str) -> tuple[float, float]:
        """The summed weight of all that a text has, and the sum of the squares; 1 for a text without words."""
        if text not in self._sums:
            found = grams(text)
            self._sums[text] = (self.summed(found) or 1.0, self.squared(found) or 1.0)
        return self._sums[text]

    def cover(self, part: str, whole: str) -> float:
        """Share of the weighed wording of `part` that `whole` has."""
        return self.summed(grams(part) & grams(whole)) / self.total(part)[0]

    def cosine(self, a: str, b: str) -> float:
        """Weighed cosine of two texts; remembered, since headings meet often."""
        key = (a, b)
        if key not in self._likeness:
            both = self.squared(grams(a) & grams(b))
            self._likeness[key] = both / math.sqrt(self.total(a)[1] * self.total(b)[1])
        return self._likeness[key]


class Targets:
    """What is known of the units of one document as targets: parts, sections, and how fine they are."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.children: dict[str, list[str]] = defaultdict(list)
        self.fine = min(1.0, max(0.0, (math.log(max(len(units), 1)) - _COARSE) / (_FINE - _COARSE)))
        for unit in units:
            if unit.parent:
                self.children[unit.parent].append(unit.id)

    def section(self, unit: Unit) -> tuple[str, ...]:
        """The two top headings that the unit stands under, itself included where it is a heading."""
        own = (unit.text,) if unit.id in self.children else ()
        return (*unit.headings, *own)[:2]


@lru_cache(maxsize=1 << 12)
def sort_of(heading: str) -> str | None:
    """Whether a top heading opens goals, viewpoints or organisation."""
    top = " ".join(words(heading)[:12])
    return next((sort for sort, marks in _SORTS.items() if any(mark in top for mark in marks)), None)


def features(
    source: Unit,
    found: Sequence[Candidate],
    *,
    weights: Weights,
    concepts: ConceptWeights,
    targets: Targets,
    common: Common | None = None,
) -> Columns:
    """The features of the candidates of one source, in their order."""
    out = _likeness(found) | _wording(source, found, weights)
    out |= concepts.columns(source.text, found)
    out |= (common or Common()).columns(source.id, [c.unit.id for c in found])
    out |= _places(source, found, weights, targets)
    near = out["dense_best"] + out["dense_whole"]
    out["gap_dense"] = near - near.max(initial=-math.inf)
    out["gap_lexical"] = out["cover_source"] - out["cover_source"].max(initial=0.0)
    if found:
        standing = np.stack([out[name] for name in STANDING])
        spread = standing.std(axis=1, keepdims=True) + _LEAST_SPREAD
        standing = (standing - standing.mean(axis=1, keepdims=True)) / spread
        out |= {"z_" + name: row for name, row in zip(STANDING, standing, strict=True)}
    return out


def _likeness(found: Sequence[Candidate]) -> Columns:
    """Likeness by meaning; where a finer one was not measured, the coarser stands in."""
    dense = ("best", "forward", "backward", "title", "whole")
    out = {"dense_" + n: np.array([c.scores.get(n, c.dense) for c in found], dtype=float) for n in dense}
    for name, instead in TOKENS.items():
        coarse = out["dense_" + instead].tolist()
        told = [c.scores.get(name, other) for c, other in zip(found, coarse, strict=True)]
        out[name] = np.array(told, dtype=float)
    return out


def _wording(source: Unit, found: Sequence[Candidate], weights: Weights) -> Columns:
    own, (ours, ours_squared) = grams(source.text), weights.total(source.text)
    shared = [own & grams(c.unit.text) for c in found]
    sentence = [own & grams(c.target_sentence) for c in found]
    size = len(words(source.text)) + 1
    columns = {
        "cover_source": [weights.summed(both) / ours for both in shared],
        "cover_sentence": [weights.cover(c.source_sentence, c.target_sentence) for c in found],
        "cover_target": [
            weights.summed(both) / weights.total(c.target_sentence)[0]
            for both, c in zip(sentence, found, strict=True)
        ],
        "cosine": [
            weights.squared(both) / math.sqrt(ours_squared * weights.total(c.unit.text)[1])
            for both, c in zip(shared, found, strict=True)
        ],
        "action": [_action(c.source_sentence, c.target_sentence) for c in found],
        "instrument": [_instrument(source.text, c.unit.text, weights) for c in found],
        "numbers": [_number(source.text, c.unit.text) for c in found],
        "length": [math.log((len(words(c.unit.text)) + 1) / size) for c in found],
    }
    return {name: np.array(values, dtype=float) for name, values in columns.items()}


def _places(source: Unit, found: Sequence[Candidate], weights: Weights, targets: Targets) -> Columns:
    """Where the candidates stand in their document."""
    columns: dict[str, list[float]] = {
        "section": [
            max(
                (weights.cosine(a, b) for a in source.headings for b in (*c.unit.headings, c.unit.text)),
                default=0.0,
            )
            for c in found
        ],
        "heading": [float(c.unit.id in targets.children) for c in found],
        "fine": [targets.fine] * len(found),
    }
    sorts = [sort_of((*c.unit.headings, c.unit.text)[0]) for c in found]
    for sort in _SORTS:
        columns[sort] = [float(own == sort) for own in sorts]
    return {name: np.array(values, dtype=float) for name, values in columns.items()}


@lru_cache(maxsize=1 << 14)
def _kinds(text: str) -> frozenset[str]:
    flat = f" {' '.join(words(text))} "
    return frozenset(kind for kind, marks in _ACTIONS.items() if any(f" {m} " in flat for m in marks))


def _action(source: str, target: str) -> float:
    own = _kinds(source)
    return len(own & _kinds(target)) / len(own) if own else 0.0


@lru_cache(maxsize=1 << 14)
def _named(text: str) -> tuple[tuple[str, str], ...]:
    """Each instrument as (its sort, the words that follow)."""
    w = words(text)
    out = []
    for i in range(len(w)):
        for sort in _INSTRUMENTS_BY_WORD.get(w[i], ()):
            size = sort.count(" ") + 1
            rest = " ".join(w[i + size : i + size + _INSTRUMENT_WORDS])
            if rest and " ".join(w[i : i + size]) == sort:
                out.append((sort, rest))
    return tuple(out)


def _instrument(source: str, target: str, weights: Weights) -> float:
    theirs = _named(target)
    return max(
        (
            weights.cover(rest, other)
            for sort, rest in _named(source)
            for kind, other in theirs
            if kind == sort
        ),
        default=0.0,
    )


@lru_cache(maxsize=1 << 14)
def _numbers_of(text: str) -> frozenset[str]:
    return frozenset(_NUMBERS.findall(text))


def _number(source: str, target: str) -> float:
    own = _numbers_of(source)
    if not own:
        return 0.0
    return 1.0 if own & _numbers_of(target) else -1.0
