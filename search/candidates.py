"""Candidates for linkers: the units of a document nearest to one unit, by shared wording and by meaning.

Each unit is indexed by sentence: an order of one line inside a clause of a page is found by that line. The lexical
side is an inverted index over toneless words and word pairs, weighted by how rare they are among the units at
hand; the dense side is one matrix product over the sentences' vectors, less their mean, so that what the whole
theme shares does not count. Cost grows with the units of the one document asked, not with the corpus.
"""

from __future__ import annotations

import math
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.linkers.base import Candidate, Unit
from graph.linkers.wording import Gram, grams, sentences
from search.embedders.base import Embedder, TokenEmbedder, TokenVectors, Vectors
from search.embedders.cores import Cores
from search.tokens import TokenIndex

_DENSE_SHARE = 0.6
_BATCH = 64
_WITH_PARTS = 5  # of the nearest units, how many bring their parts along
_UNSEEN = ""
_INDEXES = 8  # documents whose index is held


class HybridCandidates:
    """A `CandidateSource` over any embedder.

    It keeps the vectors of its sentences, the indexes of the latest documents, and the tokens of the units that were
    prepared last.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Vectors] = {}
        self._tokens: dict[str, TokenVectors] = {}
        self._indexes: OrderedDict[int, _Index] = OrderedDict()
        self._cores = Cores()

    def prepare(self, units: Sequence[Unit], *, closely: bool = False) -> None:
        """Embed every sentence of `units` that has no vector yet, in batches of similar length."""
        texts = {s for unit in units for s in sentences(unit.text)}
        if closely and isinstance(self._embedder, TokenEmbedder):
            self._tokens = {text: self._tokens[text] for text in texts & self._tokens.keys()}
            self._read(texts, self._embedder)
        for batch in _batches(texts - self._vectors.keys()):
            for text, vector in zip(batch, np.asarray(self._embedder.embed_passages(batch)), strict=True):
                self._vectors[text] = np.asarray(vector, dtype=np.float32)

    def candidates(
        self, unit: Unit, *, among: Sequence[Unit], limit: int, closely: bool = False
    ) -> list[Candidate]:
        """The units of `among` nearest to `unit`, best first; at most `limit`, none for a text without words."""
        parts = sentences(unit.text)
        if not parts or limit < 1 or not any(sentences(u.text) for u in among):
            return []
        index = self._index(among, closely=closely)
        if not all(s in self._vectors for s in parts):
            self.prepare([unit])
        tokens = index.tokens if closely else None
        if tokens and not all(s in self._tokens for s in parts):
            self._read(set(parts), self._embedder)
        own = [self._tokens[s] for s in parts] if tokens else []
        return index.nearest(unit, np.stack([self._vectors[s] for s in parts]), own, limit)

    def each(
        self, units: Sequence[Unit], *, among: Sequence[Unit], limit: int, closely: bool = False
    ) -> list[list[Candidate]]:
        """The `candidates` of each unit; a part of the units on each core."""
        self.prepare([*among, *units], closely=closely)
        if any(sentences(u.text) for u in among):
            self._index(among, closely=closely)  # once, before several threads ask for it

        def own(unit: Unit) -> list[Candidate]:
            return self.candidates(unit, among=among, limit=limit, closely=closely)

        return self._cores.each(own, units)

    def _index(self, among: Sequence[Unit], *, closely: bool) -> _Index:
        key = hash(tuple((u.id, u.text) for u in among))
        index = self._indexes.get(key)
        if index is None:
            self.prepare(among)
            index = self._indexes[key] = _Index(among, self._vectors)
        if closely and not index.asked:
            self._read({s for u in among for s in sentences(u.text)}, self._embedder)
            index.add_tokens(self._tokens)
        self._indexes.move_to_end(key)
        while len(self._indexes) > _INDEXES:
            self._indexes.popitem(last=False)
        return index

    def _read(self, texts: set[str], embedder: Embedder) -> None:
        """Have the tokens of `texts`, and their vectors with them, where the embedder tells any."""
        if isinstance(embedder, TokenEmbedder):
            for batch in _batches(texts - self._tokens.keys()):
                for text, told in zip(batch, embedder.embed_tokens(batch) or (), strict=False):
                    self._tokens[text] = told
                    self._vectors.setdefault(text, told.whole)


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    todo = sorted(texts, key=lambda s: (len(s), s))
    for at in range(0, len(todo), _BATCH):
        yield todo[at : at + _BATCH]


class _Index:
    """Sentence vectors and gram postings of the units of one document, and their tokens where they were added."""

    tokens: TokenIndex | None = None
    asked = False  # whether tokens were asked for: not every embedder tells them

    def __init__(self, units: Sequence[Unit], vectors: Mapping[str, Vectors]) -> None:
        self._units = [u for u in units if sentences(u.text)]
        self._parts = [s for u in self._units for s in sentences(u.text)]
        self._parts_of: dict[str, list[int]] = defaultdict(list)
        for n, unit in enumerate(self._units):
            if unit.parent:
                self._parts_of[unit.parent].append(n)
        counts = [len(sentences(u.text)) for u in self._units]
        self._starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(int)
        self._ends = self._starts + np.asarray(counts, dtype=int)
        raw = np.stack([vectors[s] for s in self._parts])
        self._mean: Vectors = raw.mean(axis=0)
        self._sentences = self._centre(raw)
        wholes = np.add.reduceat(raw, self._starts, axis=0) / np.asarray(counts, dtype=np.float32)[:, None]
        self._wholes = self._centre(wholes.astype(np.float32))
        self._postings, self._weight, self._norm = _postings(self._units)

    def add_tokens(self, known: Mapping[str, TokenVectors]) -> None:
        """Compare by token too, if all tokens are known."""
        self.asked = True
        if all(s in known for s in self._parts):
            self.tokens = TokenIndex([[known[s] for s in sentences(u.text)] for u in self._units])

    def _centre(self, vectors: Vectors) -> Vectors:
        moved = vectors - self._mean
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        out: Vectors = moved / np.maximum(lengths, 1e-6)
        return out

    def nearest(
        self, unit: Unit, vectors: Vectors, tokens: Sequence[TokenVectors], limit: int
    ) -> list[Candidate]:
        """The nearest units; compared by token too where those of `unit` are given."""
        own = self._centre(vectors)
        pairs = own @ self._sentences.T
        best = np.maximum.reduceat(pairs, self._starts, axis=1)
        forward = best.mean(axis=0)
        per_target = pairs.max(axis=0)
        backward = np.add.reduceat(per_target, self._starts) / (self._ends - self._starts)
        mean = self._centre(vectors.mean(axis=0, keepdims=True))[0]
        whole = self._wholes @ mean
        title = np.maximum.reduceat(self._sentences @ mean, self._starts)
        lexical = self._lexical(unit)
        dense = 0.5 * best.max(axis=0) + 0.25 * forward + 0.25 * whole
        mixed = _DENSE_SHARE * _spread(dense) + (1 - _DENSE_SHARE) * _spread(lexical)
        order, closer = self._order(mixed, tokens, limit)
        parts = sentences(unit.text)
        found = []
        for i, more in zip(order, closer, strict=True):
            block = pairs[:, self._starts[i] : self._ends[i]]
            row, column = np.unravel_index(int(block.argmax()), block.shape)
            scores = {
                "best": float(block.max()),
                "forward": float(forward[i]),
                "backward": float(backward[i]),
                "whole": float(whole[i]),
                "title": float(title[i]),
                "mixed": float(mixed[i]),
                **more,
            }
            found.append(
                Candidate(
                    self._units[i], float(lexical[i]), float(dense[i]), parts[int(row)],
                    self._parts[self._starts[i] + int(column)], scores,
                )
            )  # fmt: skip
        return found

    def _order(
        self, mixed: NDArray[np.float64], tokens: Sequence[TokenVectors], limit: int
    ) -> tuple[list[int], list[dict[str, float]]]:
        """The nearest, and what their tokens say: of twice as many, those whose tokens speak for them too.

        The parts of the very nearest come along, since a short part says what it is about in its heading alone.
        """
        order = np.argsort(-mixed, kind="stable").tolist()
        if not tokens or self.tokens is None:
            return order[:limit], [{}] * min(limit, len(order))
        pool = order[: 2 * limit]
        closer = dict(zip(pool, self.tokens.compare(tokens, pool), strict=True))
        said = _spread(np.asarray([closer[i]["tokens_both"] + closer[i]["tokens_mean"] for i in pool]))
        near = [pool[i] for i in np.argsort(-(mixed[pool] + said), kind="stable").tolist()]
        parts = [p for i in near[:_WITH_PARTS] for p in self._parts_of.get(self._units[i].id, ())]
        kept = list(dict.fromkeys([*near[:_WITH_PARTS], *parts, *near]))[:limit]
        missing = [i for i in kept if i not in closer]
        closer |= zip(missing, self.tokens.compare(tokens, missing), strict=True)
        return kept, [closer[i] for i in kept]

    def _lexical(self, unit: Unit) -> NDArray[np.float64]:
        """Cosine of the idf-weighted grams with each unit."""
        out = np.zeros(len(self._units))
        own = grams(unit.text)
        norm = math.sqrt(sum(self._weight.get(g, self._weight[_UNSEEN]) ** 2 for g in own)) or 1.0
        for gram in own:
            weight = self._weight.get(gram, 0.0) ** 2
            for i in self._postings.get(gram, ()):
                out[i] += weight
        return out / (self._norm * norm)


def _postings(
    units: Sequence[Unit],
) -> tuple[dict[Gram, list[int]], dict[Gram, float], NDArray[np.float64]]:
    """Postings, idf weights (`_UNSEEN` stands for a gram that none has) and the length of each unit's vector."""
    postings: dict[Gram, list[int]] = defaultdict(list)
    for i, unit in enumerate(units):
        for gram in grams(unit.text):
            postings[gram].append(i)
    total = len(units)
    weight = {g: math.log(1 + total / len(where)) for g, where in postings.items()}
    weight[_UNSEEN] = math.log(1 + total)
    squares: dict[int, float] = defaultdict(float)
    for gram, where in postings.items():
        for i in where:
            squares[i] += weight[gram] ** 2
    norm = np.asarray([math.sqrt(squares[i]) or 1.0 for i in range(total)])
    return postings, weight, norm


def _spread(values: NDArray[np.float32] | NDArray[np.float64]) -> NDArray[np.float64]:
    """The values stretched to [0, 1]."""
    low, high = float(values.min()), float(values.max())
    return np.asarray((values - low) / (high - low or 1.0), dtype=np.float64)
