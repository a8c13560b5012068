"""One link laid open: what the linker saw, in words, both quotes, what people decided, and what changed since.

Also how far two reviewers agree, which tells whether the grades mean the same to both.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from graph.cypher import label_of
from graph.decisions import Decision, decisions, history, kept_by_link, standing
from graph.linkers.model import load_model
from graph.linkers.scored import METHODS
from graph.review import links, texts
from graph.store import Edge, GraphStore, Query, Row
from graph.walks.briefs import Brief, briefs
from ontology.concepts import shared
from ontology.errors import NotFound
from ontology.ids import link_id

#: Feature -> what it says in words; features without a row are shown by name alone.
WORDS = {
    "implements": "khả năng là thực hiện, theo mô hình",
    "contributes": "khả năng ít nhất là góp phần, theo mô hình",
    "cover_source": "phần từ ngữ riêng của nguồn có trong đích",
    "cover_sentence": "phần từ ngữ riêng trùng ở cặp câu gần nhất",
    "cover_target": "phần từ ngữ riêng của câu đích có trong nguồn",
    "cosine": "độ giống về từ ngữ",
    "dense_best": "độ gần nghĩa của cặp câu gần nhất",
    "dense_forward": "độ gần nghĩa, từng câu nguồn so với đích",
    "dense_backward": "độ gần nghĩa, từng câu đích so với nguồn",
    "dense_title": "độ gần nghĩa của cả nguồn với câu đích gần nhất",
    "dense_whole": "độ gần nghĩa của toàn văn hai bên",
    "tokens_forward": "độ gần nghĩa, từng từ nguồn so với đích",
    "tokens_sentence": "độ gần nghĩa, từng từ nguồn so với câu đích gần nhất",
    "tokens_backward": "độ gần nghĩa, từng từ của câu đích so với nguồn",
    "tokens_both": "độ gần nghĩa từng từ theo cả hai chiều",
    "tokens_mean": "độ gần nghĩa từng từ của toàn văn hai bên",
    "concept_cosine": "độ giống về khái niệm được nói tới",
    "concept_cover": "phần khái niệm của nguồn có trong đích",
    "concept_back": "phần khái niệm của đích có trong nguồn",
    "concept_sentence": "độ giống về khái niệm của cặp câu gần nhất",
    "gap": "kém ứng viên tốt nhất của nguồn",
    "gap_dense": "kém ứng viên gần nghĩa nhất của nguồn",
    "gap_lexical": "kém ứng viên trùng từ ngữ nhất của nguồn",
    "action": "cùng loại hành động",
    "instrument": "cùng nhắc một chương trình, đề án, quỹ, nền tảng",
    "numbers": "cùng số hiệu, số liệu (1 có, -1 không)",
    "section": "độ giống của các đề mục phía trên",
    "section_pull": "các nhiệm vụ cùng nhóm cũng dẫn tới mục này",
    "goal": "đích nằm trong phần mục tiêu",
    "viewpoint": "đích nằm trong phần quan điểm, yêu cầu",
    "organisation": "đích nằm trong phần tổ chức thực hiện",
    "heading": "đích là đề mục có các ý bên dưới",
    "length": "đích dài hơn nguồn bao nhiêu (lô-ga-rít)",
    "rank": "thứ hạng trong các ứng viên của nguồn (nghịch đảo)",
    "share": "phần điểm trong mọi ứng viên của nguồn",
    "hub": "đích thu hút nhiều nguồn khác",
    "common": "cùng thực hiện điều của văn bản cấp trên",
    "common_best": "cùng thực hiện một điều của văn bản cấp trên",
    "fine": "văn bản đích chia nhỏ đến đâu",
    "first": "đánh giá riêng cặp này, chưa so với ứng viên khác",
    "lead": "hơn ứng viên thứ hai bao nhiêu",
    "others": "các ứng viên khác của nguồn nặng bao nhiêu",
    "parent": "đề mục của đích cũng hợp với nguồn",
    "child": "ý bên dưới đích nói rõ hơn đích",
}
_VERDICT = ("implements", "contributes")
_LINK = (
    "MATCH (a:{source} {{id: $source}})-[r:{type}]->(b:{target} {{id: $target}}) WHERE r.method IS NOT NULL "
    "RETURN properties(r) AS props"
)
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Feature:
    """What spoke for or against a link; `words` says it in Vietnamese.

    `moved` is how far it moved the decision that the link at least contributes, in log odds, against the average
    candidate; None for the model's own verdict, and where the link is not one of the model's of today.
    """

    name: str
    value: float
    words: str
    moved: float | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text that changed: kept, or only before, or only now."""

    kind: Literal["same", "before", "now"]
    text: str


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """A unit at one end; `changes` when its text is not the one that was decided on."""

    id: str
    label: str
    number: str | None
    no: str | None
    path: str | None
    text: str
    quote: str
    changes: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A link with what decided it and what people decided."""

    link: str
    relation: str
    status: str
    grade: int
    score: float
    method: str
    reviewer: str | None
    suspect: bool
    source: LinkEnd
    target: LinkEnd
    concepts: tuple[str, ...]  # what both texts are about, whatever words they say it in
    features: tuple[Feature, ...]
    history: tuple[Decision, ...]


def explain(store: GraphStore, link: str) -> Explanation:
    """Everything known of one link. Raises NotFound."""
    edge = find_link(store, link)
    props = edge.props
    past = tuple(history(store, link))
    stands = standing(store).get(link)
    units = briefs(store, [edge.source, edge.target])
    now = texts(store, [edge.source, edge.target])
    before = {edge.source: stands.source_text, edge.target: stands.target_text} if stands else {}
    ends = [
        _end(units[id], now.get(id, ""), before.get(id) if props.get("suspect") else None, str(quote or ""))
        for id, quote in ((edge.source, props.get("source_quote")), (edge.target, props.get("target_quote")))
    ]
    score, reviewer = props.get("score"), props.get("reviewer")
    return Explanation(
        link, edge.type, str(props["status"]), int(str(props["grade"])), float(str(score or 0)),
        str(props["method"]), str(reviewer) if reviewer else None, bool(props.get("suspect")), ends[0], ends[1],
        tuple(shared(ends[0].text, ends[1].text)),
        _features(str(props.get("features") or "{}"), str(props["method"])), past,
    )  # fmt: skip


def find_link(store: GraphStore, link: str) -> Edge:
    """The stored link with this id. Raises NotFound."""
    source, _, rest = link.partition(">")
    type_, _, target = rest.partition(">")
    if target and re.fullmatch(r"[A-Z_]+", type_):
        text = _LINK.format(type=type_, source=label_of(source), target=label_of(target))
        rows = store.read(Query(text, {"source": source, "target": target}))
        if rows:
            return Edge(type_, source, target, dict(rows[0]["props"]))
    raise NotFound(f"there is no link {link!r}", hint="`truyvet review queue` lists links with their ids")


def _end(unit: Brief, now: str, before: str | None, quote: str) -> LinkEnd:
    changes = difference(before, now) if before is not None and before != now else ()
    return LinkEnd(unit.id, unit.label, unit.number, unit.no, unit.path, unit.text, quote, changes)


def difference(before: str, now: str) -> tuple[Piece, ...]:
    """How `before` became `now`, word by word."""
    old, new = _PIECES.findall(before), _PIECES.findall(now)
    out: list[Piece] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            out.append(Piece("same", "".join(old[i:j])))
            continue
        out += [Piece("before", "".join(old[i:j]))] if j > i else []
        out += [Piece("now", "".join(new[k:m]))] if m > k else []
    return tuple(out)


def _features(text: str, method: str) -> tuple[Feature, ...]:
    """The model's own verdict, then what decided it, the strongest first.

    Of a link that the models of today did not make, the features that differ from nothing.
    """
    values: dict[str, Any] = json.loads(text)
    verdict = [Feature(name, float(values[name]), WORDS[name]) for name in _VERDICT if name in values]
    known = load_model(METHODS[method]) if method in METHODS and values else None
    moved: Mapping[str, float | None] = known.reasons(values) if known else dict.fromkeys(values)
    found = [
        Feature(
            name, float(values.get(name, 0.0)), WORDS.get(name, name), None if by is None else round(by, 3)
        )
        for name, by in moved.items()
        if name not in _VERDICT and (values.get(name) if by is None else round(by, 2))
    ]
    found.sort(key=lambda f: (-abs(f.value if f.moved is None else f.moved), f.name))
    return (*verdict, *found)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers agree on the links that both decided on; `kappa` is None where chance alone agrees."""

    first: str
    second: str
    links: int
    agreed: float
    kappa: float | None


