"""What a result says of an order, in words for people."""

from __future__ import annotations

from ontology.types import ResultKind

RESULT_LABELS: dict[ResultKind, str] = {
    "done": "Đã thực hiện",
    "figure": "Số liệu đạt được",
    "issued": "Đã ban hành",
    "shortcoming": "Còn hạn chế",
    "cause": "Nguyên nhân",
    "proposal": "Kiến nghị",
}


def result_label(kind: str) -> str:
    """The label of a kind; the kind itself where it is unknown.

    >>> result_label("done")
    'Đã thực hiện'
    """
    return next((label for known, label in RESULT_LABELS.items() if known == kind), kind)
