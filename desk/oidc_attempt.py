"""A log-in at the provider that has begun: kept in the browser, sealed, until it comes back."""

import base64
import hashlib
import secrets
from typing import Self

from aiohttp import web
from cryptography.fernet import Fernet, InvalidToken
from pydantic import BaseModel

from desk.cookies import SETTINGS, is_secure

_SECONDS = 600


class Attempt(BaseModel):
    """What ties the way back to the way there, and *back*, the page that was asked for."""

    state: str
    nonce: str
    verifier: str
    back: str

    @classmethod
    def new(cls, back: str) -> Self:
        """Three times 256 random bits."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state=state, nonce=nonce, verifier=verifier, back=back)


def keep(http: web.Request, response: web.StreamResponse, attempt: Attempt) -> None:
    """Give the attempt to the browser."""
    sealed = _seal(http).encrypt(attempt.model_dump_json().encode()).decode()
    options = {"path": "/", "secure": is_secure(http), "httponly": True, "samesite": "Lax"}
    response.set_cookie(_name(http), sealed, max_age=_SECONDS, **options)  # type: ignore[arg-type]


def kept(http: web.Request) -> Attempt | None:
    """The attempt that the browser gives back; `None` when there is none, or it took too long."""
    try:
        return Attempt.model_validate_json(
            _seal(http).decrypt(http.cookies.get(_name(http), ""), ttl=_SECONDS)
        )
    except InvalidToken:
        return None


def drop(http: web.Request, response: web.StreamResponse) -> None:
    """An attempt comes back once."""
    response.del_cookie(_name(http), path="/", secure=is_secure(http), httponly=True, samesite="Lax")


def _name(http: web.Request) -> str:
    return "__Host-desk_attempt" if is_secure(http) else "desk_attempt"


def _seal(http: web.Request) -> Fernet:
    """Keyed with a secret that every desk of an installation has."""
    secret = http.app[SETTINGS].service_token.get_secret_value()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"log-in at provider\n{secret}".encode()).digest()))
