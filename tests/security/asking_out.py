"""Run by `test_no_way_out`: a system with a mail server and a log-in provider, both far away, asks them."""

import sqlite3

import aiohttp

from tests.journeys.chat import Chat
from tests.journeys.system import until


async def test_a_code_is_mailed_and_staff_log_in_at_the_provider(system):
    async with aiohttp.ClientSession(system.gateway) as visitor:
        chat = await Chat.open(visitor, "de")
        for said in ("Ich möchte Auskunft über meine Daten.", "erika@example.com"):
            await chat.say(said)
    await until(lambda: _tries(system))

    async with (
        aiohttp.ClientSession(system.desk) as browser,
        browser.get("/login/provider", allow_redirects=False) as answer,
    ):
        assert answer.status == 422  # it says that the provider does not answer


def _tries(system):
    [(tries,)] = sqlite3.connect(system.data / "casestore.db").execute("SELECT sum(attempts) FROM outbox")
    return tries
