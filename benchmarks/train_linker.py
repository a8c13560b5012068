"""Train the link models from hand-made gold, and say how well they do on what they have not seen.

    python -m benchmarks.train_linker --corpus DIR --gold DIR [--cache FILE] [--write] [--ablate] [--fast]

Logistic regression by Newton steps, L2-regularised, features standardised, the weights folded back onto the
features' own scales; beside it small trees, boosted by LightGBM. To the gold of DIR come our own readings in
benchmarks/gold and the invented documents of benchmarks/invented: a link of the gold counts thrice, an invented one a
fifth. Figures: "fitted" (the model has seen the links), "folds" (ten folds by source), "sources out" (no source of the
pair was seen), "pair out" (nor any pair with that upstream document), "invented alone" (no official document was seen)
and, for an invented pair, "chain out" (nothing of its subject was seen). A source that is held out takes its near
copies in other plans with it. `--write` replaces graph/linkers/data/*.json; `--ablate` leaves out one group of features
in turn.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from benchmarks.link_gold import Pair, load_pairs, near_copies
from graph.linkers.base import CandidateSource, Columns
from graph.linkers.common import NAMES, Common, carried
from graph.linkers.concepts import CONCEPTS
from graph.linkers.features import STANDING, TOKENS
from graph.linkers.model import Judgement, Logistic, Look, Model, cuts
from graph.linkers.scored import ScoredLinker, Tables, first_look, second_look, stated_grades
from graph.linkers.trees import DEPTH, Tree, Trees
from search.cache import CachedEmbedder, EmbeddingCache
from search.candidates import HybridCandidates
from search.embedders import open_embedder

Array = NDArray[np.float64]
Judged = dict[str, list[Judgement]]
_DATA = Path(__file__).resolve().parent.parent / "graph" / "linkers" / "data"
_OWN_READINGS = Path(__file__).resolve().parent / "gold"
_INVENTED = Path(__file__).resolve().parent / "invented"
#: What one link counts: of the hand-made gold, of our own readings of official documents, of the invented ones.
_HAND, _OWN, _MADE_UP = 3.0, 1.0, 0.2
_FOLDS = 10
_KEEP = 0.01
_CONSTANT = 1e-6
_CONVERGED = 1e-5
#: How LightGBM boosts: slowly, by trees of three questions, each from at least forty candidates.
_TREES = {
    "objective": "binary", "max_depth": DEPTH, "num_leaves": 2**DEPTH, "learning_rate": 0.03, "min_data_in_leaf": 40,
    "lambda_l2": 10, "feature_fraction": 0.3, "bagging_fraction": 0.7, "bagging_freq": 1, "seed": 1, "verbose": -1,
    "deterministic": True, "force_col_wise": True, "num_threads": 1,
}  # fmt: skip
_WORDING = ("cosine", "cover_source", "cover_target", "cover_sentence")
GROUPS: dict[str, tuple[str, ...]] = {
    "wording": (
        "cover_source", "cover_sentence", "cover_target", "cosine", "gap_lexical",
        *(f"z_{name}" for name in _WORDING),
    ),
    "meaning": (
        "dense_best", "dense_forward", "dense_backward", "dense_title", "dense_whole", "gap_dense",
        *(f"z_{name}" for name in STANDING if name.startswith("dense")),
    ),
    "words in context": (*TOKENS, *(f"z_{name}" for name in TOKENS)),
    "concepts": CONCEPTS,
    "third document": (*NAMES, *(f"z_{name}" for name in NAMES)),
    "standing": tuple("z_" + name for name in STANDING),
    "action": ("action",),
    "instrument": ("instrument",),
    "numbers": ("numbers",),
    "sections": ("section", "section_pull"),
    "sort of section": ("goal", "viewpoint", "organisation"),
    "headings": ("heading", "parent", "child"),
    "length": ("length",),
    "competition": ("gap", "lead", "rank", "share", "others"),
    "hub": ("hub",),
}  # fmt: skip
PRODUCTS = (
    "heading*dense_title", "heading*cover_source", "heading*length", "length*cover_source", "length*dense_title",
    "section*dense_title", "section*cover_source", "cover_source*dense_title", "instrument*dense_title",
    "action*dense_best", "goal*dense_best", "dense_title*dense_title", "cover_source*cover_source",
    "gap_dense*gap_dense",
)  # fmt: skip


_ALONE = (
    "instrument", "numbers", "action", "section", "goal", "viewpoint", "organisation", "heading", "gap_dense",
    "gap_lexical", "dense_best", "dense_forward", "dense_backward", "dense_title", "dense_whole", *_WORDING,
)  # fmt: skip
_AMONG = ("first", "gap", "lead", "rank", "share", "others", "section_pull", "parent", "child")
#: What a third document says means the same whatever the grain: only finely cut documents have gold with it.
_EITHER = tuple(f"z_{name}" for name in STANDING if name not in NAMES)
#: What a feature means in a finely cut document, besides what it means in any.
FINE = tuple(f"fine*{n}" for n in (*_ALONE, *TOKENS, *CONCEPTS, *_EITHER, *_AMONG))


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one model is trained: from which kinds of pairs, with which features, how strongly held back.

    Clauses differ in length and grain from document to document, so what fits the gold's documents best misleads
    on others: most products of features, lengths and hubs are left out for them, and the weights are held small. How
    finely a document is cut is itself a feature, and each other one may count differently with it, by a second weight
    that is held back ten times as strongly: freer, it learns two documents by heart.
    """

    name: str
    kinds: tuple[str, ...]
    l2: float
    l2_fine: float = 0.0
    products: tuple[str, ...] = PRODUCTS
    without: tuple[str, ...] = ()
    trees: int = 0


