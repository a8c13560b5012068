"""Linkers: what they state, what they leave, and that nothing but the texts decides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import explain
from graph.linkers import link_document
from graph.linkers.base import Candidate, Columns, Unit
from graph.linkers.concepts import ConceptWeights
from graph.linkers.features import Targets, Weights, features, sort_of
from graph.linkers.model import Judgement, Logistic, best_cut, load_model
from graph.linkers.same import Anchored, link_same_tasks
from graph.linkers.scored import METHODS, stated_grades
from graph.linkers.wording import grams, sentences, words
from ontology.ids import link_id
from ontology.types import Link

WORDS = st.lists(
    st.sampled_from(
        ["rà", "soát", "dữ", "liệu;", "cấp", "xã.", "Công", "bố", "năm,", "Đào", "2026", "…", "(nếu", "có)"]
    ),
    max_size=40,
).map(" ".join)


class SharedWords:
    """A candidate source for tests: likeness is the share of words in common."""

    def prepare(self, units: Sequence[Unit], *, closely: bool = False) -> None:
        """Nothing to get ready."""

    def candidates(
        self, unit: Unit, *, among: Sequence[Unit], limit: int, closely: bool = False
    ) -> list[Candidate]:
        found = []
        for other in among:
            near = [
                (self._like(a, b), a, b) for a in sentences(unit.text) for b in sentences(other.text)
            ]  # fmt: skip
            if near:
                best, a, b = max(near)
                found.append(Candidate(other, best, best, a, b))
        return sorted(found, key=lambda c: (-c.dense, c.unit.id))[:limit]

    def each(
        self, units: Sequence[Unit], *, among: Sequence[Unit], limit: int, closely: bool = False
    ) -> list[list[Candidate]]:
        return [self.candidates(unit, among=among, limit=limit, closely=closely) for unit in units]

    def _like(self, a: str, b: str) -> float:
        x, y = set(words(a)), set(words(b))
        return len(x & y) / (len(x | y) or 1)


def unit(document: str, kind: str, key: str, text: str, *headings: str, parent: str | None = None) -> Unit:
    return Unit(f"{document}#{key}", kind, document, text, headings, key, parent)


GROUP = "I. Hoàn thiện dữ liệu và nền tảng dùng chung"
UPSTREAM = [
    unit("trên", "task", "task:1", "Xây dựng kho dữ liệu mở về quan trắc nguồn nước ngầm tại các lưu vực", GROUP),
    unit("trên", "task", "task:2", "Tổ chức hội thi tay nghề cho thợ sửa chữa tàu cá ven bờ", GROUP),
    unit("trên", "task", "task:3", "Rà soát phí cấp giấy phép hành nghề đo đạc bản đồ", GROUP),
    unit("trên", "clause", "I", "Hoàn thiện dữ liệu và nền tảng dùng chung"),
    unit("trên", "clause", "I.1", "Mở dữ liệu quan trắc nguồn nước ngầm cho dân. Phát triển vùng nuôi tôm.", GROUP,
         parent="trên#I"),
]  # fmt: skip
OWN = [
    unit("dưới", "task", "task:7", "Xây dựng kho dữ liệu mở về quan trắc nguồn nước ngầm tại các lưu vực của tỉnh",
         GROUP),
    unit("dưới", "task", "task:8", "Trồng thêm cây xanh hai bên đường liên ấp", "II. Việc khác"),
    unit("dưới", "clause", "II.1", "Kho dữ liệu mở về quan trắc nguồn nước ngầm phục vụ cảnh báo khô hạn", GROUP),
]  # fmt: skip


@cache
def linked() -> tuple[Link, ...]:
    return tuple(link_document(OWN, {"trên": UPSTREAM}, SharedWords()))


def test_a_near_verbatim_task_is_stated_to_implement_the_upstream_task() -> None:
    link = next(x for x in linked() if (x.source, x.target) == ("dưới#task:7", "trên#task:1"))
    assert (link.relation, link.grade, link.status) == ("IMPLEMENTS", 2, "proposed")
    assert link.method == "task-task/2"
    assert link.id == link_id("dưới#task:7", "IMPLEMENTS", "trên#task:1")


def test_nothing_is_stated_where_nothing_upstream_orders_it() -> None:
    assert not [x for x in linked() if x.source == "dưới#task:8" and x.status == "proposed"]


def test_a_link_names_the_sentences_that_decided_it_and_its_features() -> None:
    texts = {u.id: u.text for u in (*OWN, *UPSTREAM)}
    for link in linked():
        assert link.source_quote in texts[link.source]
        assert link.target_quote in texts[link.target]
        assert 0 <= link.features["implements"] <= link.features["contributes"] <= 1
        assert 0 <= link.score <= 1


def test_details_lead_to_the_own_body_alone() -> None:
    details = [x for x in linked() if x.relation == "DETAILS"]
    assert {x.target for x in details} <= {"dưới#II.1"}


def test_the_order_of_documents_and_of_units_does_not_matter() -> None:
    other = [unit("khác", "clause", "I.1", "Quan trắc nguồn nước ngầm", GROUP)]
    a = link_document(OWN, {"trên": UPSTREAM, "khác": other}, SharedWords())
    b = link_document(OWN[::-1], {"khác": other, "trên": UPSTREAM[::-1]}, SharedWords())
    assert sorted(a, key=lambda x: x.id) == sorted(b, key=lambda x: x.id)


def anchored(document: str, *texts: str, anchors: dict[str, set[str]]) -> Anchored:
    tasks = [unit(document, "task", f"task:{n}", text, GROUP) for n, text in enumerate(texts, 1)]
    return Anchored(tasks, {t.id: frozenset(anchors.get(t.id.partition(":")[2], ())) for t in tasks})


LOWER = anchored("dưới", OWN[0].text, OWN[1].text, anchors={"1": {"trên#task:1"}, "2": {"trên#task:2"}})
SAME = ("dưới#task:1", "ấp#task:1")


def test_the_same_task_of_two_provinces_is_one_link_whichever_comes_first() -> None:
    peer = anchored("ấp", UPSTREAM[0].text, OWN[1].text, anchors={"1": {"trên#task:1"}, "2": {"trên#task:2"}})
    one = link_same_tasks(LOWER, peer, SharedWords())
    assert one == link_same_tasks(peer, LOWER, SharedWords())
    assert {x.relation for x in one} == {"SAME_TASK_AS"}
    assert {(x.source, x.target) for x in one if x.status == "proposed"} >= {SAME}
    assert {x.source.partition("#")[0] for x in one} == {"dưới"}


@pytest.mark.parametrize(
    ("own", "theirs", "met"),
    [
        ({"trên#task:1"}, {"trên#task:1", "trên#task:3"}, True),
        ({"trên#task:1"}, {"trên#task:3"}, False),  # alike in words alone
        ({"gốc#I.1"}, {"gốc#I.1"}, True),
        ({"gốc#I.1", "trên#task:1"}, {"gốc#I.1", "trên#task:3"}, False),  # a clause has many tasks
        ({"gốc#I.1", "trên#task:1"}, {"gốc#I.1", "kia#task:3"}, True),  # unless no list of tasks is shared
        (set(), set(), False),
    ],
)
def test_the_same_tasks_meet_over_what_both_carry_out(own: set[str], theirs: set[str], met: bool) -> None:
    lower = anchored("dưới", OWN[0].text, anchors={"1": own})
    peer = anchored("ấp", UPSTREAM[0].text, OWN[1].text, anchors={"1": theirs})
    assert {(x.source, x.target) for x in link_same_tasks(lower, peer, SharedWords())} == (
        {SAME} if met else set()
    )


def test_targets_meet_by_indicator_and_year() -> None:
    own = [unit("dưới", "target", "target:1:2030", "Tỷ lệ hộ dân dùng nước sạch")]
    up = [
        unit("trên", "target", "target:4:2030", "Tỷ lệ hộ dân dùng nước sạch nông thôn"),
        unit("trên", "target", "target:4:2035", "Tỷ lệ hộ dân dùng nước sạch"),
    ]
    links = link_document(own, {"trên": up}, SharedWords())
    assert [(x.target, x.status) for x in links] == [("trên#target:4:2030", "proposed")]


@pytest.mark.parametrize("own", [[], OWN])
@pytest.mark.parametrize("upstream", [{}, {"trên": []}])
def test_nothing_to_link_gives_no_link_upward(own: list[Unit], upstream: dict[str, list[Unit]]) -> None:
    assert not [x for x in link_document(own, upstream, SharedWords()) if x.relation == "IMPLEMENTS"]


@given(WORDS)
def test_sentences_keep_every_word_in_order(text: str) -> None:
    assert words(" ".join(sentences(text))) == words(text)


@given(WORDS, WORDS)
def test_cover_and_cosine_are_shares(a: str, b: str) -> None:
    weights = Weights([unit("d", "clause", "1", a), unit("d", "clause", "2", b)])
    assert 0 <= weights.cover(a, b) <= 1 + 1e-9
    assert 0 <= weights.cosine(a, b) <= 1 + 1e-9
    assert not grams(a) or weights.cover(a, a) == pytest.approx(1)


@given(st.lists(st.floats(0, 1), max_size=50), st.integers(0, 60), st.sampled_from([1, 2]))
def test_the_cut_stays_between_its_bounds(probabilities: list[float], sources: int, grade: int) -> None:
    assert 0.2 <= best_cut(probabilities, sources=sources, grade=grade) <= 0.5


def test_the_cut_is_higher_where_links_are_plain() -> None:
    plain = best_cut([0.95] * 10 + [0.25] * 10, sources=10, grade=2)
    assert plain > best_cut([0.4] * 10 + [0.25] * 30, sources=10, grade=2)


def test_the_cut_is_lower_where_fewer_links_than_usual_would_be_stated() -> None:
    probabilities = [0.9, 0.6, 0.45, 0.4, 0.35, 0.3]
    few, many = (best_cut(probabilities, sources=n, grade=2) for n in (1, 6))
    assert few > many


def test_a_product_of_features_counts_as_their_product() -> None:
    model = Logistic(0.0, {"a*b": 2.0})
    product = model.probabilities({"a": np.array([0.5, 1.0]), "b": np.array([3.0, 0.0])}, 2)
    single = Logistic(0.0, {"c": 1.0}).probabilities({"c": np.array([3.0, 0.0])}, 2)
    assert product.tolist() == pytest.approx(single.tolist())
    # Alone, a candidate has the very probability that it has among others; a missing column counts nothing.
    assert (
        product[:1].tolist() == model.probabilities({"a": np.array([0.5]), "b": np.array([3.0])}, 1).tolist()
    )
    assert product[1:].tolist() == model.probabilities({"a": np.array([1.0])}, 1).tolist()


@pytest.mark.parametrize("name", ["task", "clause"])
def test_a_model_names_only_features_that_exist(name: str) -> None:
    model = load_model(name)
    known = {feature for link in linked() for feature in link.features}
    for look in (model.first, model.implements.weights, model.contributes.weights):
        assert {part for weight in look.weights for part in weight.split("*")} <= known
    assert model.implements.trees.names | model.contributes.trees.names <= known


def test_a_task_that_would_have_no_link_has_its_likeliest_stated_as_contributing() -> None:
    doubtful = [Judgement(0.1, 0.3), Judgement(0.05, 0.25)]
    assert stated_grades(doubtful, (0.4, 0.4), task=True) == [1, 0]
    assert stated_grades(doubtful, (0.4, 0.4), task=False) == [0, 0]
    assert stated_grades([Judgement(0.05, 0.15)], (0.4, 0.4), task=True) == [0]  # none is an answer too
    assert stated_grades([Judgement(0.5, 0.6), *doubtful], (0.4, 0.4), task=True) == [2, 0, 0]


@given(st.dictionaries(st.sampled_from(["a", "b", "fine"]), st.floats(-3, 3)))
def test_what_moved_a_decision_adds_up_to_its_log_odds(row: dict[str, float]) -> None:
    model = Logistic(0.3, {"a": 1.5, "a*b": -0.7, "fine*b": 0.2}, {"a": 0.4, "a*b": 0.1, "fine*b": 0.0})
    (p,) = model.probabilities({name: np.array([value]) for name, value in row.items()}, 1).tolist()
    average = 0.3 + 1.5 * 0.4 - 0.7 * 0.1
    assert sum(model.moved(row).values()) == pytest.approx(math.log(p / (1 - p)) - average, abs=1e-6)


def test_the_reasons_of_a_link_are_features_with_words() -> None:
    for link in linked():
        reasons = load_model(METHODS[link.method]).reasons(link.features)
        assert reasons.keys() <= explain.WORDS.keys()
        assert any(reasons.values())


def test_a_likelier_candidate_has_more_for_it() -> None:
    upward = [link for link in linked() if METHODS[link.method] == "clause"]
    upward.sort(key=lambda link: link.features["contributes"])
    least, most = (sum(load_model("clause").reasons(x.features).values()) for x in (upward[0], upward[-1]))
    assert most > least


def test_sections_are_told_by_their_heading() -> None:
    assert sort_of("II. MỤC TIÊU") == "goal"
    assert sort_of("IV- TỔ CHỨC THỰC HIỆN") == "organisation"
    assert sort_of("III. NHIỆM VỤ, GIẢI PHÁP") is None


def test_a_heading_knows_its_parts() -> None:
    source, found = OWN[0], SharedWords().candidates(OWN[0], among=UPSTREAM[3:], limit=9)
    columns = looked_at(source, found)
    assert dict(zip((c.unit.id for c in found), columns["heading"], strict=True)) == {
        "trên#I": 1.0,
        "trên#I.1": 0.0,
    }


def looked_at(source: Unit, found: Sequence[Candidate]) -> Columns:
    every = [*OWN, *UPSTREAM, source, *(c.unit for c in found)]
    return features(
        source, found, weights=Weights(every), concepts=ConceptWeights(every), targets=Targets(UPSTREAM)
    )


@given(WORDS, st.lists(WORDS, max_size=6))
def test_every_feature_has_a_number_for_each_candidate(text: str, others: list[str]) -> None:
    targets = [unit("khác", "clause", f"{n}", other) for n, other in enumerate(others)]
    found = [Candidate(target, 0.0, 0.0, text, target.text) for target in targets]
    columns = looked_at(unit("dưới", "task", "task:9", text, GROUP), found)
    assert {len(column) for column in columns.values()} == {len(found)}
    assert all(np.isfinite(column).all() for column in columns.values())


def test_a_concept_meets_other_words_for_it() -> None:
    source = unit("dưới", "task", "task:9", "Mở lớp bình dân học vụ số ở các ấp")
    texts = ["Phát động phong trào học tập số", "Mở lớp dạy nghề ở các ấp"]
    targets = [unit("khác", "clause", f"{n}", text) for n, text in enumerate(texts)]
    found = [Candidate(target, 0.0, 0.0, source.text, target.text) for target in targets]
    columns = looked_at(source, found)
    assert columns["concept_cover"][0] > columns["concept_cover"][1]
    assert columns["cover_source"][0] < columns["cover_source"][1]
