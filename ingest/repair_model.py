"""The context model of OCR repair: counts of syllables, pairs and triples, and what they say of a reading.

The counts are data (`ingest/data/repair.txt.gz`, built by `benchmarks/train_repair.py`), joined at run time by the
document's own. Probabilities are interpolated: a triple leans on its pair, a pair on its word, the more so the more
different words were seen to follow (Witten and Bell).
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path

from ingest.repair_tokens import MARKS, NUMBER

DATA = Path(__file__).resolve().parent / "data" / "repair.txt.gz"
_BITS = 20  # ids of words, those that only the document has included
_LOW = (1 << _BITS) - 1
_PAIR_PRIOR, _TRIPLE_PRIOR = 8.0, 4.0  # pseudo-counts that the shorter context is worth
_USUAL_BY_NUMBER = 20
_UNSEEN = 0.02  # pseudo-count of a word that no text had
_OWN = 0.2  # what one occurrence in the document itself is worth beside one in clean text


@dataclass(frozen=True, slots=True)
class Counts:
    """What clean text shows; `proper` are pairs of words that open with a capital within a sentence."""

    words: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    triples: Mapping[tuple[str, str, str], int]
    proper: set[tuple[str, str]]


@dataclass(slots=True)
class Table:
    """Counts by packed ids; `ids` gives the id of a known form, `after` and `before` the neighbours of one
    that speak for it, `followers` and `open` how many different words follow a word and a pair."""

    ids: dict[str, int]
    words: list[int]
    pairs: dict[int, int]
    triples: dict[int, int]
    proper: frozenset[tuple[str, str]]
    after: dict[int, set[int]]
    before: dict[int, set[int]]
    followers: dict[int, int]
    open: dict[int, int]


def write_counts(counts: Counts, path: Path) -> None:
    """Write counts as gzip'd text: words by falling count, then a line of deltas for each first word."""
    order = sorted(counts.words, key=lambda w: (w not in MARKS, -counts.words[w], w))
    ids = {w: i for i, w in enumerate(order)}
    lines = [str(len(order)), *(f"{w} {counts.words[w]}" for w in order)]
    lines += [f"{a} {b}" for a, b in sorted(counts.proper)] + [""]
    lines += _packed({(ids[a] << _BITS) | ids[b]: n for (a, b), n in counts.pairs.items()})
    lines += ["", *_packed(_triples(ids, counts.triples))]
    # No time stamp: the same counts give the same bytes.
    path.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))


def _triples(ids: Mapping[str, int], triples: Mapping[tuple[str, str, str], int]) -> dict[int, int]:
    return {(((ids[a] << _BITS) | ids[b]) << _BITS) | ids[c]: n for (a, b, c), n in triples.items()}


def _packed(table: Mapping[int, int]) -> Iterable[str]:
    last_head, last = -1, 0
    row: list[str] = []
    for key in sorted(table):
        head, tail = key >> _BITS, key & ((1 << _BITS) - 1)
        if head != last_head:
            if row:
                yield " ".join(row)
            row, last_head, last = [f"{head >> _BITS}.{head & ((1 << _BITS) - 1)}"], head, 0
        row.append(f"{tail - last}" + (f":{table[key]}" if table[key] != 1 else ""))
        last = tail
    if row:
        yield " ".join(row)


def _unpacked(lines: Iterable[str]) -> dict[int, int]:
    table: dict[int, int] = {}
    for line in lines:
        first, *rest = line.split(" ")
        high, _, low = first.partition(".")
        head, tail = ((int(high) << _BITS) | int(low)) << _BITS, 0
        for item in rest:
            step, _, n = item.partition(":")
            tail += int(step)
            table[head | tail] = int(n) if n else 1
    return table


def evident(neighbour: int, seen: int) -> bool:
    """Whether a pair seen so often speaks for a word: beside marks nothing does, beside numbers what is usual."""
    return neighbour >= len(MARKS) or (neighbour == MARKS.index(NUMBER) and seen >= _USUAL_BY_NUMBER)