RECIPES = (
    Recipe("task", ("task-task",), 3.0, without=(*GROUPS["standing"], *TOKENS, *NAMES, "fine")),
    Recipe(
        "clause",
        ("task-clause", "clause-clause", "task-task"),
        2.0,
        20.0,
        products=FINE,
        without=("length", "hub", *NAMES),
        trees=300,
    ),
)


def fit(columns: Columns, y: Array, own: Array, *, recipe: Recipe, without: Sequence[str]) -> Logistic:
    """The logistic model of labels `y`, each counting `own`, without the features in `without` and the recipe's."""
    dropped = {*without, *recipe.without}
    known = [n for n in recipe.products if set(n.split("*")) <= columns.keys()]
    names = [n for n in (*columns, *known) if not dropped & set(n.split("*"))]
    x = np.stack([np.prod([columns[part] for part in n.split("*")], axis=0) for n in names], axis=1)
    mean = np.average(x, axis=0, weights=own)
    scale = np.sqrt(np.average((x - mean) ** 2, axis=0, weights=own))
    scale[scale < _CONSTANT] = np.inf  # what never varied says nothing, and must not where it does
    design = np.c_[(x - mean) / scale, np.ones(len(x))]
    ridge = np.diag([*(recipe.l2_fine if n in FINE else recipe.l2 for n in names), 1e-6])
    w = np.zeros(len(names) + 1)
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(design @ w, -30, 30)))
        hessian = (design * (own * p * (1 - p))[:, None]).T @ design + ridge
        step = np.linalg.solve(hessian, design.T @ (own * (p - y)) + ridge @ w)
        w = w - step
        if np.abs(step).max() < _CONVERGED:
            break
    raw = w[:-1] / scale
    weights = {n: round(float(v), 4) for n, v in zip(names, raw, strict=True)}
    means = {n: round(float(v), 4) for n, v in zip(names, mean, strict=True)}
    return Logistic(round(float(w[-1] - raw @ mean), 4), weights, means)


