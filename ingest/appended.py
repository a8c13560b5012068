"""Items whose doer and deadline stand apart from what is to be done.

Either in brackets at the end ("… (Sở Y tế chủ trì; hoàn thành quý II/2026)") or under heads of their own
("- Cơ quan chủ trì: Sở Y tế", "- Thời gian hoàn thành: quý II/2026").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.listed import stated_fields
from ingest.orders import Order, named_alone
from ontology.text import squeeze

_BRACKETS = re.compile(r"\s*\(([^()]{8,300})\)[\s.;/]*$")
_AFTER_BRACKET = " .;/\t\n"
_LEADS = re.compile(
    r"^(?:giao\s+)?(?P<bodies>[^;:]{4,160}?)\s+(?:chủ trì|là (?:cơ quan|đơn vị) chủ trì|làm đầu mối)(?=[\s,;.]|$)"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"^[\s,;.]*(?:(?:(?:cơ quan|đơn vị)\s+)?phối hợp\s*(?:với|cùng|:)\s*(?P<after>[^;.]+?)|"
    r"(?P<before>[^;:]+?)\s+phối hợp)(?=[;.]|,\s+(?:hoàn thành|xong|thời|trong|trước|hạn)|$)",
    re.IGNORECASE,
)
_DUE_HEAD = re.compile(
    r"(?:thời hạn|thời gian|hạn|tiến độ)?\s*(?:hoàn thành|thực hiện)?(?:\s*:\s*|\s+(?=\d))(?=\S)",
    re.IGNORECASE,
)
_EDGE = " ;,.-–"
_FEWEST_WORDS = 3  # of an item that tells what to do


def read_appended(words: str, details: Sequence[str] = ()) -> Order | None:
    """The order of an item that names apart from it who is in charge, or None; `details` are the items below it.

    The deadline's words stand in `opening`.
    """
    return _bracketed(words) or _listed(words, details)


def _bracketed(words: str) -> Order | None:
    found = _BRACKETS.search(words) if words.rstrip(_AFTER_BRACKET).endswith(")") else None
    said = squeeze(found[1]) if found else ""
    if not found or any(role == "lead" for role, _, _ in stated_fields(said)):
        return _listed(f"{words[: found.start()]}. {said}", ()) if found else None
    leads = _LEADS.match(said)
    duty = words[: found.start()].strip(_EDGE)
    if not leads or not named_alone(leads["bodies"], loosely=True) or len(duty.split()) < _FEWEST_WORDS:
        return None
    rest = leads["rest"]
    beside = _BESIDE.match(rest)
    names = (beside["after"] or beside["before"]).strip(_EDGE) if beside else ""
    due = rest[beside.end() :] if beside else rest
    return Order(leads["bodies"].strip(" ,"), duty, opening=_by(due), given=True, beside=names)


def _listed(words: str, details: Sequence[str]) -> Order | None:
    if ":" not in words and not any(":" in text for text in details):
        return None  # no head can stand in them
    said: dict[str, str] = {}
    duty = words
    for text in (words, *details):
        fields = stated_fields(text)
        for role, start, end in fields:
            said.setdefault(role, text[start:end].strip(_EDGE))
        if text is words and fields:
            duty = re.sub(r"[^.;,(]*$", "", words[: fields[0][1]].rstrip(" :"))
    bodies, duty = said.get("lead", ""), duty.strip(f"{_EDGE}(")
    if not bodies or not named_alone(bodies, loosely=True) or len(duty.split()) < _FEWEST_WORDS:
        return None
    due = said.get("deadline")
    return Order(
        bodies,
        duty,
        opening=f"hoàn thành trong {due}" if due else "",
        given=True,
        beside=said.get("coop", ""),
        output=said.get("output"),
    )


def _by(words: str) -> str:
    """The words on the deadline as a sentence would say them: "hạn hoàn thành: 30/4/2026"."""
    return _DUE_HEAD.sub("hoàn thành trong ", words).strip(_EDGE)
