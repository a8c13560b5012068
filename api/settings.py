"""Every setting, in one class: the only place that reads the environment (`TRUYVET_…`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ontology.errors import SettingsError


class Settings(BaseSettings):
    """Settings with their defaults; the environment variable is TRUYVET_ and the upper-case name."""

    model_config = SettingsConfigDict(env_prefix="TRUYVET_", extra="ignore")

    home: Path = Field(
        default_factory=lambda: user_data_path("truyvet"),
        description="Folder of the store and of every cache",
    )
    store: str = Field(
        "embedded",
        description="Graph engine: embedded (a file in the home folder), embedded:FILE, or neo4j://host:port",
    )
    store_user: str = Field("neo4j", description="User name for a server engine")
    store_password: SecretStr | None = Field(None, description="Password for a server engine")
    store_database: str | None = Field(
        None, description="Database of a server engine; its default when unset"
    )
    store_token: SecretStr | None = Field(
        None, description="Bearer token for a server engine, in place of user and password"
    )
    store_pool: int = Field(50, ge=1, description="Most connections to a server engine")
    store_timeout: float = Field(
        15.0, gt=0, description="Seconds to connect to a server engine or to wait for a free connection"
    )
    store_query_timeout: float = Field(60.0, gt=0, description="Seconds that one query of a server may take")
    embedder: str = Field(
        "nano", description="Embedding model: nano (bundled), transformers:MODEL, openai:MODEL@URL"
    )
    llm_url: str = Field(
        "",
        description="OpenAI-compatible endpoint that may rephrase answers; off when unset, sees questions and rows",
    )
    llm_model: str = Field("", description="Name of the language model at that endpoint")
    llm_key: SecretStr | None = Field(None, description="Bearer key of that endpoint")
    corpus: Path = Field(
        Path("../shared/corpus"), description="Folder of the official documents, for evaluations"
    )
    host: str = Field("127.0.0.1", description="Address that `truyvet serve` listens on")
    port: int = Field(
        8057, ge=0, le=65535, description="Port that `truyvet serve` listens on; 0 picks a free one"
    )
    hosts: str = Field(
        "",
        description="Names that callers may use for the service, comma-separated, beside localhost and addresses; "
        "when unset, others only where it listens beyond this machine",
    )
    max_upload_mb: int = Field(20, ge=1, description="Largest document that is read, in MB")
    reader_key: SecretStr | None = Field(None, description="Bearer key that reading needs; open when unset")
    curator_key: SecretStr | None = Field(
        None, description="Bearer key that ingest and review need; open when unset"
    )

    def store_url(self) -> str:
        """The store's URL; the embedded engine's file stands in the home folder unless one is named."""
        return f"embedded:{self.home / 'truyvet.kgl'}" if self.store == "embedded" else self.store

    def store_options(self) -> dict[str, Any]:
        """What the engine takes beside its URL; nothing for the embedded one."""
        if self.store.startswith("embedded"):
            return {}
        password, token = (
            secret.get_secret_value() if secret else None
            for secret in (self.store_password, self.store_token)
        )
        return {
            "user": self.store_user,
            "password": password,
            "token": token,
            "database": self.store_database,
            "pool_size": self.store_pool,
            "timeout": self.store_timeout,
            "query_timeout": self.store_query_timeout,
        }

    def table(self) -> list[tuple[str, str | int | float | None, str]]:
        """(variable, value, help) of each setting; secrets masked."""
        return [
            (f"TRUYVET_{name.upper()}", _shown(getattr(self, name)), field.description or "")
            for name, field in type(self).model_fields.items()
        ]


def _shown(value: Any) -> str | int | float | None:
    return value if isinstance(value, int | float | None) else str(value)


def load_settings(**given: Any) -> Settings:
    """Settings from the environment, with `given` (None left out) on top. Raises SettingsError."""
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})
    except ValidationError as e:
        first = e.errors()[0]
        name = "TRUYVET_" + "_".join(str(p) for p in first["loc"]).upper()
        raise SettingsError(f"{name}: {first['msg']}", hint="`truyvet settings` lists all settings") from e
