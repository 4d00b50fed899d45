"""Calls that cannot be served are refused, and harm nobody else."""

import aiohttp
import pytest
from yarl import URL

from casestore.client import ConflictingError
from casestore.outgoing.outbox import deliver_next
from casestore.wire.requests import Change
from privacy.right import Right
from tests.casestore.outgoing.test_outbox import posted


async def test_a_withdrawn_request_is_not_amended(store, visitor):
    card = await visitor.files()
    await store.change_request(visitor.chat.id, card.reference, Change(cancelled=True))

    with pytest.raises(ConflictingError):
        await store.change_request(visitor.chat.id, card.reference, Change(rights=[Right.ERASURE]))


async def test_a_filter_by_right_looks_behind_the_newest_page(store, visitor):
    wanted = await visitor.files(Right.PORTABILITY, key="old")
    for number in range(55):
        await visitor.files(key=str(number))

    page = await store.requests({"right": "portability"})

    assert [item.reference for item in page.items] == [wanted.reference]


async def test_a_mail_to_nowhere_does_not_hold_up_the_others(context, inbox):
    await posted(context, to="a@b@c")
    await posted(context)

    await deliver_next(context)
    await deliver_next(context)

    assert (await inbox.next())["To"] == "erika@example.com"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/conversations", "{"),
        ("POST", "/conversations", "{}"),
        ("POST", "/conversations", '{"language": "fr"}'),
        ("POST", "/conversations/x/codes", '{"address": "a@example.com, b@example.com"}'),
        ("GET", "/requests?cursor=x", None),
        ("GET", "/requests?due_before=soon", None),
        ("GET", "/requests?due_before=0", None),
        ("GET", "/requests?due=soon&cursor=1", None),
        ("GET", "/conversations/x/changes?wait=nan", None),
        ("GET", "/conversations/x/changes?wait=inf", None),
        ("POST", "/conversations/x/messages?turn=one", "[]"),
        ("POST", "/conversations", "[]"),
        ("POST", "/conversations/x/codes/check", '{"code": 1}'),
    ],
)
async def test_what_cannot_be_read_is_refused(server, settings, method, path, body):
    headers = {"Authorization": f"Bearer {settings.service_token.get_secret_value()}"}
    async with (
        aiohttp.ClientSession(server.make_url("/"), headers=headers) as session,
        session.request(method, path, data=body) as response,
    ):
        assert response.status == 422


NUL = '"\\u0000"'
MESSAGE = '"sender": "bot", "text": "x", "language": "de"'


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/requests?q=%00", None),
        ("GET", "/requests?assignee=%00", None),
        ("GET", "/requests/%00", None),
        ("POST", "/requests/{reference}/assignment", f'{{"assignee": {NUL}}}'),
        ("GET", "/conversations/%00", None),
        ("GET", "/conversations/{id}/messages?after=9999999999", None),
        ("GET", "/conversations/{id}/messages?after=-99999999999999999999", None),
        ("POST", "/conversations/{id}/messages?turn=9999999999", f"[{{{MESSAGE}}}]"),
        ("POST", "/conversations/{id}/messages", f'[{{{MESSAGE}, "expects": {NUL}}}]'),
        ("POST", "/conversations/{id}/messages", f'[{{{MESSAGE}, "request": {NUL}}}]'),
        ("POST", "/conversations/{id}/turns", f'{{"token": "{{token}}", "client_id": {NUL}, "text": "x"}}'),
        ("POST", "/conversations/{id}/requests", f'{{"key": {NUL}, "rights": ["access"]}}'),
        ("PUT", "/customers", f'[{{"number": {NUL}, "name": "x", "email": "x", "language": "de"}}]'),
        ("POST", "/staff/%00/tokens", None),
    ],
)
async def test_what_only_one_of_the_databases_holds_breaks_neither(
    server, settings, visitor, hire, method, path, body
):
    card = await visitor.files()
    headers = {
        "Authorization": f"Bearer {settings.service_token.get_secret_value()}",
        "X-Conversation-Token": visitor.chat.token,
        "X-Staff-Token": await hire("privacy"),
    }
    url = str(server.make_url("/")) + path[1:].format(id=visitor.chat.id, reference=card.reference)
    data = body and body.replace("{token}", visitor.chat.token)

    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, URL(url, encoded=True), data=data) as response,
    ):
        assert response.status in {200, 201, 404, 422}
        assert response.content_type == "application/json"


@pytest.mark.parametrize(
    ("method", "path", "size", "error"),
    [
        ("GET", "/nowhere", 0, (404, "HTTPNotFound")),
        ("PATCH", "/requests", 0, (405, "HTTPMethodNotAllowed")),
        ("POST", "/requests", 2_000_000, (413, "HTTPRequestEntityTooLarge")),
    ],
)
async def test_what_is_refused_before_it_is_read_is_json_too(server, settings, method, path, size, error):
    headers = {"Authorization": f"Bearer {settings.service_token.get_secret_value()}"}
    async with (
        aiohttp.ClientSession(server.make_url("/"), headers=headers) as session,
        session.request(method, path, data=b"x" * size) as response,
    ):
        assert (response.status, (await response.json())["error"]) == error


@pytest.mark.parametrize("header", ["X-Staff-Token", "X-Conversation-Token"])
async def test_a_token_that_is_no_text_opens_nothing(server, settings, visitor, header):
    path = "/staff/me" if header == "X-Staff-Token" else f"/conversations/{visitor.chat.id}"
    headers = {"Authorization": f"Bearer {settings.service_token.get_secret_value()}", header: "\udcff"}

    async with (
        aiohttp.ClientSession(server.make_url("/"), headers=headers) as session,
        session.get(path) as response,
    ):
        assert response.status == 401
