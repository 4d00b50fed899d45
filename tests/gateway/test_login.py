"""The host page's log-in opens a conversation in which requests need no code."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from tests.gateway.visitor import ROOT

SECRET = "a secret that the host page and we know"  # noqa: S105


@pytest.fixture
def overrides(overrides):
    return {**overrides, "host_key": SECRET}


def signed(key):
    now = datetime.now(UTC)
    claims = {"sub": "K-100001", "aud": "auskunft", "iat": now, "exp": now + timedelta(days=1)}
    return jwt.encode(claims, key, "HS256")


@pytest.mark.parametrize(
    ("identity", "signed_in"),
    [(signed(SECRET), True), (signed(SECRET[::-1]), False), (None, False), (7, False), ({"sub": "K"}, False)],
)
async def test_a_token_of_the_host_page_opens_a_proved_conversation_and_nothing_else_does(
    gateway, running, identity, signed_in
):
    response = await gateway.post(ROOT, json={"language": "de", "identity": identity})

    opened = await response.json()
    assert (response.status, opened["signed_in"]) == (201, signed_in)
    assert (await running.cases.conversation(opened["id"])).proved is signed_in
