"""A person takes over, as the visitor sees it."""

from typing import Any

import pytest

from tests.browser.window import Window

WANTS_A_PERSON = "Ich möchte mit einem Menschen sprechen."


@pytest.fixture
async def waiting(visit, staff) -> tuple[Window, Any]:
    """A visitor who waits, and how staff act in that chat."""
    chat = await visit()
    await chat.open()
    await chat.say(WANTS_A_PERSON)
    await chat.page.reload()  # what is kept is written when a page is left
    await chat.reply(2)
    number = await chat.page.evaluate("JSON.parse(sessionStorage.getItem('privacy-chat')).chat.id")

    async def act(what: str, **body: str) -> dict[str, Any]:
        path = f"/api/v1/desk/conversations/{number}/{what}"
        async with staff.post(path, json=body or None) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    return chat, act


async def test_the_visitor_sees_the_queue_the_colleague_and_the_way_back(waiting, picture) -> None:
    chat, act = waiting
    await chat.page.get_by_text("Platz 1 in der Reihe").wait_for()
    await chat.page.screenshot(path=picture("waiting-de"))

    await act("claim")
    await chat.page.get_by_text("Eine Kollegin oder ein Kollege ist im Chat.").first.wait_for()
    await act("notes", text="Ruft oft an")
    await act("messages", text="Guten Tag, womit kann ich helfen?")
    await chat.page.get_by_text("womit kann ich helfen?").wait_for()
    await chat.field.fill("Wie lange speichert ihr meine Daten?")
    await chat.page.keyboard.press("Enter")
    await chat.page.locator("li.visitor", has_text="Wie lange").wait_for()
    await chat.page.screenshot(path=picture("handoff-de"))
    await act("release")
    await chat.page.get_by_text("antwortet jetzt wieder").wait_for()
    answer = await chat.say("Wie lange speichert ihr meine Daten?")

    texts = await chat.texts()
    assert "so lange" in answer
    assert not any("Ruft oft an" in text for text in texts)
    assert texts[-1] == answer
    assert sum("so lange" in text for text in texts) == 1, "the bot spoke while a colleague had the chat"
