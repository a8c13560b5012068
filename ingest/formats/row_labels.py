"""Row numbers of recognised tables: a lone "3" or "II" is read badly, but its neighbours say what it must be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.formats.layout import Slot
from ingest.labels import roman_numeral, roman_value
from ontology.text import squeeze

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*\.?")
_LOOKALIKES = str.maketrans({"H": "II", "N": "II", "Y": "V"} | dict.fromkeys("lL|!1i", "I"))
_SEPARATORS = str.maketrans({"-": ".", ",": ".", "·": ".", " ": ""})
_EDGES = "().[]{}'`"
_LONGEST = 5


def settle_labels(slots: Sequence[Slot]) -> tuple[list[Slot], list[tuple[str, str]]]:
    """The cells with the row numbers that can be settled, and what was changed: (as read, as settled).

    Only the first column below the headings counts. A number is settled where it is the one between its neighbours,
    a Roman numeral where it looks like the next one.
    """
    first = sorted((s for s in slots if s.column == 0 and s.row > 0 and s.columns == 1), key=lambda s: s.row)
    texts = [squeeze(s.text) for s in first]
    if sum(bool(_NUMBER.fullmatch(t)) for t in texts) < 2:
        return list(slots), []
    settled = _settled(texts)
    changes = [(a, b) for a, b in zip(texts, settled, strict=True) if a != b]
    words = dict(zip(first, settled, strict=True))
    return [replace(s, text=words[s]) if s in words else s for s in slots], changes


def _settled(texts: Sequence[str]) -> list[str]:
    out: list[str] = []
    last: tuple[int, ...] = (0,)
    group = 0
    for i, text in enumerate(texts):
        numeral = _numeral(text, group + 1) if _number(text, last) is None else None
        if numeral:
            group = roman_value(numeral) or group + 1
            out.append(numeral)
            continue
        number = _number(text, last) or _number(text.translate(_SEPARATORS), last) or _between(texts, i, last)
        text = number or text
        if _NUMBER.fullmatch(text):
            last = tuple(int(n) for n in text.rstrip(".").split("."))
        out.append(text)
    return out


def _numeral(text: str, expected: int) -> str | None:
    """The Roman numeral that the text is, or the expected one if it looks like that."""
    plain = text.strip(_EDGES)
    if roman_value(plain):
        return plain
    numeral = roman_numeral(expected)
    return numeral if plain.translate(_LOOKALIKES) == numeral else None


def _number(text: str, last: tuple[int, ...]) -> str | None:
    """The text if it is the number that may come next: one more at some depth, or the first one level deeper."""
    if not _NUMBER.fullmatch(text):
        return None
    numbers = tuple(int(n) for n in text.rstrip(".").split("."))
    depth = len(numbers)
    follows = depth <= len(last) and numbers == (*last[: depth - 1], last[depth - 1] + 1)
    return text if follows or numbers == (*last, 1) else None


def _between(texts: Sequence[str], at: int, last: tuple[int, ...]) -> str | None:
    """The number that must stand here because the next one that can be read is one further on."""
    if _NUMBER.fullmatch(texts[at]) or len(texts[at]) > _LONGEST:
        return None
    after = next((t for t in texts[at + 1 :] if _NUMBER.fullmatch(t)), "")
    return str(last[0] + 1) if after.rstrip(".") == str(last[0] + 2) else None
