"""Measured goals in sentences: what is measured, its unit, the value with its comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.goals import read_statements
from ingest.values import parse_value


@pytest.mark.parametrize(
    ("text", "name", "unit", "value"),
    [
        ("Năng suất lao động tăng gấp 1,5 lần.", "Năng suất lao động tăng", "lần", ("=", 1.5, None)),
        ("Giảm 30% thời gian chờ.", "Giảm thời gian chờ", "%", ("=", 30.0, None)),
        ("Thành lập tối thiểu 02 trung tâm.", "trung tâm", "trung tâm", (">=", 2.0, None)),
        ("Chi cho trường học đạt ≥ 3% và tăng dần.", "Chi cho trường học", "%", (">=", 3.0, None)),
        ("Nhân lực y tế đạt 10 người/vạn dân.", "Nhân lực y tế", "người/vạn dân", ("=", 10.0, None)),
        ("Tỷ lệ hồ sơ đạt từ 5% đến 7%.", "Tỷ lệ hồ sơ", "%", ("range", 5.0, 7.0)),
        ("Phấn đấu 90% trở lên hộ có nước sạch.", "hộ có nước sạch", "%", (">=", 90.0, None)),
        ("Tỷ lệ hài lòng đạt 95% trở lên.", "Tỷ lệ hài lòng", "%", (">=", 95.0, None)),
        ("Điểm số của tỉnh thuộc nhóm 15 tỉnh dẫn đầu.", "Điểm số của tỉnh", "Thứ bậc", ("<=", 15.0, None)),
        ("Doanh thu bưu chính đạt 1.200 tỷ đồng.", "Doanh thu bưu chính", "tỷ đồng", ("=", 1200.0, None)),
        ("Đóng góp của năng suất ở mức trên 55%.", "Đóng góp của năng suất", "%", (">", 55.0, None)),
        ("Chỉ số hạnh phúc duy trì trên 0,7.", "Chỉ số hạnh phúc", None, (">", 0.7, None)),
        (
            "Điểm của tỉnh tăng ít nhất 03 bậc so với năm 2025.",
            "Điểm của tỉnh tăng",
            "bậc",
            (">=", 3.0, None),
        ),
        (
            "Chi cho sách đạt tối thiểu 2% tổng chi ngân sách xã.",
            "Chi cho sách",
            "% tổng chi ngân sách xã",
            (">=", 2.0, None),
        ),
        (
            "Bình quân 1,5 giá sách/phòng đọc.",
            "Bình quân giá sách/phòng đọc",
            "giá sách/phòng",
            ("=", 1.5, None),
        ),
        ("Không có thư viện nào dưới 5 điểm.", "thư viện", "điểm", (">=", 5.0, None)),
        (
            "Kinh tế của 21 xã ven sông ước đạt 65 - 70% GRDP.",
            "Kinh tế của 21 xã ven sông",
            "% GRDP",
            ("range", 65.0, 70.0),
        ),
        ("Tổng số gian đọc sách đạt trên 900 gian.", "Tổng số gian đọc sách", "gian", (">", 900.0, None)),
        (
            "Tỷ lệ bếp sạch đạt 30%:",
            "Tỷ lệ bếp sạch",
            "%",
            ("=", 30.0, None),
        ),  # a colon where a scan had a semicolon
        ("Tỷ lệ hộ nghèo còn dưới 1%.", "Tỷ lệ hộ nghèo", "%", ("<", 1.0, None)),
    ],
)
def test_one_goal(
    text: str, name: str, unit: str | None, value: tuple[str, float | None, float | None]
) -> None:
    (found,) = read_statements(text)
    assert (found.name, found.unit, parse_value(found.value)) == (name, unit, value)


def test_a_share_of_what_was_named() -> None:
    whole, part = read_statements("Kinh phí cho trạm đạt 2% GRDP, trong đó vốn của dân chiếm hơn 60%.")
    assert (whole.unit, parse_value(whole.value)) == ("% GRDP", ("=", 2.0, None))
    assert part.name == "(Kinh phí cho trạm) vốn của dân"
    assert parse_value(part.value) == (">", 60.0, None)


def test_a_rank_among_two_groups_is_words() -> None:
    (found,) = read_statements(
        "Thuộc nhóm 3 nước dẫn đầu khu vực, nhóm 50 nước đứng đầu thế giới về bơi lội."
    )
    assert (found.name, found.unit, parse_value(found.value)[0]) == ("bơi lội", "Thứ bậc", "text")


def test_ages_are_no_values() -> None:
    (found,) = read_statements("Tỷ lệ người từ 60 tuổi trở lên có thẻ đạt 80%.")
    assert found.name == "Tỷ lệ người từ 60 tuổi trở lên có thẻ"


def goals(text: str) -> list[tuple[str, str | None, float | None]]:
    return [(s.name, s.unit, parse_value(s.value)[1]) for s in read_statements(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "97% giếng làng và 61% giếng bản được đậy kín.",
            [("giếng làng được đậy kín", "%", 97.0), ("giếng bản được đậy kín", "%", 61.0)],
        ),
        (
            "Cắt giảm ít nhất 45% thời gian chờ và 35% lệ phí so với năm 2021.",
            [
                ("Cắt giảm thời gian chờ so với năm 2021", "%", 45.0),
                ("Cắt giảm lệ phí so với năm 2021", "%", 35.0),
            ],
        ),
        (
            "Cả nước đạt 9 kỹ sư, 3 thạc sĩ và 31 chuyên gia trên một vạn dân.",
            [
                ("kỹ sư trên một vạn dân", "kỹ sư/vạn dân", 9.0),
                ("thạc sĩ trên một vạn dân", "thạc sĩ/vạn dân", 3.0),
                ("chuyên gia trên một vạn dân", "chuyên gia/vạn dân", 31.0),
            ],
        ),
        (
            "Có ít nhất 6 trường nghề vào nhóm 90 và 25 bảo tàng mở cửa buổi tối, 3 thư viện số.",
            [
                ("trường nghề vào nhóm 90", "trường", 6.0),
                ("bảo tàng mở cửa buổi tối", "bảo tàng", 25.0),
                ("thư viện số", "thư viện", 3.0),
            ],
        ),
        (
            "Ngành gốm tăng trưởng bình quân 6%/năm, đóng góp 4% GRDP và 5% thu nội địa.",
            [
                ("Ngành gốm tăng trưởng bình quân", "%/năm", 6.0),
                ("Ngành gốm đóng góp", "% GRDP", 4.0),
                ("Ngành gốm đóng góp thu nội địa", "%", 5.0),
            ],
        ),
        (
            "Tỷ lệ hộ dùng bếp sạch đạt 52%, dùng đèn pin mặt trời đạt 12,5%.",
            [("Tỷ lệ hộ dùng bếp sạch", "%", 52.0), ("Tỷ lệ hộ dùng đèn pin mặt trời", "%", 12.5)],
        ),
        (
            "Tỷ lệ hộ có đèn: đảo lớn 91%, đảo xa 67%.",
            [("Tỷ lệ hộ có đèn: đảo lớn", "%", 91.0), ("Tỷ lệ hộ có đèn: đảo xa", "%", 67.0)],
        ),
        (
            "Hội chợ đón 3,5 triệu lượt khách trong vùng, 1,5 triệu lượt khách ngoài vùng.",
            [
                ("Hội chợ đón lượt khách trong vùng", "triệu lượt khách", 3.5),
                ("Hội chợ đón lượt khách ngoài vùng", "triệu lượt khách", 1.5),
            ],
        ),
        (
            "Có 70 hợp tác xã gốm, trên 55% có lò điện.",
            [("hợp tác xã gốm", "hợp tác xã", 70.0), ("(hợp tác xã gốm) có lò điện", "%", 55.0)],
        ),
        (
            "Tỷ lệ mù chữ giảm còn dưới 2%, riêng vùng đảo dưới 3%.",
            [("Tỷ lệ mù chữ", "%", 2.0), ("(Tỷ lệ mù chữ) vùng đảo", "%", 3.0)],
        ),
        (
            "Việt Nam thuộc nhóm 7 nước dẫn đầu về đan lưới (AB), nhóm 9 nước dẫn đầu về làm muối (CD).",
            [("đan lưới (AB)", "Thứ bậc", 7.0), ("làm muối (CD)", "Thứ bậc", 9.0)],
        ),
    ],
)
def test_coordinated_goals_are_goals_each(
    text: str, found: list[tuple[str, str | None, float | None]]
) -> None:
    assert goals(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "100% xã có 2 sân chơi, 3 phòng đọc và đèn đường.",
        "80% tàu có máy dò, lưới, bè cứu sinh đạt chuẩn.",
        "Ít nhất 90% tỉnh, thành phố có bến tàu.",
    ],
)
def test_what_belongs_to_one_goal_stays_together(text: str) -> None:
    assert len(read_statements(text)) == 1


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("Toàn tỉnh có ít nhất 900 lò gốm.", "lò gốm", "lò"),
        ("Cả nước có khoảng 1,2 triệu hộ trồng dâu.", "hộ trồng dâu", "triệu hộ"),
        ("Có thêm 40 sản phẩm gốm mới.", "sản phẩm gốm mới", "sản phẩm"),
        ("Thu hút từ 3 đến 4 tỷ USD vốn làm cảng.", "vốn làm cảng", "tỷ USD"),
        ("Mỗi trạm có từ 5 kỹ sư trực đêm.", "kỹ sư trực đêm mỗi trạm", "kỹ sư/trạm"),
        ("Nạo vét ít nhất 40 km kênh cạn.", "Nạo vét kênh cạn", "km"),
        ("Giải quyết đúng hạn trên 88% đơn xin nước.", "Giải quyết đúng hạn đơn xin nước", "%"),
        ("Hoàn thành lợp lại 95% mái đình.", "Hoàn thành lợp lại mái đình", "%"),
        ("Từ 7 bến trở lên có đèn biển.", "bến có đèn biển", "bến"),
        ("Dạy lại, cấp nghề cho 12.000 lao động mỗi năm.", "Dạy lại, cấp nghề cho lao động mỗi năm", "lao động/năm"),
        ("Giá trị thu được trên 01 ha đất làm gốm tăng 35%.", "Giá trị thu được trên 01 ha đất làm gốm tăng", "%"),
        ("Số trạm giai đoạn 2026 - 2030 đạt 35 trạm.", "Số trạm", "trạm"),
        ("Nâng cấp 31 km đê đảo.", "Nâng cấp đê đảo", "km"),
        ("Lượng nước dùng đạt 70 lít/người/ngày.", "Lượng nước dùng", "lít/người/ngày"),
        ("Tuổi thọ trung bình của lò đạt 33 tuổi.", "Tuổi thọ trung bình của lò", "tuổi"),
        ("Việt Nam thuộc nhóm 20 điểm đến có nhiều lò gốm hàng đầu.", "điểm đến có nhiều lò gốm", "Thứ bậc"),
        ("Không còn đơn xin nước chờ quá 45 ngày kể từ khi nhận.", "đơn xin nước chờ", "ngày"),
    ],
)  # fmt: skip
def test_a_name_says_what_is_counted(text: str, name: str, unit: str | None) -> None:
    (found,) = read_statements(text)
    assert (found.name, found.unit) == (name, unit)


def test_a_name_ends_with_its_sentence() -> None:
    first, second = read_statements(
        "Khoảng cách giữa các bến giảm 12% so với năm 2025. Hình thành từ 5 trạm mới."
    )
    assert (first.name, second.name) == ("Khoảng cách giữa các bến giảm", "trạm mới")


def test_a_goal_may_set_its_own_year() -> None:
    found = read_statements("Tỷ lệ hộ có giếng đạt 61,5% vào năm 2027, 97% vào năm 2031.")
    assert [(s.name, s.value, s.year) for s in found] == [
        ("Tỷ lệ hộ có giếng", "đạt 61,5%", 2027),
        ("Tỷ lệ hộ có giếng", "97%", 2031),
    ]
    total, share = read_statements("Tổng vốn làm gốm đến năm 2031 khoảng 70 tỷ đồng, bằng 3% GRDP.")
    assert (total.name, total.year, share.name, share.unit) == (
        "Tổng vốn làm gốm",
        2031,
        "Tổng vốn làm gốm",
        "% GRDP",
    )


PIECES = [
    "Tỷ lệ hộ",
    "đạt",
    "12%",
    ", ",
    " và ",
    "7 trạm",
    "riêng",
    "trong đó",
    "; ",
    "(",
    ")",
    "tăng",
    "đến năm 2030",
    "thuộc nhóm 9 nước dẫn đầu",
    "về",
    ". ",
    "mỗi xã có",
    "không còn",
    "quá",
    "3 triệu",
    "GRDP",
    "5 tuổi",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_any_order_of_a_goals_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    at = 0
    for found in read_statements(text):
        assert at <= found.start <= found.end <= len(text) and found.name.strip()
        at = found.start


def test_long_runs_of_a_goals_words_take_no_long_time_to_read() -> None:
    for run in ("đạt ", "từ trên hơn ", "5% hộ, ", "mỗi xã ", "5 triệu ", "tăng bình quân ", "tuổi thọ "):
        assert len(read_statements(run * 3000)) <= 3000


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Thu phí thư viện đạt 90 tỷ đồng; trong đó phí mượn 66 tỷ đồng, phí in ấn 24 tỷ đồng.",
            [
                ("Thu phí thư viện", "tỷ đồng", 90.0),
                ("(Thu phí thư viện) phí mượn", "tỷ đồng", 66.0),
                ("phí in ấn", "tỷ đồng", 24.0),
            ],
        ),
        (
            "Kim ngạch bán sách đạt 11,8 tỷ USD, mua sách 10,9 tỷ USD.",
            [("Kim ngạch bán sách", "tỷ USD", 11.8), ("mua sách", "tỷ USD", 10.9)],
        ),
    ],
)
def test_amounts_beside_another_need_no_word_that_links_them(
    text: str, found: list[tuple[str, str | None, float | None]]
) -> None:
    assert goals(text) == found


def test_one_goal_by_steps_has_a_year_for_each() -> None:
    text = "Hết quý II/2026: 70% người dân có thẻ; hết năm 2026: 90%; năm 2027: 100%."
    assert [(s.name, s.value, s.year) for s in read_statements(text)] == [
        ("người dân có thẻ", "70%", None), ("người dân có thẻ", "90%", 2026), ("người dân có thẻ", "100%", 2027),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Tỷ lệ có thẻ đạt trên 95% dân số vào năm 2026, tiến tới mọi người vào năm 2030.", 2026),
        ("100% thư viện nối mạng trước ngày 01/7/2026.", 2026),
    ],
)
def test_the_year_that_a_goal_states_itself(text: str, year: int) -> None:
    assert read_statements(text)[0].year == year


def test_a_rank_beside_a_level_is_of_the_same_thing() -> None:
    level, rank = read_statements(
        "Điểm số thư viện đạt từ 68 - 70 điểm, thuộc nhóm 10 tỉnh có kết quả tốt nhất."
    )
    assert (level.unit, parse_value(level.value)) == ("điểm", ("range", 68.0, 70.0))
    assert (rank.name, rank.unit, parse_value(rank.value)) == (
        "Điểm số thư viện",
        "Thứ bậc",
        ("<=", 10.0, None),
    )


@pytest.mark.parametrize(
    ("sentence", "goals"),
    [
        (
            "Tỷ lệ người biết bơi độ tuổi 7 - 15 đạt mức độ 1 là 70,5% trở lên, mức độ 2 là 42%.",
            [
                ("Tỷ lệ người biết bơi độ tuổi 7 - 15 đạt mức độ 1", (">=", 70.5, None)),
                ("Tỷ lệ người biết bơi độ tuổi 7 - 15 đạt mức độ 2", ("=", 42.0, None)),
            ],
        ),
        (
            "Tỷ lệ sân chơi cấp 1 là 30%; cấp 2 trên 10%.",
            [("Tỷ lệ sân chơi cấp 1", ("=", 30.0, None)), ("Tỷ lệ sân chơi cấp 2", (">", 10.0, None))],
        ),
        ("Trẻ trong độ tuổi 3 - 5 ra lớp đạt 99%.", [("Trẻ trong độ tuổi 3 - 5 ra lớp", ("=", 99.0, None))]),
        ("Giá trị sách bán ra đạt 30%GRDP.", [("Giá trị sách bán ra", ("=", 30.0, None))]),
    ],
)
def test_figures_of_grades_and_ages_are_no_values(
    sentence: str, goals: list[tuple[str, tuple[str, float, None]]]
) -> None:
    assert [(s.name, parse_value(s.value)) for s in read_statements(sentence)] == goals
