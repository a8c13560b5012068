"""A document and its annexes in files of their own, read as one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats import read_bytes
from ingest.joined import is_annex, parse_files
from ingest.parse import parse
from ontology.types import SourceText
from tests.api.annex_files import (
    GOAL_HEAD,
    GOALS,
    HEAD,
    TASKS,
    attached,
    goals_word,
    lines,
    plan,
    tasks_workbook,
)

SIGNED = "Nơi nhận:\n- Như Điều 2.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Mẫu\n"
FIRST = lines("PHỤ LỤC I", "DANH MỤC NHIỆM VỤ", attached(), [HEAD, *TASKS])
SECOND = lines("PHỤ LỤC II", "CHỈ TIÊU", attached(), [GOAL_HEAD, *GOALS])


def text(name: str, words: str) -> SourceText:
    return read_bytes(name, words.encode())


def test_files_read_as_one_give_what_one_file_gives() -> None:
    whole = parse(text("all.txt", "\n\n".join([plan() + SIGNED, FIRST, SECOND])))
    joined = parse_files([text("a.txt", plan() + SIGNED), text("b.txt", FIRST), text("c.txt", SECOND)])
    assert joined.id == whole.id
    assert [t.id for t in joined.tasks] == [t.id for t in whole.tasks]
    assert [(t.id, t.value) for t in joined.targets] == [(t.id, t.value) for t in whole.targets]
    assert [c.path for c in joined.clauses] == [c.path for c in whole.clauses]
    assert [(c.target, c.relation) for c in joined.citations] == [
        (c.target, c.relation) for c in whole.citations
    ]


def test_a_day_that_the_plan_leaves_out_stands_in_its_annexes() -> None:
    bare = plan().replace("ngày 02 tháng", "ngày      tháng")
    whole = parse(text("all.txt", f"{bare}{SIGNED}\n\n{FIRST}"))
    joined = parse_files([text("a.txt", bare + SIGNED), text("b.txt", FIRST)])
    assert joined.header == whole.header
    assert joined.id == whole.id == "12-kh-ubnd.an-giang.2025"


@pytest.mark.parametrize("words", [plan(), plan() + SIGNED + FIRST, "Một văn bản không có gì.\n", ""])
def test_what_has_a_body_is_no_annex(words: str) -> None:
    assert not is_annex(parse(text("a.txt", words)))


def test_one_file_alone_is_read_as_ever() -> None:
    source = text("a.txt", plan())
    assert parse_files([source]) == parse(source)


def test_documents_that_several_files_cite_are_cited_once() -> None:
    note = "Thay thế Kế hoạch số 7/KH-UBND ngày 01/02/2024 của Ủy ban nhân dân tỉnh An Giang."
    body = plan(more=f"2. {note}\n")
    joined = parse_files([text("a.txt", body), text("b.txt", FIRST + note)])
    (found,) = [c for c in joined.citations if c.number == "7/KH-UBND"]
    assert found.count == 2
    assert all(joined.text[m.start : m.end].startswith("Kế hoạch số 7") for m in found.mentions)


@settings(max_examples=25, deadline=None)
@given(st.permutations(["b.txt", "c.txt", "d.xlsx", "e.docx"]), st.integers(0, 4))
def test_every_offset_points_to_the_words_of_its_file(names: list[str], taken: int) -> None:
    data = {
        "b.txt": FIRST.encode(),
        "c.txt": SECOND.encode(),
        "d.xlsx": tasks_workbook(),
        "e.docx": goals_word(),
    }
    sources = [text("a.txt", plan()), *(read_bytes(name, data[name]) for name in names[:taken])]
    doc = parse_files(sources)
    assert all(doc.text[f.start : f.end] == s.text for f, s in zip(doc.files, sources, strict=False))
    assert all(doc.text[c.start : c.end] == c.text_raw for c in doc.clauses)
    assert all(t.title in " ".join(doc.text[t.start : t.end].split()) for t in doc.tasks if t.no)
    units = [*doc.clauses, *doc.tasks, *doc.targets]
    assert len({u.id for u in units}) == len(units)
    paths = {c.id for c in doc.clauses}
    assert all(u.clause in paths for u in (*doc.tasks, *doc.targets))
    covered = sum(len("".join(c.text_raw.split())) for c in doc.clauses)
    assert covered == len("".join(doc.text.split()))


@pytest.mark.parametrize("title", ["DANH MỤC NHIỆM VỤ PHỦ SÓNG", "BẢNG PHÂN CÔNG NHIỆM VỤ", "BIỂU SỐ 1"])
def test_a_list_attached_after_the_signature_is_an_annex(title: str) -> None:
    doc = parse(text("a.txt", plan() + SIGNED + lines(title, attached(), "", [HEAD, *TASKS])))
    assert [t.title for t in doc.tasks] == [row[1] for row in TASKS]
    named = plan() + SIGNED + lines("PHỤ LỤC", f"{title}\n{attached()}", "", [HEAD, *TASKS])
    assert {t.where for t in parse(text("a.txt", named)).tasks} == {"PHỤ LỤC"}


def test_a_list_without_a_table_is_text() -> None:
    doc = parse(
        text(
            "a.txt", plan() + SIGNED + f"DANH MỤC VĂN BẢN\n{attached()}\n1. Kế hoạch năm.\n2. Báo cáo năm.\n"
        )
    )
    assert not [c for c in doc.clauses if c.kind == "annex"]
