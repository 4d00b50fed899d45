"""A host page can vouch for who is logged in there, with a token it signed, and for nobody else."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import SecretStr

from casestore.client import CaseStore
from casestore.wire.requests import NewRequest
from privacy.language import Language
from privacy.right import Right
from tests.casestore.visitor import listed

SECRET = "a secret that the host page and we know"  # noqa: S105
NOW = datetime.now(UTC)


def token(key=SECRET, algorithm="HS256", **claims):
    usual = {"sub": "K-100001", "aud": "auskunft", "iat": NOW, "exp": NOW + timedelta(days=1)}
    return jwt.encode({n: v for n, v in (usual | claims).items() if v is not None}, key, algorithm)


@pytest.fixture
def vouching(context):
    context.settings = context.settings.model_copy(update={"host_key": SecretStr(SECRET)})


async def open_and_file(store: CaseStore, identity: str):
    chat = await store.open_conversation(Language.GERMAN, identity)
    new = NewRequest(key="1", rights=[Right.ACCESS], language=Language.GERMAN)
    return chat, await listed(store, await store.file_request(chat.id, new))


@pytest.mark.usefixtures("vouching")
async def test_who_is_logged_in_needs_no_code(store, inbox):
    chat, request = await open_and_file(store, token())

    assert chat.signed_in
    assert (request.state, request.verification.level, request.verification.on_file) == (
        "verified",
        "signed_in",
        True,
    )
    assert (await inbox.next())["To"] == "erika@example.com"


@pytest.mark.usefixtures("vouching")
@pytest.mark.parametrize(
    "forged",
    [
        token(key="another secret that is as long as that"),
        token(exp=NOW - timedelta(seconds=1)),
        token(exp=None),
        token(aud="another service"),
        token(aud=None),
        token(sub="K-999999"),
        token(sub=None),
        token(key=None, algorithm="none"),
        "not.a.token",
        "",
    ],
)
async def test_a_token_that_does_not_hold_proves_nothing_and_the_chat_opens(store, forged):
    chat, request = await open_and_file(store, forged)

    assert not chat.signed_in
    assert (request.state, request.verification.level) == ("received", "none")


async def test_without_a_key_no_token_proves_anything(store):
    chat, _ = await open_and_file(store, token(key="x" * 32))

    assert not chat.signed_in


async def test_a_public_key_checks_what_its_private_key_signed_and_is_no_secret(store, context):
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    context.settings = context.settings.model_copy(update={"host_key": SecretStr(pem.decode())})

    signed, _ = await open_and_file(store, token(key=private, algorithm="ES256"))
    # An attacker knows the public key and signs with it as if it were a shared secret.
    forged, _ = await open_and_file(store, _signed_with_text(pem))

    assert (signed.signed_in, forged.signed_in) == (True, False)


def _signed_with_text(secret: bytes) -> str:

    def part(value) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    claims = {"sub": "K-100001", "aud": "auskunft", "iat": NOW.timestamp(), "exp": NOW.timestamp() + 86400}
    signed = part({"alg": "HS256", "typ": "JWT"}) + b"." + part(claims)
    signature = base64.urlsafe_b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).rstrip(b"=")
    return (signed + b"." + signature).decode()
