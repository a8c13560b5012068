"""What the corpus does not say: progress, money, persons, documents and provinces that are not there.

The answer says so, and what the corpus does have.
"""

from __future__ import annotations

from search.questions.agencies import listed, present
from search.questions.ask import Ask
from search.questions.due import lists_overdue
from search.questions.rows import Item
from search.questions.tokens import key_of
from search.types import Answer

_LOCAL = (
    "so ",
    "cong an",
    "van phong uy ban",
    "van phong tinh",
    "bo chi huy",
)  # how bodies of a province begin
_CONTACT = frozenset((
    "so", "dien", "thoai", "sdt", "hotline", "email", "dia", "chi", "lien", "he", "phone", "number", "contact",
))  # fmt: skip


class Absent:
    """Questions that no document here can answer."""

    name = "out_of_scope"

    def claims(self, ask: Ask) -> float:
        """Above every other kind when a reason is sure."""
        return 0.95 if reason(ask) else 0.0

    def answer(self, ask: Ask) -> Answer:
        """The reason, and what there is instead."""
        why = reason(ask) or ("ngoài phạm vi", "Kho không nói về điều này.", "The corpus does not tell this.")
        understood = ask.understood(self.name, [("ngoài kho", why[0])], reason=why[0])
        sentence = (why[2] if ask.reading.english else why[1]) + " " + _have(ask)
        return ask.nothing(understood, sentence.strip())


def reason(ask: Ask) -> tuple[str, str, str] | None:
    """Why the corpus cannot answer: a name for it, and a sentence in Vietnamese and English; None when it may."""
    reports = any(d.type == "Báo cáo" for d in ask.reading.scope)
    if ask.has("outside") and not ask.reading.documents and not ask.reading.agencies:
        return (
            "chủ đề khác",
            "Câu hỏi nằm ngoài các văn bản trong kho.",
            "The question lies outside the documents.",
        )
    if _asks_contact(ask):
        return (
            "liên hệ",
            "Kho không có số điện thoại hay địa chỉ liên hệ.",
            "The documents have no telephone numbers or addresses.",
        )
    if _asks_person(ask):
        return (
            "tên người",
            "Kho không nêu tên người giữ chức vụ này.",
            "The documents do not name this person.",
        )
    if (ask.has("progress") or _asks_done(ask)) and not reports and not lists_overdue(ask):
        return (
            "tình hình thực hiện",
            "Kho chỉ có nội dung, cơ quan và thời hạn, không có báo cáo tình hình thực hiện việc này.",
            "The corpus has the assignment and its deadline, but no report of progress on it.",
        )
    if _asks_money(ask):
        return "số tiền", "Văn bản không nêu số tiền này.", "The documents state no such amount."
    if ask.has("sign") and not ask.scoped:
        return "người ký", "Câu hỏi không nêu văn bản nào trong kho.", "No document of the corpus is named."
    return _wrong_place(ask) or _missing_document(ask) or _missing_place(ask) or _missing_agency(ask)


def _asks_person(ask: Ask) -> bool:
    if not ask.has("person") or ask.has("sign") or (ask.has("clause") and ask.scoped):
        return False
    if {key for words in _spans(ask, "person") for key in words} <= _CONTACT:
        return False
    named = {"name", "ten", "ho", "ong", "ba", "nhan"}
    asking = ask.has("who") or bool(named & {w.key for w in ask.reading.words})
    return asking and not ask.has("task", "target")


def _asks_done(ask: Ask) -> bool:
    """Whether it is asked how much has been done: "đã trồng được bao nhiêu rừng rồi"."""
    keys = [w.key for w in ask.reading.words]
    return ask.has("value") and "da" in keys and keys[-1:] == ["roi"]


def _asks_contact(ask: Ask) -> bool:
    """Whether a telephone or an address is asked for: an agency's, since a text may speak of "sóng điện thoại"."""
    said = {key for words in _spans(ask, "person") for key in words}
    return (
        said <= _CONTACT
        and bool(said and ask.reading.agencies)
        and not ask.has("task", "target", "clause", "value")
    )


def _asks_money(ask: Ask) -> bool:
    if not ask.has("money"):
        return False
    amount = {
        "ty",
        "ti",
        "trieu",
        "dong",
        "tien",
        "cost",
        "costs",
        "money",
        "billion",
        "million",
        "vnd",
        "von",
        "luong",
        "salary",
    }
    said = {w.key for span in ask.reading.at("money") for w in ask.reading.words[span.start : span.end]}
    words = {w.key for w in ask.reading.words}
    percent = (
        "%" in words
        or ("phan" in words and "tram" in words)
        or "grdp" in words
        or "gdp" in words
        or "percent" in words
    )
    if any(words[:1] in (["tong"], ["total"]) for words in _spans(ask, "money")):
        return True  # "tổng kinh phí KH 225?"
    pay = bool(said) and said <= {"luong", "salary"}
    if pay and not ask.scoped and not ask.reading.agencies:
        return True
    pay = pay and not ask.has("value")
    return (bool(said & amount) and not percent and not pay) or (
        bool(ask.reading.rows) and ask.has("value") and not percent
    )


def _spans(ask: Ask, concept: str) -> list[list[str]]:
    return [[w.key for w in ask.reading.words[s.start : s.end]] for s in ask.reading.at(concept)]


