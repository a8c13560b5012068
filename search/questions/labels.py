"""What a question names by number or label: rows of an annex, provisions, groups of tasks, the annexes themselves, and
how many agencies share a task. Each comes with the words that say it, which are no part of the topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.questions.lexicon import Word
from search.questions.mentions import DocumentMention, index_of

_ROMAN = re.compile(r"[ivx]{1,4}")
_LABEL = re.compile(r"(?:[ivx]{1,4}|\d{1,2}|[a-z])(?:\.\d+)*")
_PATH = re.compile(r"(?<![\w.])[IVX]{1,4}(?:\.\d{1,2}){0,3}(?:\.[a-zđ])?(?![\w])")
_LEVEL_WORDS = {
    "phan": 0, "chuong": 0, "part": 0, "muc": 1, "section": 1, "dieu": 1, "article": 1,
    "khoan": 2, "clause": 2, "diem": 3, "point": 3, "y": 4,
}  # fmt: skip
_COUNTED = frozenset({"%", "nhiem", "viec", "tinh", "ke", "nam", "thang", "phan", "tasks", "chi", "nghi"})
_ROW_WORDS = frozenset({"nhiem vu", "viec", "task", "tasks", "dong", "stt", "so thu tu", "row"})
_TARGET_ROW_WORDS = frozenset({"chi tieu", "target", "indicator", "muc tieu"})
_NUMERALS = {"hai": 2, "ba": 3, "bon": 4, "two": 2, "three": 3, "four": 4}
_BODIES = frozenset(
    {"bo", "so", "co quan", "don vi", "bo nganh", "so nganh", "ministries", "agencies", "departments"}
)


def numbered_rows(
    words: Sequence[Word], held: Sequence[tuple[int, int]]
) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...], set[int]]:
    """Task numbers ("nhiệm vụ 73", "nv số 4 và 5") with where they stand, target numbers, and their words."""
    tasks: list[tuple[str, int]] = []
    targets: list[str] = []
    used: set[int] = set()
    keys = [w.key for w in words]
    for i, key in enumerate(keys):
        if not re.fullmatch(r"\d{1,3}(?:\.\d{1,2})?", key) or any(at <= i < to for at, to in held):
            continue
        beside = i + 1 < len(keys) and not any(at <= i + 1 < to for at, to in held)
        if beside and keys[i + 1] in _COUNTED:
            continue
        j = i - 1
        while j >= 0 and (keys[j] in ("so", "no", "number", "va", "and", "hoac") or j in used):
            j -= 1
        one, two = (keys[j] if j >= 0 else ""), " ".join(keys[max(0, j - 1) : j + 1])
        if one in _ROW_WORDS or two in _ROW_WORDS:
            tasks.append((key, i))
            used.update(range(j + 1, i + 1))
        elif one in _TARGET_ROW_WORDS or two in _TARGET_ROW_WORDS:
            targets.append(key)
            used.update(range(j + 1, i + 1))
    return tuple(tasks), tuple(targets), used


def named_provision(
    question: str, words: Sequence[Word], documents: Sequence[DocumentMention]
) -> tuple[tuple[str, ...], set[int]]:
    """ "điểm i mục 1" and "III.5.d" as labels from the top down, and the words that say them."""
    path = _PATH.search(question)
    labels: list[tuple[int, str]] = []
    used: set[int] = set()
    for i, word in enumerate(words[:-1]):
        level = _LEVEL_WORDS.get(word.key)
        label = words[i + 1]
        if level is None or not _LABEL.fullmatch(label.key) or (word.key == "y" and not label.key.isdigit()):
            continue
        if any(m.at <= i + 1 < m.to for m in documents):
            continue
        labels.append((level, label.token.text.strip(").").lower()))
        used.update((i, i + 1))
    if path and "." in path.group():
        at, to = index_of(words, path.start(), path.end())
        return tuple(path.group().lower().split(".")), used | set(range(at, to))
    return tuple(label for _, label in sorted(labels, key=lambda x: x[0])), used


def sharing(words: Sequence[Word]) -> tuple[int | None, set[int]]:
    """How many agencies at least share a task ("từ 3 bộ trở lên", "ít nhất hai sở"), and the words that say it."""
    keys = [w.key for w in words]
    for i, key in enumerate(keys[:-1]):
        number = _NUMERALS.get(key) or (int(key) if re.fullmatch(r"[2-9]", key) else None)
        if number and keys[i + 1 : i + 3] == ["or", "more"] and " ".join(keys[i + 3 : i + 4]) in _BODIES:
            return number, set(range(i, i + 4))
        two = " ".join(keys[i + 1 : i + 3])
        length = 2 if two in _BODIES else 1
        if number is None or not (two in _BODIES or keys[i + 1] in _BODIES):
            continue
        to = i + 1 + length
        before, after = " ".join(keys[max(0, i - 2) : i]), " ".join(keys[to : to + 2])
        more = before.split()[-1:] in (["hon"], ["tren"]) or before == "more than"
        least = after in ("tro len", "or more") or before in ("it nhat", "toi thieu", "at least")
        together = " ".join(keys[to : to + 2]) in ("cung chu", "dong chu", "chung chu", "jointly lead")
        if together and not (more or least):
            return number, set(range(i, to))
        if more or least:
            start = i - 2 if before in ("it nhat", "toi thieu", "at least", "more than") else i
            start = i - 1 if before.split()[-1:] in (["hon"], ["tren"], ["tu"]) else start
            end = to + 2 if after in ("tro len", "or more") else to
            return number + more, set(range(start, end))
    return None, set()


def named_group(words: Sequence[Word]) -> tuple[str | None, set[int]]:
    """The group of tasks that is named by its label ("nhóm VI", "nhóm nhiệm vụ III"), and the words that say it."""
    for i, word in enumerate(words):
        behind = next((j for j in (i + 1, i + 3) if j < len(words) and _ROMAN.fullmatch(words[j].key)), None)
        if word.key in ("nhom", "group") and behind is not None:
            return words[behind].key.upper(), {i, behind}
    return None, set()


def annex_words(words: Sequence[Word]) -> set[int]:
    """The words of "phụ lục II"."""
    out: set[int] = set()
    for i, word in enumerate(words):
        if word.key == "luc" and i and words[i - 1].key == "phu":
            out.update((i - 1, i))
        elif word.key in ("annex", "appendix"):
            out.add(i)
        else:
            continue
        if i + 1 < len(words) and (_ROMAN.fullmatch(words[i + 1].key) or words[i + 1].key.isdigit()):
            out.add(i + 1)
    return out