def agreement(store: GraphStore) -> list[Agreement]:
    """Cohen's kappa of each two reviewers who decided on the same links, over rejected, grade 1 and grade 2."""
    views = _views(store)
    out = []
    for first, second in combinations(sorted(views), 2):
        shared = sorted(views[first].keys() & views[second].keys())
        if shared:
            pairs = [(views[first][link], views[second][link]) for link in shared]
            out.append(_agreement(first, second, pairs))
    return out


def _views(store: GraphStore) -> dict[str, dict[str, str]]:
    """Reviewer -> link -> what they decided last and did not take back."""
    grades = {link_id(e.source, e.type, e.target): _linker_grade(e.props) for e in links(store)}
    views: dict[str, dict[str, str]] = defaultdict(dict)
    stands = [d for on_it in kept_by_link(decisions(store)).values() for d in on_it]
    for decision in sorted(stands, key=lambda d: (d.time, d.order)):
        grade = decision.grade or grades.get(decision.link, 2)
        verdict = f"grade {grade}" if decision.status == "confirmed" else decision.status
        views[decision.reviewer][decision.link] = verdict
    return views


def _linker_grade(props: Any) -> int:
    row: Row = dict(props)
    return int(row.get("linker_grade") or row["grade"])


def _agreement(first: str, second: str, pairs: list[tuple[str, str]]) -> Agreement:
    n = len(pairs)
    agreed = sum(a == b for a, b in pairs) / n
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(left[verdict] * right[verdict] for verdict in left) / n**2
    kappa = None if chance == 1 else round((agreed - chance) / (1 - chance), 4)
    return Agreement(first, second, n, round(agreed, 4), kappa)
