"""How many, and who or what has the most: tasks and targets counted by agency, month, group, document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from search.questions.agencies import with_agency
from search.questions.amounts import amount, without
from search.questions.ask import Ask
from search.questions.relations import DocumentRelations, concept
from search.questions.rows import Item, answer_row
from search.questions.tasks import common, narrowed, select
from search.questions.tokens import key_of
from search.questions.values import GRAMMAR as VALUE_GRAMMAR
from search.questions.values import in_years, scope
from search.types import Answer, AnswerRow, RowKind, Understood

_ROMAN = ("I", "II", "III", "IV")


class Counts:
    """How many …? Which … has the most?"""

    name = "counts_and_aggregates"

    def claims(self, ask: Ask) -> float:
        """Sure with a word that counts; also with a superlative beside something to group by."""
        dimension = dimension_of(ask)
        if ask.has("most", "fewest") and (dimension or ask.has("count")):
            return 0.88
        if ask.has("count") and not ask.has("highest", "lowest"):
            return 0.86
        return 0.0

    def answer(self, ask: Ask) -> Answer:
        """A number, and a ranking where the question compares."""
        if _counts_documents(ask):
            return DocumentRelations().answer(ask)
        targets = counts_targets(ask)
        items, parts = _targets(ask) if targets else _tasks(ask)
        what = "số chỉ tiêu" if targets else "số nhiệm vụ"
        dimension = dimension_of(ask)
        understood = ask.understood(
            self.name,
            [(what, ""), *parts, ("theo", dimension or ""), ("văn bản", ask.scope_words())],
            documents=[d.id for d in ask.documents],
            by=dimension,
        )
        if dimension:
            return self._ranking(ask, items, dimension, understood, what)
        if _counts_agencies(ask):
            return self._agencies(ask, items, understood)
        if _counts_groups(ask):
            number = len({(i.document, i.group) for i in items if i.group})
            return Answer(
                ask.reading.question, understood, f"{number} nhóm nhiệm vụ.", False, float(number), (), ()
            )
        if not items and _unknown_scope(ask):
            return ask.nothing(understood, f"{ask.scope_words()} không có bảng để đếm.")
        rows = tuple(answer_row(i, ask.source(i.document)) for i in items)
        listed = ", ".join(i.no or "" for i in items[:60])
        unit = "tasks" if not targets else "targets"
        sentence = (
            f"{len(items)} {unit}: {listed}."
            if ask.reading.english
            else f"{len(items)} {what[3:]}: {listed}."
        )
        cites = ask.quotes.cite_all(items)
        return Answer(ask.reading.question, understood, sentence, False, float(len(items)), rows, cites)

    def _ranking(
        self, ask: Ask, items: Sequence[Item], dimension: str, understood: Understood, what: str
    ) -> Answer:
        groups: dict[str, list[Item]] = {}
        if dimension == "document":
            groups = {label(ask, d.id): [] for d in ask.documents if d.tasks or d.targets}
        for item in items:
            for name in NAMES[dimension](ask, item):
                groups.setdefault(name, []).append(item)
        sign = 1 if ask.has("fewest") else -1
        ranked = sorted(groups.items(), key=lambda g: sign * len(g[1]))
        if not ranked:
            return ask.nothing(understood, f"Không có dữ liệu để xếp hạng trong {ask.scope_words()}.")
        kind: RowKind = "agency" if dimension == "agency" else "document"
        rows = tuple(_group_row(ask, kind, name, found) for name, found in ranked)
        counts = [len(found) for _, found in ranked]
        number = float(counts[0] - counts[-1]) if _difference(ask) and len(counts) == 2 else float(counts[0])
        sentence = "; ".join(f"{name}: {len(found)}" for name, found in ranked[:8]) + "."
        if unknown := [p for p in ask.reading.place_names if p not in ask.catalogue.places]:
            nothing = "The corpus has nothing of" if ask.reading.english else "Kho không có văn bản của"
            sentence += f" {nothing} {', '.join(unknown)}."
        cites = ask.quotes.cite_all(ranked[0][1])
        return Answer(
            ask.reading.question,
            understood,
            f"{what.capitalize()}. {sentence}",
            False,
            abs(number),
            rows,
            cites,
        )

    def _agencies(self, ask: Ask, items: Sequence[Item], understood: Understood) -> Answer:
        chosen = [a for i in items for a in ((i.coop if ask.has("coop") else i.lead) or i.owner)]
        names = Counter(a.name for a in chosen if not a.collective)
        rows = tuple(
            AnswerRow(kind="agency", id=key_of(name), document="", name=name, number=n)
            for name, n in names.most_common()
        )
        sentence = f"{len(names)} cơ quan: {', '.join(names)}."
        return Answer(ask.reading.question, understood, sentence, False, float(len(names)), rows, ())


def _group_row(ask: Ask, kind: RowKind, name: str, found: Sequence[Item]) -> AnswerRow:
    if not found:
        return AnswerRow(kind=kind, id=name, document="", name=name, number=0)
    first = found[0].document
    return AnswerRow(
        kind=kind, id=found[0].id, document=first, source=ask.source(first), name=name, number=len(found)
    )


def dimension_of(ask: Ask) -> str | None:
    """What the counts are grouped by, or None for one number."""
    superlative = ask.has("most", "fewest")
    for name in ("month", "quarter"):
        if ask.has(f"{name}_of"):
            return name
    if superlative and ask.has("group"):
        return "group"
    if superlative and ask.has("year_of"):
        return "year"
    if superlative and (ask.has("province_of", "provinces") or ask.has("document")):
        return "document"
    if (superlative or (ask.has("count") and ask.has("ranked"))) and ask.has("agency_of", "who"):
        return "agency"
    if ask.has("count") and not superlative and _several(ask) and ask.has("compare", "province_of", "ranked"):
        return "document"
    return None


def _several(ask: Ask) -> bool:
    return len(ask.reading.place_names) > 1 or len(ask.reading.scope) > 1 or ask.has("provinces")


def _difference(ask: Ask) -> bool:
    keys = {w.key for w in ask.reading.words}
    return bool(keys & {"chenh", "lech", "hon", "kem", "more", "fewer", "difference"})


def counts_targets(ask: Ask) -> bool:
    """Whether targets are counted, not tasks."""
    return (ask.has("target") and not ask.has("task")) or any(
        word in _said(ask, s)
        for s in ask.reading.at("count")
        for word in ("chi tieu", "muc tieu", "targets", "indicators")
    )


def _said(ask: Ask, span: object) -> str:
    start, end = getattr(span, "start", 0), getattr(span, "end", 0)
    return " ".join(w.key for w in ask.reading.words[start:end])


def _count_words(ask: Ask) -> str:
    return " | ".join(_said(ask, s) for s in ask.reading.at("count"))


def _counts_agencies(ask: Ask) -> bool:
    return any(
        w in _count_words(ask)
        for w in ("co quan", "don vi", "may so", "nhieu so", "may bo", "nhieu bo", "agenc")
    )


def _counts_groups(ask: Ask) -> bool:
    return any(w in _count_words(ask) for w in ("nhom", "groups"))


def _counts_documents(ask: Ask) -> bool:
    return any(w in _count_words(ask) for w in ("van ban", "documents")) and concept(ask) is not None


def _unknown_scope(ask: Ask) -> bool:
    return not any(d.tasks or d.targets for d in ask.documents)


def _tasks(ask: Ask) -> tuple[list[Item], list[tuple[str, str]]]:
    items = ask.tasks()
    # Beside something to group by, words that are left over are manner of speaking, not a topic.
    grouped = dimension_of(ask)
    chosen = (
        narrowed(ask, items)
        if grouped and not ask.has("about")
        else select(ask, items, *(("compare", "ranked") if grouped else ()))
    )
    more = common(ask, items, chosen) if ask.has("common") else []
    return [*chosen.items, *more], chosen.parts


def _targets(ask: Ask) -> tuple[list[Item], list[tuple[str, str]]]:
    """Targets by owner, year and topic; annex rows where the document has an annex of targets."""
    items = in_years(ask, ask.targets(scope(ask)))
    items = [i for i in items if i.no] or items
    parts = []
    for mention in ask.reading.agencies:
        items = with_agency(items, mention, "owner")
        parts.append(("theo dõi", mention.name))
    topic = ask.reading.topic(*VALUE_GRAMMAR, "coop")
    if (bound := amount(ask.reading)) is not None:
        items = [i for i in items if bound.holds(i)]
        topic = without(ask.reading, bound, topic)
        parts.append(("giá trị", bound.words(ask.reading)))
    if topic and not ask.reading.agencies:
        scores = ask.fit(items, topic)
        close = [i for i in items if scores.get(i.id, 0.0) >= 0.45]
        if close:
            items = close
            parts.append(("chủ đề", topic))
    return items, parts


def label(ask: Ask, document: str) -> str:
    """A document in a ranking: "Tiền Giang (KH 225)"."""
    found = ask.catalogue.documents[document]
    return f"{found.place} ({found.short})" if found.place else found.short


def _month(ask: Ask, item: Item) -> Iterable[str]:
    end = item.deadline_end
    if end and item.deadline_kind in ("month", "day"):
        yield (
            f"Tháng {end.month:02d} năm {end.year}" if end.month < 3 else f"Tháng {end.month} năm {end.year}"
        )


def _quarter(ask: Ask, item: Item) -> Iterable[str]:
    end = item.deadline_end
    if end and item.deadline_kind in ("month", "day", "quarter"):
        yield f"Quý {_ROMAN[(end.month - 1) // 3]}/{end.year}"


def _year(ask: Ask, item: Item) -> Iterable[str]:
    if item.deadline_end:
        yield f"Năm {item.deadline_end.year}"
    elif item.year:
        yield f"Năm {item.year}"


def _group(ask: Ask, item: Item) -> Iterable[str]:
    if item.group:
        yield item.group


def _agency(ask: Ask, item: Item) -> Iterable[str]:
    chosen = item.coop if ask.has("coop") and not ask.has("lead") else (item.lead or item.owner)
    yield from dict.fromkeys(a.name for a in chosen if not a.collective)


def _document(ask: Ask, item: Item) -> Iterable[str]:
    yield label(ask, item.document)


NAMES: dict[str, Callable[[Ask, Item], Iterable[str]]] = {
    "month": _month, "quarter": _quarter, "year": _year, "group": _group, "agency": _agency, "document": _document,
}  # fmt: skip
