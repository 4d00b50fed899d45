"""Killed at any boundary: one request for each visitor; each mail arrives, twice when killed before its mark.

`KILLS=2000 SEED=7 pytest tests/faults/test_killed_at_boundaries.py` runs a longer campaign.
"""

import asyncio
import os
import re
import signal
import socket
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from itertools import count, product
from random import Random
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from casestore.client import CaseStore, CaseStoreError
from casestore.context import open_context
from casestore.requests.trail import Break, breaks
from casestore.storage import schema
from casestore.storage.tables import Mail, Request
from casestore.wire.requests import NewRequest
from privacy.language import Language
from privacy.right import Right
from privacy.verification import Level
from settings import Settings
from tests import postgres
from tests.casestore.inbox import Inbox, plain_text_of
from tests.faults.boundaries import CHANGES, Death, born
from tests.journeys.system import free_ports

pytestmark = pytest.mark.faults

KILLS, SEED = int(os.environ.get("KILLS", "200")), int(os.environ.get("SEED", "12"))
GUARD_SECONDS = 100 + 2 * KILLS  # only ends a test that would hang
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = MORNING + timedelta(minutes=10)  # when whoever was killed has no mail in hand any more
OFTEN = "100000/minute"
KILLED = {-signal.SIGKILL, 255}  # the fork server's word for an end that it did not see
_CODE = re.compile(r"^ +(\d{6})\s*$", re.MULTILINE)

T = TypeVar("T")


class Lives:
    """A case store that is killed at each of *deaths*, and comes back each time; the last life goes on."""

    def __init__(self, settings: Settings, deaths: list[Death]) -> None:
        self._settings = settings
        self._deaths = deaths
        self._door = socket.create_server(("127.0.0.1", settings.casestore_port))  # who comes between waits
        self.begun = 0

    async def pass_by(self) -> None:
        for death in self._deaths:
            self.begun += 1
            self._present = born(self._settings, self._door, MORNING, death)
            await asyncio.to_thread(self._present.join)
            assert self._present.exitcode in KILLED
        self.begun += 1
        self._present = born(self._settings, self._door, MORNING, None)

    async def begin_later(self) -> None:
        await self.end()
        self._present = born(self._settings, self._door, LATER, None)

    async def end(self) -> None:
        self._present.kill()
        await asyncio.to_thread(self._present.join)


class Visitors:
    """One after the other they file a request and prove a mailbox, however often that wants to be tried."""

    def __init__(self, settings: Settings, lives: Lives, inbox: Inbox) -> None:
        self._cases = CaseStore.at(settings)
        self._lives = lives
        self._inbox = inbox
        self._mailboxes = count(1)
        self.mails: list[EmailMessage] = []
        self.told: list[str] = []

    async def come_until(self, over: asyncio.Task[None]) -> None:
        while not over.done():
            await self._visit()
        await self._cases.close()

    async def _visit(self) -> None:
        chat = await _tried(lambda: self._cases.open_conversation(Language.GERMAN))
        new = NewRequest(key="1", rights=[Right.ACCESS], language=Language.GERMAN)
        card = await _tried(lambda: self._cases.file_request(chat.id, new))
        self.told.append(card.reference)
        while not await self._is_proved(chat.id, await self._code(chat.id)):
            pass

    async def _code(self, chat: str) -> str | None:
        """What comes to a mailbox of its own; nothing may come when the case store is killed meanwhile."""
        life, address = self._lives.begun, f"mailbox-{next(self._mailboxes)}@example.com"
        with suppress(CaseStoreError):
            assert await self._cases.send_code(chat, address) == "sent"
        while self._lives.begun == life:
            if codes := [_CODE.search(plain_text_of(mail)) for mail in self.taken() if mail["To"] == address]:
                return codes[0].group(1)
            await asyncio.sleep(0.005)
        return None

    async def _is_proved(self, chat: str, code: str | None) -> bool:
        """As the form and the actions see it: an answer that was lost does not matter."""
        if code is None:
            return False
        outcome = await _tried(lambda: self._cases.check_code(chat, code))
        proved = (await _tried(lambda: self._cases.conversation(chat))).proved
        assert proved or outcome != "right"
        return proved

    def taken(self) -> list[EmailMessage]:
        """What arrived since the last time."""
        new = [self._inbox.arrived.get_nowait() for _ in range(self._inbox.arrived.qsize())]
        self.mails += new
        return new


