"""Corpora of any size in the shape of the real ones: resolutions, and below each the plans of all provinces.

    python -m benchmarks.generate FOLDER --clauses 10000 [--seed 7]

A resolution has sections, points and bullets; a plan carries it out, cites it, and has an annex of tasks with an
agency, others that help and a deadline, one cell a line, as the official texts come. Each task takes its words from
one clause of the resolution, so the right links are known: `truth.jsonl` has a line {source file, no, path} for each.
The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ontology.places import PLACES

VERBS = (
    "Xây dựng", "Hoàn thiện", "Triển khai", "Nâng cấp", "Rà soát", "Mở rộng", "Kết nối", "Đào tạo", "Thí điểm",
    "Đánh giá",
)  # fmt: skip
OBJECTS = (
    "hạ tầng viễn thông", "kho dữ liệu", "nền tảng học trực tuyến", "trung tâm điều hành", "hồ sơ bệnh án",
    "bản đồ đất đai", "mạng cảm biến môi trường", "hệ thống tưới tiêu", "chợ trực tuyến", "thư viện số",
    "trạm quan trắc", "tuyến xe buýt", "vùng trồng lúa", "khu ươm tạo", "phòng thí nghiệm",
)  # fmt: skip
WHERE = (
    "vùng ven biển", "khu dân cư mới", "các cụm làng nghề", "trường phổ thông", "bệnh viện tuyến dưới", "bến cảng",
    "khu du lịch", "hợp tác xã", "doanh nghiệp nhỏ", "vùng sâu, vùng xa", "khu bảo tồn", "đô thị cũ",
)  # fmt: skip
AIMS = (
    "giảm thời gian chờ của người dân", "tiết kiệm năng lượng", "tăng năng suất lao động", "phòng chống thiên tai",
    "bảo vệ dữ liệu cá nhân", "thu hút nhân lực trẻ", "công khai chi tiêu", "giảm phát thải", "mở rộng xuất khẩu",
)  # fmt: skip
LEADS = (
    "Sở Khoa học và Công nghệ", "Sở Tài chính", "Sở Nội vụ", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Xây dựng",
    "Sở Nông nghiệp và Môi trường", "Sở Công Thương", "Công an tỉnh", "Văn phòng Ủy ban nhân dân tỉnh",
)  # fmt: skip
TOPICS = (
    "chuyển đổi số",
    "kinh tế xanh",
    "y tế cơ sở",
    "giáo dục nghề nghiệp",
    "phát triển đô thị",
    "nông thôn mới",
)
ROMAN = ("I", "II", "III", "IV", "V", "VI")
POINTS = 6  # of each section
TASKS = 30  # of each plan
_CLAUSES = 64  # that a plan is read as


@dataclass
class Written:
    """One generated file and what is known of it."""

    name: str
    text: str
    clauses: int
    links: list[dict[str, str]] = field(default_factory=list)


def sentence(chance: random.Random) -> str:
    """One order, in words that several others share in part."""
    return (
        f"{chance.choice(VERBS)} {chance.choice(OBJECTS)} tại {chance.choice(WHERE)} "
        f"giai đoạn {chance.randint(1, 40)}, nhằm {chance.choice(AIMS)}"
    )


def resolution(n: int, chance: random.Random) -> tuple[Written, dict[str, str]]:
    """A resolution of the Government and its points by path."""
    year, topic = 2015 + n % 11, TOPICS[n % len(TOPICS)]
    lines = [
        "CHÍNH PHỦ", f"Số: {n + 1}/NQ-CP", f"Hà Nội, ngày {n % 27 + 1} tháng {n % 12 + 1} năm {year}", "NGHỊ QUYẾT",
        f"Về {topic} giai đoạn {year} - {year + 5}",
    ]  # fmt: skip
    points: dict[str, str] = {}
    for roman in ROMAN:
        lines.append(f"{roman}. NHÓM VIỆC THỨ {len(points) // POINTS + 1} VỀ {topic.upper()}")
        for k in range(1, POINTS + 1):
            points[f"{roman}.{k}"] = words = sentence(chance)
            lines += [f"{k}. {words}:", f"- {sentence(chance)}.", f"- {sentence(chance)}."]
    return Written(f"nq-{n + 1}-nq-cp-{year}.txt", "\n".join(lines) + "\n", 3 * len(points) + 7), points


def plan(n: int, place: str, upper: int, points: dict[str, str], chance: random.Random) -> Written:
    """A plan of a province that carries the resolution with the index `upper` out."""
    year, number = 2015 + upper % 11, f"{upper + 1}/NQ-CP"
    dated = f"{number} ngày {upper % 27 + 1}/{upper % 12 + 1}/{year}"
    lines = [
        f"ỦY BAN NHÂN DÂN TỈNH {place.upper()}", f"Số: {n + 1}/KH-UBND",
        f"{place}, ngày {n % 27 + 1} tháng {n % 12 + 1} năm {year + 1}", "KẾ HOẠCH",
        f"Triển khai Nghị quyết số {number} của Chính phủ", f"Căn cứ Nghị quyết số {dated} của Chính phủ;",
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:", "I. MỤC ĐÍCH",
        *(f"{k}. {sentence(chance)}." for k in range(1, 5)), "II. NHIỆM VỤ",
    ]  # fmt: skip
    for k in range(1, 7):
        lines += [f"{k}. {sentence(chance)}:", *(f"- {sentence(chance)}." for _ in range(3))]
    lines += [
        "PHỤ LỤC I",
        "DANH MỤC NHIỆM VỤ",
        f"(Kèm theo Kế hoạch số {n + 1}/KH-UBND)",
        "TT",
        "Tên nhiệm vụ",
    ]
    lines += ["Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"]
    name = f"kh-{n + 1}-kh-ubnd-{year + 1}.txt"
    links = []
    for no in range(1, TASKS + 1):
        path = chance.choice(list(points))
        links.append({"source": name, "no": str(no), "path": path})
        lead, coop = chance.sample(LEADS, 2)
        lines += [str(no), points[path], lead, coop, f"Tháng {chance.randint(1, 12)} năm {year + 2}"]
    return Written(name, "\n".join(lines) + "\n", _CLAUSES, links)


def corpus(clauses: int, *, seed: int = 7) -> Iterator[Written]:
    """Files until they hold about `clauses` clauses: one resolution, then a plan of every province, and again."""
    chance = random.Random(seed)
    places = [place.name for place in PLACES]
    made = plans = n = 0
    while made < clauses:
        upper, points = resolution(n, chance)
        yield upper
        made += upper.clauses
        for place in places:
            if made >= clauses:
                return
            below = plan(plans, place, n, points, chance)
            plans += 1
            made += below.clauses
            yield below
        n += 1


def write(folder: Path, clauses: int, *, seed: int = 7) -> int:
    """Write the corpus and its truth into `folder`; how many files."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as truth:
        for made in corpus(clauses, seed=seed):
            names.append(made.name)
            (folder / made.name).write_text(made.text, encoding="utf-8")
            truth.writelines(json.dumps(link, ensure_ascii=False) + "\n" for link in made.links)
    return len(names)


def main() -> None:
    """Write a corpus as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clauses", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    print(f"{write(given.folder, given.clauses, seed=given.seed)} files in {given.folder}")


if __name__ == "__main__":
    main()
