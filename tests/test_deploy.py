"""The files of deploy/ are YAML, and a server of theirs is bounded as the one that the tests run is."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from scripts.neo4j_server import SAFETY
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"


def compose() -> dict[str, str]:
    """The environment of the server in the compose file."""
    found = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    environment: dict[str, str] = found["services"]["neo4j"]["environment"]
    return environment


def kubernetes() -> dict[str, str]:
    """The environment of the server in the manifest."""
    parts: list[Any] = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8")))
    (server,) = (p for p in parts if p["kind"] == "StatefulSet" and p["metadata"]["name"] == "neo4j")
    (container,) = server["spec"]["template"]["spec"]["containers"]
    return {row["name"]: row.get("value") for row in container["env"]}


def variable(setting: str) -> str:
    """The variable that the official image reads for a setting."""
    return "NEO4J_" + setting.replace("_", "__").replace(".", "_")


@pytest.mark.parametrize("environment", [compose(), kubernetes()], ids=["compose", "kubernetes"])
def test_a_deployed_server_is_bounded_as_the_tested_one(environment: dict[str, str]) -> None:
    assert {name: environment.get(variable(name)) for name in SAFETY} == dict(SAFETY)
    assert variable("server.bolt.connection_keep_alive") in environment
