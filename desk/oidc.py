"""An OpenID provider: where it sends people, what it says of them, and whether that is true.

Authorization code flow with PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636).
"""

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import hdrs
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from desk.oidc_attempt import Attempt
from settings import Settings

_CACHED_SECONDS = 3600
_LEEWAY_SECONDS = 60
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_BROKEN = (aiohttp.ClientError, TimeoutError, JoseError, KeyError, TypeError, ValueError)


class ProviderError(Exception):
    """The provider cannot be reached, or what it says does not hold."""


class Provider:
    """The provider of the settings; what it says of itself is kept for an hour."""

    def __init__(self, settings: Settings, session: aiohttp.ClientSession) -> None:
        self._settings, self._session = settings, session
        self._cached: dict[str, tuple[float, dict[str, Any]]] = {}

    @property
    def _back(self) -> str:
        """Where the provider sends people: as configured, never as a request says."""
        return f"{self._settings.desk_url}/login/callback"

    async def address(self, attempt: Attempt) -> str:
        """Where to log in; raises `ProviderError`."""
        try:
            metadata = await self._metadata()
            return str(
                prepare_grant_uri(
                    metadata["authorization_endpoint"],
                    self._settings.oidc_client_id,
                    "code",
                    redirect_uri=self._back,
                    scope="openid profile email",
                    state=attempt.state,
                    nonce=attempt.nonce,
                    code_challenge=create_s256_code_challenge(attempt.verifier),
                    code_challenge_method="S256",
                )
            )
        except _BROKEN as error:
            raise ProviderError(type(error).__name__) from error

    async def claims(self, code: str, attempt: Attempt) -> Mapping[str, Any]:
        """What the provider says of who came back with *code*; raises `ProviderError`."""
        try:
            tokens = await self._exchange(code, attempt.verifier)
            claims = await self._verified(tokens["id_token"], attempt.nonce, tokens["access_token"])
            if self._settings.oidc_role_claim in claims:
                return claims
            return {**await self._user_info(tokens["access_token"], claims["sub"]), **claims}
        except _BROKEN as error:
            raise ProviderError(type(error).__name__) from error

    async def _exchange(self, code: str, verifier: str) -> dict[str, Any]:
        metadata, settings = await self._metadata(), self._settings
        client, secret = settings.oidc_client_id, settings.oidc_client_secret.get_secret_value()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._back,
            "code_verifier": verifier,
        }
        headers = {}
        methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if secret and "client_secret_basic" in methods:  # RFC 6749, 2.3.1
            basic = aiohttp.encode_basic_auth(quote(client, safe=""), quote(secret, safe=""))
            headers[hdrs.AUTHORIZATION] = basic
        else:
            form |= {"client_id": client} | ({"client_secret": secret} if secret else {})
        url = metadata["token_endpoint"]
        async with self._session.post(url, data=form, headers=headers, allow_redirects=False) as response:
            response.raise_for_status()
            return _object(await response.json())

    async def _verified(self, id_token: str, nonce: str, access_token: str) -> dict[str, Any]:
        """Check the signature, and issuer, audience, times and nonce (OpenID Connect Core, 3.1.3.7)."""
        try:
            token = jwt.decode(id_token, await self._keys(), algorithms=_ALGORITHMS)
        except (InvalidKeyIdError, BadSignatureError):  # the provider may have new keys
            token = jwt.decode(id_token, await self._keys(anew=True), algorithms=_ALGORITHMS)
        client = self._settings.oidc_client_id
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": self._settings.oidc_issuer},
                "aud": {"essential": True, "value": client},
            },
            params={"nonce": nonce, "client_id": client, "access_token": access_token},
        )
        claims.validate(leeway=_LEEWAY_SECONDS)
        return dict(claims)

    async def _user_info(self, access_token: str, subject: str) -> dict[str, Any]:
        """What stands outside the ID token; it must be of the same person (Core, 5.3.2)."""
        url = (await self._metadata()).get("userinfo_endpoint")
        if url is None:
            return {}
        headers = {hdrs.AUTHORIZATION: f"Bearer {access_token}"}
        async with self._session.get(url, headers=headers, allow_redirects=False) as response:
            response.raise_for_status()
            said = _object(await response.json())
        if said["sub"] != subject:
            raise ValueError("userinfo is of somebody else")
        return said

    async def _keys(self, *, anew: bool = False) -> KeySet:
        url = (await self._metadata())["jwks_uri"]
        return KeySet.import_key_set(await self._get(url, anew=anew))  # type: ignore[arg-type]

    async def _metadata(self) -> dict[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0, 4.3)."""
        metadata = await self._get(get_well_known_url(self._settings.oidc_issuer, external=True))
        if metadata["issuer"] != self._settings.oidc_issuer:
            raise ValueError("another issuer")
        return metadata

    async def _get(self, url: str, *, anew: bool = False) -> dict[str, Any]:
        until, found = self._cached.get(url, (0.0, {}))
        if anew or time.monotonic() >= until:
            async with self._session.get(url, allow_redirects=False) as response:
                response.raise_for_status()
                found = _object(await response.json(content_type=None))
            self._cached[url] = (time.monotonic() + _CACHED_SECONDS, found)
        return found


def _object(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise TypeError("not a JSON object")
    return said
