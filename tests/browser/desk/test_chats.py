"""A visitor in the chat and two colleagues at the desk, at the same time."""

from typing import Any

import pytest

from tests.browser.axe import found_by_axe
from tests.browser.window import Window

DEAF = "document.querySelector('.live')['htmx-internal-data'].sseEventSource.close()"
WISH = "Ich möchte mit einem Menschen sprechen."


@pytest.fixture
async def visitor(visit) -> Window:
    """Somebody who waits for a person."""
    window = await visit()
    await window.open()
    await window.say(WISH)
    return window


@pytest.fixture
async def colleagues(log_in) -> tuple[Window, Window]:
    return await log_in("weber", called="Frau Weber"), await log_in("krause")


async def opened(desk: Window) -> Any:
    """The page of the chat that waits longest."""
    await desk.page.locator("#list .entries a").first.click()
    await desk.page.locator("#talk").wait_for()
    return desk.page


async def test_a_visitor_and_two_colleagues(visit, colleagues, picture) -> None:
    first, second = colleagues
    await first.page.get_by_text("Zurzeit wartet niemand.").wait_for()
    chat = await visit()
    await chat.open()
    await chat.say(WISH)

    # who waits is seen at once, in the list and in the title
    weber, krause = await opened(first), await opened(second)
    await weber.wait_for_function("document.title.startsWith('(1) ')")
    await weber.get_by_text("krause sieht diesen Chat auch.").wait_for()

    # one takes it, and the other sees who
    await weber.get_by_role("button", name="Chat übernehmen").click()
    await weber.wait_for_url("**status=mine*")
    await krause.get_by_text("weber (Frau Weber) hat diesen Chat").first.wait_for()
    await chat.page.get_by_text("Frau Weber ist im Chat.").first.wait_for()

    # both directions, live; typing is seen
    await weber.get_by_label("Text").press_sequentially("Guten Tag.")
    await chat.page.get_by_text("Frau Weber schreibt").wait_for()
    await weber.keyboard.press("Enter")
    await chat.page.get_by_text("Guten Tag.", exact=True).wait_for()
    await chat.field.press_sequentially("Hallo Frau Weber!")
    await weber.get_by_text("Die Kundin oder der Kunde schreibt").wait_for()
    await chat.page.keyboard.press("Enter")
    await weber.locator(".line.visitor", has_text="Hallo Frau Weber!").wait_for()

    # a note looks different and stays among us; what is begun survives a reload
    await weber.keyboard.press("Alt+P")
    await weber.keyboard.type("Fragt seit Montag nach")
    await weber.reload()
    assert await weber.get_by_label("Text").input_value() == "Fragt seit Montag nach"
    assert await weber.get_by_label("Interne Notiz").is_checked()
    await weber.get_by_role("button", name="Notiz speichern").click()
    await krause.locator(".line.note", has_text="Fragt seit Montag nach").wait_for()
    await weber.screenshot(path=picture("desk-chat-de"))
    assert await found_by_axe(weber) == []

    # back at the bot, the bot answers
    await weber.keyboard.press("Alt+B")
    await chat.page.get_by_text("antwortet jetzt wieder").wait_for()
    assert "so lange" in await chat.say("Wie lange speichert ihr meine Daten?")

    # claimed once more, ended, and the visitor says whether it helped
    await weber.get_by_role("button", name="Chat übernehmen").click()
    await weber.wait_for_url("**status=mine*")
    await weber.get_by_role("button", name="Chat beenden").click()
    await chat.press("Das hat mir geholfen")
    await chat.page.get_by_text("Danke für Ihre Rückmeldung.").wait_for()
    await weber.get_by_text("Hat geholfen").first.wait_for()
    assert not any("Fragt seit Montag nach" in text for text in await chat.texts())


@pytest.mark.usefixtures("visitor")
async def test_who_presses_a_moment_too_late_is_told_who_was_faster(colleagues) -> None:
    first, second = colleagues
    weber, krause = await opened(first), await opened(second)
    second.expects_failures = True  # 409 is an answer here
    await krause.evaluate(DEAF)

    await weber.keyboard.press("Alt+U")
    await weber.wait_for_url("**status=mine*")
    await krause.get_by_role("button", name="Chat übernehmen").click()

    await krause.locator("#toasts", has_text="weber hat diesen Chat.").wait_for()
    await krause.locator(".talk-head", has_text="weber (Frau Weber) hat diesen Chat").wait_for()
    await weber.get_by_role("button", name="Chat beenden").click()
    await weber.locator(".talk-head", has_text="Beendet von weber").wait_for()
