"""Whatever dies in the middle of an intake: who was told a reference has one request, and nobody has two."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from random import Random
from typing import Any, NamedTuple
from uuid import uuid4

import aiohttp
import pytest
from sqlalchemy import select

from answers.reading import EXERCISE, Candidate, Reading
from casestore.client import CaseStore, CaseStoreError
from casestore.context import open_context
from casestore.requests.trail import Break, breaks
from casestore.storage import schema
from casestore.storage.tables import Request
from privacy.language import Language
from privacy.right import Right
from settings import Settings
from tests import postgres
from tests.faults.processes import Process, action_server, case_store, kept_running
from tests.journeys.system import free_ports

pytestmark = pytest.mark.faults

SEED = 12
REFUSALS = 10  # without a kill; only ends an intake that would be tried for ever
GUARD_SECONDS = 300  # only ends a test that would hang
STORE_ALONE, ACTIONS_ALONE, BOTH_AT_ONCE = 2, 2, 3


class Filed(NamedTuple):
    """A request, as its visitor knows it and as it is stored."""

    conversation: str
    reference: str
    said: str


class Killer:
    """Kills processes, each time after a seeded number of answers, while other intakes are under way."""

    def __init__(self, store: Process, actions: Process, count: int) -> None:
        chance = Random(SEED)  # noqa: S311
        victims = [(store,)] * STORE_ALONE + [(actions,)] * ACTIONS_ALONE + [(store, actions)] * BOTH_AT_ONCE
        chance.shuffle(victims)
        self._still_to_come = [(chance.randrange(count // 25, count // 8), killed) for killed in victims]
        self._processes = (store, actions)
        self._answers = 0
        self.kills = 0

    @property
    def goes_on(self) -> bool:
        """Whether something is still to be killed."""
        return bool(self._still_to_come)

    def sees_an_answer(self) -> None:
        """Kill, when there were enough since everything came up again."""
        if not (self.goes_on and self._all_is_up()):
            return
        self._answers += 1
        enough, victims = self._still_to_come[0]
        if self._answers == enough:
            self._still_to_come.pop(0)
            self._answers = 0
            self.kills += 1
            for victim in victims:
                victim.kill()

    async def until_all_is_up(self) -> None:
        """Wait for what was killed to answer again."""
        while not self._all_is_up():
            for process in self._processes:
                await process.ready.wait()

    def _all_is_up(self) -> bool:
        return all(process.ready.is_set() for process in self._processes)


class Rasa:
    """Rasa's part in an intake: it calls the action for a turn until it is told a reference."""

    def __init__(self, settings: Settings, killer: Killer) -> None:
        self._killer = killer
        self._cases = CaseStore.at(settings)
        self._actions = aiohttp.ClientSession(
            base_url=f"http://127.0.0.1:{settings.actions_port}",
            headers={"Authorization": f"Bearer {settings.actions_token.get_secret_value()}"},
            connector=aiohttp.TCPConnector(limit=0),
        )

    async def close(self) -> None:
        await self._cases.close()
        await self._actions.close()

    async def takes_in(self, number: int) -> Filed:
        conversation = await self._repeated(self._opens_conversation)
        return await self.files(conversation, f"Anfrage {number}: Ich möchte Auskunft über meine Daten.")

    async def files(self, conversation: str, words: str) -> Filed:
        reference = await self._repeated(lambda: self._calls_action(conversation, words))
        self._killer.sees_an_answer()
        return Filed(conversation, reference, words)

    async def _repeated(self, attempt: Callable[[], Awaitable[str | None]]) -> str:
        refusals = 0
        while refusals < REFUSALS:
            await self._killer.until_all_is_up()
            kills_before = self._killer.kills
            if (outcome := await attempt()) is not None:
                return outcome
            refusals += self._killer.kills == kills_before
        raise AssertionError(f"refused {refusals} times while nothing was killed")

    async def _opens_conversation(self) -> str | None:
        try:
            return (await self._cases.open_conversation(Language.GERMAN)).id
        except CaseStoreError:
            return None

    async def _calls_action(self, conversation: str, words: str) -> str | None:
        """The reference that was told; `None` when there was no answer, or none that anything was stored."""
        try:
            async with self._actions.post("/webhook", json=_call(conversation, words)) as response:
                if response.status == 500:
                    return None
                assert response.status == 200
                return _reference_in(await response.json())
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
            return None


