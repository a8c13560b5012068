"""Damage that is not within one word: specks, split and joined words, lost capitals, labels and document numbers.

Every rule needs evidence beside the shape: words that clean text has side by side, a list whose other items are
marked otherwise, a code that the vocabulary knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.repair_channel import Channel
from ingest.repair_edits import cased
from ingest.repair_model import Model
from ingest.repair_tokens import HYPHEN, Token, canonical
from ontology.text import toneless
from ontology.types import Edit
from ontology.vocabulary import scan_numbers

_SPECK_BEFORE = re.compile(r"(?<=[^\W\d_]) ([.’‘'`´,;:])(?=[^\W\d_]{2})")
_SPECK_WITHIN = re.compile(r"(?<![^\W_])(?<![./@])([^\W\d_]{2,})(['’‘`´.])([^\W\d_]+)(?![^\W_])(?![./@]\w)")
_SPECK_AFTER = re.compile(r"(?m)(?<=[^\W_])[ \t]+[•■▪~°*_]+(?:[ \t]+[•■▪~°*_]+)*(?=[ \t]*$)")
_BULLET = re.compile(r"(?m)^([ \t]*)(-[■▪•]+[ \t]*|[■▪•][ \t]*|-(?=[^\W\d_]))(?=[^\W\d_])")
_DASHED = re.compile(r"(?m)^[ \t]*- ")
_LABEL_TEN = re.compile(r"(?m)^([ \t]*)([lI|1ÍÌỈĨỊíìỉĩị!][OÓÒỎÕỌ0oóòỏõọ])(?=\.\s)")
_NINTH = re.compile(r"(?m)^[ \t]*9\. ")
_ITEM = re.compile(r"(?m)^[ \t]*(?:[-+] |\d+(?:\.\d+)+\. |[a-zđ]\) )([^\W\d_])")
_GENERATION = re.compile(r"(?<![\w.,/-])([2-6]) G(?!\w|[./-]\w)")
_WIDE = re.compile(r" {2,}(?=\S)")
# letters whose small and capital forms differ in size alone
_SAME_SHAPE = frozenset("ucosvxzw")
_ENOUGH = 8  # pairs in clean text that a stray comma must not part
_JOIN_GAIN = 3.0
_TWO_WORDS = 14  # letters, no syllable has more than seven


def _edit(text: str, start: int, end: int, repaired: str, reason: str) -> Edit:
    return Edit(start, end, text[start:end], repaired, reason)


def _word(model: Model, form: str) -> int | None:
    found = model.ids.get(canonical(form))
    return found if found is not None and model.usual(found) else None


def specks(text: str, model: Model) -> Iterator[Edit]:
    """Points, apostrophes and blots that stand within a phrase or after a line."""
    for match in _SPECK_BEFORE.finditer(text):
        after = match.end()
        if text[after].islower() and not (match[1] in "'’‘" and _closes(text, after)):
            end = after + len(re.match(r"[^\W\d_]+", text[after:]).group())  # type: ignore[union-attr]
            if _word(model, text[after:end]) is not None:
                yield _edit(text, match.start(1), end, text[after:end], "speck before a word")
    for match in _SPECK_WITHIN.finditer(text):
        one, two = _word(model, match[1]), _word(model, match[3])
        if one is not None and two is not None and match[3].islower():
            joined = canonical(match[1] + match[3])
            seen = model.clean_pair(one, two)
            loose = len(match[3]) > 1 and not model.known(model.ids.get(joined, model.size))
            if seen or (loose and match[2] != "."):
                yield _edit(text, *match.span(), f"{match[1]} {match[3]}", "speck between two words")
    for match in _SPECK_AFTER.finditer(text):
        start = text.rfind(" ", 0, match.start()) + 1
        start = max(start, text.rfind("\n", 0, match.start()) + 1)
        yield _edit(text, start, match.end(), text[start : match.start()], "blots after a line")


def _closes(text: str, at: int) -> bool:
    end = text.find("\n", at)
    return any(c in "'’" for c in text[at : end if end >= 0 else None])


def stray_commas(text: str, found: Sequence[Token], model: Model, channel: Channel) -> Iterator[Edit]:
    """Commas between two halves of a word, the second half possibly damaged itself."""
    ids = model.read
    comma = model.ids[","]
    for i in range(1, len(found) - 1):
        one, two = found[i - 1], found[i + 1]
        if found[i].form != "," or not (one.word and two.word and text[two.start].islower()):
            continue
        head, tail = ids[i - 1], ids[i + 1]
        if "\n" in text[one.end : two.start] or model.clean_pair(head, comma) > 0.004 * model.count(head):
            continue
        readings = [two.form]
        if not model.clean_pair(comma, tail):
            readings += [w for w, _ in channel.readings(two.form, known=True)]
        seen, form = max((model.clean_pair(head, model.ids[w]), w) for w in readings)
        if seen >= _ENOUGH and not model.clean_triple(head, comma, model.ids[form]):
            raw = text[two.start : two.end]
            shown = raw if form == two.form else cased(raw, form)
            yield _edit(text, one.start, two.end, f"{text[one.start : one.end]} {shown}", "stray comma")


def splits(text: str, found: Sequence[Token], model: Model) -> Iterator[Edit]:
    """Two words run together: no text or lexicon has the whole, clean text has the halves side by side."""
    for i, word in enumerate(model.read):
        if word < model.size:
            continue
        token, form = found[i], found[i].form
        if not token.word or not 4 <= len(form) <= _TWO_WORDS or not form.isalpha():
            continue
        raw = text[token.start : token.end]
        if raw.isupper() or not raw[1:].islower():
            continue
        best, at = 0, 0
        for cut in range(1, len(form)):
            one, two = _word(model, form[:cut]), _word(model, form[cut:])
            if one is not None and two is not None:
                seen = model.clean_pair(one, two)
                if not seen and 0 < i < len(found) - 1 and min(cut, len(form) - cut) > 1:
                    # The halves need not be a pair where each goes with its other neighbour.
                    left, right = (model.ids[found[k].form] for k in (i - 1, i + 1))
                    seen = min(model.clean_pair(left, one), model.clean_pair(two, right))
                best, at = max((best, at), (seen, cut))
        if best >= (20 if form.isascii() else 2) and len(raw) == len(form):
            yield _edit(text, token.start, token.end, f"{raw[:at]} {raw[at:]}", "two words run together")


def joins(text: str, found: Sequence[Token], model: Model, channel: Channel) -> Iterator[Edit]:
    """One word broken in two, perhaps damaged besides: the halves go with nothing, the whole with its neighbours."""
    pairs = model.table.pairs
    for i, key in enumerate(model.keys[1:-1]):
        if key in pairs:
            continue
        one, two = found[i], found[i + 1]
        short = len(one.form) == 1 or len(two.form) <= 2
        if not short or not (one.word and two.word) or len(one.form) + len(two.form) > 8:
            continue
        gap = text[one.end : two.start]
        if gap.strip(" ") or not gap or not _broken(model, one.form, two.form):
            continue
        form = _whole(found, i, model, channel)
        if form:
            raw = text[one.start : one.end] + text[two.start : two.end]
            after = found[i + 2].form if i + 2 < len(found) else ""
            upper = text[one.start].isupper() or ((form, after) in model.table.proper and _alike(form))
            shown = form.upper() if raw.isupper() else (form[:1].upper() + form[1:] if upper else form)
            # The gap that broke the word often leaves a second blank after it.
            wide = _WIDE.match(text, two.end)
            end = wide.end() - 1 if wide else two.end
            yield _edit(text, one.start, end, shown, "one word broken in two")


def _broken(model: Model, one: str, two: str) -> bool:
    a, b = model.ids[one], model.ids[two]
    return len(one) == 1 or not model.usual(a) or not model.usual(b) or model.count(a) < 40


def _whole(found: Sequence[Token], i: int, model: Model, channel: Channel) -> str | None:
    """The word that tokens i and i + 1 were, when it is likelier than the two."""
    joined = canonical(found[i].form + found[i + 1].form)
    before = [model.ids[found[k].form] if k >= 0 else 0 for k in (i - 2, i - 1)]
    next_one, next_two = (model.ids[found[k].form] if k < len(found) else 0 for k in (i + 2, i + 3))
    score = model.score
    a, b = (model.ids[t.form] for t in found[i : i + 2])
    printed = (
        score(before[0], before[1], a, 1)
        + score(before[1], a, b, 1)
        + score(a, b, next_one, 0)
        + score(b, next_one, next_two, 0)
    )
    best, pick = printed + _JOIN_GAIN, None
    for form, cost in ((joined, 0.0), *channel.readings(joined, known=False)):
        word = model.ids.get(form)
        if word is None or not model.usual(word):
            continue
        if not (model.clean_pair(before[1], word) or model.clean_pair(word, next_one)):
            continue
        value = score(before[0], before[1], word, 0) + score(before[1], word, next_one, 0) - cost
        value += score(word, next_one, next_two, 0)
        if value > best:
            best, pick = value, form
    return pick


def capitals(text: str, found: Sequence[Token], model: Model) -> Iterator[Edit]:
    """Capitals that recognition took for small letters of the same shape: in names, and where items open."""
    proper = model.table.proper
    firsts = {model.ids[form] for form, _ in proper if _alike(form)}
    for i in [i for i, word in enumerate(model.read[:-1]) if word in firsts]:
        one, two = found[i], found[i + 1]
        if (one.form, two.form) in proper and text[one.start].islower():
            yield _edit(text, one.start, one.end, _capital(text[one.start : one.end]), "small for capital")
    openings = list(_ITEM.finditer(text))
    small = [m for m in openings if m[1].islower()]
    if small and len(small) <= 0.1 * len(openings):
        starts = {m.start(1) for m in small}
        for i, token in enumerate(found):
            if (
                token.start in starts
                and len(token.form) > 1
                and _alike(token.form)
                and not _wrapped(found, i, model)
            ):
                shown = _capital(text[token.start : token.end])
                yield _edit(text, token.start, token.end, shown, "small for capital")


def _wrapped(found: Sequence[Token], i: int, model: Model) -> bool:
    """Whether the dash before token i is a hyphen within a phrase ("kinh tế - xã hội") that a line end parted."""
    if i < 2 or not found[i - 2].word:
        return False
    word, dash, after = (model.ids[f] for f in (found[i - 2].form, HYPHEN, found[i].form))
    return model.clean_triple(word, dash, after) > 0


def _alike(form: str) -> bool:
    return toneless(form[:1]) in _SAME_SHAPE


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def labels(text: str) -> Iterator[Edit]:
    """Bullets where most items of the text have a dash, and "10." read as letters."""
    odd = list(_BULLET.finditer(text))
    if odd and len(_DASHED.findall(text)) >= 10 * len(odd):
        for match in odd:
            yield _edit(text, *match.span(2), "- ", "damaged bullet")
    for match in _LABEL_TEN.finditer(text):
        if match[2] != "10" and _NINTH.search(text, 0, match.start()):
            yield _edit(text, *match.span(2), "10", "letters for figures in a label")


def numbers(text: str) -> Iterator[Edit]:
    """Document numbers whose codes the vocabulary knows once look-alikes are undone, or whose serial is broken."""
    if not re.search(r"\d[-/]|[-/][A-ZĐ]", text):
        return
    for n in scan_numbers(text):
        raw = text[n.start : n.end]
        if n.number is None or n.side is None or "\n" in raw:
            continue
        squeezed = re.sub(r"\s", "", raw)
        broken = re.match(r"\d \d", raw) is not None and n.number in text
        same = re.findall(r"[-/]", squeezed) == re.findall(r"[-/]", n.number)
        misread = same and squeezed.upper() != n.number.upper() and toneless(squeezed) != toneless(n.number)
        if broken or misread:
            yield _edit(text, n.start, n.end, n.number, "damaged document number")


def generations(text: str) -> Iterator[Edit]:
    """The generation of a mobile network whose figure stands off its letter: "phủ sóng 6 G"."""
    for match in _GENERATION.finditer(text):
        yield _edit(text, *match.span(), f"{match[1]}G", "broken figure")
