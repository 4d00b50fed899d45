"""Where the processes are, and what they share."""

from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

from settings.keys import DATABASE_FILE

TRACKER_FILE = "tracker.db"


class Places(BaseSettings):
    """By default everything is on this machine; `docs/operating.md` tells of many machines."""

    data: Path = Field(Path("var"), description="folder of everything that is written")
    host: str = Field("127.0.0.1", description="address the gateway and the desk listen on")
    port: int = Field(8080, description="the gateway's port")
    proxies: str = Field("", description="networks of reverse proxies before us: 10.0.0.0/8,2001:db8::1")
    proxy_header: Literal["X-Forwarded-For", "Forwarded"] = Field(
        "X-Forwarded-For", description="the one that these proxies write"
    )
    desk_port: int = Field(8081, description="the desk's port")
    casestore_port: int = Field(8082, description="the case store's port")
    rasa_port: int = Field(5005, description="Rasa's port")
    actions_port: int = Field(5055, description="the action server's port")

    internal_host: str = Field(
        "127.0.0.1", description="address of a private network case store, Rasa and action server listen on"
    )
    casestore_address: str = Field("", description="http://casestore:8082, when on another machine")
    actions_address: str = Field("", description="http://actions:5055, when on another machine")
    rasa_addresses: str = Field("", description="http://rasa:5005,…: each name stands for all its machines")

    database: SecretStr = Field(SecretStr(""), description="postgresql://…; else SQLite in the data folder")
    tracker_database: SecretStr = Field(
        SecretStr(""), description="postgresql://… for Rasa's tracker; else SQLite in the data folder"
    )
    redis: SecretStr = Field(
        SecretStr(""), description="redis://…, with which several of one process know of each other"
    )

    @field_validator("proxies")
    @classmethod
    def _are_networks(cls, proxies: str) -> str:
        if any(network.prefixlen == 0 for network in _networks(proxies)):
            raise ValueError("names everybody, who could then name anybody")
        return proxies

    @field_validator("internal_host")
    @classmethod
    def _is_private(cls, host: str) -> str:
        address = ip_address(host)
        if not (address.is_private or address.is_unspecified):
            raise ValueError("the internet would reach what only our processes may")
        return host

    @field_validator("casestore_address", "actions_address", "rasa_addresses")
    @classmethod
    def _are_addresses(cls, listed: str) -> str:
        for address in _parts(listed):
            url = urlsplit(address)
            if url.scheme not in {"http", "https"} or not url.hostname or url.path.strip("/"):
                raise ValueError("not http://host:port")
        return listed

    @property
    def database_url(self) -> str:
        """The case store's database, with a driver that SQLAlchemy drives with and without asyncio."""
        if url := self.database.get_secret_value():
            return url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite+here:///{self.data.resolve() / DATABASE_FILE}"

    @property
    def tracker_url(self) -> str:
        """Rasa's tracker, with a driver that SQLAlchemy drives without asyncio."""
        if url := self.tracker_database.get_secret_value():
            return url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{self.data.resolve() / TRACKER_FILE}"

    @property
    def casestore_url(self) -> str:
        """Where the case store is called."""
        return self.casestore_address.rstrip("/") or self._inside(self.casestore_port)

    @property
    def actions_url(self) -> str:
        """Where the action server is called."""
        return self.actions_address.rstrip("/") or self._inside(self.actions_port)

    @cached_property
    def rasa_urls(self) -> tuple[str, ...]:
        """Where Rasa is called; a name among them may stand for several machines."""
        named = tuple(address.rstrip("/") for address in _parts(self.rasa_addresses))
        return named or (self._inside(self.rasa_port),)

    def _inside(self, port: int) -> str:
        everywhere = ip_address(self.internal_host).is_unspecified
        host = "127.0.0.1" if everywhere else self.internal_host
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @cached_property
    def proxy_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """Where the proxies are that may say who calls."""
        return _networks(self.proxies)


def _parts(listed: str) -> list[str]:
    return [part.strip() for part in listed.split(",") if part.strip()]


def _networks(listed: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Raises `ValueError` for what is none."""
    return tuple(map(ip_network, _parts(listed)))
