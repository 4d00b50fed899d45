"""The settings of all processes: `AUSKUNFT_*` variables, or files in the data folder's `keys/`."""

import base64
import os
import re
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from settings.hours import Hours, hours_by_language
from settings.keys import MADE, ensure_keys
from settings.places import Places

PREFIX = "AUSKUNFT_"
_PERIODS = ("codes", "mails", "webhooks", "requests", "feedback", "audit", "logins", "calls", "logs")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?/?")  # as browsers write it: RFC 6454, 6.1
STAFF_ROLES = frozenset({"agent", "lead", "privacy", "auditor"})
_WEBHOOK_KEY_BYTES = range(24, 65)  # Standard Webhooks, "Signature scheme"


class Settings(Places):
    """One immutable set of settings; secrets have no default."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    region: str = Field("DE", description="ISO 3166-2, for public holidays: DE, DE-BY …")
    timezone: str = Field("Europe/Berlin", description="where the controller's days begin and end")
    controller: str = Field("", description="the controller's name, said in the greeting")
    origins: str = Field("", description="websites that embed the chat: https://www.example.com,…")

    hours: str = Field("", description="when the desk is open: Mo-Fr 09:00-17:00; PH off, docs/desk.md")
    alarm_minutes: int = Field(5, gt=0, description="until an alarm, when nobody takes a chat that waits")
    alarm_mail: str = Field("", description="address that is told of such a chat, too")
    away_minutes: int = Field(10, gt=0, description="without an open desk, until a chat is waiting again")

    token_idle_days: int = Field(7, gt=0, description="after its last message a chat opens no more")
    token_days: int = Field(30, gt=0, description="nor after so many since it was begun")

    # docs/privacy.md says what each period is for; 0 or empty keeps for ever, but a chat's is promised
    keep_chats: int = Field(30, ge=2, description="days after its last message until a chat is deleted")
    keep_codes: int = Field(2, ge=0, description="days, and as long as a limit counts them")
    keep_mails: int = Field(90, ge=0, description="days after a mail was sent until nothing tells of it")
    keep_webhooks: int = Field(30, ge=0, description="days after it was sent")
    keep_requests: int = Field(3, ge=0, description="years after that in which it was closed, then shredded")
    keep_feedback: int = Field(365, ge=0, description="days, reviewed or not")
    keep_audit: int = Field(365, ge=0, description="days that it is known who of the staff did what")
    keep_logins: int = Field(90, ge=0, description="days, and as long as a limit counts them")
    keep_calls: int = Field(2, ge=0, description="days in which the same call of staff changes nothing again")
    keep_logs: int = Field(14, ge=0, description="days after a log file was rotated, which is daily")
    log_level: Literal["info", "debug"] = Field("info", description="what is logged at least")
    log_megabytes: int = Field(10, gt=0, description="until a log file is rotated the same day")

    smtp_host: str = Field("", description="without it, mail is written to outbox/*.eml")
    smtp_port: int = Field(587, description="the mail server's port")
    smtp_user: str = Field("", description="who logs in at the mail server; nobody when empty")
    smtp_password: SecretStr = Field(SecretStr(""), description="with which they do")
    smtp_tls: bool = Field(default=True, description="STARTTLS, with the server's certificate checked")
    mail_from: str = Field("datenschutz@localhost", description="the sender of all mail")

    limit_codes_address: str = Field("3/10minutes;5/hour", description="codes mailed to an address")
    limit_codes_wrong: str = Field("20/day", description="wrong codes typed for one address, in all chats")
    limit_codes_client: str = Field("120/hour", description="codes that one client or chat has mailed")
    limit_codes_total: str = Field("1000/hour", description="codes mailed to anybody")
    limit_login_account: str = Field("5/15minutes", description="wrong log-ins to an account from a client")
    limit_login_client: str = Field("30/15minutes", description="wrong log-ins from a client")
    limit_login_anywhere: str = Field(
        "50/hour", description="wrong log-ins to an account; binds clients it never logged in from"
    )
    limit_messages_client: str = Field("60/minute", description="messages of one client")
    limit_conversations_client: str = Field("60/hour", description="chats that one client opens")
    limit_calls_client: str = Field("1200/minute", description="calls of any kind to the gateway")
    limit_connections: int = Field(5000, gt=0, description="open at a time, to each of gateway and desk")
    limit_connections_client: int = Field(120, gt=0, description="of one client, unless it is a proxy")
    limit_streams_client: int = Field(60, gt=0, description="chats that one client listens to at a time")

    desk_url: str = Field("", description="where staff reach the desk: https://desk.example.com")
    staff_totp: Literal["off", "offered", "required"] = Field("offered", description="the second factor")
    session_idle_minutes: int = Field(30, gt=0, description="how long a log-in outlives the last call")
    session_hours: int = Field(12, gt=0, description="how long a log-in lasts at most")
    oidc_issuer: str = Field("", description="log in with this OpenID provider, docs/desk.md")
    oidc_client_id: str = Field("", description="our name at the provider")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="our password there")
    oidc_role_claim: str = Field("groups", description="the claim that tells what somebody is there")
    oidc_roles: str = Field("", description="what the claim says = role: privacy-team=privacy,support=agent")

    host_key: SecretStr = Field(SecretStr(""), description="checks log-in tokens: a secret or a public PEM")

    webhook_url: str = Field("", description="where each event of a request is told, docs/webhooks.md")
    webhook_secret: SecretStr = Field(SecretStr(""), description="whsec_…, signs what is told there")

    otlp: str = Field("", description="http://collector:4318, where traces go, docs/metrics.md; else nowhere")
    metrics_token: SecretStr = Field(
        SecretStr(""), description="opens /metrics, docs/metrics.md; without it, only this machine reads it"
    )

    service_token: SecretStr = Field(min_length=12, description="lets a process call the case store")
    rasa_token: SecretStr = Field(min_length=12, description="lets the gateway and the desk call Rasa")
    actions_token: SecretStr = Field(min_length=12, description="lets Rasa call the action server")
    data_key: SecretStr = Field(min_length=12, description="encrypts what is stored; several, newest first")
    index_key: SecretStr = Field(min_length=12, description="keys the blind indexes and the codes")
    audit_key: SecretStr = Field(min_length=12, description="seals the trails of requests")

    @field_validator("origins")
    @classmethod
    def _are_origins(cls, origins: str) -> str:
        for origin in filter(None, map(str.strip, origins.split(","))):
            if not _ORIGIN.fullmatch(origin):
                raise ValueError("not https://host or https://host:port, lower case, with commas between")
        return origins

    @field_validator(*(f"keep_{kept}" for kept in _PERIODS), mode="before")
    @classmethod
    def _nothing_is_never(cls, period: object) -> object:
        return period or 0

    @field_validator("hours")
    @classmethod
    def _are_hours(cls, hours: str) -> str:
        hours_by_language(hours)
        return hours

    @field_validator("desk_url")
    @classmethod
    def _is_origin(cls, url: str) -> str:
        if url and not _ORIGIN.fullmatch(url):
            raise ValueError("not https://host or https://host:port, lower case")
        return url.removesuffix("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _is_complete(cls, issuer: str, info: ValidationInfo) -> str:
        url = urlsplit(issuer)
        if issuer and url.scheme != "https" and url.hostname not in {"127.0.0.1", "localhost"}:
            raise ValueError("not https://…")
        if issuer and not info.data.get("desk_url"):
            raise ValueError("wants AUSKUNFT_DESK_URL, where the provider sends people back to")
        return issuer

    @field_validator("oidc_roles")
    @classmethod
    def _map_to_roles(cls, roles: str) -> str:
        if not set(_mapped(roles).values()) <= STAFF_ROLES:
            raise ValueError(f"not name=role,… with roles {', '.join(sorted(STAFF_ROLES))}")
        return roles

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

    @field_validator("index_key", "audit_key")
    @classmethod
    def _is_one(cls, key: SecretStr, info: ValidationInfo) -> SecretStr:
        if "," in key.get_secret_value():
            again = f"run `auskunft keys rotate {info.field_name}` again"
            raise ValueError(f"its change is not finished: {again}")
        return key

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """Read the environment, and the keys in the data folder, made where they are missing.

        Raises `pydantic.ValidationError` when a setting is wrong, `OSError` when
        the data folder cannot be written.
        """
        data = Path(overrides.get("data") or os.environ.get(f"{PREFIX}DATA", "var"))
        ensure_keys(data / "keys")
        return cls(_secrets_dir=data / "keys", **{**overrides, "data": data})  # type: ignore[call-arg]

    @classmethod
    def keyless(cls, data: Path) -> Self:
        """The settings for what wants no key, such as putting one back; makes none."""
        given = data / "keys" if (data / "keys").is_dir() else None
        return cls(_secrets_dir=given, data=data, **dict.fromkeys(MADE, "not read here"))  # type: ignore[call-arg, arg-type]

    @cached_property
    def webhook_key(self) -> bytes:
        """What webhooks are signed with; empty without a secret."""
        return _webhook_key(self.webhook_secret)

    @cached_property
    def oidc_role_of(self) -> dict[str, str]:
        """The role of each value that the claim may have."""
        return _mapped(self.oidc_roles)

    def hours_for(self, language: str) -> Hours:
        """When somebody who speaks *language* is at the desk."""
        return self._hours.get(language) or self._hours.get("") or Hours({})

    @cached_property
    def _hours(self) -> dict[str, Hours]:
        return hours_by_language(self.hours)

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


def _mapped(pairs: str) -> dict[str, str]:
    """The names and values of `name=value,name=value`."""
    parts = [pair.rpartition("=") for pair in filter(None, map(str.strip, pairs.split(",")))]
    return {name.strip(): value.strip() for name, _, value in parts}


def content_folder() -> Path:
    """Where lawyers' and editors' texts lie: `AUSKUNFT_CONTENT`, else beside the code."""
    beside_the_code = Path(__file__).resolve().parent.parent / "content"
    return Path(os.environ.get(f"{PREFIX}CONTENT", beside_the_code))