def grow(columns: Columns, y: Array, own: Array, *, recipe: Recipe, without: Sequence[str]) -> Trees:
    """The recipe's number of small trees for labels `y`, each counting `own`, of all features but those in `without`.

    Each tree sees three tenths of the features and seven of the candidates, and adds little (`_TREES`).
    """
    if not recipe.trees:
        return Trees()
    names = [name for name in columns if name not in without]
    data = lightgbm.Dataset(np.stack([columns[name] for name in names], axis=1), y, weight=own)
    booster = lightgbm.train(_TREES, data, num_boost_round=recipe.trees)
    return Trees([_tree(info["tree_structure"], names) for info in booster.dump_model()["tree_info"]])


def _tree(node: dict[str, Any], names: Sequence[str]) -> Tree:
    """A node of LightGBM's dump as the model's file has it."""
    if "split_feature" not in node:
        return round(float(node["leaf_value"]), 5)
    below, above = _tree(node["left_child"], names), _tree(node["right_child"], names)
    bound, mean = round(float(node["threshold"]), 5), round(float(node["internal_value"]), 5)
    return [names[node["split_feature"]], bound, mean, below, above]


def train(
    pairs: Sequence[Pair], recipe: Recipe, *, skip: Callable[[Pair, str], bool], without: Sequence[str] = ()
) -> Model:
    """A model of the links of all sources that `skip` does not name."""
    # The first look only orders candidates for the second; what is relative is left to that one.
    alone = (*without, *GROUPS["standing"])
    first = fit(*_flat(pairs, [p.tables for p in pairs], skip, 1), recipe=recipe, without=alone)
    start = Model(recipe.name, first, Look(first), Look(first), _KEEP)
    tables = [second_look(p.sources, p.targets, p.found, p.tables, start) for p in pairs]
    looks = []
    for grade in (2, 1):
        columns, y, own = _flat(pairs, tables, skip, grade)
        weights = fit(columns, y, own, recipe=recipe, without=without)
        looks.append(Look(weights, grow(columns, y, own, recipe=recipe, without=without)))
    return Model(recipe.name, first, looks[0], looks[1], _KEEP)


def with_common(
    pairs: Sequence[Pair], recipe: Recipe, copies: dict[str, str], candidates: CandidateSource
) -> list[Pair]:
    """The pairs with the evidence of third documents, where the sources' links to such a document have gold too.

    That evidence is of models that have not seen the pair's sources.
    """
    out = []
    for pair in pairs:
        thirds = [p for p in pairs if p.target in pair.above and p.sources[0].id == pair.sources[0].id]
        if not pair.kind.endswith("-clause") or not thirds:
            out.append(pair)
            continue
        mine = {copies[source] for source in pair.gold}
        own = [p for p in pairs if p.kind in recipe.kinds]
        model = train(own, recipe, skip=lambda _, s, mine=mine: copies[s] in mine)  # type: ignore[misc]
        links = []
        for third in thirds:
            to_third, wide = ScoredLinker("third", model), ScoredLinker("third", model, wide=24)
            links += to_third.link(pair.sources, third.targets, candidates)
            links += wide.link(pair.targets, third.targets, candidates)
        known = carried(links)
        found, tables = first_look(
            pair.sources, pair.targets, candidates, closely=True, common=Common(known, known)
        )
        out.append(replace(pair, found=found, tables=tables))
    return out


def _flat(
    pairs: Sequence[Pair], tables: Sequence[Tables], skip: Callable[[Pair, str], bool], grade: int
) -> tuple[Columns, Array, Array]:
    """The columns of all sources that `skip` does not name, with label and count of each candidate."""
    parts: list[Columns] = []
    labels: list[bool] = []
    counts: list[float] = []
    for pair, own in zip(pairs, tables, strict=True):
        for source, grades in pair.gold.items():
            if not skip(pair, source):
                parts.append(own[source])
                labels += [grades.get(c.unit.id, 0) >= grade for c in pair.found[source]]
                counts += [pair.weight] * len(pair.found[source])
    columns = {name: np.concatenate([part[name] for part in parts if part]) for name in parts[0]}
    return columns, np.asarray(labels, dtype=np.float64), np.asarray(counts, dtype=np.float64)


