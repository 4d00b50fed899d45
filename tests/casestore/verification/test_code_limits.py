"""How many codes go out is limited by address, by who asks from where, and in all."""

import pytest
from sqlalchemy import func, select

from casestore.chats.conversations import Conversations
from casestore.context import open_context
from casestore.storage.tables import Conversation, Mail
from casestore.verification.codes import Codes
from privacy.language import Language

ADDRESS = "erika@example.com"


async def ask(visit, address: str, times: int) -> list[str]:
    """Ask for a code from as many chats as there are *times*."""
    chats = [await visit() for _ in range(times)]
    return [await one.store.send_code(one.chat.id, address) for one in chats]


async def test_an_address_gets_three_codes_in_ten_minutes_over_all_chats(visit, clock):
    first = await ask(visit, ADDRESS, 4)
    clock.forward(minutes=10)

    later = await ask(visit, ADDRESS, 1)

    assert first == ["sent", "sent", "sent", "limited"]
    assert later == ["sent"]


async def test_an_address_gets_five_codes_an_hour(visit, clock):
    early = await ask(visit, ADDRESS, 3)
    clock.forward(minutes=20)
    late = await ask(visit, ADDRESS, 3)
    clock.forward(minutes=40)

    afterwards = await ask(visit, ADDRESS, 1)

    assert early + late == ["sent"] * 5 + ["limited"]
    assert afterwards == ["sent"]


@pytest.mark.parametrize("spelling", ["ERIKA@EXAMPLE.COM", " erika@example.com "])
async def test_spelling_an_address_differently_does_not_get_round_its_limit(visit, spelling):
    await ask(visit, ADDRESS, 3)

    assert await ask(visit, spelling, 1) == ["limited"]


async def test_the_limit_of_one_address_does_not_bind_another(visit):
    await ask(visit, ADDRESS, 4)

    assert await ask(visit, "stranger@example.com", 1) == ["sent"]


async def test_a_limited_call_sends_nothing_and_leaves_the_last_code_alive(visitor, context):
    codes = [await visitor.is_sent_a_code(ADDRESS) for _ in range(3)]

    assert await visitor.store.send_code(visitor.chat.id, ADDRESS) == "limited"

    async with context.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Mail)) == 3
    assert await visitor.types(codes[-1]) == "right"


async def test_forgetting_the_chats_does_not_free_the_address(visit):
    for _ in range(3):
        visitor = await visit()
        await visitor.store.send_code(visitor.chat.id, ADDRESS)
        await visitor.store.forget(visitor.chat.id, visitor.chat.token)

    assert await ask(visit, ADDRESS, 1) == ["limited"]


async def test_the_limit_outlives_a_restart(context, settings, clock):
    chat = await Conversations(context).open(Language.GERMAN)
    before = [await Codes(context).send(chat.id, ADDRESS) for _ in range(3)]
    await context.database.close()

    restarted = open_context(settings)
    restarted.now = clock
    after = await Codes(restarted).send(chat.id, ADDRESS)
    await restarted.database.close()

    assert (before, after) == (["sent"] * 3, "limited")


async def test_all_addresses_together_have_a_limit(visit, context):
    context.settings = context.settings.model_copy(update={"limit_codes_total": "2/hour"})

    outcomes = [(await ask(visit, f"{name}@example.com", 1))[0] for name in ("a", "b", "c")]

    assert outcomes == ["sent", "sent", "limited"]


@pytest.fixture
def few_for_a_client(context):
    context.settings = context.settings.model_copy(update={"limit_codes_client": "3/hour"})


@pytest.mark.usefixtures("few_for_a_client")
async def test_one_chat_and_one_network_address_get_so_many_codes_to_whomever(visit, clock):
    async def ask_from(client: str, address: str) -> str:
        visitor = await visit()
        await visitor.says("Hallo", client=client)
        return await visitor.store.send_code(visitor.chat.id, address)

    own = [await ask_from("192.0.2.7", f"victim-{n}@example.com") for n in range(4)]
    other = await ask_from("192.0.2.8", "victim-9@example.com")
    clock.forward(minutes=60)

    assert own == ["sent", "sent", "sent", "limited"]
    assert other == "sent"
    assert await ask_from("192.0.2.7", "victim-9@example.com") == "sent"


@pytest.mark.usefixtures("few_for_a_client")
async def test_where_somebody_asks_from_is_kept_as_a_keyed_hash_only(visitor, context):
    await visitor.says("Hallo", client="192.0.2.7")

    async with context.database.reading() as session:
        kept = (await session.get_one(Conversation, visitor.chat.id)).client
    assert kept == context.database.vault.index("client 192.0.2.7")


@pytest.mark.usefixtures("few_for_a_client")
async def test_who_is_out_of_codes_still_has_a_request(visitor):
    for n in range(4):
        await visitor.store.send_code(visitor.chat.id, f"victim-{n}@example.com")

    card = await visitor.files()

    assert card.state == "received"
