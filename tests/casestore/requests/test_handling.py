"""Staff record requests and work them to their deadline; what may not be done changes nothing."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from casestore.client import ConflictingError, NotPermittedError, UnfitError, UnknownError
from casestore.wire.requests import Assignment, Extension, RecordedRequest, Remark, Requester, Transition
from privacy.language import Language
from privacy.request import State
from privacy.right import Right
from tests.casestore.inbox import plain_text_of

ADDRESS = "erika@example.com"


def letter(**fields):
    return RecordedRequest(
        rights=[Right.ACCESS],
        language=Language.ENGLISH,
        channel="letter",
        requester=Requester(name="Ada Byron", email=ADDRESS, customer_number="K-100001"),
        **fields,
    )


@pytest.fixture
async def privacy(hire):
    return await hire("privacy")


@pytest.fixture
async def request_(store, privacy, inbox):
    view = await store.record_request(letter(), privacy)
    await inbox.next()
    return view


async def test_a_letter_counts_from_the_day_it_arrived(store, privacy, inbox, clock):
    arrived = clock() - timedelta(days=10)

    view = await store.record_request(letter(received_at=arrived, details="By post."), privacy)

    assert (view.received_at, view.due_on) == (arrived, date(2026, 3, 20))
    assert (view.channel, view.state, view.verification.level) == ("letter", "received", "none")
    assert view.requester == {"email": ADDRESS, "name": "Ada Byron", "customer_number": "K-100001"}
    assert view.reference in plain_text_of(await inbox.next())


async def test_a_name_an_address_and_a_customer_number_find_the_request(store, request_):
    for query in ("ada byron", "Byron", "ERIKA@example.com", "k-100001", request_.reference):
        assert [item.reference for item in (await store.requests({"q": query})).items] == [request_.reference]
    for query in ("ada lovelace", "byr", "erika", "K-10000"):
        assert (await store.requests({"q": query})).items == []


async def test_a_further_request_of_the_same_person_is_linked_and_never_absorbed(store, privacy, request_):
    by_number = RecordedRequest(
        rights=[Right.ERASURE], language=Language.GERMAN, requester=Requester(customer_number="K-100001")
    )

    further = await store.record_request(by_number, privacy)
    namesake = await store.record_request(
        RecordedRequest(rights=[Right.ACCESS], requester=Requester(name="Ada Byron")), privacy
    )

    assert (further.related, namesake.related) == (request_.reference, None)
    assert len((await store.requests({})).items) == 3


@pytest.mark.parametrize(
    "steps",
    [
        ["verified", "in_progress", "completed"],
        ["in_progress", "refused"],
        ["verified", "refused"],
        ["verified", "in_progress", "cancelled"],
    ],
)
async def test_a_request_moves_on_step_by_step_and_its_trail_tells(store, privacy, request_, steps):
    for step in steps:
        moved = await store.act(
            request_.reference, Transition(to=State(step), reason="Wie besprochen."), privacy
        )
        assert moved.state == step

    assert [event.kind for event in moved.events] == ["received", *steps]
    assert [event.state for event in moved.events] == ["received", *steps]
    assert moved.deadline is None


@pytest.mark.parametrize("to", ["received", "completed"])
async def test_a_step_there_is_not_is_refused(store, privacy, request_, to):
    with pytest.raises(ConflictingError):
        await store.act(request_.reference, Transition(to=State(to)), privacy)

    assert (await store.open_request(request_.reference, privacy)).state == "received"


async def test_a_closed_request_stays_closed(store, privacy, request_):
    await store.act(request_.reference, Transition(to=State.CANCELLED), privacy)

    for what in (Transition(to=State.IN_PROGRESS), Extension(reason="Es ist viel.")):
        with pytest.raises(ConflictingError):
            await store.act(request_.reference, what, privacy)


async def test_a_refusal_tells_the_reason_and_where_to_complain(store, privacy, request_, inbox):
    reason = "We hold nothing about you."
    await store.act(request_.reference, Transition(to=State.REFUSED, reason=reason), privacy)

    text = plain_text_of(await inbox.next())

    assert all(words in text for words in (request_.reference, reason, "supervisory authority", "court"))


def test_a_refusal_without_a_reason_cannot_be_asked_for():
    with pytest.raises(ValueError, match="reason"):
        Transition(to=State.REFUSED, reason=" ")


@pytest.mark.parametrize(("to", "words"), [("completed", "is done"), ("cancelled", "withdrawn")])
async def test_the_end_of_a_request_is_mailed(store, privacy, request_, inbox, to, words):
    await store.act(request_.reference, Transition(to=State.IN_PROGRESS), privacy)

    await store.act(request_.reference, Transition(to=State(to)), privacy)

    assert words in (await inbox.next())["Subject"]


@pytest.mark.parametrize(
    ("cause", "subject", "words"),
    [
        ("withdrawn", "withdrawn", "has been withdrawn"),
        ("duplicate", "closed", "We have it already"),
        ("not_a_request", "closed", "by mistake"),
    ],
)
async def test_nobody_is_told_that_they_withdrew_when_staff_cancel_for_another_cause(
    store, privacy, request_, inbox, cause, subject, words
):
    why = Transition(to=State.CANCELLED, cause=cause, reason="For us only.")
    await store.act(request_.reference, why, privacy)

    mail = await inbox.next()
    assert subject in mail["Subject"]
    assert words in plain_text_of(mail)
    assert "For us only." not in plain_text_of(mail)


async def test_an_extension_takes_two_further_months_and_tells_why(store, privacy, request_, inbox):
    extended = await store.act(request_.reference, Extension(reason="Very many records."), privacy)

    assert (extended.due_on, extended.extended_until) == (date(2026, 4, 2), date(2026, 6, 2))
    assert extended.deadline == date(2026, 6, 2)
    text = plain_text_of(await inbox.next())
    assert all(words in text for words in ("Very many records.", "2 June 2026", "Art. 12(3)"))


async def test_a_period_is_extended_only_once_and_only_within_the_first_month(
    store, privacy, request_, clock
):
    extension = Extension(reason="Es ist viel.")
    clock.moment = datetime(2026, 4, 2, 21, 59, tzinfo=UTC)  # 23:59 in Berlin
    await store.act(request_.reference, extension, privacy)
    with pytest.raises(ConflictingError):
        await store.act(request_.reference, extension, privacy)

    late = await store.record_request(letter(received_at=datetime(2026, 3, 1, tzinfo=UTC)), privacy)

    with pytest.raises(ConflictingError):
        await store.act(late.reference, extension, privacy)


async def test_the_period_stands_still_while_staff_ask_who_it_is(store, privacy, request_, clock):
    paused = await store.act(request_.reference, Remark(text="Wer ist es?"), privacy, act="pause")
    clock.forward(days=10)
    resumed = await store.act(request_.reference, Remark(text="Geklärt."), privacy, act="resumption")

    assert (paused.deadline, paused.due_on) == (None, date(2026, 4, 2))
    assert resumed.due_on == resumed.deadline == date(2026, 4, 13)  # 12 April is a Sunday
    assert [event.kind for event in resumed.events] == ["received", "paused", "resumed"]
    with pytest.raises(ConflictingError):
        await store.act(request_.reference, Remark(text="Noch einmal."), privacy, act="resumption")


async def test_a_pause_counts_from_the_same_numbered_day_and_not_from_the_working_day_after(
    store, privacy, clock
):
    clock.moment = datetime(2026, 1, 20, 9, tzinfo=UTC)
    view = await store.record_request(letter(received_at=datetime(2026, 1, 15, tzinfo=UTC)), privacy)
    await store.act(view.reference, Remark(text="Wer?"), privacy, act="pause")
    clock.forward(days=1)
    resumed = await store.act(view.reference, Remark(text="Geklärt."), privacy, act="resumption")

    assert (view.due_on, resumed.due_on) == (date(2026, 2, 16), date(2026, 2, 16))


async def test_overdue_and_urgent_requests_come_in_the_order_of_their_deadlines(store, privacy, clock):
    days = [datetime(2026, 1, day, 12, tzinfo=UTC) for day in (20, 5, 31, 12)]
    overdue = [await store.record_request(letter(received_at=day), privacy) for day in days]
    soon = await store.record_request(letter(received_at=datetime(2026, 2, 5, tzinfo=UTC)), privacy)
    await store.record_request(letter(), privacy)
    await store.act(overdue[0].reference, Transition(to=State.CANCELLED), privacy)
    await store.act(overdue[1].reference, Remark(text="Wer?"), privacy, act="pause")

    late, urgent = await store.requests({"due": "overdue"}), await store.requests({"due": "soon"})

    assert [item.reference for item in late.items] == [overdue[3].reference]
    assert [item.reference for item in urgent.items] == [
        overdue[3].reference,
        overdue[2].reference,
        soon.reference,
    ]
    assert clock() > late.items[0].received_at


async def test_urgent_requests_are_paged_without_gap_or_repetition(store, privacy):
    day = datetime(2026, 1, 20, tzinfo=UTC)
    filed = [await store.record_request(letter(received_at=day), privacy) for _ in range(52)]

    first = await store.requests({"due": "overdue"})
    second = await store.requests({"due": "overdue", "cursor": first.next or ""})

    listed = [item.reference for item in first.items + second.items]
    assert listed == [view.reference for view in filed]
    assert second.next is None


async def test_a_request_is_assigned_to_staff_there_are(store, privacy, request_):
    await store.act(request_.reference, Assignment(assignee="someone-privacy"), privacy)

    with pytest.raises(UnfitError):
        await store.act(request_.reference, Assignment(assignee="nobody"), privacy)

    assert [i.reference for i in (await store.requests({"assignee": "someone-privacy"})).items] == [
        request_.reference
    ]


async def test_who_saw_an_older_version_changes_nothing(store, privacy, request_):
    await store.act(request_.reference, Remark(text="Angerufen."), privacy)

    with pytest.raises(ConflictingError):
        await store.act(request_.reference, Transition(to=State.VERIFIED, version=request_.version), privacy)

    assert (await store.open_request(request_.reference, privacy)).state == "received"


async def test_of_many_that_move_a_request_at_once_one_does(store, privacy, request_):
    moves = [Transition(to=State.VERIFIED, version=request_.version) for _ in range(10)]

    done = await asyncio.gather(
        *(store.act(request_.reference, move, privacy) for move in moves), return_exceptions=True
    )

    assert sum(not isinstance(result, Exception) for result in done) == 1


async def test_the_same_key_has_one_effect_and_another_body_is_refused(store, privacy, request_):
    note = Remark(text="Angerufen.")
    recorded = [await store.record_request(letter(), privacy, key="post-7") for _ in range(2)]
    noted = [await store.act(request_.reference, note, privacy, key="note-1") for _ in range(2)]

    assert recorded[0].reference == recorded[1].reference
    assert [event.kind for event in noted[1].events] == ["received", "note"]
    with pytest.raises(ConflictingError):
        await store.act(request_.reference, Remark(text="Anders."), privacy, key="note-1")
    with pytest.raises(ConflictingError):
        await store.record_request(letter(details="Anders."), privacy, key="post-7")


async def test_the_same_key_at_once_records_one_request(store, privacy):
    views = await asyncio.gather(*(store.record_request(letter(), privacy, key="post") for _ in range(10)))

    assert len({view.reference for view in views}) == 1
    assert len((await store.requests({})).items) == 1


@pytest.mark.parametrize(
    ("role", "may"),
    [("agent", {"record", "note"}), ("lead", {"record", "note", "move"}), ("auditor", set())],
)
async def test_a_role_does_what_it_may(store, request_, hire, role, may):
    token = await hire(role)
    acts = {
        "record": lambda: store.record_request(letter(), token),
        "note": lambda: store.act(request_.reference, Remark(text="Notiz."), token),
        "move": lambda: store.act(request_.reference, Transition(to=State.IN_PROGRESS), token),
    }

    for name, act in acts.items():
        if name in may:
            await act()
        else:
            with pytest.raises(NotPermittedError):
                await act()


async def test_what_there_is_not_cannot_be_changed(store, privacy):
    with pytest.raises(UnknownError):
        await store.act("DSR-0000-0000", Remark(text="Notiz."), privacy)