def judge(pair: Pair, model: Model) -> Judged:
    """The model's judgement of every candidate of the pair."""
    tables = second_look(pair.sources, pair.targets, pair.found, pair.tables, model)
    return {source: model.judge(own, len(pair.found[source])) for source, own in tables.items()}


def folds(
    pairs: Sequence[Pair], pair: Pair, recipe: Recipe, copies: dict[str, str], *, without: Sequence[str] = ()
) -> Judged:
    """Every source of `pair`, judged by a model that has seen neither it nor a near copy in any pair."""
    order = {group: i % _FOLDS for i, group in enumerate(dict.fromkeys(copies[s] for s in pair.gold))}
    out: Judged = {}
    for fold in range(_FOLDS):
        model = train(pairs, recipe, skip=lambda _, s, f=fold: order.get(copies[s]) == f, without=without)  # type: ignore[misc]
        judged = judge(pair, model)
        out |= {s: judged[s] for s in pair.gold if order[copies[s]] == fold}
    return out


def figures(pair: Pair, judged: Judged) -> dict[str, float]:
    """MAP and F1 of both grades as the scorer counts them, and the calibration error of the score."""
    bounds = cuts([judged[source.id] for source in pair.sources])
    out: dict[str, float] = {}
    for grade, label in ((2, "grade2"), (1, "grade1up")):
        precision, hits, stated, wanted = [], 0, 0, 0
        for source, grades in pair.gold.items():
            want = {t for t, g in grades.items() if g >= grade}
            ranked = sorted(zip(judged[source], pair.found[source], strict=True), key=lambda r: -r[0].score)[
                :20
            ]
            flags = [c.unit.id in want for _, c in ranked]
            if want:
                precision.append(
                    sum(sum(flags[: i + 1]) / (i + 1) for i, f in enumerate(flags) if f) / len(want)
                )
            grades_said = stated_grades([j for j, _ in ranked], bounds, task=pair.kind.startswith("task"))
            said = [f for f, stated_grade in zip(flags, grades_said, strict=True) if stated_grade >= grade]
            hits, stated, wanted = hits + sum(said), stated + len(said), wanted + len(want)
        out[f"{label} map"] = float(np.mean(precision))
        out[f"{label} f1"] = 2 * hits / (stated + wanted) if stated + wanted else 0.0
    out["recall@20"] = recall(pair, judged)
    out["calibration"] = calibration(pair, judged)
    return out


def recall(pair: Pair, judged: Judged) -> float:
    """Share of the gold's grade 2 links that are among the 20 best of their source."""
    hits = wanted = 0
    for source, grades in pair.gold.items():
        ranked = sorted(zip(judged[source], pair.found[source], strict=True), key=lambda r: -r[0].score)[:20]
        want = {t for t, g in grades.items() if g == 2}
        hits += len(want & {c.unit.id for _, c in ranked})
        wanted += len(want)
    return hits / wanted if wanted else 1.0


def calibration(pair: Pair, judged: Judged, *, least: float = 0.1) -> float:
    """Expected calibration error in tenths, over links of probability `least` on: the chance that it contributes."""
    found = [
        (j.contributes, pair.gold[s].get(c.unit.id, 0) >= 1)
        for s in pair.gold
        for j, c in zip(judged[s], pair.found[s], strict=True)
        if j.contributes >= least
    ]
    error = 0.0
    for tenth in range(10):
        own = [f for f in found if tenth / 10 <= f[0] < (tenth + 1) / 10 + (tenth == 9)]
        if own:
            error += abs(sum(p for p, _ in own) - sum(right for _, right in own))
    return error / len(found) if found else 0.0


