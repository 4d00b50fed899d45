"""Staff find every chat by its status, and see of the visitor what their role may see."""

import pytest
from sqlalchemy import select

from casestore.client import ForbiddenError, UnfitError, UnknownError
from casestore.storage.tables import AuditEvent, Conversation
from privacy.handoff import Priority

ADDRESS = "erika@example.com"
MASKED = "e…@….com"


@pytest.fixture
async def agent(hire):
    return await hire("agent")


async def ids(store, token, **query):
    """Follow the cursor through all pages."""
    found, cursor = [], ""
    while True:
        page = await store.chats({**query, **({"cursor": cursor} if cursor else {})}, token)
        found.append([item.id for item in page.items])
        if not (cursor := page.next or ""):
            return found


async def test_who_waits_is_listed_in_turn_over_all_pages(store, visit, agent, clock):
    normal, urgent = [], []
    for n in range(52):
        visitor = await visit()
        await visitor.wants_a_person(priority=Priority.NORMAL if n % 2 else Priority.HIGH)
        (normal if n % 2 else urgent).append(visitor.chat.id)
        if n % 3:
            clock.forward(microseconds=1)

    first, second = await ids(store, agent, status="waiting")

    assert (len(first), len(second)) == (50, 2)
    assert sorted(first + second) == sorted(urgent + normal)
    assert set(first[:26]) == set(urgent)


@pytest.mark.parametrize("status", ["bot", "closed"])
async def test_all_others_are_listed_newest_first_over_all_pages(store, visit, agent, clock, context, status):
    chats = []
    for n in range(52):
        chats.append((await visit()).chat.id)
        if n % 3:
            clock.forward(microseconds=1)
    async with context.database.writing() as session:
        for chat in await session.scalars(select(Conversation)):
            chat.status = status

    first, second = await ids(store, agent, status=status)

    assert (len(first), len(second)) == (50, 2)
    assert sorted(first + second) == sorted(chats)
    assert first[0] == chats[-1]


async def test_a_chat_stands_in_the_list_of_its_status_only(store, visit, agent):
    bot, waiting, opened = await visit(), await visit(), await visit()
    await waiting.wants_a_person("complaint")
    await store.act_on_chat(opened.chat.id, "claim", agent)

    found = {s: await ids(store, agent, status=s) for s in ("bot", "waiting", "open", "closed")}

    assert found == {
        "bot": [[bot.chat.id]],
        "waiting": [[waiting.chat.id]],
        "open": [[opened.chat.id]],
        "closed": [[]],
    }
    (item,) = (await store.chats({}, agent)).items
    assert (item.id, item.reason, item.priority) == (waiting.chat.id, "complaint", "normal")


@pytest.mark.parametrize(
    "query",
    [
        {"status": "gone"},
        {"cursor": "x"},
        {"cursor": f"1.{'0' * 32}"},
        {"status": "bot", "cursor": f"high.1.{'0' * 32}"},
        {"cursor": f"high.{'9' * 18}.{'0' * 32}"},
    ],
)
async def test_a_list_that_there_is_not_is_refused(store, agent, query):
    with pytest.raises(UnfitError):
        await store.chats(query, agent)


async def test_who_opens_a_chat_knows_what_happened_in_it(store, visitor, agent, clock):
    card = await visitor.files()
    await visitor.says("Wo bleibt meine Auskunft?")
    await visitor.hears("Sie bekommen sie bald.", expects="email")
    await visitor.wants_a_person("complaint")

    chat = await store.open_chat(visitor.chat.id, agent)

    assert (chat.status, chat.language, chat.reason, chat.priority) == (
        "waiting",
        "de",
        "complaint",
        "normal",
    )
    assert (chat.waiting_since, chat.expects, chat.proved, chat.assignee) == (clock(), "email", None, None)
    assert [(m.sender, m.text) for m in chat.messages] == [
        ("visitor", "Wo bleibt meine Auskunft?"),
        ("bot", "Sie bekommen sie bald."),
    ]
    assert [request.reference for request in chat.requests] == [card.reference]


@pytest.mark.parametrize(
    ("role", "address", "number"), [("privacy", ADDRESS, "K-100001"), ("agent", MASKED, None)]
)
async def test_an_address_is_masked_by_role_wherever_it_stands(
    store, visitor, hire, role, address, number, clock
):
    await visitor.says(f"Meine Adresse ist {ADDRESS.title()}.")
    await visitor.proves(ADDRESS)
    clock.forward(minutes=31)

    chat = await store.open_chat(visitor.chat.id, await hire(role))

    proved = chat.proved
    assert (proved.level, proved.on_file, proved.holds) == ("on_file", True, False)
    assert (proved.address, proved.customer_number) == (address, number)
    assert (ADDRESS in chat.model_dump_json().lower()) == (role == "privacy")


async def test_an_address_that_was_given_is_masked_before_it_is_proved(store, visitor, agent):
    await visitor.says(ADDRESS)
    await visitor.is_sent_a_code(ADDRESS)

    chat = await store.open_chat(visitor.chat.id, agent)

    assert (chat.messages[0].text, chat.proved) == (MASKED, None)


async def test_looking_into_a_chat_and_taking_it_leaves_a_trace(store, visitor, agent, context):
    await store.chats({"status": "bot"}, agent)
    await store.open_chat(visitor.chat.id, agent)
    for act in ("claim", "release", "claim", "close"):
        await store.act_on_chat(visitor.chat.id, act, agent)

    async with context.database.reading() as session:
        own = select(AuditEvent).where(AuditEvent.object == visitor.chat.id).order_by(AuditEvent.id)
        trail = list(await session.scalars(own))
    assert [event.action for event in trail] == ["opened", "claimed", "released", "claimed", "closed"]
    assert {event.actor for event in trail} == {"someone-agent"}


async def test_who_has_the_chat_may_look_again_and_again(store, visitor, agent, context):
    await store.act_on_chat(visitor.chat.id, "claim", agent)
    await store.open_chat(visitor.chat.id, agent)

    async with context.database.reading() as session:
        own = select(AuditEvent).where(AuditEvent.object == visitor.chat.id)
        assert [event.action for event in await session.scalars(own)] == ["claimed"]


@pytest.mark.parametrize("token", ["", "wrong"])
async def test_without_the_token_of_staff_no_chat_is_seen(store, visitor, token):
    for wrong in (token, visitor.chat.token):
        with pytest.raises(ForbiddenError):
            await store.chats({}, wrong)
        with pytest.raises(ForbiddenError):
            await store.open_chat(visitor.chat.id, wrong)


async def test_a_chat_there_is_not_is_unknown(store, agent):
    with pytest.raises(UnknownError):
        await store.open_chat("0" * 32, agent)