async def _tried(call: Callable[[], Awaitable[T]]) -> T:
    while True:
        with suppress(CaseStoreError):
            return await call()


def deaths_in(number: int) -> list[Death]:
    """Of each kind as many, in any order, at the first or the second change."""
    chance = Random(SEED)  # noqa: S311
    kinds = list(product(("before", "after"), CHANGES))
    deaths = [Death(*kinds[n % len(kinds)], chance.randint(1, 2)) for n in range(number)]
    chance.shuffle(deaths)
    return deaths


@pytest.fixture
async def inbox():
    inbox = Inbox()
    await inbox.open()
    yield inbox
    inbox.close()


@pytest.fixture
def settings(request, tmp_path, inbox):
    url = ""
    if request.param == "postgresql":
        folder = request.getfixturevalue("postgres_server")
        url = postgres.url(folder, postgres.create(folder))
    limits = ("codes_address", "codes_client", "codes_total", "codes_wrong")
    settings = Settings.load(
        data=tmp_path,
        database=url,
        casestore_port=free_ports(1)[0],
        smtp_host="127.0.0.1",
        smtp_port=inbox.port,
        smtp_tls=False,
        **{f"limit_{limit}": OFTEN for limit in limits},
    )
    schema.upgrade(settings)
    return settings


@pytest.mark.parametrize(
    ("settings", "kills"),
    [("sqlite", KILLS - KILLS // 5), ("postgresql", KILLS // 5)],
    indirect=["settings"],
    ids=["sqlite", "postgresql"],
)
async def test_every_request_is_there_once_and_every_mail_arrives(settings, inbox, kills):
    deaths = deaths_in(kills)
    lives = Lives(settings, deaths)
    visitors = Visitors(settings, lives, inbox)

    try:
        async with asyncio.timeout(GUARD_SECONDS):
            async with asyncio.TaskGroup() as group:
                dying = group.create_task(lives.pass_by())
                group.create_task(visitors.come_until(dying))
            await lives.begin_later()
            await _nothing_waits(settings)
    finally:
        await lives.end()

    requests, mails, broken = await _kept(settings)
    assert [one.reference for one in requests] == visitors.told
    assert {(one.level, one.trail_length) for one in requests} == {(Level.MAILBOX, 2)}
    assert broken == []
    receipts = [mail.reference for mail in mails if mail.kind == "receipt"]
    assert sorted(receipts) == sorted(visitors.told)
    visitors.taken()
    arrived = Counter(mail["Message-ID"] for mail in visitors.mails)
    before_the_mark = sum((death.when, death.change) == ("before", "sent") for death in deaths)
    assert set(arrived) == {mail.message_id for mail in mails}
    assert set(arrived.values()) <= {1, 2}
    assert before_the_mark <= list(arrived.values()).count(2) <= kills


async def _nothing_waits(settings: Settings) -> None:
    """Wait until every mail has left."""
    context = open_context(settings)
    try:
        left = 1
        while left:
            async with context.database.reading() as session:
                left = await session.scalar(select(func.count()).where(Mail.state != "sent"))
            await asyncio.sleep(0.02)
    finally:
        await context.database.close()


async def _kept(settings: Settings) -> tuple[list[Request], list[Mail], list[Break]]:
    context = open_context(settings)
    try:
        async with context.database.reading() as session:
            requests = list(await session.scalars(select(Request).order_by(Request.id)))
            mails = list(await session.scalars(select(Mail)))
            return requests, mails, [broken async for broken in breaks(session, context)]
    finally:
        await context.database.close()
