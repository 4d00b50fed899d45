"""A visitor's side of a conversation, and how an error looks to it."""

from http import HTTPStatus
from itertools import count
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

ROOT = "/api/v1/conversations"
GERMAN, ENGLISH = {"Accept-Language": "de"}, {"Accept-Language": "en"}


class Visitor:
    """Who opened a conversation and holds its token."""

    def __init__(self, client: TestClient, opened: dict[str, Any]) -> None:
        self.id = opened["id"]
        self.token = opened["token"]
        self.greeting = opened["messages"][0]
        self._client = client
        self._numbers = count(1)

    def goes_to(self, client: TestClient) -> None:
        """Go on at another gateway."""
        self._client = client

    async def call(self, method: str, what: str = "", **options: Any) -> ClientResponse:
        """Call the conversation, with its token unless the headers say otherwise."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return await self._client.request(method, f"{ROOT}/{self.id}{what}", headers=headers, **options)

    async def post(self, **body: Any) -> ClientResponse:
        """Post a message; without a `client_id` it is a new one."""
        response = await self.call("POST", "/messages", json={"client_id": f"c{next(self._numbers)}", **body})
        if response.status == HTTPStatus.OK:
            self.token = (await response.json()).get("token", self.token)
        return response

    async def says(self, text: str) -> list[dict[str, Any]]:
        """Say *text*; return the replies."""
        return await messages_of(await self.post(text=text))

    async def presses(self, button: str) -> list[dict[str, Any]]:
        """Press the button with that value; return the replies."""
        return await messages_of(await self.post(button=button))

    async def state(self) -> dict[str, Any]:
        """How the conversation stands."""
        response = await self.call("GET")
        assert response.status == 200, await response.text()
        return dict(await response.json())

    async def speaks(self, language: str) -> dict[str, Any]:
        """Choose a language; return the answer."""
        response = await self.call("PUT", "/language", json={"language": language})
        assert response.status == 200, await response.text()
        return dict(await response.json())

    async def history(self, after: str = "0") -> list[dict[str, Any]]:
        """Everything after a message."""
        return await messages_of(await self.call("GET", f"/messages?after={after}"))


async def messages_of(response: ClientResponse) -> list[dict[str, Any]]:
    """The messages of an answer that must be 200."""
    assert response.status == 200, await response.text()
    return list((await response.json())["messages"])


async def problem_of(response: ClientResponse) -> dict[str, Any]:
    """The problem document that the answer must be, without its number, which the headers have too."""
    assert response.content_type == "application/problem+json", await response.text()
    problem = await response.json()
    assert problem["status"] == response.status
    assert problem.pop("request_id") == response.headers["X-Request-Id"]
    return dict(problem)
