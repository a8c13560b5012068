"""The samples written in every format read as the same documents: header, clauses, tasks, targets, citations."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.formats import ocr, read_bytes
from ingest.parse import parse
from ontology.errors import MissingExtra
from ontology.types import ParsedDocument
from tests import formats_factory as factory
from tests.office_factory import converted, packed

BODY = ("section", "clause", "point", "bullet")
NAMES = (
    "nq-57-nq-tw-2024.txt",
    "nq-71-nq-cp-2025.md",
    "kh-195-kh-tu-tien-giang-2025.txt",
    "kh-225-kh-ubnd-tien-giang-2025.txt",
)


def facts(doc: ParsedDocument) -> dict[str, Any]:
    """What a document says, without offsets and places."""
    return {
        "header": doc.header,
        "clauses": [(c.path, c.kind, c.heading, c.text) for c in doc.clauses if c.kind in BODY],
        "tasks": [(t.no, t.group, t.title, t.lead, t.coop, t.output, t.deadline) for t in doc.tasks],
        "targets": [
            (t.no, t.name, t.unit, t.period_end_year, t.comparator, t.value, t.value_max, t.owner)
            for t in doc.targets
        ],
        "citations": [(c.number, c.relation) for c in doc.citations],
    }


def original(samples: Path, name: str) -> ParsedDocument:
    """A sample as it is shipped."""
    return parse(read_bytes(name, (samples / name).read_bytes()))


def check(samples: Path, name: str, suffix: str, write: Callable[[list[factory.Block]], bytes]) -> None:
    """The sample in another format says the same, and every offset points at its words."""
    stem = name.rpartition(".")[0]
    doc = parse(read_bytes(stem + suffix, write(factory.blocks(samples / name))))
    expected, found = facts(original(samples, name)), facts(doc)
    for part, value in expected.items():
        assert found[part] == value, part
    for task in doc.tasks:
        assert task.title.split()[0] in doc.text[task.start : task.end]


@pytest.mark.parametrize("name", NAMES)
def test_word(samples: Path, name: str) -> None:
    check(samples, name, ".docx", factory.as_docx)


@pytest.mark.parametrize("name", NAMES)
def test_web_page(samples: Path, name: str) -> None:
    check(samples, name, ".html", factory.as_html)


@pytest.mark.parametrize("name", NAMES)
def test_opendocument(samples: Path, name: str) -> None:
    check(samples, name, ".odt", factory.as_odt)


@pytest.mark.parametrize("name", NAMES)
def test_rich_text(samples: Path, name: str) -> None:
    check(samples, name, ".rtf", factory.as_rtf)


@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_files_made_by_an_office(samples: Path, tmp_path: Path, suffix: str) -> None:
    if not shutil.which("soffice"):
        assert not os.environ.get("CI"), "LibreOffice is needed to convert the samples"
        pytest.skip("no LibreOffice to convert the samples with")
    files = [tmp_path / f"{Path(name).stem}.docx" for name in NAMES]
    for name, file in zip(NAMES, files, strict=True):
        file.write_bytes(packed(factory.as_docx(factory.blocks(samples / name))))
    made = converted(files, suffix, tmp_path)
    for name, file in zip(NAMES, made, strict=True):
        check(samples, name, f".{suffix}", lambda _, file=file: file.read_bytes())  # type: ignore[misc]


def needs_browser() -> None:
    """Skip without a browser, but not where everything must be there."""
    if not factory.chromium():
        assert not os.environ.get("CI"), "Chromium is needed to print the samples"
        pytest.skip("no Chromium to print the samples with")


@pytest.mark.browser
def test_pdf(samples: Path, tmp_path: Path) -> None:
    needs_browser()
    check(samples, NAMES[-1], ".pdf", lambda content: factory.as_pdf(factory.as_html(content), tmp_path))


@pytest.mark.browser
def test_scanned_pdf(samples: Path, tmp_path: Path) -> None:
    needs_browser()
    try:
        ocr.tesseract()
    except MissingExtra as error:
        assert not os.environ.get("CI"), str(error)
        pytest.skip(str(error))
    content: list[factory.Block] = [
        "ỦY BAN NHÂN DÂN TỈNH TIỀN GIANG", "Số: 225/KH-UBND", "Tiền Giang, ngày 15 tháng 5 năm 2025", "KẾ HOẠCH",
        "Ứng dụng công nghệ trong cơ quan nhà nước", "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
        "1. Mục đích", "a) Giao việc rõ ràng cho từng sở, ngành, địa phương.", "PHỤ LỤC", "DANH MỤC NHIỆM VỤ",
        [["TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"],
         ["1", "Bồi dưỡng kỹ năng số cho cán bộ, công chức", "Sở Nội vụ", "Tháng 11 năm 2025"],
         ["2", "Bố trí ngân sách cho khoa học và công nghệ", "Sở Tài chính", "Tháng 6 năm 2025"]],
    ]  # fmt: skip
    scan = factory.as_scan(factory.as_pdf(factory.as_html(content, portal=False), tmp_path))
    source = read_bytes("quet.pdf", scan)
    assert "recognised" in {d.code for d in source.diagnostics}
    doc = parse(source)
    assert doc.header.number == "225/KH-UBND"
    assert [[a.name for a in t.lead] for t in doc.tasks] == [["Sở Nội vụ"], ["Sở Tài chính"]]
    assert [t.deadline.end.isoformat() for t in doc.tasks if t.deadline.end] == ["2025-11-30", "2025-06-30"]
    assert {"1", "1.a"} <= {c.path for c in doc.clauses}
