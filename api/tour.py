"""`truyvet tour`: the graph in a table, one trace, one search, some answers, over whatever the store holds."""

from __future__ import annotations

from api import console
from api.command import app, state
from api.commands_ask import show_answer
from api.commands_read import show_stats, show_trace
from graph import walks
from graph.store import GraphStore, Query
from ontology.places import PLACES
from ontology.text import slug

#: The task whose chain is longest and surest: of the lowest level, with the best link up.
_BEST = Query(
    "MATCH (t:Task)-[r:IMPLEMENTS]->(u) WHERE r.status IN ['proposed', 'confirmed'] AND r.grade = 2 "
    "RETURN t.id AS id, t.title AS title, count(DISTINCT u.document) AS reach, sum(r.score) AS score "
    "ORDER BY reach DESC, score DESC, id LIMIT 1"
)
_BUSIEST = Query(
    "MATCH (a:Agency)<-[:LED_BY]-(t:Task) WHERE a.collective = false AND a.place IS NOT NULL "
    "RETURN a.name AS name, a.place AS place, count(t) AS n ORDER BY n DESC, name LIMIT 1"
)
#: The numbered task of which a report tells most surely.
_REPORTED = Query(
    "MATCH (:Result)-[r:REPORTS_ON]->(t:Task) WHERE r.status IN ['proposed', 'confirmed'] AND t.no IS NOT NULL "
    "MATCH (d:Document {id: t.document}) "
    "RETURN t.no AS no, d.number AS number, d.type AS type, r.score AS score ORDER BY score DESC, t.id LIMIT 1"
)


def _place(slugged: str) -> str:
    """The province's printed name; agencies keep its slug."""
    return next((p.name for p in PLACES if slug(p.name) == slugged), slugged)


@app.command()
def tour() -> None:
    """Giới thiệu kho hiện có: số liệu, một truy vết, một tìm kiếm, một câu hỏi."""
    with state.workspace() as ws:
        store: GraphStore = ws.store
        show_stats(walks.stats(store))
        best = store.read(_BEST)
        if not best:
            console.out.print("Kho chưa có nhiệm vụ nào nối được lên cấp trên.")
            return
        console.out.rule("Truy vết một nhiệm vụ lên nghị quyết")
        show_trace(walks.trace(store, best[0]["id"], direction="up"), down=False, most=8)
        words = " ".join(best[0]["title"].split()[:8])
        console.out.rule(f"Tìm: {words}")
        rows = [
            (f"{h.score:.2f}", h.number, h.no or h.path, console.short(h.text, 160))
            for h in ws.search.search(words, limit=5).hits
        ]
        console.print_table(None, ("Điểm", "Văn bản", "Mục", "Nội dung"), rows)
        busiest = store.read(_BUSIEST)
        if busiest:
            question = f"{busiest[0]['name']} {_place(busiest[0]['place'])} chủ trì những nhiệm vụ nào?"
            console.out.rule(f"Hỏi: {question}")
            show_answer(ws.ask(question))
        for row in store.read(_REPORTED):
            question = f"Nhiệm vụ {row['no']} của {row['type']} {row['number']} làm đến đâu rồi?"
            console.out.rule(f"Hỏi: {question}")
            show_answer(ws.ask(question))
