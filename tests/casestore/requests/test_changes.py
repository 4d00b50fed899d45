"""Who waits for news of a chat hears of messages, of its state and of a place in the queue that moves."""

import asyncio
from contextlib import contextmanager

import pytest

from casestore.chats.conversations import Conversations
from casestore.chats.wakeups import Wakeups
from casestore.wire.conversations import NewMessage, StaffWish
from privacy.handoff import Priority
from privacy.language import Language
from tests.casestore.inbox import GUARD_SECONDS

WISH = StaffWish(reason="person", priority=Priority.NORMAL)


class Watched(Wakeups):
    """Tells when somebody waits."""

    def __init__(self):
        super().__init__()
        self.parked = asyncio.Queue()

    @contextmanager
    def watch(self, chat):
        with super().watch(chat) as event:
            wait = event.wait

            async def told():
                self.parked.put_nowait(chat)
                return await wait()

            event.wait = told
            yield event


@pytest.fixture
def chats(context):
    context.wakeups = Watched()
    return Conversations(context)


@pytest.fixture
def waiting(chats):
    """A chat, and somebody who waits for news of it and knows all there is."""

    async def waiting():
        chat = await chats.open(Language.GERMAN)
        known = await chats.changes(chat.id, chat.token, 0, "", 0)
        news = chats.changes(chat.id, chat.token, 0, known.mark, 10 * GUARD_SECONDS)
        task = asyncio.create_task(news)
        await chats._context.wakeups.parked.get()  # noqa: SLF001
        return chat, task

    return waiting


async def test_a_message_wakes(chats, waiting):
    async with asyncio.timeout(GUARD_SECONDS):
        chat, news = await waiting()
        await chats.reply(chat.id, [NewMessage(sender="bot", text="Hier", language=Language.GERMAN)])

        assert [message.text for message in (await news).messages] == ["Hier"]


async def test_another_state_wakes(chats, waiting):
    async with asyncio.timeout(GUARD_SECONDS):
        chat, news = await waiting()
        await chats.ask_for_staff(chat.id, WISH)

        assert ((await news).state.status, (await news).messages) == ("waiting", [])


async def test_another_language_wakes(chats, waiting):
    async with asyncio.timeout(GUARD_SECONDS):
        chat, news = await waiting()
        await chats.choose_language(chat.id, chat.token, Language.ENGLISH)

        assert (await news).state.language == "en"


@pytest.mark.parametrize(
    ("before", "moves"),
    [
        (True, lambda store, chat, _: store.forget(chat.id, chat.token)),
        (True, lambda store, chat, agent: store.act_on_chat(chat.id, "claim", agent)),
        (True, lambda store, chat, agent: store.act_on_chat(chat.id, "close", agent)),
        (False, lambda store, chat, _: store.ask_for_staff(chat.id, "distress", Priority.HIGH)),
    ],
    ids=["forgotten", "claimed", "closed", "ahead"],
)
async def test_a_place_in_the_queue_that_moves_wakes(chats, store, hire, clock, before, moves):
    agent = await hire("agent")
    async with asyncio.timeout(GUARD_SECONDS):
        other, waits = await chats.open(Language.GERMAN), await chats.open(Language.GERMAN)
        if before:
            await chats.ask_for_staff(other.id, WISH)
        clock.forward(minutes=1)
        await chats.ask_for_staff(waits.id, WISH)
        known = await chats.changes(waits.id, waits.token, 0, "", 0)
        news = asyncio.create_task(chats.changes(waits.id, waits.token, 0, known.mark, 10 * GUARD_SECONDS))
        await chats._context.wakeups.parked.get()  # noqa: SLF001

        await moves(store, other, agent)

        places = [known.state.handoff.place, (await news).state.handoff.place]
        assert places == ([2, 1] if before else [1, 2])


def test_what_happens_in_a_chat_wakes_nobody_elsewhere_unless_the_queue_moves():
    wakeups = Wakeups()
    with wakeups.watch("here") as here, wakeups.watch("here") as also_here, wakeups.watch("there") as there:
        wakeups.changed("here")
        once = [event.is_set() for event in (here, also_here, there)]
        wakeups.changed("here", queue=True)

        assert (once, there.is_set()) == ([True, True, False], True)


async def test_who_does_not_know_the_state_gets_it_at_once(visitor, store):
    known = await store.changes(visitor.chat.id, visitor.chat.token, "0", wait=GUARD_SECONDS)

    assert (known.state.status, known.messages) == ("bot", [])
