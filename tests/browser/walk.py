"""A walk through everything the chat can look like."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

from tests.browser.conftest import Visit, line_cut
from tests.browser.window import Window
from tests.journeys.system import System

_WIDGET = Path(__file__).resolve().parents[2] / "widget"
_WORDS = json.loads((_WIDGET / "src" / "words.json").read_text(encoding="utf-8"))
LOCALES = {"de": "de-DE", "en": "en-GB"}
SAID = {
    "question": {"de": "Wie lange speichert ihr meine Daten?", "en": "How long do you keep my data?"},
    "silent": {"de": "Gibt es einen Betriebsrat?", "en": "Is there a works council?"},
    "vague": {"de": "Daten", "en": "data"},
    "request": {
        "de": "Schicken Sie mir bitte alles, was Sie über mich haben.",
        "en": "Please send me everything you have about me.",
    },
    "address": {"de": "erika.mustermann@example.com", "en": "john.example@example.com"},
    "person": {"de": "Ich möchte mit einem Menschen sprechen.", "en": "I want to speak to a real person."},
    "staff": {"de": "Guten Tag, worum geht es?", "en": "Hello, what is it about?"},
}
REFUSED = {
    "de": "Diese Auswahl gilt nicht mehr. Bitte schreiben Sie, was Sie möchten.",
    "en": "This choice is no longer open. Please write what you would like.",
}


def word(name: str, language: str) -> str:
    """What `words.json` has under a name."""
    return str(_WORDS[name][language])


class Walk:
    """One visitor's chat, from the closed launcher to the chat that is gone."""

    def __init__(self, system: System, staff: aiohttp.ClientSession, language: str) -> None:
        self.system = system
        self.staff = staff
        self.language = language

    async def states(self, visit: Visit, path: str) -> AsyncIterator[tuple[str, Window]]:
        """Every state by name, while the window is in it; `/` has no launcher."""
        chat = await visit(path, locale=LOCALES[self.language], viewport={"width": 1280, "height": 800})
        if path != "/":
            await chat.page.locator(".launcher").wait_for()
            yield "closed", chat
            await chat.page.locator(".launcher").click()
        await chat.replies.first.wait_for()
        yield "greeting", chat
        for part in (self._menu, self._answers, self._request, self._mishaps, self._person, self._end):
            async for name in part(chat):
                yield name, chat

    async def _menu(self, chat: Window) -> AsyncIterator[str]:
        await chat.press(word("menu", self.language))
        yield "menu"
        await chat.press(word("forget", self.language))
        yield "question before deletion"
        await chat.press(word("forget_no", self.language))

    async def _answers(self, chat: Window) -> AsyncIterator[str]:
        await self.say(chat, "question")
        if self.language == "en":
            await chat.page.locator("summary").click()
        yield "answer with quotation"
        await self.say(chat, "silent")
        yield "answer without"
        await self.say(chat, "vague")
        await chat.page.locator(".choices button").first.wait_for()
        yield "suggestions"

    async def _request(self, chat: Window) -> AsyncIterator[str]:
        address = SAID["address"][self.language]
        known = len(self.system.codes_for(address))
        await self.say(chat, "request", 2)
        yield "request: address"
        await self.say(chat, "address")
        yield "request: code"
        await chat.say(await self.system.next_code(address, known))
        await chat.page.locator(".card").wait_for()
        yield "request: card"

    async def _mishaps(self, chat: Window) -> AsyncIterator[str]:
        await chat.field.fill("Bitte löschen Sie alles. " * 360)
        yield "too long"
        await chat.field.fill("")
        await chat.page.route("**/messages", self._refuse)
        chat.expects_failures = True
        await chat.field.fill(SAID["question"][self.language])
        await chat.page.keyboard.press("Enter")
        await chat.page.get_by_text(REFUSED[self.language]).wait_for()
        yield "refused"
        await chat.page.unroute("**/messages")
        async with line_cut(chat):
            await chat.page.keyboard.press("Enter")
            await chat.page.get_by_text(word("unsent", self.language)).wait_for()
            yield "offline"
        await chat.page.locator(".unsent").wait_for(state="detached")

    async def _person(self, chat: Window) -> AsyncIterator[str]:
        await self.say(chat, "person")
        await chat.page.locator(".handoff:not(:empty)").wait_for()
        yield "waiting for staff"
        await self._act(chat, "claim")
        await self._act(chat, "messages", SAID["staff"][self.language])
        await chat.page.locator("li.staff").wait_for()
        yield "staff present"

    async def _end(self, chat: Window) -> AsyncIterator[str]:
        await forgotten_elsewhere(self.system, chat)
        await chat.field.fill(SAID["question"][self.language])
        await chat.page.keyboard.press("Enter")
        await chat.page.get_by_role("button", name=word("start_anew", self.language)).wait_for()
        yield "expired"

    async def say(self, chat: Window, name: str, replies: int = 1) -> None:
        await chat.say(SAID[name][self.language], replies)

    async def _refuse(self, route: Any) -> None:
        if route.request.method != "POST":
            await route.continue_()
            return
        problem = json.dumps({"detail": REFUSED[self.language]})
        await route.fulfill(status=409, content_type="application/problem+json", body=problem)

    async def _act(self, chat: Window, what: str, text: str | None = None) -> None:
        """What staff do with the chat, over the desk's API."""
        path = f"/api/v1/desk/conversations/{(await credentials(chat))['id']}/{what}"
        async with self.staff.post(path, **({"json": {"text": text}} if text else {})) as response:
            assert response.status == 200, await response.text()


async def credentials(chat: Window) -> dict[str, str]:
    """The id and the token of a chat in which something was said."""
    kept = await chat.page.evaluate("JSON.parse(sessionStorage.getItem('privacy-chat')).chat")
    return dict(kept)


async def forgotten_elsewhere(system: System, chat: Window) -> None:
    """The chat is deleted, and this window does not know."""
    kept = await credentials(chat)
    headers = {"Authorization": f"Bearer {kept['token']}"}
    async with (
        aiohttp.ClientSession(system.gateway, headers=headers) as elsewhere,
        elsewhere.delete(f"/api/v1/conversations/{kept['id']}") as response,
    ):
        assert response.status == 200
