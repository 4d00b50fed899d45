"""An OpenID provider that runs: Authlib's, made to check the proof of who asked for a code (RFC 7636)."""

import base64
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import oidc_provider_mock
from authlib import jose
from oidc_provider_mock import User
from werkzeug.serving import make_server


class Provider:
    """Knows its users; can be told to lie."""

    def __init__(self) -> None:
        self.app = oidc_provider_mock.app(require_nonce=True)
        self.app.before_request(self._before)
        self.app.after_request(self._after)
        self.users: dict[str, dict[str, Any]] = {}
        self.challenges: dict[str, str] = {}  # by code
        self.new_key = False
        self.asked: list[str] = []
        self.exchanged: list[dict[str, str]] = []  # what came with each code
        self.lies: dict[str, Any] = {}  # path to what is answered there, changed
        self.claims: dict[
            str, Any
        ] = {}  # that ID tokens have in place of the true ones, and signed like them
        self.checks_proof = True
        self.issuer = ""

    def _before(self) -> flask.Response | None:
        path = flask.request.path
        self.asked.append(path)
        storage = flask.g.oidc_provider_mock_storage
        for name, claims in self.users.items():
            storage.store_user(User(sub=name, claims=claims))
        if self.new_key:
            storage.jwk, self.new_key = jose.RSAKey.generate_key(is_private=True), False
        if path == "/oauth2/token":
            self.exchanged.append(flask.request.form.to_dict())
        if path == "/oauth2/token" and self.checks_proof and not self._is_proved():
            return flask.Response('{"error": "invalid_grant"}', 400, mimetype="application/json")
        return None

    @property
    def public_key(self) -> bytes:
        """As anybody can fetch it, in PEM. Only while it answers a call."""
        return bytes(flask.g.oidc_provider_mock_storage.jwk.as_pem(is_private=False))

    def _is_proved(self) -> bool:
        proof = hashlib.sha256(flask.request.form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        return self.challenges.get(flask.request.form["code"]) == challenge

    def _after(self, response: flask.Response) -> flask.Response:
        path = flask.request.path
        if path == "/oauth2/authorize" and response.location:
            code = parse_qs(urlsplit(response.location).query)["code"][0]
            self.challenges[code] = flask.request.args.get("code_challenge", "")
        if path == "/oauth2/token" and self.claims:
            response.set_data(flask.json.dumps(self._with_claims(response.get_json())))
        if path in self.lies and response.is_json:
            response.set_data(flask.json.dumps(self.lies[path](response.get_json())))
        return response

    def _with_claims(self, said: dict[str, Any]) -> dict[str, Any]:
        key = flask.g.oidc_provider_mock_storage.jwk
        true = jose.jwt.decode(said["id_token"], key)
        return {**said, "id_token": jose.jwt.encode(true.header, {**true, **self.claims}, key).decode()}


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()
    server = make_server("localhost", 0, provider.app, threaded=True)
    provider.issuer = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()
