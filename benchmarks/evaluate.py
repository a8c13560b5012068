"""Run the product on the official documents and score it against gold, with floors: `make eval`.

Everything but the count of uncovered characters goes through the command line as a user would. The scorers and the
gold stand beside the official documents; where they are missing this says so and, in CI, fails.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_cache_path

from ingest.coverage import uncovered
from ingest.formats import read
from ingest.parse import parse

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("TRUYVET_CORPUS") or ROOT.parent / "shared" / "corpus").resolve().parent
FLOORS = json.loads((ROOT / "benchmarks" / "floors.json").read_text(encoding="utf-8"))


def run(*words: object, fine: tuple[int, ...] = (0,)) -> str:
    """The output of one command; stops the evaluation where its exit status is not a fine one."""
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode not in fine:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout


def truyvet(home: Path, *words: object) -> str:
    """The output of one `truyvet` command on the store in `home`."""
    return run(sys.executable, "-m", "api", "--home", home, *words)


def check(name: str, value: float, floor: float | None) -> bool:
    """Print one figure beside its floor; true when it holds."""
    holds = floor is None or value >= floor
    print(
        f"{name:<58} {value:6.3f}"
        + (f"   floor {floor:.3f}" if floor is not None else "")
        + ("" if holds else "  <-- short")
    )
    return holds


def extraction(home: Path, show: int) -> bool:
    """Ingest the seven documents, export, ask, and score all against gold."""
    out, gold, evals = home / "export", SHARED / "gold", SHARED / "evals"
    print(truyvet(home, "ingest", "--force", SHARED / "corpus"))
    truyvet(home, "export", "--format", "jsonl", "--out", out)
    questions, answers = gold / "questions.dev.jsonl", out / "answers.jsonl"
    truyvet(home, "ask", "--batch", questions, "--out", answers)
    floors = home / "floors.json"
    floors.write_text(json.dumps(FLOORS["score"]), encoding="utf-8")
    scored = run(
        sys.executable, evals / "score.py", "--export", out, "--gold", gold, "--answers", answers,
        "--questions", questions, "--floors", floors, "--show", show, fine=(0, 1),
    )  # fmt: skip
    print(scored)
    return "<-- " not in scored


def retrieval(home: Path) -> bool:
    """Search the seventeen laws with the hundred questions."""
    bench, hits = SHARED / "bench" / "alqac2023", home / "hits.jsonl"
    truyvet(home, "ingest", "--force", "--no-link", bench / "docs")
    truyvet(home, "search", "--batch", bench / "questions.dev.jsonl", "--out", hits, "--limit", 50)
    line = run(
        sys.executable,
        SHARED / "evals" / "retrieval.py",
        "--hits",
        hits,
        "--questions",
        bench / "questions.dev.jsonl",
    )
    figures = dict(re.findall(r"(hit@1|recall@5|recall@10|MRR@10) ([\d.]+)", line))
    floors = FLOORS["retrieval"]
    held = [check(f"retrieval/{k}", float(v), floors.get(k)) for k, v in figures.items()]
    return bool(held) and all(held)


def repair(home: Path) -> bool:
    """Repair the OCR text line by line; new errors are counted, so their floor is negative."""
    gold, out = SHARED / "gold" / "ocr.kh-195.dev.jsonl", home / "repaired.jsonl"
    truyvet(home, "repair", SHARED / "corpus" / "kh-195-kh-tu-tien-giang-2025.txt", "--out", out)
    line = run(sys.executable, SHARED / "evals" / "ocr.py", "--gold", gold, "--repaired", out)
    print(line.strip())
    healed, broken = (
        float(re.findall(rf"{k} ([\d.]+)", line)[0]) for k in ("healed", "new errors per 1,000")
    )
    floors = FLOORS["ocr"]
    return all(
        [
            check("ocr/healed", healed, floors.get("healed")),
            check("ocr/-new errors", -broken, floors.get("-new errors")),
        ]
    )


def coverage() -> bool:
    """Count, in every official document, the characters that no leaf covers."""
    held = []
    for path in sorted((SHARED / "corpus").iterdir()):
        lost = uncovered(parse(read(path)))
        held.append(check(f"coverage/{path.stem}/-uncovered", -lost, FLOORS["coverage"]["-uncovered"]))
    return bool(held) and all(held)


def main(argv: Sequence[str] = ()) -> int:
    """Run the parts that are named (all by default); 1 when a figure falls below its floor."""
    if not (SHARED / "evals" / "score.py").exists():
        print(f"no gold and scorers at {SHARED}: nothing is scored (set TRUYVET_CORPUS)")
        return 1 if os.environ.get("CI") else 0
    show = next((int(a.partition("=")[2]) for a in argv if a.startswith("--show=")), 0)
    names = [a for a in argv if not a.startswith("-")] or ["coverage", "extraction", "retrieval", "repair"]
    cache = user_cache_path("truyvet-eval")
    ok = True
    for name in names:
        home = cache / name
        home.mkdir(parents=True, exist_ok=True)
        ok &= {
            "coverage": lambda _: coverage(),
            "extraction": lambda h: extraction(h, show),
            "retrieval": retrieval,
            "repair": repair,
        }[name](home)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
