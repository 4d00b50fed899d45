"""The desk fails while a chat is going on: nothing is lost, nothing is said twice, and staff know."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.browser.desk.conftest import taken_over
from tests.browser.window import Window
from tests.journeys.system import System, until

CUT = "Keine Verbindung. Was Sie hier sehen, kann veraltet sein."
REPLY = "Ich sehe gleich nach."


@asynccontextmanager
async def desk_ended(system: System, by: signal.Signals) -> AsyncIterator[None]:
    """The desk is ended; who would start it again at once is held until afterwards."""
    assert system.process
    os.kill(system.process.pid, signal.SIGSTOP)
    try:
        os.kill(system.pid_of("desk"), by)
        await until(lambda: not system.running("desk"))
        yield
    finally:
        os.kill(system.process.pid, signal.SIGCONT)


@pytest.fixture
async def both(wait_for_staff, log_in) -> tuple[Window, Window]:
    """A visitor, and the colleague who has the chat."""
    chat = await wait_for_staff()
    huber = await log_in("huber")
    await taken_over(huber)
    await chat.page.get_by_text("ist jetzt im Chat.").wait_for()
    return chat, huber


async def send(page: Any, text: str) -> None:
    await page.get_by_label("Ihr Text").fill(text)
    await page.keyboard.press("Enter")


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGKILL])
async def test_a_restart_of_the_desk_loses_and_doubles_nothing(system, both, picture, by) -> None:
    chat, huber = both
    huber.expects_failures = True
    page = huber.page

    async with desk_ended(system, by):
        await page.get_by_text(CUT).wait_for()
        await chat.field.fill("Sind Sie noch da?")
        await chat.page.keyboard.press("Enter")
        await chat.page.locator("li.visitor", has_text="Sind Sie noch da?").wait_for()
        await send(page, REPLY)
        await page.locator("#toasts", has_text="Bitte versuchen Sie es noch einmal").wait_for()
        await page.screenshot(path=picture("desk-cut"))
    await page.get_by_text(CUT).wait_for(state="detached")
    await page.locator(".line.visitor", has_text="Sind Sie noch da?").wait_for()
    await page.get_by_label("Ihr Text").press("Enter")
    await page.locator(".line.staff", has_text=REPLY).wait_for()
    await chat.page.get_by_text(REPLY, exact=True).wait_for()

    texts = await chat.texts()
    assert (texts.count("Sind Sie noch da?"), texts.count(REPLY)) == (1, 1)
    assert await page.locator(".line", has_text="Sind Sie noch da?").count() == 1
    assert await page.locator(".line", has_text=REPLY).count() == 1
    assert await page.locator(".talk-head", has_text="Sie haben diesen Chat").count() == 1
    assert await page.get_by_label("Ihr Text").input_value() == ""


@pytest.mark.parametrize("reloads", [False, True])
async def test_a_reply_that_arrived_unheard_is_not_said_twice(both, reloads) -> None:
    chat, huber = both
    huber.expects_failures = True

    async def lose_the_answer(route: Any) -> None:
        await route.fetch()
        await route.abort()

    await huber.page.route("**/lines*", lose_the_answer)
    await send(huber.page, REPLY)
    await chat.page.get_by_text(REPLY, exact=True).wait_for()
    await huber.page.locator("#toasts p").wait_for()
    await huber.page.unroute("**/lines*")
    if reloads:
        await huber.page.reload()
    assert await huber.page.get_by_label("Ihr Text").input_value() == REPLY
    async with huber.page.expect_response("**/lines*"):
        await huber.page.get_by_label("Ihr Text").press("Enter")
    await send(huber.page, "Gefunden.")
    await chat.page.get_by_text("Gefunden.", exact=True).wait_for()

    assert (await chat.texts()).count(REPLY) == 1


async def test_a_reply_that_arrived_unheard_can_be_changed_and_sent(both) -> None:
    chat, huber = both
    huber.expects_failures = True
    heard = []

    async def lose_the_answer(route: Any) -> None:
        heard.append(await route.fetch())
        await route.abort()

    await huber.page.route("**/lines*", lose_the_answer)
    await send(huber.page, REPLY)
    await huber.page.locator("#toasts p").wait_for()
    await huber.page.unroute("**/lines*")
    await send(huber.page, f"{REPLY} Bitte warten Sie.")

    await chat.page.get_by_text(f"{REPLY} Bitte warten Sie.", exact=True).wait_for()
    assert [response.status for response in heard] == [200]
