"""Owns the settings of an installation, read from the environment and checked at start.

Every variable begins with ``STEWARD_``; ``PORT`` alone is accepted too, as hosting platforms set it.
"""

import secrets
from pathlib import Path
from typing import Literal, Self

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRET_BYTES = 32
SHORTEST_TOKEN = 16  # characters


class SettingsRefused(Exception):
    """The environment holds a value Steward cannot start with; the message names the variable."""


class Settings(BaseSettings):
    """What an installation may choose. Paths are made absolute; the secret key is made on first use."""

    model_config = SettingsConfigDict(env_prefix="STEWARD_", extra="ignore", populate_by_name=True)

    home: Path = Path("var")
    database_url: str = ""
    secret_key: SecretStr = SecretStr("")
    history_keys: Path | None = None
    seal_keys: SecretStr = SecretStr("")
    signing_keys: SecretStr = SecretStr("")
    checkpoints: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535, validation_alias=AliasChoices("port", "STEWARD_PORT", "PORT"))
    threads: int = Field(default=8, ge=1, le=128)
    default_language: Literal["zh", "en"] = "zh"
    secure_cookies: bool = False
    trusted_proxies: int = Field(default=0, ge=0, le=4)
    session_hours: int = Field(default=12, ge=1, le=168)
    log_format: Literal["auto", "text", "json"] = "auto"
    metrics_token: SecretStr = SecretStr("")
    metrics_port: int = Field(default=0, ge=0, le=65535)
    metrics_host: str = "127.0.0.1"
    testing: bool = False

    @model_validator(mode="after")
    def fill_in(self) -> Self:
        """Make the home absolute and put the embedded database in it when no other is named."""
        self.home = self.home.expanduser().resolve()
        if not self.database_url:
            self.database_url = f"sqlite:///{self.home / 'steward.sqlite3'}"
        if not self.database_url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("STEWARD_DATABASE_URL: use sqlite:///path or postgresql://user@host/database")
        self.history_keys = (self.history_keys or self.home / "keys").expanduser().resolve()
        self.checkpoints = (self.checkpoints or self.home / "checkpoints").expanduser().resolve()
        if bool(self.seal_keys.get_secret_value()) != bool(self.signing_keys.get_secret_value()):
            raise ValueError("STEWARD_SEAL_KEYS and STEWARD_SIGNING_KEYS: set both or none")
        if self.metrics_port and not self.metrics_token.get_secret_value():
            raise ValueError("STEWARD_METRICS_PORT needs STEWARD_METRICS_TOKEN: nobody is answered without it")
        return self

    @field_validator("metrics_token")
    @classmethod
    def hard_to_guess(cls, token: SecretStr) -> SecretStr:
        """None, or one that nobody finds by trying."""
        if 0 < len(token.get_secret_value()) < SHORTEST_TOKEN:
            raise ValueError(f"use at least {SHORTEST_TOKEN} characters, e.g. of `openssl rand -hex 24`")
        return token

    def secret(self) -> str:
        """The key that signs sessions: the one set, else the one kept in ``secret.key`` of the home."""
        if self.secret_key.get_secret_value():
            return self.secret_key.get_secret_value()
        path = self.home / "secret.key"
        if not path.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(SECRET_BYTES), encoding="ascii")
        return path.read_text(encoding="ascii").strip()


def load_settings(**chosen: object) -> Settings:
    """Read the environment; ``chosen`` wins over it. Raises SettingsRefused naming each variable at fault."""
    try:
        return Settings(**chosen)  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as refused:
        lines = [f"{_variable(error['loc'])}{error['msg'].removeprefix('Value error, ')}" for error in refused.errors()]
        raise SettingsRefused("\n".join(lines)) from refused


def _variable(location: tuple[int | str, ...]) -> str:
    if not location:  # of several at once: the message names them
        return ""
    name = str(location[0])
    return f"{name if name.startswith(('STEWARD_', 'PORT')) else f'STEWARD_{name.upper()}'}: "
