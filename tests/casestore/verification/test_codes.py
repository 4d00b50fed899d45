"""A code proves one mailbox to one chat, once, for ten minutes."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from casestore.client import UnknownError
from casestore.storage.tables import Mail
from casestore.wire.requests import Transition
from privacy.language import Language
from privacy.request import State
from tests.casestore.visitor import another, listed

ON_FILE = "erika@example.com"
UNKNOWN = "stranger@example.com"


@pytest.mark.parametrize(
    ("address", "state", "level"),
    [
        (ON_FILE, "verified", "on_file"),
        ("ERIKA@Example.COM", "verified", "on_file"),
        (UNKNOWN, "received", "mailbox"),
    ],
)
async def test_only_an_address_on_file_verifies_the_request(store, visitor, address, state, level):
    card = await visitor.files()

    await visitor.proves(address)

    item = await listed(store, card)
    assert (item.state, item.verification.level) == (state, level)
    assert item.verification.on_file is (level == "on_file")


@pytest.mark.parametrize("language", list(Language))
async def test_known_and_unknown_address_get_the_same_words_apart_from_the_code(inbox, visit, language):
    mails = []
    for address in (ON_FILE, UNKNOWN):
        visitor = await visit(language)
        assert await visitor.store.send_code(visitor.chat.id, address) == "sent"
        mail, code = await inbox.next_with_code()
        bodies = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
        mails.append([mail["Subject"], *(body.replace(code, "CODE") for body in bodies)])
        assert mail["To"] == address

    assert mails[0] == mails[1]
    assert [body.count("CODE") for body in mails[0][1:]] == [1, 1]


async def test_known_and_unknown_address_cannot_be_told_apart_by_what_the_visitor_gets_back(visit):
    answers = []
    for address in (ON_FILE, UNKNOWN):
        visitor = await visit()
        code = await visitor.is_sent_a_code(address)
        answers.append([await visitor.types(another(code)), await visitor.types(code)])

    assert answers[0] == answers[1] == ["wrong", "right"]


async def test_the_third_wrong_code_kills_the_right_one(store, visitor):
    card = await visitor.files()
    code = await visitor.is_sent_a_code(ON_FILE)

    tries = [await visitor.types(another(code)) for _ in range(3)]

    assert tries == ["wrong", "wrong", "dead"]
    assert await visitor.types(code) == "dead"
    assert (await listed(store, card)).verification.level == "none"


async def test_the_right_code_counts_at_the_third_try(visitor):
    code = await visitor.is_sent_a_code(ON_FILE)

    tries = [await visitor.types(typed) for typed in (another(code), another(code), code)]

    assert tries == ["wrong", "wrong", "right"]


async def test_guesses_made_at_once_are_counted_like_those_made_one_by_one(visitor):
    code = await visitor.is_sent_a_code(ON_FILE)

    tries = await asyncio.gather(*(visitor.types(another(code)) for _ in range(20)))

    assert tries.count("wrong") == 2
    assert await visitor.types(code) == "dead"


@pytest.mark.parametrize(
    ("waited", "outcome"),
    [(timedelta(minutes=10) - timedelta(seconds=1), "right"), (timedelta(minutes=10), "dead")],
)
async def test_a_code_lives_ten_minutes(visitor, clock, waited, outcome):
    code = await visitor.is_sent_a_code(ON_FILE)

    clock.moment += waited

    assert await visitor.types(code) == outcome


@pytest.mark.parametrize("next_address", [ON_FILE, UNKNOWN])
async def test_a_new_code_kills_the_old_one(store, visitor, next_address):
    card = await visitor.files()
    old = await visitor.is_sent_a_code(ON_FILE)
    new = await visitor.is_sent_a_code(next_address)

    assert await visitor.types(old) == "wrong"
    assert (await listed(store, card)).verification.level == "none"
    assert await visitor.types(new) == "right"


async def test_an_old_code_does_not_come_back_when_the_new_one_is_used_up(visitor):
    old = await visitor.is_sent_a_code(ON_FILE)
    new = await visitor.is_sent_a_code(UNKNOWN)
    for _ in range(3):
        await visitor.types(another(new))

    assert await visitor.types(old) == "dead"


async def test_what_counts_is_the_address_of_the_code_that_was_typed(store, visitor):
    card = await visitor.files()
    await visitor.is_sent_a_code(ON_FILE)

    await visitor.proves(UNKNOWN)

    assert (await listed(store, card)).verification.level == "mailbox"


async def test_of_twenty_checks_at_once_exactly_one_is_right(visitor):
    code = await visitor.is_sent_a_code(ON_FILE)

    outcomes = await asyncio.gather(*(visitor.types(code) for _ in range(20)))

    assert sorted(outcomes) == ["dead"] * 19 + ["right"]


async def test_a_code_of_another_chat_does_not_count(store, visit):
    one, other, third = await visit(), await visit(), await visit()
    card = await other.files()
    await other.is_sent_a_code(ON_FILE)
    code = await one.is_sent_a_code(ON_FILE)

    assert await other.types(code) == "wrong"
    assert await third.types(code) == "dead"
    assert (await listed(store, card)).verification.level == "none"
    assert await one.types(code) == "right"


async def test_there_is_no_code_for_a_chat_that_does_not_exist(store, context):
    with pytest.raises(UnknownError):
        await store.send_code("no such chat", ON_FILE)

    async with context.database.reading() as session:
        assert (await session.scalars(select(Mail))).all() == []


async def test_an_address_that_was_only_typed_is_kept_and_proves_nothing(visitor, visit, hire):
    card = await visitor.files()
    await visitor.is_sent_a_code(UNKNOWN)
    stranger = await visit()
    await stranger.proves(UNKNOWN)

    request = await visitor.store.open_request(card.reference, await hire("privacy"))

    assert (request.requester["email"], request.verification.address) == (UNKNOWN, None)
    assert (request.state, request.verification.level) == ("received", "none")
    assert card.reference not in [
        own.reference for own in await stranger.store.own_requests(stranger.chat.id)
    ]


async def test_nobody_is_mailed_about_a_request_for_which_an_address_was_only_typed(visitor, inbox, hire):
    card = await visitor.files()
    await visitor.is_sent_a_code(UNKNOWN)

    await visitor.store.act(card.reference, Transition(to=State.CANCELLED), await hire("privacy"))
    await visitor.is_sent_a_code(ON_FILE)  # every mail before it has arrived

    assert inbox.arrived.empty()