@cache
def table() -> Table:
    """The counts that the package ships, read once."""
    lines = gzip.decompress(DATA.read_bytes()).decode().split("\n")
    size = int(lines[0])
    words = [line.rsplit(" ", 1) for line in lines[1 : size + 1]]
    first = lines.index("", size)
    second = lines.index("", first + 1)
    proper = (line.split(" ") for line in lines[size + 1 : first])
    pairs = _unpacked(lines[first + 1 : second])
    after: dict[int, set[int]] = {}
    before: dict[int, set[int]] = {}
    followers: Counter[int] = Counter()
    for key, n in pairs.items():
        one, two = key >> _BITS, key & ((1 << _BITS) - 1)
        followers[one] += 1
        if not evident(one, n) or not evident(two, n):
            continue
        after.setdefault(one, set()).add(two)
        before.setdefault(two, set()).add(one)
    triples = _unpacked(lines[second + 1 :])
    return Table(
        ids={w: i for i, (w, _) in enumerate(words)},
        words=[int(n) for _, n in words],
        pairs=pairs,
        triples=triples,
        proper=frozenset((a, b) for a, b in proper),
        after=after,
        before=before,
        followers=followers,
        open=Counter(key >> _BITS for key in triples),
    )


class _Ids(dict[str, int]):
    """Ids by form; a form that neither clean text nor the lexicon has gets the next one."""

    def __missing__(self, form: str) -> int:
        self[form] = len(self)
        return self[form]


class Model:
    """The shipped counts and one document's own; words are ids that `ids` gives, `read` the document's in order and
    `keys` its pairs, the first and the last with a boundary."""

    def __init__(self, forms: Iterable[str]) -> None:
        self.table = shared = table()
        self.ids = _Ids(shared.ids)
        self.size = len(shared.words)
        self.total = float(sum(shared.words))
        self.read = list(map(self.ids.__getitem__, forms))
        self.keys = [(a << _BITS) | b for a, b in pairwise((0, *self.read, 0))]
        # A word that clean text lacks may be one misreading, many times over: it vouches for nothing.
        size, words = self.size, shared.words
        self._own = {w: n for w, n in Counter(self.read).items() if w < size and words[w] > 1}
        vouch = self._own
        self._own_pairs = {
            key: n for key, n in Counter(self.keys).items() if key >> _BITS in vouch and key & _LOW in vouch
        }

    def known(self, word: int) -> bool:
        """Whether clean text has the word."""
        return word < self.size

    def clean_pair(self, one: int, two: int) -> int:
        """How often clean text has the two side by side."""
        return self.table.pairs.get((one << _BITS) | two, 0)

    def clean_triple(self, one: int, two: int, three: int) -> int:
        """How often clean text has the three side by side."""
        return self.table.triples.get((((one << _BITS) | two) << _BITS) | three, 0)

    def usual(self, word: int) -> bool:
        """Whether clean text has the word, not the lexicon alone."""
        return word < self.size and self.table.words[word] > 1

    def count(self, word: int) -> float:
        """How often clean text has the word; a trace for one that it never has."""
        return self.table.words[word] if word < self.size else _UNSEEN

    def score(self, before: int, one: int, two: int, own: int) -> float:
        """The logarithm of how likely `two` is after `before` and `one`.

        `own` is how many of the document's occurrences are the one being judged (1 for the word as it stands):
        an error must not vouch for itself.
        """
        shared, words, size = self.table, self.table.words, self.size
        word = words[two] if two < size else _UNSEEN
        context = words[one] if one < size else _UNSEEN
        others = self._own.get(two, 0) - own
        if others > 0:
            word += _OWN * others
        context += _OWN * self._own.get(one, 0)
        key = (one << _BITS) | two
        pair: float = shared.pairs.get(key, 0)
        others = self._own_pairs.get(key, 0) - own
        if others > 0:
            pair += _OWN * others
        prior = _PAIR_PRIOR + shared.followers.get(one, 0)
        likely = (pair + prior * word / self.total) / (context + prior)
        head = (before << _BITS) | one
        seen = shared.pairs.get(head)
        if seen is None:
            return log(likely)
        prior = _TRIPLE_PRIOR + shared.open.get(head, 0)
        triple = shared.triples.get((head << _BITS) | two, 0)
        return log((triple + prior * likely) / (seen + prior))
