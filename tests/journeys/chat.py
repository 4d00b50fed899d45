"""A visitor's chat over the public API."""

import uuid
from typing import Any, Self

import aiohttp

from tests.journeys.system import System

SAID = {
    "confirmation": {"de": "Ja", "en": "Yes"},
    "details": {"de": "Hausnummer 7 statt 9", "en": "Number 7 instead of 9"},
}


class Chat:
    """One conversation; `last` holds the newest messages, `waits_for` what is asked."""

    def __init__(self, session: aiohttp.ClientSession, opened: dict[str, Any]) -> None:
        self.session = session
        self.id = opened["id"]
        self.token = opened["token"]
        self.last: list[dict[str, Any]] = opened["messages"]

    @classmethod
    async def open(cls, session: aiohttp.ClientSession, language: str) -> Self:
        async with session.post("/api/v1/conversations", json={"language": language}) as response:
            assert response.status == 201
            return cls(session, await response.json())

    @property
    def waits_for(self) -> str | None:
        return self.last[-1]["expects"]

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.last)

    async def say(self, text: str) -> list[dict[str, Any]]:
        return await self.send({"text": text})

    async def press(self, title: str) -> list[dict[str, Any]]:
        buttons = {button["title"]: button["value"] for m in self.last for button in m["buttons"]}
        return await self.send({"button": buttons[title]})

    async def send(self, what: dict[str, str], client_id: str | None = None) -> list[dict[str, Any]]:
        body = {**what, "client_id": client_id or str(uuid.uuid4())}
        async with self.call("POST", "/messages", json=body) as response:
            assert response.status == 200, await response.text()
            answer = await response.json()
        self.last, self.token = answer["messages"], answer.get("token", self.token)
        return self.last

    def call(self, method: str, path: str = "", **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.session.request(
            method, f"/api/v1/conversations/{self.id}{path}", headers=headers, **options
        )

    async def prove(self, system: System, address: str) -> None:
        """Answer what the intake asks until it asks no more."""
        known = len(system.codes_for(address)) - (self.waits_for == "code")
        for _ in range(8):
            if self.waits_for is None:
                return
            language = self.last[-1]["language"]
            if self.waits_for == "email":
                await self.say(address)
            elif self.waits_for == "code":
                await self.say(await system.next_code(address, known))
            else:
                await self.say(SAID[self.waits_for][language])
        raise AssertionError(f"still waiting for {self.waits_for}: {self.text}")
