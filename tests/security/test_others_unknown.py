"""G7: of other people nothing is told, not even whether there is anything."""

import pytest

from casestore.requests.filing import Requests
from privacy.reference import new_reference

CHANGES = ({"cancelled": True}, {"details": "und das Haus"}, {"reminded": True})


async def answer(internal, method, path, **body):
    async with internal.request(method, path, **({"json": body} if body else {})) as response:
        return response.status, dict(response.headers) | {"Date": ""}, await response.read()


@pytest.fixture
async def theirs(visit):
    """The reference of a request of somebody else, who proved who they are."""
    wife = await visit()
    card = await wife.files(details="Kanarienvogel")
    await wife.proves("erika@example.com")
    return card.reference


async def test_anothers_number_and_one_there_is_not_are_answered_alike(internal, theirs, visitor):
    await visitor.proves("other@example.org")
    path = f"/conversations/{visitor.chat.id}/requests"

    for method, bodies in (("GET", [{}]), ("PATCH", CHANGES)):
        for body in bodies:
            there = await answer(internal, method, f"{path}/{theirs}", **body)
            nowhere = await answer(internal, method, f"{path}/{new_reference()}", **body)
            assert there == nowhere
            assert there[0] == 404


@pytest.mark.usefixtures("theirs")
async def test_who_only_claims_an_address_sees_nothing_of_who_reads_it(context, visitor):
    await visitor.is_sent_a_code("erika@example.com")

    assert await Requests(context).cards(visitor.chat.id) == []
