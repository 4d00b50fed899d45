"""The settings of all processes: `AUSKUNFT_*` variables, or files in the data folder's `keys/`."""

import base64
import os
from functools import cached_property
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from settings.keys import ensure_keys

PREFIX = "AUSKUNFT_"
_WEBHOOK_KEY_BYTES = range(24, 65)  # Standard Webhooks, "Signature scheme"


class Settings(BaseSettings):
    """One immutable set of settings; secrets have no default."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    data: Path = Field(Path("var"), description="folder of everything that is written")
    host: str = Field("127.0.0.1", description="address the gateway and the desk listen on")
    port: int = Field(8080, description="the gateway's port")
    desk_port: int = 8081
    casestore_port: int = 8082
    rasa_port: int = 5005
    actions_port: int = 5055

    database: SecretStr = Field(SecretStr(""), description="postgresql://…; else SQLite in the data folder")

    region: str = Field("DE", description="ISO 3166-2, for public holidays: DE, DE-BY …")
    timezone: str = Field("Europe/Berlin", description="where the controller's days begin and end")
    controller: str = Field("", description="the controller's name, said in the greeting")

    smtp_host: str = Field("", description="without it, mail is written to outbox/*.eml")
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_tls: bool = Field(default=True, description="STARTTLS, with the server's certificate checked")
    mail_from: str = "datenschutz@localhost"

    limit_codes_address: str = "3/10minutes;5/hour"
    limit_codes_client: str = "120/hour"
    limit_codes_total: str = "1000/hour"
    limit_messages_client: str = "60/minute"
    limit_conversations_client: str = "60/hour"

    host_key: SecretStr = Field(SecretStr(""), description="checks log-in tokens: a secret or a public PEM")

    webhook_url: str = Field("", description="where each event of a request is told, docs/webhooks.md")
    webhook_secret: SecretStr = Field(SecretStr(""), description="whsec_…, signs what is told there")

    service_token: SecretStr = Field(min_length=12, description="lets a process call the case store")
    rasa_token: SecretStr = Field(min_length=12, description="lets the gateway and the desk call Rasa")
    actions_token: SecretStr = Field(min_length=12, description="lets Rasa call the action server")
    data_key: SecretStr = Field(min_length=12, description="encrypts what is stored; several, newest first")
    index_key: SecretStr = Field(min_length=12, description="keys the blind indexes and the codes")
    audit_key: SecretStr = Field(min_length=12, description="seals the trails of requests")

    @field_validator("webhook_url")
    @classmethod
    def _is_web_address(cls, url: str) -> str:
        if url and not (urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname):
            raise ValueError("neither empty nor http(s)://…")
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _can_sign(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        needed = bool(info.data.get("webhook_url")) or secret.get_secret_value()
        if needed and len(_webhook_key(secret)) not in _WEBHOOK_KEY_BYTES:
            raise ValueError("not whsec_ and 24 to 64 bytes in base 64")
        return secret

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """Read the environment, and the keys in the data folder, made where they are missing.

        Raises `pydantic.ValidationError` when a setting is wrong, `OSError` when
        the data folder cannot be written.
        """
        data = Path(overrides.get("data") or os.environ.get(f"{PREFIX}DATA", "var"))
        ensure_keys(data / "keys")
        return cls(_secrets_dir=data / "keys", **{**overrides, "data": data})  # type: ignore[call-arg]

    @property
    def database_url(self) -> str:
        """The case store's database, with a driver that SQLAlchemy drives with and without asyncio."""
        if url := self.database.get_secret_value():
            return url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite+aiosqlite:///{self.data.resolve() / 'casestore.db'}"

    @property
    def casestore_url(self) -> str:
        """Where the case store listens: loopback only."""
        return f"http://127.0.0.1:{self.casestore_port}"

    @property
    def rasa_url(self) -> str:
        """Where Rasa listens: loopback only."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @cached_property
    def webhook_key(self) -> bytes:
        """What webhooks are signed with; empty without a secret."""
        return _webhook_key(self.webhook_secret)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The controller's time zone."""
        return ZoneInfo(self.timezone)


def _webhook_key(secret: SecretStr) -> bytes:
    """The bytes behind `whsec_`; none when it is something else."""
    prefix, _, encoded = secret.get_secret_value().rpartition("_")
    try:
        return base64.b64decode(encoded, validate=True) if prefix == "whsec" else b""
    except ValueError:
        return b""


def content_folder() -> Path:
    """Where lawyers' and editors' texts lie: `AUSKUNFT_CONTENT`, else beside the code."""
    beside_the_code = Path(__file__).resolve().parent.parent / "content"
    return Path(os.environ.get(f"{PREFIX}CONTENT", beside_the_code))
