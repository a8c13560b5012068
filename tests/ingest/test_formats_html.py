"""Web pages: the text without the portal, tables with merged cells, lists with labels, old encodings, hostile input."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats import read_bytes
from ontology.errors import InputError
from ontology.types import SourceText

MENU = "<div class='menu'><ul>" + "<li><a href='/x'>Tin tức sự kiện</a></li>" * 9 + "</ul></div>"


def read(body: str, *, head: str = "<meta charset='utf-8'>") -> SourceText:
    """A page with this body, read."""
    return read_bytes(
        "a.html", f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()
    )


def test_the_portal_around_the_text_is_left_out() -> None:
    body = f"""<header><a href='/'>Cổng thông tin</a></header>{MENU}<form><div class='wrap'><div id='doc'>
    <p>KẾ HOẠCH</p><p>I. MỤC&nbsp;ĐÍCH<br>Yêu cầu &amp; hơn&nbsp; nữa</p></div></div></form>
    <script>let a = "<p>không</p>"</script><div style='display: none'>ẩn</div><footer>Bản quyền</footer>"""
    source = read(body)
    assert source.text == "KẾ HOẠCH\nI. MỤC ĐÍCH\nYêu cầu & hơn nữa"
    assert [d.code for d in source.diagnostics] == ["page_chrome"]


def test_what_stands_beside_the_text_and_is_no_menu_stays() -> None:
    source = read(
        "<div>Số: 12/KH-UBND</div><div><p>KẾ HOẠCH</p></div><div class='related'>Số: 9/QĐ-TTg kèm theo</div>"
    )
    assert source.text == "Số: 12/KH-UBND\nKẾ HOẠCH\nSố: 9/QĐ-TTg kèm theo"


def test_tables_with_spans() -> None:
    source = read(
        """<table><tr><th rowspan=2>TT<th rowspan=2>Chỉ tiêu<th colspan=2>Năm<th rowspan=2>Cơ quan</tr>
        <tr><th>2025<th>2030</tr><tr><td>I<td colspan=4>Kinh tế số</tr>
        <tr><td>1<td>Quy mô<td colspan=2>20<td rowspan=2>Sở A</tr><tr><td>2<td>Tỷ lệ<td>30<td>40</tr></table>"""
    )
    (table,) = source.tables
    assert [[c.text for c in row] for row in table.rows] == [
        ["TT", "Chỉ tiêu", "Năm 2025", "Năm 2030", "Cơ quan"],
        ["I", "Kinh tế số", "", "", ""],
        ["1", "Quy mô", "20", "20", "Sở A"],
        ["2", "Tỷ lệ", "30", "40", "Sở A"],
    ]
    assert all(source.text[c.start : c.end] == c.text for row in table.rows[1:] for c in row)


def test_a_small_table_in_a_cell_is_words_of_the_cell() -> None:
    inner = "<table><tr><td>Sở A</td><td>Sở B</td></tr></table>"
    source = read(
        "<table><tr><td>TT</td><td>Nhiệm vụ</td><td>Cơ quan</td></tr>"
        f"<tr><td>1</td><td>Rà soát các văn bản</td><td>{inner}</td></tr></table>"
    )
    assert source.text == "| TT | Nhiệm vụ | Cơ quan |\n| 1 | Rà soát các văn bản | Sở A Sở B |"


def test_tables_that_arrange_the_page_are_text() -> None:
    inner = "<table><tr><td>TT</td><td>Tên</td></tr><tr><td>1</td><td>Việc</td></tr></table>"
    source = read(
        "<table><tr><td>TỈNH ỦY</td><td>ĐẢNG CỘNG SẢN VIỆT NAM</td></tr></table>"
        f"<table><tr><td><p>Mở đầu</p>{inner}</td></tr></table>"
    )
    assert source.text == "TỈNH ỦY\nĐẢNG CỘNG SẢN VIỆT NAM\nMở đầu\n| TT | Tên |\n| 1 | Việc |"
    assert len(source.tables) == 1


def test_lists_and_raised_numbers() -> None:
    source = read(
        "<ol type=I start=2><li>Hai<ul><li>gạch</li></ul></li><li><p>Ba</p><p>tiếp</p></li></ol>"
        "<p>Theo<sup>1</sup> luật, CO<sub>2</sub></p>"
    )
    assert source.text == "II. Hai\n- gạch\nIII. Ba\ntiếp\nTheo¹ luật, CO2"


def test_old_encodings() -> None:
    text = "Kế hoạch chuyển đổi số của tỉnh năm nay và các nhiệm vụ chủ yếu"
    old = "KÕ ho¹ch chuyÓn ®æi sè cña tØnh n¨m nay vµ c¸c nhiÖm vô chñ yÕu"
    for head in ("", "<meta charset='utf-8'>"):
        source = read(f"<p>{old}</p>", head=head)
        assert source.text == text
        assert [d.code for d in source.diagnostics] == ["encoding"]
    assert read_bytes("a.htm", f"<p>{old}</p>".encode("latin-1")).text == text
    assert read("<p><font face='.VnTime'>KÕ ho¹ch</font> số</p>").text == "Kế hoạch số"
    page = "<meta http-equiv='Content-Type' content='text/html; charset=windows-1258'><p>Đề án</p>"
    assert read_bytes("a.html", page.replace("ề", "ê\u0300").encode("cp1258")).text == "Đề án"


def test_nesting_is_bounded() -> None:
    with pytest.raises(InputError, match=r"a\.html"):
        read("<div>" * 100_000 + "x")


@settings(max_examples=80)
@given(st.text(alphabet="<>/tdrablep olis'\"=&;1 ", max_size=120))
def test_no_markup_stops_the_reader(body: str) -> None:
    try:
        source = read("<p>Điều 1.</p><table>" + body)
    except InputError as error:
        assert error.document == "a.html"
        return
    for table in source.tables:
        assert all(0 <= c.start <= c.end <= len(source.text) for row in table.rows for c in row)
