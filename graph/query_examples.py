"""What people who write queries see first: labels, relations, and examples that run on any store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Example:
    """A query to begin with; every example runs as it stands."""

    title: str
    language: Literal["cypher", "sparql"]
    text: str
    params: dict[str, Any] = field(default_factory=dict)


#: What an edge that a linker made bears; documents' own edges bear `owner`, `quote`, `start`, `end`.
LINK_PROPERTIES = (
    "link", "grade", "score", "status", "method", "source_quote", "target_quote", "features", "reviewer", "suspect",
)  # fmt: skip

EXAMPLES = (
    Example(
        "Nhiệm vụ theo cơ quan chủ trì",
        "cypher",
        "MATCH (t:Task)-[:LED_BY]->(a:Agency)\n"
        "RETURN a.name AS agency, count(DISTINCT t.id) AS tasks ORDER BY tasks DESC, agency LIMIT 20",
    ),
    Example(
        "Điều khoản mà một nhiệm vụ thực hiện",
        "cypher",
        "MATCH (t:Task {no: $no})-[r:IMPLEMENTS]->(c:Clause)\n"
        "WHERE r.status IN ['proposed', 'confirmed']\n"
        "RETURN t.id AS task, c.document AS document, c.path AS path, r.grade AS grade, r.score AS score\n"
        "ORDER BY score DESC",
        {"no": "1"},
    ),
    Example(
        "Nhiệm vụ đến hạn trước một ngày",
        "cypher",
        "MATCH (t:Task) WHERE t.deadline_end <= $day\n"
        "RETURN t.deadline_end AS due, t.document AS document, t.no AS no, t.title AS title ORDER BY due, no",
        {"day": "2025-12-31"},
    ),
    Example(
        "Văn bản được dẫn chiếu nhiều nhất",
        "cypher",
        "MATCH (d:Document)<-[r:CITES|BASED_ON|IMPLEMENTS]-(o:Document)\n"
        "RETURN d.number AS number, count(DISTINCT o.id) AS documents ORDER BY documents DESC, number LIMIT 20",
    ),
    Example(
        "Nhiệm vụ chưa thực hiện điều khoản nào ở cấp trên",
        "cypher",
        "MATCH (t:Task) WHERE NOT EXISTS { MATCH (t)-[r:IMPLEMENTS]->() "
        "WHERE r.status IN ['proposed', 'confirmed'] }\n"
        "RETURN t.document AS document, t.no AS no, t.title AS title LIMIT 50",
    ),
    Example(
        "Số nhiệm vụ của mỗi văn bản",
        "sparql",
        "SELECT ?document (COUNT(?task) AS ?tasks)\n"
        "WHERE { GRAPH ?document { ?task a tv:Task } }\nGROUP BY ?document ORDER BY DESC(?tasks)",
    ),
)
