"""What the desk's pages of requests ask for: counts, what is open by urgency, a table, mails, a proof."""

from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import update

from casestore.client import NotPermittedError, UnknownError
from casestore.requests import register
from casestore.storage.tables import RequestEvent
from casestore.wire.requests import Assignment, Extension, RecordedRequest, Remark, Requester, Transition
from privacy.right import Right


@pytest.fixture
async def lead(hire):
    return await hire("lead")


@pytest.fixture
def recorded(store, clock, lead):
    async def recorded(days=0, **fields):
        fields = {
            "rights": [Right.ACCESS],
            "received_at": clock() - timedelta(days=days, seconds=1),
            **fields,
        }
        return (await store.record_request(RecordedRequest(**fields), lead)).reference

    return recorded


async def listed(store, **query):
    return [item.reference for item in (await store.requests(query)).items]


async def test_what_is_open_comes_by_urgency_and_what_is_paused_is_not_lost(
    store, lead, recorded, monkeypatch
):
    late, asked, longer, new, closed = [await recorded(days) for days in (50, 20, 10, 0, 30)]
    await store.act(asked, Remark(text="Wer?"), lead, None, "pause")
    await store.act(longer, Extension(reason="Viel."), lead)
    await store.act(closed, Transition(to="cancelled"), lead)
    monkeypatch.setattr(register, "PAGE", 1)

    found, cursor = [], {}
    while True:
        page = await store.requests({"due": "open", **cursor})
        found += [item.reference for item in page.items]
        if page.next is None:
            break
        cursor = {"cursor": page.next}

    assert found == [late, asked, new, longer]
    assert await listed(store, due="open", state="cancelled") == []


@pytest.mark.parametrize("whose", [{"assignee": "someone-lead"}, {"unassigned": "true"}])
async def test_what_is_of_one_comes_in_its_order_page_by_page(store, lead, recorded, monkeypatch, whose):
    oldest, older, newer, newest = [await recorded(days) for days in (50, 20, 10, 0)]
    if "assignee" in whose:
        for reference in (oldest, older, newer, newest):
            await store.act(reference, Assignment(assignee="someone-lead"), lead)
    else:
        await store.act(await recorded(30), Assignment(assignee="someone-lead"), lead)
    for reference in (older, newest):
        await store.act(reference, Transition(to="in_progress"), lead)
    monkeypatch.setattr(register, "PAGE", 1)

    async def in_order(**query):
        found, cursor = [], {}
        while cursor is not None:
            page = await store.requests({**whose, **query, **cursor})
            found += [item.reference for item in page.items]
            cursor = {"cursor": page.next} if page.next else None
        return found

    assert await in_order(due="open") == [oldest, older, newer, newest]
    assert await in_order(due="overdue") == [oldest]
    assert await in_order(due="open", state="in_progress") == [older, newest]
    assert await in_order(state="in_progress") == [newest, older]
    assert await in_order() == [newest, newer, older, oldest]
    assert await in_order(state="completed") == []


async def test_counts_are_those_of_the_lists_and_end_at_a_bound(store, lead, recorded, monkeypatch):
    late, _, new = [await recorded(days) for days in (50, 27, 0)]
    await store.act(new, Assignment(assignee="someone-lead"), lead)

    for query, count in (
        ({"due": "overdue"}, 1),
        ({"due": "soon"}, 2),
        ({"assignee": "someone-lead"}, 1),
        ({"unassigned": "true"}, 2),
        ({"unassigned": "true", "due": "overdue"}, 1),
        ({"assignee": "someone-lead", "due": "overdue"}, 0),
        ({"assignee": "someone-lead", "due": "open", "state": "received"}, 1),
        ({}, 3),
    ):
        assert await store.count_requests(query) == count == len(await listed(store, **query))
    assert late in await listed(store, due="overdue")
    monkeypatch.setattr(register, "MANY", 2)
    assert await store.count_requests({}) == 2


async def test_an_export_has_what_its_filter_finds(store, lead, recorded):
    ada = await recorded(requester=Requester(name="Ada Byron", email="ada@example.com"))
    erasure = await recorded(rights=[Right.ERASURE])

    async def exported(**query):
        text = b"".join([piece async for piece in store.export_requests(query, lead)]).decode()
        return [row.split(",")[0] for row in text.splitlines()[1:]]

    assert await exported() == [ada, erasure]
    assert await exported(right="erasure") == [erasure]
    assert await exported(q="byron") == [ada]
    assert await exported(q=erasure, right="access") == []
    assert await exported(due="overdue") == []


@pytest.mark.parametrize("role", ["agent", "auditor"])
async def test_who_does_not_decide_exports_nothing(store, hire, role):
    with pytest.raises(NotPermittedError):
        await anext(store.export_requests({}, await hire(role)))


async def test_mails_are_listed_as_far_as_they_have_come(store, lead, recorded, inbox):
    reference = await recorded(requester=Requester(email="ada@example.com"))
    await inbox.next()

    [mail] = await store.mails(reference, lead)

    assert (mail.kind, mail.problem) == ("receipt", None)
    assert mail.state in {"waiting", "sent"}
    with pytest.raises(UnknownError):
        await store.mails("DSR-0000-0000", lead)


async def test_a_proof_says_whether_a_trail_holds_and_from_where_not(store, context, lead, recorded):
    reference = await recorded()
    await store.act(reference, Remark(text="Angerufen."), lead)
    whole = await store.prove_trail(reference, lead)

    async with context.database.writing() as session:
        await session.execute(update(RequestEvent).where(RequestEvent.sequence == 2).values(kind="nothing"))
    changed = await store.prove_trail(reference, lead)

    assert (whole.holds, whole.broken, whole.length) == (True, None, 2)
    assert (changed.holds, changed.broken, changed.seal) == (False, 2, whole.seal)


async def test_work_is_given_to_those_who_work(store, hire, lead):
    for role in ("agent", "auditor"):
        await hire(role)

    assert (await store.colleagues(lead)).names == ["someone-agent", "someone-lead"]


async def test_staff_verify_with_a_method_that_stands_in_the_trail(store, lead, recorded):
    reference = await recorded()
    how = Transition(to="verified", method="call_back", reason="Nummer im Vertrag.")

    view = await store.act(reference, how, lead)

    assert (view.state, view.verification.level) == ("verified", "staff")
    assert [(event.kind, event.note) for event in view.events][-1] == (
        "verified: call_back",
        "Nummer im Vertrag.",
    )


@pytest.mark.parametrize(
    "fields",
    [{"to": "verified"}, {"to": "verified", "reason": " "}, {"to": "completed", "reason": "Fertig."}],
)
def test_a_method_wants_a_reason_and_a_verification(fields):
    with pytest.raises(ValidationError):
        Transition.model_validate({"method": "call_back", **fields})


@pytest.mark.parametrize(
    "fields", [{"to": "completed", "cause": "duplicate"}, {"to": "cancelled", "cause": "other"}]
)
def test_a_cause_wants_a_cancellation_and_another_cause_a_reason(fields):
    with pytest.raises(ValidationError):
        Transition.model_validate(fields)
