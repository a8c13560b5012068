"""Trees of a link model: what they add, how they are told, and that the file says what LightGBM grew."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.linkers.model import Logistic, Look
from graph.linkers.trees import DEPTH, Tree, Trees

ROOT = Path(__file__).resolve().parents[2]
_NUMBERS = st.floats(-4, 4).map(lambda x: round(x, 2))
_FEATURES = ("a", "b", "c")


def _trees(depth: int = DEPTH) -> st.SearchStrategy[Tree]:
    if not depth:
        return _NUMBERS
    below = _trees(depth - 1)
    split = st.tuples(st.sampled_from(_FEATURES), _NUMBERS, _NUMBERS, below, below).map(list)
    return st.one_of(_NUMBERS, split)


def _walk(tree: Tree, row: dict[str, float]) -> float:
    while isinstance(tree, list):
        name, bound, _, below, above = tree
        tree = above if row.get(name, 0.0) > bound else below
    return float(tree)  # type: ignore[arg-type]


_ROW = st.dictionaries(st.sampled_from(_FEATURES), _NUMBERS)


@given(st.lists(_trees(), max_size=5), st.lists(_ROW, min_size=1, max_size=4))
def test_every_candidate_goes_its_own_way_down_every_tree(
    trees: list[Tree], rows: list[dict[str, float]]
) -> None:
    columns = {name: np.array([row.get(name, 0.0) for row in rows]) for name in _FEATURES}
    found = Trees(trees).log_odds(columns, len(rows))
    assert found.tolist() == pytest.approx([sum(_walk(tree, row) for tree in trees) for row in rows])


@given(st.lists(_trees(), max_size=5), _ROW)
def test_what_the_splits_moved_adds_up_to_the_outcome(trees: list[Tree], row: dict[str, float]) -> None:
    roots = sum(float(tree[2] if isinstance(tree, list) else tree) for tree in trees)  # type: ignore[arg-type]
    outcome = sum(_walk(tree, row) for tree in trees)
    assert sum(Trees(trees).moved(row).values()) == pytest.approx(outcome - roots)


def test_a_tree_that_asks_too_much_is_refused() -> None:
    tree: Tree = 0.0
    for _ in range(DEPTH + 1):
        tree = ["a", 0.0, 0.0, tree, 1.0]
    with pytest.raises(ValueError, match="more than 3"):
        Trees([tree])


def test_a_tree_without_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="belongs"):
        Trees([["a", 0.0, 0.0, "b", 1.0]])


def test_trees_have_half_the_say_where_the_weights_leave_a_chance() -> None:
    look = Look(Logistic(0.0, {"a": 1.0}), Trees([["a", 0.5, 0.0, -2.0, 2.0]]))
    hopeless, below, above = look.probabilities({"a": np.array([-9.0, 0.4, 0.6])}, 3).tolist()
    odds = [np.log(p / (1 - p)) for p in (hopeless, below, above)]
    assert odds == pytest.approx([-9.0, (0.4 - 2) / 2, (0.6 + 2) / 2])


@given(st.floats(-9, 3))
def test_what_moved_a_look_adds_up_with_its_trees(value: float) -> None:
    look = Look(Logistic(0.2, {"a": 1.0}, {"a": 0.0}), Trees([["a", 0.5, 0.0, -2.0, 2.0]]))
    (p,) = look.probabilities({"a": np.array([value])}, 1).tolist()
    share = 1 if value + 0.2 < np.log(0.002 / 0.998) else 0.5  # what an average candidate has of the bias
    assert sum(look.moved({"a": value}).values()) == pytest.approx(
        np.log(p / (1 - p)) - share * 0.2, abs=1e-6
    )


_GROWN = """
import json
import numpy as np
from benchmarks.train_linker import RECIPES, grow
random = np.random.default_rng(7)
columns = {name: random.normal(size=900) for name in "abc"}
y = ((columns["a"] > 0.3) & (columns["b"] < 0.5)).astype(float)
both = [grow(columns, y, np.ones(900), recipe=RECIPES[-1], without=("c",)) for _ in range(2)]
right = ((both[0].log_odds(columns, 900) > 0) == (y > 0)).mean()
print(json.dumps([sorted(both[0].names), both[0].trees == both[1].trees, right]))
"""


def test_lightgbm_grows_the_same_trees_again_and_they_say_what_no_sum_of_weights_says() -> None:
    # In a process of its own: beside its threads' library, that of the embedding engine finds no room in one process.
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", _GROWN], capture_output=True, text=True, check=True, cwd=ROOT
    )
    names, same, right = json.loads(told.stdout)
    assert names == ["a", "b"]
    assert same
    assert right > 0.97  # an "and"
