"""How much an asker's spelling costs: the dev questions without tone marks, and with seeded typing errors.

    python -m benchmarks.robust [--home DIR] [--seeds N] [--show N] [--questions FILE]

One word in ten gets one error of the kinds that hands make: letters left out, doubled, swapped, hit beside the
right key, a tone mark missing, or the marks left as the keys of Telex. Numbers are never touched. It answers in one
process on a store that `make eval` left; the difference to the questions as written is what counts.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from platformdirs import user_cache_path

from api.pipeline import Workspace
from api.settings import Settings
from benchmarks.evaluate import FLOORS, SHARED, check
from ontology.codec import dump
from ontology.text import nfc, toneless

EVERY = 10
_WORD = re.compile(r"[^\W\d_]{2,}")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_HATS = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}


def _omitted(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[: at + 1] + word[at:]


def _swapped(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _beside(word: str, dice: random.Random) -> str:
    places = [(i, row, row.index(c)) for i, c in enumerate(word.lower()) for row in _ROWS if c in row]
    if not places:
        return _doubled(word, dice)
    at, row, key = dice.choice(places)
    near = [row[k] for k in (key - 1, key + 1) if 0 <= k < len(row)]
    return word[:at] + dice.choice(near) + word[at + 1 :]


def _unmarked(word: str, dice: random.Random) -> str:
    bare = nfc("".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES))
    return bare if bare != word else _swapped(word, dice)


def _telex(word: str, dice: random.Random) -> str:
    tone = next((_TONES[c] for c in unicodedata.normalize("NFD", word) if c in _TONES), "")
    keys = "".join(_HATS.get(c, c) for c in _unmarked(word, dice).lower()) + tone
    return keys if keys != word.lower() else _omitted(word, dice)


ERRORS: tuple[Callable[[str, random.Random], str], ...] = (
    _omitted, _doubled, _swapped, _beside, _unmarked, _telex,
)  # fmt: skip


def with_errors(question: str, dice: random.Random) -> str:
    """The question with one error in a tenth of its words, at least in one.

    >>> with_errors("một hai ba", random.Random(1)) != "một hai ba"
    True
    """
    words = list(_WORD.finditer(question))
    chosen = dice.sample(words, min(len(words), max(1, round(len(words) / EVERY))))
    for word in sorted(chosen, key=lambda m: -m.start()):
        wrong = dice.choice(ERRORS)(word.group(), dice)
        question = question[: word.start()] + wrong + question[word.end() :]
    return question


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("truyvet_score", SHARED / "evals" / "score.py")
    if spec is None or spec.loader is None:
        sys.exit(f"no scorer at {SHARED}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def copies(questions: list[dict[str, Any]], seeds: int) -> Iterator[tuple[str, list[str]]]:
    """The questions as written, without marks, and with errors, one copy for each seed."""
    texts = [q["question"] for q in questions]
    yield "as written", texts
    yield "toneless", [toneless(t) for t in texts]
    for seed in range(seeds):
        dice = random.Random(seed)
        yield f"typos/{seed}", [with_errors(t, dice) for t in texts]


def main() -> int:
    """Answer every copy and score it; 1 when one costs more than its floor allows."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--home", type=Path, default=user_cache_path("truyvet-eval") / "extraction")
    options.add_argument("--questions", type=Path, default=SHARED / "gold" / "questions.dev.jsonl")
    options.add_argument("--seeds", type=int, default=5)
    options.add_argument("--show", type=int, default=0)
    chosen = options.parse_args()
    questions = [json.loads(line) for line in chosen.questions.read_text(encoding="utf-8").splitlines()]
    score, figures = _scorer(), {}
    with Workspace.open(Settings(home=chosen.home)) as workspace:
        workspace.export(chosen.home / "export")
        export = score.Export(chosen.home / "export")
        for name, texts in copies(questions, chosen.seeds):
            answers = [
                {"id": q["id"], **dump(workspace.ask(t))} for q, t in zip(questions, texts, strict=True)
            ]
            report = score.Report(chosen.show)
            asked = [{**q, "question": t} for q, t in zip(questions, texts, strict=True)]
            score.score_answers(export, asked, answers, report)
            figures[name] = report.figures["ask/all"]
            print(f"{name:<20} {figures[name]:.4f}", flush=True)
            for misses in report.misses.values():
                for miss in misses[: chosen.show]:
                    print("   ", miss)
    return 0 if _held(figures, chosen.seeds) else 1


def _held(figures: dict[str, float], seeds: int) -> bool:
    floors, written = FLOORS.get("robust", {}), figures["as written"]
    lost = {"-toneless": figures["toneless"] - written}
    if seeds:
        lost["-typos"] = sum(figures[f"typos/{s}"] for s in range(seeds)) / seeds - written
    held = [check(f"robust/{name}", value, floors.get(name)) for name, value in lost.items()]
    return all(held)


if __name__ == "__main__":
    sys.exit(main())
