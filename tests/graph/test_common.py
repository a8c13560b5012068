"""Evidence by way of a third document: what it says, and that it moves a link."""

from __future__ import annotations

from graph.linkers import link_document
from graph.linkers.base import Unit
from graph.linkers.common import Common, carried
from ontology.types import Link
from tests.graph.test_linkers import SharedWords


def test_what_both_carry_out_counts_and_nothing_else() -> None:
    sources = {"task": {"top#1": 0.8, "top#2": 0.1}}
    targets = {"same": {"top#1": 0.9}, "weaker": {"top#2": 0.9}, "elsewhere": {"other#1": 0.9}}
    columns = Common(sources, targets).columns("task", ["same", "weaker", "elsewhere", "unknown"])
    values = columns["common"].tolist()
    assert values[0] > values[1] > values[2] == values[3]
    assert columns["common_best"][0] > columns["common_best"][1] > columns["common_best"][2]
    assert len(set(Common(sources, targets).columns("nobody", ["same", "weaker"])["common"].tolist())) == 1


def test_only_links_upward_are_carried() -> None:
    link = Link("l", "a", "b", "IMPLEMENTS", 2, 0.9, "proposed", "m", "", "", {"contributes": 0.7})
    same = Link("s", "a", "c", "SAME_TASK_AS", 2, 0.9, "proposed", "m", "", "", {"contributes": 0.7})
    alike = Link("t", "a", "d", "IMPLEMENTS", 2, 0.9, "proposed", "m", "", "", {"cosine": 0.7})
    assert carried([link, same, alike]) == {"a": {"b": 0.7}}


TOP = [
    Unit("top#1", "clause", "top", "Mở rộng mạng trạm y tế lưu động tới vùng núi cao", (), "1"),
    Unit("top#2", "clause", "top", "Khôi phục làng nghề dệt thổ cẩm truyền thống", (), "2"),
    Unit("top#3", "clause", "top", "Bảo vệ nguồn nước ngầm tại các khu khai thác mỏ", (), "3"),
]
PARTY = [
    Unit("party#1", "clause", "party", "Đưa trạm y tế lưu động về bản làng", (), "1"),
    Unit("party#2", "clause", "party", "Đưa trạm y tế lưu động về vùng cao", (), "2"),
    Unit("party#3", "clause", "party", "Thu gom rác thải dọc bờ kênh", (), "3"),
]
OWN = [Unit("own#task:1", "task", "own", "Đưa trạm y tế lưu động về vùng núi cao, bản làng xa xôi", (), "1")]


def test_a_clause_that_carries_out_the_same_stands_out_among_its_like() -> None:
    def score(above: dict[str, dict[str, float]]) -> dict[str, float]:
        links = link_document(OWN, {"party": PARTY, "top": TOP}, SharedWords(), above=above)
        return {link.target: link.features["z_common"] for link in links if link.target.startswith("party")}

    assert set(score({}).values()) == {0.0}
    found = score({"party#1": {"top#1": 0.9}, "party#2": {"top#2": 0.9}})
    assert found["party#1"] > max(value for target, value in found.items() if target != "party#1")
