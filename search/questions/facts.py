"""What the head of a document says of it: who signed it, when and by whom it was issued, what it is called."""

from __future__ import annotations

from search.questions.ask import Ask
from search.questions.catalogue import Document
from search.types import Answer, AnswerRow

_ANY_DATE = frozenset({"ngay nao", "what date", "date of", "when was"})
_OTHER = 3  # words beside the document and the date that make it the date of something else


class DocumentFacts:
    """Who signed …? When was … issued?"""

    name = "document_facts"

    def claims(self, ask: Ask) -> float:
        """Sure when a document of the corpus is named and nothing else is asked of it."""
        if not ask.reading.documents or ask.has("task", "target", "lead", "coop", "count", "due", "progress"):
            return 0.0
        if ask.has("sign"):
            return 0.9
        if not ask.has("doc_fact"):
            return 0.0
        return 0.9 if _of_the_document(ask) else 0.2

    def answer(self, ask: Ask) -> Answer:
        """Each named document with its head; none for documents that are only cited and say no date."""
        known = [d for m in ask.reading.documents for d in m.documents if not d.stub or d.issued]
        understood = ask.understood(
            self.name, [("văn bản", ", ".join(d.name for d in known))], documents=[d.id for d in known]
        )
        if not known or (ask.has("sign") and not any(d.signer for d in known)):
            return ask.nothing(understood, "Kho không nêu điều này của văn bản được hỏi.")
        rows = tuple(_row(d) for d in known)
        return Answer(
            ask.reading.question, understood, " ".join(_said(ask, d) for d in known), False, None, rows, ()
        )


def _of_the_document(ask: Ask) -> bool:
    """Whether a date is the document's own: "trước ngày nào" of something else that it orders is not."""
    said = {" ".join(w.key for w in ask.reading.words[s.start : s.end]) for s in ask.reading.at("doc_fact")}
    if said - _ANY_DATE:
        return True
    topic = ask.reading.topic("doc_fact", "sign", "who", "when", "issuing", "document", "yesno", "value")
    return len(topic.split()) < _OTHER


def _row(document: Document) -> AnswerRow:
    return AnswerRow(
        kind="document",
        id=document.id,
        document=document.id,
        source=document.source,
        number=document.number or None,
        name=document.name,
        year=document.year,
        text=document.title or None,
    )


def _said(ask: Ask, document: Document) -> str:
    english = ask.reading.english
    parts = [f"{ask.name(document.id)}: {document.title}".rstrip(": ")]
    if document.issuer:
        parts.append(f"{'issued by' if english else 'ban hành:'} {document.issuer}")
    if document.issued:
        parts.append(f"{'on' if english else 'ngày'} {'/'.join(reversed(document.issued.split('-')))}")
    if document.signer:
        parts.append(f"{'signed by' if english else 'người ký:'} {document.signer}")
    return "; ".join(parts) + "."