def _missing_document(ask: Ask) -> tuple[str, str, str] | None:
    if _about_relations(ask):
        return None
    for mention in ask.reading.documents:
        if mention.documents and not all(d.stub for d in mention.documents):
            continue
        if mention.documents and len(ask.reading.scope) and not _subject(ask, mention.at):
            continue
        if not mention.documents and _said(ask, key_of(mention.text)):
            continue  # "Đề án 06" is no document here, but tasks and clauses name it
        name = mention.documents[0].name if mention.documents else mention.text
        how = "được viện dẫn nhưng không có trong kho" if mention.documents else "không có trong kho"
        return "văn bản không có", f"{name} {how}.", f"{name} is not in the corpus."
    return None


def _wrong_place(ask: Ask) -> tuple[str, str, str] | None:
    """ "KH 225 của Bến Tre" where that plan is another province's."""
    for mention in ask.reading.documents:
        known = [d for d in mention.documents if not d.stub]
        span = next((s for s in ask.reading.places if 0 <= s.start - mention.to <= 2), None)
        if not known or span is None or any(d.province == span.name for d in known):
            continue
        between = [w.key for w in ask.reading.words[mention.to : span.start]]
        owned = any(key in ("cua", "of") for key in between)
        central = any(d.level == "trung ương" for d in known)
        if any(key not in ("cua", "tinh", "of") for key in between) or (central and not owned):
            continue
        if ask.has("implement", "up", "point", "down", "document"):
            continue
        own = ", ".join(d.name for d in ask.catalogue.of_places([span.name]))
        return (
            "văn bản của nơi khác",
            f"{known[0].name} không phải của {span.name}." + (f" {span.name} có: {own}." if own else ""),
            f"{known[0].name} is not {span.name}'s." + (f" {span.name} has: {own}." if own else ""),
        )
    return None


def _about_relations(ask: Ask) -> bool:
    return ask.has("document", "cite", "replace", "based_on") or (
        ask.has("implement") and ask.has("who") is False and bool(ask.places)
    )


def _subject(ask: Ask, at: int) -> bool:
    """Whether the mention is the first document named; one that only stands inside a topic is no subject."""
    return at == min(m.at for m in ask.reading.documents)


def _missing_place(ask: Ask) -> tuple[str, str, str] | None:
    unknown = [p for p in ask.reading.place_names if p not in ask.catalogue.places]
    if not unknown or ask.places:
        return None
    if ask.reading.scope and not _subject_place(ask, unknown[0]):
        return None if _said(ask, key_of(unknown[0])) else _place_not_in(ask, unknown[0])
    if _mentioned(ask, unknown[0]) and not _own_agency(ask, unknown[0]):
        return None
    return (
        "tỉnh không có",
        f"Kho không có văn bản của {', '.join(unknown)}.",
        f"The corpus has nothing of {', '.join(unknown)}.",
    )


def _place_not_in(ask: Ask, place: str) -> tuple[str, str, str]:
    return (
        "nơi không được nêu",
        f"{ask.scope_words()} không nêu {place}.",
        f"{ask.scope_words()} does not name {place}.",
    )


def _subject_place(ask: Ask, place: str) -> bool:
    """Whether it is asked what a province does about central documents ("Huế có kế hoạch thực hiện NQ 57 không")."""
    at = min(s.start for s in ask.reading.places if s.name == place)
    first = min(m.at for m in ask.reading.documents)
    return at < first and all(d.level == "trung ương" for d in ask.reading.scope)


def _own_agency(ask: Ask, place: str) -> bool:
    """Whether the question names an agency of that province ("Sở Y tế An Giang")."""
    spans = [s for s in ask.reading.places if s.name == place]
    ends = [m.to for m in ask.reading.agencies if m.key.startswith(_LOCAL)]
    return any(0 <= s.start - to <= 2 for s in spans for to in ends)


def _mentioned(ask: Ask, place: str) -> bool:
    """Whether some task of the corpus names a province that has no document here."""
    wanted = f" {key_of(place)} "
    items: list[Item] = ask.tasks(ask.catalogue.full)
    return any(wanted in f" {key_of(i.text)} " for i in items)


def _missing_agency(ask: Ask) -> tuple[str, str, str] | None:
    unknown = [m for m in ask.reading.agencies if not present(ask, m)]
    if not unknown or len(unknown) < len(ask.reading.agencies):
        return None
    if _in_text(ask, unknown[0].key):
        return None
    name = unknown[0].name
    return (
        "cơ quan không được nêu",
        f"Không văn bản nào trong kho nêu {name}.",
        f"No document of the corpus names {name}.",
    )


def _in_text(ask: Ask, key: str) -> bool:
    return any(f" {key} " in f" {key_of(i.text)} " for i in ask.clauses())


def _said(ask: Ask, key: str) -> bool:
    return _in_text(ask, key) or any(f" {key} " in f" {key_of(i.text)} " for i in ask.tasks())


def _have(ask: Ask) -> str:
    """What the corpus does have of what was asked."""
    if ask.reading.rows and ask.scoped:
        wanted = {no for no, _ in ask.reading.rows}
        found = [i for i in ask.tasks() if (i.no or "").rstrip(".") in wanted]
        if found:
            item = found[0]
            if ask.reading.english:
                head = f"lead: {listed(item.lead)}; deadline: {item.deadline_text or 'not stated'}"
                return f"The corpus has task {item.no}: {item.text[:200]} ({head})."
            head = f"chủ trì: {listed(item.lead)}; hạn: {item.deadline_text or 'không ghi'}"
            return f"Kho có: nhiệm vụ {item.no}: {item.text[:200]} ({head})."
    names = "; ".join(d.called(english=ask.reading.english) for d in ask.catalogue.full)
    if ask.reading.english:
        return f"The corpus has: {names}."
    return f"Kho có: {names}."