def _call(conversation: str, words: str) -> dict[str, Any]:
    """The same turn every time; only Rasa's own name for the message is new."""
    reading = Reading(Language.GERMAN, (Candidate(f"{EXERCISE}/{Right.ACCESS}", 0.9),), (Right.ACCESS,))
    message = {
        "text": words,
        "intent": {"name": EXERCISE},
        "entities": [],
        "reading": reading.as_dict(),
        "metadata": {"turn": "1"},
        "message_id": uuid4().hex,
    }
    tracker = {
        "sender_id": conversation,
        "slots": {"language": "de"},
        "latest_message": message,
        "events": [{"event": "user", **message}],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    return {
        "next_action": "action_receive_request",
        "sender_id": conversation,
        "tracker": tracker,
        "domain": {"actions": ["action_receive_request"]},
    }


def _reference_in(answer: dict[str, Any]) -> str | None:
    [said] = answer["responses"]
    if said["response"] == "utter_request_not_stored":
        return None
    slots = {event["name"]: event["value"] for event in answer["events"] if event["event"] == "slot"}
    assert said["reference"] == slots["reference"]
    return slots["reference"]


@pytest.fixture
def settings(request, tmp_path):
    """A case store without anything in it, and free ports."""
    database = ""
    if request.param == "postgresql":
        folder = request.getfixturevalue("postgres_server")
        database = postgres.url(folder, postgres.create(folder))
    ports = dict(zip(("casestore_port", "actions_port"), free_ports(2), strict=True))
    settings = Settings.load(data=tmp_path, database=database, **ports)
    schema.upgrade(settings)
    return settings


@pytest.mark.parametrize(("settings", "count"), [("sqlite", 500), ("postgresql", 100)], indirect=["settings"])
async def test_each_of_many_intakes_is_stored_once_though_case_store_and_actions_are_killed(settings, count):
    store, actions = case_store(settings), action_server(settings)

    async with asyncio.timeout(GUARD_SECONDS), kept_running(store, actions):
        told = await _told_to_visitors(settings, store, actions, count)

    requests, broken = await _requests_and_breaks(settings)
    stored = [Filed(one.conversation, one.reference, "\n".join(one.details["said"])) for one in requests]
    assert sorted(stored) == sorted(told)
    assert len({filed.reference for filed in stored}) == count
    assert {one.trail_length for one in requests} == {1}
    assert broken == []
    assert store.kills == STORE_ALONE + BOTH_AT_ONCE
    assert actions.kills == ACTIONS_ALONE + BOTH_AT_ONCE


async def _told_to_visitors(settings: Settings, store: Process, actions: Process, count: int) -> list[Filed]:
    """What everyone was told, and told again in the rounds that a slow machine needs for all the kills."""
    killer = Killer(store, actions, count)
    rasa = Rasa(settings, killer)
    try:
        told = await _at_once(rasa.takes_in(number) for number in range(count))
        while killer.goes_on:
            assert told == await _at_once(rasa.files(one.conversation, one.said) for one in told)
    finally:
        await rasa.close()
    return told


async def _at_once(intakes: Iterable[Coroutine[Any, Any, Filed]]) -> list[Filed]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(intake) for intake in intakes]
    return [task.result() for task in tasks]


async def _requests_and_breaks(settings: Settings) -> tuple[list[Request], list[Break]]:
    """Every request there is, and where a trail does not hold."""
    context = open_context(settings)
    try:
        async with context.database.reading() as session:
            requests = list(await session.scalars(select(Request)))
            return requests, [broken async for broken in breaks(session, context)]
    finally:
        await context.database.close()
