"""Search beside other tools, on the same passages, the same vectors and the same questions.

    python -m pip install '.[neo4j,rivals]'
    python -m benchmarks.rivals --laws DIR --questions FILE --home FOLDER

The laws are ingested into the home folder (once; their vectors are kept there). Every tool gets the passages that our
search ranks, headings included, and the vectors of the bundled model; what differs is how they look up and mix. An
article counts once, at its best passage. Printed: quality over the questions, and the time of a query that was asked
once before, so that the model's part is left out.

On Linux torch, faiss and the embedded engine share one process only with
GLIBC_TUNABLES=glibc.rtld.optional_static_tls=16384 in the environment.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from neo4j import GraphDatabase
from neo4j_graphrag.retrievers import HybridRetriever
from txtai import Embeddings  # before our model: torch cannot load its OpenMP after another

from api.pipeline import Workspace
from api.settings import load_settings
from graph.store import Query
from scripts.neo4j_server import Neo4jServer
from search.embedders.base import Vectors
from search.passages import passages
from search.units import read_snapshot

_TOP = 50
Article = tuple[str, str]
Ranker = Callable[[str, Vectors], list[Article]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The passages as every tool gets them: text with headings, vector, and the article that each is of."""

    texts: list[str]
    vectors: Vectors
    articles: list[Article]


def article(source: str | None, path: str | None) -> Article:
    """The law and the number of the article that a path is in."""
    number = re.search(r"Điều\s*(\d+[a-zđ]?)", path or "") or re.search(r"(\d+[a-zđ]?)", path or "")
    return Path(source or "").stem, number.group(1) if number else ""


def read(ws: Workspace) -> Corpus:
    """The passages of a store with their vectors."""
    snapshot = read_snapshot(ws.store)
    units = {unit.id: unit for unit in snapshot.units}
    rows = ws.store.read(
        Query("MATCH (c:Clause) WHERE c.embedding IS NOT NULL RETURN c.id AS id, c.embedding AS v")
    )
    vectors = {row["id"]: row["v"] for row in rows}
    own = [p for p in passages(snapshot) if p.id in vectors]
    where = [units[p.id] for p in own]
    return Corpus(
        [" . ".join([*p.headings, p.text]) for p in own],
        np.asarray([vectors[p.id] for p in own], dtype=np.float32),
        [article(snapshot.documents[u.document].source, u.path) for u in where],
    )


def ours(ws: Workspace) -> Ranker:
    """TruyVết's own search."""

    def rank(text: str, _: Vectors) -> list[Article]:
        return [article(hit.source, hit.path) for hit in ws.search.search(text, limit=_TOP).hits]

    return rank


def plain(corpus: Corpus) -> Ranker:
    """bm25s over lower-case words and a numpy product, stretched and mixed half and half."""
    index = bm25s.BM25()
    tokens = [re.findall(r"\w+", text.lower()) for text in corpus.texts]
    index.index(tokens, show_progress=False)

    def rank(text: str, vector: Vectors) -> list[Article]:
        lexical = index.get_scores(re.findall(r"\w+", text.lower()))
        dense = corpus.vectors @ vector
        mixed = sum((s - s.min()) / (np.ptp(s) or 1.0) for s in (lexical, dense))
        return [corpus.articles[i] for i in np.argsort(-np.asarray(mixed), kind="stable")[:_TOP]]

    return rank


def txtai(corpus: Corpus, embed: Mapping[str, Vectors]) -> Ranker:
    """txtai's hybrid index (its BM25 and its vector index) with our vectors handed in."""
    known = {**dict(zip(corpus.texts, corpus.vectors, strict=True)), **embed}
    settings = {"method": "external", "transform": lambda texts: np.stack([known[t] for t in texts])}
    index = Embeddings({**settings, "hybrid": True, "content": False})
    index.index([(n, text, None) for n, text in enumerate(corpus.texts)])

    def rank(text: str, _: Vectors) -> list[Article]:
        return [corpus.articles[int(n)] for n, _ in index.search(text, _TOP)]

    return rank


