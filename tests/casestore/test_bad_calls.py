"""Calls that cannot be served are refused, and harm nobody else."""

import aiohttp
import pytest

from casestore.client import ConflictingError
from casestore.outbox import deliver_next
from casestore.wire import Change
from privacy.right import Right
from tests.casestore.test_outbox import posted


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
    ],
)
async def test_what_cannot_be_read_is_refused(server, settings, method, path, body):
    headers = {"Authorization": f"Bearer {settings.service_token.get_secret_value()}"}
    async with (
        aiohttp.ClientSession(server.make_url("/"), headers=headers) as session,
        session.request(method, path, data=body) as response,
    ):
        assert response.status == 422