def _show(label: str, values: dict[str, float]) -> None:
    print(f"{label:<58}" + "  ".join(f"{name} {value:.3f}" for name, value in values.items()), flush=True)


def _write(model: Model) -> None:
    looks = {"first": Look(model.first), "implements": model.implements, "contributes": model.contributes}
    lines = [f'"name": "{model.name}"', f'"keep": {model.keep}']
    lines += [f'"{name}": {{\n{_written(look)}\n}}' for name, look in looks.items()]
    (_DATA / f"{model.name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _written(look: Look) -> str:
    """A look as JSON: one number a line, and one tree."""
    weights = json.dumps(look.weights.weights, indent=1)
    means = json.dumps(look.weights.means, indent=1)
    trees = ",\n".join(json.dumps(tree) for tree in look.trees.trees)
    own = f',\n"trees": [\n{trees}\n]' if look.trees else ""
    return f'"bias": {look.weights.bias},\n"weights": {weights},\n"means": {means}{own}'


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="file that keeps sentence vectors")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--fast", action="store_true", help="fitted figures only")
    args = parser.parse_args()
    embedder = open_embedder("nano")
    cached = CachedEmbedder(embedder, EmbeddingCache(args.cache)) if args.cache else embedder
    candidates = HybridCandidates(cached)
    pairs = load_pairs(args.corpus, {args.gold: _HAND, _OWN_READINGS: _OWN}, candidates)
    pairs += load_pairs(_INVENTED / "documents", {_INVENTED / "links": _MADE_UP}, candidates)
    copies = near_copies([unit for pair in pairs for unit in pair.sources])
    pairs = with_common(pairs, RECIPES[-1], copies, candidates)
    for pair in pairs:
        for line in pair.lost:
            print(f"{pair.name}: no unit for {line}")
    for recipe in RECIPES:
        own = [p for p in pairs if p.kind in recipe.kinds]
        model = train(own, recipe, skip=lambda *_: False)
        if args.write:
            _write(model)
        for pair in pairs:
            if pair.kind.partition("-")[2] == recipe.name:
                _show(f"{recipe.name}: {pair.name} fitted", figures(pair, judge(pair, model)))
                if not args.fast:
                    _unseen(pair, own, recipe, copies, ablate=args.ablate)


def _unseen(
    pair: Pair, pairs: Sequence[Pair], recipe: Recipe, copies: dict[str, str], *, ablate: bool
) -> None:
    """Print the figures of models that have not seen what they judge."""
    label = f"{recipe.name}: {pair.name}"
    if pair.weight == _HAND:
        _show(f"{label} folds", figures(pair, folds(pairs, pair, recipe, copies)))
    mine = {copies[s] for s in pair.gold}
    held: dict[str, Callable[[Pair, str], bool]] = {
        "sources out": lambda _, s: copies[s] in mine,
        "pair out": lambda p, s: copies[s] in mine or p.target == pair.target,
        "invented alone": lambda p, _: p.weight > _MADE_UP,
    }
    if pair.weight == _MADE_UP:
        ends = {p.target for p in pairs if p.sources[0].document == pair.sources[0].document}
        held = {"chain out": lambda p, _: p.target in ends}
    for name, skip in held.items():
        if any(not skip(p, s) for p in pairs for s in p.gold):
            _show(f"{label} {name}", figures(pair, judge(pair, train(pairs, recipe, skip=skip))))
    if not ablate or pair.weight != _HAND:
        return
    others = any(copies[s] not in mine for p in pairs for s in p.gold)
    for group, names in GROUPS.items():
        if others:
            judged = judge(pair, train(pairs, recipe, skip=held["sources out"], without=names))
        else:
            judged = folds(pairs, pair, recipe, copies, without=names)
        _show(f"{label} {'sources out' if others else 'folds'}, no {group}", figures(pair, judged))


if __name__ == "__main__":
    main()
