"""A model behind an OpenAI-compatible endpoint (POST {url}/embeddings); off unless someone names it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any

import numpy as np

from ontology.errors import SettingsError, StoreUnavailable
from search.embedders.base import Vectors, clean, unit_length

#: Characters of one text that are sent: about 8,000 tokens of Vietnamese, the usual limit of such endpoints.
_LONGEST = 16_000


class OpenAIEmbedder:
    """Sends texts to the endpoint in batches. The endpoint sees every text: choose one that may."""

    def __init__(
        self,
        *,
        url: str = "",
        model: str = "",
        key: str = "",
        passage_prefix: str = "",
        query_prefix: str = "",
        batch: int = 64,
        timeout: float = 60.0,
    ) -> None:
        """`url` ends before "/embeddings" and may stand in the model's name instead ("MODEL@URL"); `timeout` in
        seconds. Raises SettingsError, StoreUnavailable.
        """
        if not url:
            model, _, url = model.partition("@")
        if not url.startswith(("http://", "https://")) or not model:
            raise SettingsError(
                "the embedder 'openai' needs a URL and a model",
                hint="for example openai:MODEL@https://host/v1",
            )
        self._url, self._key, self._timeout, self._batch = url.rstrip("/"), key, timeout, batch
        self._prefixes = passage_prefix, query_prefix
        self._model = model
        self.dim = self._call(["kích thước"]).shape[1]
        self.id = "openai-" + "-".join(part for part in (model, passage_prefix, query_prefix) if part)

    def _call(self, texts: list[str]) -> Vectors:
        body = json.dumps({"model": self._model, "input": texts, "encoding_format": "float"}).encode()
        headers = {"Content-Type": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(f"{self._url}/embeddings", data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as response:
                rows: list[dict[str, Any]] = json.load(response)["data"]
        except (urllib.error.URLError, TimeoutError, ValueError, KeyError) as exc:
            raise StoreUnavailable(f"the embedding endpoint {self._url} gave no vectors: {exc}") from exc
        if len(rows) != len(texts):
            raise StoreUnavailable(f"the embedding endpoint gave {len(rows)} vectors for {len(texts)} texts")
        rows.sort(key=lambda row: int(row.get("index", 0)))
        return unit_length(np.asarray([row["embedding"] for row in rows], dtype=np.float32))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, shape (len(texts), dim). Raises StoreUnavailable."""
        out = np.empty((len(texts), self.dim), dtype=np.float32)
        for at in range(0, len(texts), self._batch):
            # An empty input is an error to most endpoints.
            batch = [
                (self._prefixes[0] + clean(text))[:_LONGEST] or " " for text in texts[at : at + self._batch]
            ]
            out[at : at + len(batch)] = self._call(batch)
        return out

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dim,). Raises StoreUnavailable."""
        vector: Vectors = self._call([(self._prefixes[1] + clean(text))[:_LONGEST] or " "])[0]
        return vector
