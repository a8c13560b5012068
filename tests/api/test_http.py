"""What a program that calls the HTTP API may rely on."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from rdflib import Graph

from api.app import create_app, reference
from api.failures import status_of
from api.pipeline import Workspace
from api.settings import load_settings
from ontology import errors
from ontology.relations import RELATIONS
from tests.api.calling import API, Caller, get

RESOLUTION = "57-nq-tw.vn.2024"
PLAN = "225-kh-ubnd.tien-giang.2025"


def first_task(client: TestClient) -> dict[str, Any]:
    """A task that something above is stated to order."""
    return next(task for task in get(client, f"/documents/{PLAN}/tasks")["items"] if task["serves"])


def error_of(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert list(answer.json()) == ["error"]
    body = answer.json()["error"]
    assert list(body) == ["code", "message", "hint", "document", "line", "column"]
    return dict(body)


def test_documents_say_what_they_hold(client: TestClient) -> None:
    documents = {doc["id"]: doc for doc in get(client, "/documents")["items"]}
    plan = documents[PLAN]
    assert (plan["number"], plan["issued"], plan["stub"]) == ("225/KH-UBND", "2025-05-15", False)
    for part in ("clauses", "tasks", "targets"):
        assert get(client, f"/documents/{PLAN}/{part}")["total"] == plan["counts"][part] > 0
    assert any(doc["stub"] for doc in documents.values())
    share = documents[RESOLUTION]["coverage"]
    coverage = get(client, f"/coverage/{RESOLUTION}")
    assert share == {key: coverage[key] for key in ("covered", "deep", "total")}


def test_a_document_is_found_by_its_number_and_names_its_relations(client: TestClient) -> None:
    plan = get(client, "/documents/" + quote("225/KH-UBND", safe=""))
    assert plan["id"] == PLAN
    assert {(row["relation"], row["direction"]) for row in plan["related"]} >= {("IMPLEMENTS", "out")}
    upper = get(client, f"/documents/{RESOLUTION}")["related"]
    assert PLAN in {row["document"]["id"] for row in upper if row["direction"] == "in"}


def test_clauses_make_a_tree_in_reading_order(client: TestClient) -> None:
    clauses = get(client, f"/documents/{RESOLUTION}/clauses")["items"]
    ids = [clause["id"] for clause in clauses]
    assert [clause["order"] for clause in clauses] == sorted(clause["order"] for clause in clauses)
    assert all(clause["parent"] is None or clause["parent"] in ids for clause in clauses)
    one = next(clause for clause in clauses if clause["carried_out_by"])
    assert get(client, "/clauses/" + quote(one["id"], safe="")).items() >= one.items()


def test_units_are_read_by_encoded_ids(client: TestClient) -> None:
    for kind in ("tasks", "targets"):
        unit = get(client, f"/documents/{PLAN}/{kind}")["items"][0]
        assert get(client, f"/{kind}/" + quote(unit["id"], safe="")).items() >= unit.items()


def test_tasks_meet_every_condition(client: TestClient) -> None:
    agency = first_task(client)["lead"][0]["id"]
    found = get(client, "/tasks", agency=agency, role="lead", document=PLAN, due_to="2026-12-31")
    assert found["total"] == len(found["items"]) > 0
    days = [task["deadline"]["end"] for task in found["items"]]
    assert days == sorted(days)
    assert all(date.fromisoformat(day) <= date(2026, 12, 31) for day in days)
    assert all(agency in {ref["id"] for ref in task["lead"]} for task in found["items"])
    assert get(client, "/tasks", place="Cà Mau")["items"] == []
    assert get(client, "/tasks", place="tien giang") == get(client, "/tasks", place="Tiền Giang")
    two = get(client, "/tasks", limit=2, offset=1)
    assert two["items"] == get(client, "/tasks")["items"][1:3]
    assert two["total"] > 2


def test_deadlines_count_what_the_lists_hold(client: TestClient) -> None:
    found = get(client, "/deadlines", document=PLAN)
    listed = get(client, "/tasks", document=PLAN)["items"]
    assert found["total"] == len(listed)
    assert sum(day["tasks"] for day in found["days"]) + sum(
        kind["tasks"] for kind in found["undated"]
    ) == len(listed)
    for day in found["days"]:
        assert (
            get(client, "/tasks", document=PLAN, due_from=day["day"], due_to=day["day"])["total"]
            == day["tasks"]
        )
    busiest = found["agencies"][0]
    led = get(client, "/tasks", document=PLAN, agency=busiest["id"], role="lead")["total"]
    assert led == sum(day["tasks"] for day in busiest["days"]) > 0


def test_tasks_say_whether_a_report_tells_of_them(client: TestClient) -> None:
    told, bare = (
        get(client, "/tasks", document=PLAN, reported=reported)["items"] for reported in (True, False)
    )
    assert told
    assert len(told) + len(bare) == get(client, "/tasks", document=PLAN)["total"]
    assert get(client, "/deadlines", document=PLAN, reported=True)["total"] == len(told)
    for task in told:
        results = get(client, "/tasks/" + quote(task["id"], safe=""))["results"]
        direct = [r for r in results if task["id"] in {on["unit"]["id"] for on in r["on"]}]
        assert task["reported"] == len(direct) > 0


def test_units_are_joined_to_those_of_other_documents(client: TestClient) -> None:
    above = get(client, "/joined/" + quote(PLAN, safe=""), direction="up", kind="task")["items"]
    tasks = {task["id"]: task["serves"] for task in get(client, f"/documents/{PLAN}/tasks")["items"]}
    assert above
    for row in above:
        assert 0 < len(row["units"]) <= tasks[row["id"]]
        assert all(unit["document"] != PLAN and unit["number"] and unit["text"] for unit in row["units"])
    first = above[0]["units"][0]
    assert get(client, "/links/" + quote(first["link"], safe=""))["link"] == first["link"]
    back = get(client, "/joined/" + quote(first["id"], safe=""), direction="down")["items"]
    assert above[0]["id"] in {unit["id"] for unit in back[0]["units"]}
    agency = first_task(client)["lead"][0]["id"]
    led = {task["id"] for task in get(client, f"/agencies/{agency}")["leading"] if task["serves"]}
    assert led & {row["id"] for row in get(client, "/joined/" + quote(agency, safe=""))["items"]}
    error_of(client.get("/api/v1/joined/" + quote("1-nq-tw.vn.1999", safe="")), 404)


def test_provinces_count_what_compare_lists(client: TestClient) -> None:
    found = get(client, f"/provinces/{RESOLUTION}")
    assert [row["id"] for row in found["rows"]] == [
        r["id"] for r in get(client, f"/coverage/{RESOLUTION}")["rows"]
    ]
    for row in found["rows"]:
        places = get(client, "/compare/" + quote(row["id"], safe=""))["items"]
        assert row["units"] == {place["place"]: len(place["units"]) for place in places if place["units"]}


def test_targets_by_indicator_and_year(client: TestClient) -> None:
    some = get(client, "/targets")["items"][0]
    found = get(client, "/targets", indicator=some["indicator"], year=some["period_end_year"])["items"]
    assert some in found
    assert {target["indicator"] for target in found} == {some["indicator"]}


def test_an_agency_lists_its_duties_by_deadline(client: TestClient) -> None:
    agencies = get(client, "/agencies")["items"]
    busiest = max(agencies, key=lambda agency: agency["leads"])
    duties = get(client, f"/agencies/{busiest['id']}")
    assert len(duties["leading"]) == busiest["leads"] > 0
    days = [task["deadline"]["end"] or "9" for task in duties["leading"]]
    assert days == sorted(days)


def test_an_agency_counts_what_came_to_it(client: TestClient) -> None:
    agencies = get(client, "/agencies")["items"]
    heirs = [agency for agency in agencies if agency["inherits"]]
    assert heirs
    for heir in heirs:
        led: set[str] = set()
        edge = [ref["id"] for ref in get(client, f"/agencies/{heir['id']}")["predecessors"]]
        while edge:
            found = [get(client, f"/agencies/{id}") for id in edge]
            led |= {task["id"] for old in found for task in old["leading"]}
            edge = [ref["id"] for old in found for ref in old["predecessors"]]
        assert heir["inherits"] == len(led)
        asked = {"agency": heir["id"], "role": "lead", "limit": 1000}
        own = {task["id"] for task in get(client, "/tasks", **asked)["items"]}
        assert {task["id"] for task in get(client, "/tasks", inherited=True, **asked)["items"]} == led | own


def test_a_trace_runs_from_a_task_to_the_resolution(client: TestClient) -> None:
    tasks = [task["id"] for task in get(client, "/tasks", document=PLAN)["items"]]
    chains = {task: get(client, "/trace/" + quote(task, safe=""), direction="up") for task in tasks}
    reached = {
        t: chain for t, chain in chains.items() if RESOLUTION in {n["document"] for n in chain["nodes"]}
    }
    assert len(reached) > len(tasks) / 2
    task, chain = next(iter(reached.items()))
    ids = {node["id"] for node in chain["nodes"]}
    assert task in ids
    links = [edge for edge in chain["edges"] if edge["grade"] is not None]
    assert all({edge["source"], edge["target"]} <= ids for edge in chain["edges"])
    assert all(edge["source_quote"] and edge["target_quote"] and 0 <= edge["score"] <= 1 for edge in links)
    both = {node["id"] for node in get(client, "/trace/" + quote(task, safe=""))["nodes"]}
    assert ids <= both
    assert len(get(client, "/trace/" + quote(task, safe=""), limit=2)["nodes"]) <= 2


def test_neighbours_stand_one_edge_away(client: TestClient) -> None:
    task = first_task(client)["id"]
    around = get(client, "/graph/neighbours/" + quote(task, safe=""))
    assert all(task in (edge["source"], edge["target"]) for edge in around["edges"])
    assert {"LED_BY", "PART_OF"} <= {edge["relation"] for edge in around["edges"]}
    assert {edge["relation"] for edge in around["edges"]} <= set(RELATIONS)


def test_gaps_matrix_and_provinces_agree_with_coverage(client: TestClient) -> None:
    coverage = get(client, f"/coverage/{RESOLUTION}")
    open_rows = [row["id"] for row in coverage["rows"] if not row["implements"] + row["contributes"]]
    assert [row["id"] for row in get(client, "/gaps", document=RESOLUTION)["clauses"]] == open_rows
    matrix = get(client, "/matrix", upstream=RESOLUTION, downstream=PLAN)
    assert {cell["target"] for cell in matrix["cells"]} <= {row["id"] for row in matrix["rows"]}
    answer = client.get("/api/v1/matrix.csv", params={"upstream": RESOLUTION, "downstream": PLAN})
    first, *rest = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    tasks = [column for column in matrix["columns"] if column["label"] == "Task"]
    assert len(first) >= len(tasks) + 2 > 2
    assert {column["no"] for column in tasks} <= {heading.partition(" ")[0] for heading in first[2:]}
    assert sum(bool(cell) for row in rest for cell in row[2:]) > 0
    clause = max(coverage["rows"], key=lambda row: len(row["ends"]))["id"]
    places = get(client, "/compare/" + quote(clause, safe=""))["items"]
    assert "Tiền Giang" in {row["place"] for row in places if row["units"]}


def test_search_filters_and_pages(client: TestClient) -> None:
    page = get(client, "/search", q="kỹ năng số", kind="task", limit=2)
    assert [hit["kind"] for hit in page["hits"]] == ["task", "task"]
    assert {"lexical", "dense"} <= set(page["hits"][0]["scores"])
    following = get(client, "/search", q="kỹ năng số", kind="task", limit=2, offset=1)
    assert following["hits"][0] == page["hits"][1]
    named = get(client, "/search", q="57-NQ/TW", limit=1)["hits"][0]
    assert named["document"] == RESOLUTION


def test_search_tells_what_it_set_right_and_takes_words_as_typed(client: TestClient) -> None:
    page = get(client, "/search", q="nhiieemj vụ chuyển đổi số")
    assert page["query"] == "nhiệm vụ chuyển đổi số"
    assert page["repairs"] == [{"typed": "nhiieemj", "read": "nhiệm"}]
    typed = get(client, "/search", q="nhiieemj vụ chuyển đổi số", exact=True)
    assert (typed["query"], typed["repairs"]) == ("nhiieemj vụ chuyển đổi số", [])


def test_a_question_is_answered_with_quotes(client: TestClient) -> None:
    task = first_task(client)
    question = f"{task['lead'][0]['name']} chủ trì những nhiệm vụ nào?"
    answer = client.post(f"{API}/ask", json={"question": question}).json()
    assert answer["none"] is False
    assert answer["understood"]["words"]
    assert task["id"] in {row["id"] for row in answer["rows"]}
    assert answer["citations"]


def test_the_legend_is_the_table_of_relations(client: TestClient) -> None:
    assert [row["name"] for row in get(client, "/relations")["items"]] == list(RELATIONS)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/documents/khong-co.vn.2020", 404, "not_found"),
        ("/documents/khong-co.vn.2020/clauses", 404, "not_found"),
        ("/tasks/khong-co", 404, "not_found"),
        ("/clauses/" + quote("a.b#c", safe=""), 404, "not_found"),
        ("/agencies/khong-co", 404, "not_found"),
        ("/trace/khong-co", 404, "not_found"),
        ("/graph/neighbours/khong-co", 404, "not_found"),
        ("/coverage/khong-co", 404, "not_found"),
        ("/khong-co", 404, "not_found"),
        ("/search", 422, "validation"),
        ("/search?q=a&limit=0", 422, "validation"),
        ("/tasks?due_to=hôm nay", 422, "validation"),
        ("/trace/x?direction=ngang", 422, "validation"),
        ("/ask", 405, "method_not_allowed"),
    ],
)  # fmt: skip
def test_every_failure_has_one_body(client: TestClient, path: str, status: int, code: str) -> None:
    assert error_of(client.get(API + path), status)["code"] == code


def _error_classes(cls: type[errors.TruyVetError] = errors.TruyVetError) -> list[type[errors.TruyVetError]]:
    return [cls, *(found for child in cls.__subclasses__() for found in _error_classes(child))]


@pytest.mark.parametrize("cls", _error_classes())
def test_every_error_of_ours_keeps_its_words(workspace: Workspace, cls: type[errors.TruyVetError]) -> None:
    app = create_app(workspace)

    @app.get("/fail")
    def fail() -> None:
        raise cls("sai", document="a.txt", line=3, hint="thử lại")

    app.router.routes.insert(0, app.router.routes.pop())
    answer = Caller(app).get("/fail")
    body = error_of(answer, status_of(cls("sai")))
    assert body == {
        "code": cls.code, "message": "sai", "hint": "thử lại", "document": "a.txt", "line": 3, "column": None,
    }  # fmt: skip
    assert ("Retry-After" in answer.headers) == (answer.status_code == 503)


def test_an_unforeseen_error_tells_nothing_of_itself(workspace: Workspace) -> None:
    app = create_app(workspace)

    @app.get("/fail")
    def fail() -> None:
        raise RuntimeError("secret")

    app.router.routes.insert(0, app.router.routes.pop())
    answer = Caller(app, raise_server_exceptions=False).get("/fail")
    assert error_of(answer, 500)["code"] == "internal"
    assert "secret" not in answer.text


def test_keys_are_asked_for_where_they_are_set(workspace: Workspace) -> None:
    settings = load_settings(reader_key="doc", curator_key="ghi")
    client = Caller(create_app(workspace, settings=settings))
    files = {"files": ("trong.txt", b"")}
    assert error_of(client.get(f"{API}/documents"), 401)["code"] == "unauthorized"
    for key in ("doc", "ghi"):
        assert client.get(f"{API}/documents", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    error_of(client.post(f"{API}/ingest", files=files, headers={"Authorization": "Bearer doc"}), 401)
    error_of(client.get(f"{API}/documents", headers={"Authorization": "Bearer sai"}), 401)


def test_another_site_cannot_write(client: TestClient) -> None:
    files = {"files": ("a.txt", b"x")}
    answer = client.post(f"{API}/ingest", files=files, headers={"Origin": "https://elsewhere.example"})
    assert error_of(answer, 403)["code"] == "forbidden"


def test_a_body_that_is_too_large_is_refused(workspace: Workspace) -> None:
    client = Caller(create_app(workspace, settings=load_settings(max_upload_mb=1)))
    one = client.post(f"{API}/ingest", files={"files": ("a.txt", b"x" * ((1 << 20) + 1))})
    assert error_of(one, 413)["document"] == "a.txt"
    whole = client.post(f"{API}/ingest", content=b"x" * (11 << 20))
    assert error_of(whole, 413)["code"] == "limit_exceeded"


def test_everything_is_sent_with_a_strict_policy(client: TestClient) -> None:
    for path in ("/", "/docs", f"{API}/health", f"{API}/khong-co"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_the_page_is_served_where_it_is_built(workspace: Workspace, tmp_path: Path) -> None:
    missing = Caller(create_app(workspace, static=tmp_path))
    assert "chưa được dựng" in missing.get("/").text
    assert missing.get(f"{API}/health").json()["page"] is False
    (tmp_path / "index.html").write_text("<p>trang</p>")
    built = Caller(create_app(workspace, static=tmp_path))
    assert built.get("/").text == "<p>trang</p>"
    assert built.get(f"{API}/health").json()["page"] is True


def test_the_openapi_is_complete(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    page = client.get("/docs").text
    for path, methods in schema["paths"].items():
        assert path in page
        for operation in methods.values():
            assert operation["summary"] and operation["description"] and operation["tags"], path
            answers = operation["responses"]["200"]["content"]
            assert answers and all(answer["schema"] for answer in answers.values()), path
            for parameter in operation.get("parameters", ()):
                known = parameter["name"] in {"id", "limit", "offset", "role", "kind", "document"}
                assert known or parameter.get("description"), (path, parameter["name"])
    assert "<script" not in page
    assert "http" not in page.replace("HTTP", "")


def test_the_ontology_is_served_as_turtle(client: TestClient) -> None:
    answer = client.get(API + "/ontology")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert len(Graph().parse(data=answer.text, format="turtle")) > 500


def test_the_written_reference_is_the_service_s_own() -> None:
    written = Path(__file__).resolve().parents[2] / "docs" / "api.md"
    assert written.read_text(encoding="utf-8") == reference(), "run: python scripts/api_reference.py"


def test_a_question_may_lean_on_the_last_answer(client: TestClient) -> None:
    def ask(question: str, previous: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = client.post(f"{API}/ask", json={"question": question, "previous": previous})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    first = ask("Sở Nội vụ Tiền Giang chủ trì những nhiệm vụ nào?")
    plan = first["understood"]["plan"]
    assert plan["rows"] == [row["id"] for row in first["rows"]]
    narrowed = ask("trong đó cái nào hạn tháng 11/2025?", plan)
    assert {row["id"] for row in narrowed["rows"]} <= set(plan["rows"])
    error_of(client.post(f"{API}/ask", json={"question": "a", "previous": {"rows": 1}}), 422)
