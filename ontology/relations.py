"""The relation table: every edge type of the graph, its ends, inverse, labels and IRI."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relation:
    """One edge type, stored in one direction only: from `source` to `target` labels."""

    name: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    inverse: str
    label_vi: str
    label_en: str
    iri: str
    inverse_label_vi: str = ""
    produced_by: str = "facts"


_ELI = "http://data.europa.eu/eli/ontology#"
_TV = "https://truyvet.example/ns#"
_ORG = "http://www.w3.org/ns/org#"
_UNIT = ("Clause", "Task", "Target")

RELATIONS: dict[str, Relation] = {
    r.name: r
    for r in (
        Relation(
            "PART_OF",
            (*_UNIT, "Result"),
            ("Document", "Clause"),
            "HAS_PART",
            "thuộc",
            "is part of",
            _ELI + "is_part_of",
            "gồm",
        ),
        Relation(
            "BASED_ON",
            ("Document",),
            ("Document",),
            "BASIS_OF",
            "căn cứ",
            "based on",
            _ELI + "based_on",
            "là căn cứ của",
        ),
        Relation(
            "IMPLEMENTS",
            ("Document", *_UNIT),
            ("Document", *_UNIT),
            "IMPLEMENTED_BY",
            "thực hiện",
            "implements",
            _TV + "implements",
            "được thực hiện bởi",
            "facts, linkers",
        ),
        Relation(
            "AMENDS",
            ("Document",),
            ("Document",),
            "AMENDED_BY",
            "sửa đổi, bổ sung",
            "amends",
            _ELI + "amends",
            "được sửa đổi bởi",
        ),
        Relation(
            "REPLACES",
            ("Document",),
            ("Document",),
            "REPLACED_BY",
            "thay thế",
            "replaces",
            _TV + "replaces",
            "bị thay thế bởi",
        ),
        Relation(
            "REPEALS",
            ("Document",),
            ("Document",),
            "REPEALED_BY",
            "bãi bỏ",
            "repeals",
            _ELI + "repeals",
            "bị bãi bỏ bởi",
        ),
        Relation(
            "GUIDES",
            ("Document",),
            ("Document",),
            "GUIDED_BY",
            "hướng dẫn",
            "guides",
            _TV + "guides",
            "được hướng dẫn bởi",
        ),
        Relation(
            "CITES",
            ("Document", *_UNIT),
            ("Document", *_UNIT),
            "CITED_BY",
            "dẫn chiếu",
            "cites",
            _ELI + "cites",
            "được dẫn chiếu bởi",
        ),
        Relation(
            "REPORTS_ON",
            ("Document", *_UNIT, "Result"),
            ("Document", *_UNIT),
            "REPORTED_BY",
            "báo cáo về",
            "reports on",
            _TV + "reportsOn",
            "được báo cáo bởi",
            "facts, linkers",
        ),
        Relation(
            "DETAILS",
            ("Task",),
            ("Clause",),
            "DETAILED_BY",
            "chi tiết hóa",
            "details",
            _TV + "details",
            "được chi tiết bởi",
            "linkers",
        ),
        Relation("LED_BY", ("Task",), ("Agency",), "LEADS", "chủ trì bởi", "led by", _TV + "lead", "chủ trì"),
        Relation(
            "COORDINATED_BY",
            ("Task",),
            ("Agency",),
            "COORDINATES",
            "phối hợp bởi",
            "coordinated by",
            _TV + "coop",
            "phối hợp",
        ),
        Relation(
            "OWNED_BY",
            ("Target",),
            ("Agency",),
            "OWNS",
            "theo dõi bởi",
            "owned by",
            _TV + "owner",
            "theo dõi",
        ),
        Relation(
            "ISSUED_BY",
            ("Document",),
            ("Agency",),
            "ISSUES",
            "ban hành bởi",
            "issued by",
            _ELI + "passed_by",
            "ban hành",
        ),
        Relation(
            "MEASURES",
            ("Target", "Result"),
            ("Indicator",),
            "MEASURED_BY",
            "đo",
            "measures",
            _TV + "measures",
            "được đo bởi",
        ),
        Relation(
            "SUCCEEDED_BY",
            ("Agency",),
            ("Agency",),
            "SUCCEEDS",
            "được kế tục bởi",
            "succeeded by",
            _ORG + "resultingOrganization",
            "kế tục",
        ),
        Relation(
            "SAME_TASK_AS",
            ("Task",),
            ("Task",),
            "SAME_TASK_AS",
            "cùng nhiệm vụ với",
            "same task as",
            _TV + "sameTaskAs",
            "cùng nhiệm vụ với",
            "linkers",
        ),
    )
}