def graphrag(corpus: Corpus, driver: Any) -> Ranker:
    """neo4j-graphrag's HybridRetriever over the full-text and vector indexes of a real Neo4j server."""
    rows = [
        {"n": n, "text": text, "embedding": vector.tolist()}
        for n, (text, vector) in enumerate(zip(corpus.texts, corpus.vectors, strict=True))
    ]
    for at in range(0, len(rows), 1000):
        query = "UNWIND $rows AS r CREATE (:Passage {n: r.n, text: r.text, embedding: r.embedding})"
        driver.execute_query(query, rows=rows[at : at + 1000])
    options = f"{{`vector.dimensions`: {corpus.vectors.shape[1]}, `vector.similarity_function`: 'cosine'}}"
    driver.execute_query(
        f"CREATE VECTOR INDEX rv FOR (p:Passage) ON p.embedding OPTIONS {{indexConfig: {options}}}"
    )
    driver.execute_query("CREATE FULLTEXT INDEX rt FOR (p:Passage) ON EACH [p.text]")
    driver.execute_query("CALL db.awaitIndexes(300)")
    retriever = HybridRetriever(driver, "rv", "rt", return_properties=["n"])

    def rank(text: str, vector: Vectors) -> list[Article]:
        words = " ".join(re.findall(r"\w+", text))
        found = retriever.get_search_results(query_text=words, query_vector=vector.tolist(), top_k=_TOP)
        return [corpus.articles[record["node"]["n"]] for record in found.records]

    return rank


def score(
    rank: Ranker, questions: Sequence[Mapping[str, Any]], embed: Mapping[str, Vectors]
) -> dict[str, float]:
    """MRR@10, hit@1, recall@10, and the median and 95th percentile of a query in milliseconds."""
    reciprocal, first, recall, times = [], [], [], []
    for question in questions:
        rank(question["question"], embed[question["question"]])
    for question in questions:
        text = question["question"]
        start = time.perf_counter()
        found = rank(text, embed[text])
        times.append(1000 * (time.perf_counter() - start))
        want = {(row["doc"], row["article"]) for row in question["relevant"]}
        ranked = list(dict.fromkeys(found))[:10]
        reciprocal.append(next((1 / n for n, a in enumerate(ranked, 1) if a in want), 0.0))
        first.append(bool(ranked) and ranked[0] in want)
        recall.append(len(want & set(ranked)) / len(want))
    return {
        "MRR@10": statistics.fmean(reciprocal),
        "hit@1": statistics.fmean(first),
        "recall@10": statistics.fmean(recall),
        "p50 ms": statistics.median(times),
        "p95 ms": sorted(times)[int(0.95 * (len(times) - 1))],
    }


def show(name: str, figures: Mapping[str, float]) -> None:
    """One line."""
    print(f"{name:<28}" + "  ".join(f"{k} {v:7.3f}" for k, v in figures.items()), flush=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--laws", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--home", type=Path, required=True)
    given = parser.parse_args()
    lines: Iterable[str] = given.questions.read_text(encoding="utf-8").splitlines()
    questions = [{"question": q.pop("text", None) or q["question"], **q} for q in map(json.loads, lines)]
    with Workspace.open(load_settings(home=given.home)) as ws:
        ws.ingest([given.laws], link=False)
        corpus = read(ws)
        embed = {q["question"]: ws.search.embedder.embed_query(q["question"]) for q in questions}
        print(f"{len(corpus.texts)} passages, {len(questions)} questions")
        show("truyvet", score(ours(ws), questions, embed))
    show(f"bm25s {version('bm25s')} + numpy", score(plain(corpus), questions, embed))
    show(f"txtai {version('txtai')}", score(txtai(corpus, embed), questions, embed))
    with Neo4jServer(heap="2g") as server:
        url = server.url.replace("neo4j://", "bolt://")
        with GraphDatabase.driver(url, auth=("neo4j", server.password)) as driver:
            name = f"neo4j-graphrag {version('neo4j-graphrag')}"
            show(name, score(graphrag(corpus, driver), questions, embed))


if __name__ == "__main__":
    main()
