"""Which of several Rasas a conversation goes to."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from doors import rasa
from doors.rasa import RasaServers, RasaUnavailableError
from doors.replicas import GoneError, Replicas
from tests.installation import StandInRasa

THREE = tuple(f"http://127.0.0.{n}:5005" for n in (1, 2, 3))
CHATS = [f"{n:032x}" for n in range(300)]
SECRET = "a token of the tests"  # noqa: S105


async def _first_of_each(urls):
    replicas = Replicas(urls)
    return {chat: (await replicas.in_turn(chat))[0] for chat in CHATS}


async def test_every_gateway_sends_a_conversation_to_the_same_replica():
    assert await _first_of_each(THREE) == await _first_of_each(tuple(reversed(THREE)))


async def test_each_replica_has_its_share():
    shares = list((await _first_of_each(THREE)).values())

    assert all(70 < shares.count(url) < 130 for url in THREE)


async def test_when_a_replica_goes_only_its_own_conversations_move():
    before, after = await _first_of_each(THREE), await _first_of_each(THREE[:2])

    assert {chat for chat in CHATS if before[chat] != after[chat]} == {
        chat for chat in CHATS if before[chat] == THREE[2]
    }


async def test_a_name_stands_for_all_its_machines(monkeypatch):
    async def look_up(_host, port, **_):
        return [(2, 1, 6, "", (address, port)) for address in ("10.0.0.7", "10.0.0.8")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)

    assert await Replicas(("http://rasa:5005",)).all() == ("http://10.0.0.7:5005", "http://10.0.0.8:5005")


async def test_who_asks_while_the_first_looks_up_hears_the_same():
    replicas = Replicas(["http://127.0.0.1:5005"])

    assert await asyncio.gather(*(replicas.all() for _ in range(3))) == [("http://127.0.0.1:5005",)] * 3


async def test_with_tls_a_name_stays_a_name():
    assert await Replicas(("https://rasa.example",)).all() == ("https://rasa.example",)


async def test_a_replica_that_was_gone_is_asked_last():
    replicas = Replicas(THREE)
    first, second, third = await replicas.in_turn(CHATS[0])

    async def gone(url):
        if url == first:
            raise GoneError
        return url

    assert await replicas.first(CHATS[0], gone) == second
    assert await replicas.in_turn(CHATS[0]) == [second, third, first]


@pytest.fixture
async def two_rasas():
    both = StandInRasa(SECRET), StandInRasa(SECRET)
    for one in both:
        await one.server.start_server()
    yield both
    for one in both:
        await one.server.close()


@pytest.fixture
async def servers(two_rasas):
    servers = RasaServers(Replicas([f"http://127.0.0.1:{one.server.port}" for one in two_rasas]), SECRET)
    yield servers
    await servers.close()


async def _turn(servers, chat):
    await servers.call(
        "POST", "/webhooks/auskunft/turns", chat, json={"language": "de", "conversation": chat}
    )


async def test_when_one_goes_its_turns_are_taken_by_the_other(two_rasas, servers):
    one, other = two_rasas
    await one.server.close()

    for chat in CHATS[:20]:
        await _turn(servers, chat)

    assert [turn["conversation"] for turn in other.heard] == CHATS[:20]
    assert sorted((await servers.ready()).values()) == [False, True]


async def test_a_turn_that_breaks_rasa_is_not_tried_on_every_replica(two_rasas, servers):
    for one in two_rasas:
        one.fails = True
    with pytest.raises(RasaUnavailableError):
        await _turn(servers, CHATS[0])
    for one in two_rasas:
        one.fails = False

    await _turn(servers, CHATS[0])

    assert [len(one.heard) for one in two_rasas].count(1) == 1


async def test_without_any_rasa_that_is_said(two_rasas, servers):
    for one in two_rasas:
        await one.server.close()

    with pytest.raises(RasaUnavailableError):
        await _turn(servers, CHATS[0])
    assert not await servers.is_ready()


class BusyRasa:
    """Answers one turn only when it is let, others at once, and nobody who asks whether it is there."""

    def __init__(self):
        self.reached, self.let = asyncio.Event(), asyncio.Event()
        app = web.Application()
        app.router.add_get("/", self._alive)
        app.router.add_post("/slow", self._slow)
        app.router.add_post("/quick", self._quick)
        self.server = TestServer(app)

    async def _alive(self, _):
        await asyncio.Event().wait()

    async def _slow(self, _):
        self.reached.set()
        await self.let.wait()
        return web.Response(text="at last")

    async def _quick(self, _):
        return web.Response()


@pytest.fixture
async def busy():
    busy = BusyRasa()
    await busy.server.start_server()
    yield busy
    await busy.server.close()


async def test_a_replica_that_answers_others_is_busy_and_not_gone(busy, monkeypatch):
    monkeypatch.setattr(rasa, "PATIENCE", 0.3)
    monkeypatch.setattr(rasa, "GLANCE", 0.3)
    servers = RasaServers(Replicas([f"http://127.0.0.1:{busy.server.port}"]), SECRET)
    slow = asyncio.create_task(servers.call("POST", "/slow"))
    await busy.reached.wait()
    begun = asyncio.get_running_loop().time()

    while not slow.done():
        await servers.call("POST", "/quick")
        if asyncio.get_running_loop().time() - begun > 4 * rasa.PATIENCE:
            busy.let.set()

    assert await slow == b"at last"
    await servers.close()
