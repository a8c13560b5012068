"""What the tests of the HTTP API share: a caller under a name that the service knows, and a call that must succeed."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi.testclient import TestClient

API = "/api/v1"
Caller = partial(TestClient, base_url="http://localhost")


def get(client: TestClient, path: str, **params: Any) -> Any:
    """The body of GET `path` under the API."""
    answer = client.get(API + path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()
