"""A browser at the desk: keeps cookies, sends forms as pages have them, and says where a call comes from."""

import re
from dataclasses import dataclass
from typing import Any

from aiohttp.test_utils import TestClient

PASSWORD = "long enough"  # noqa: S105
_TOKEN = re.compile(r'<meta name="csrf" content="([^"]*)">')


@dataclass
class Seen:
    """What came back, without following where it leads."""

    status: int
    text: str
    headers: Any

    @property
    def leads_to(self) -> str:
        return self.headers.get("Location", "")


class Browser:
    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.csrf = ""

    @property
    def cookie(self) -> str:
        """The session's token."""
        found = [morsel.value for morsel in self.client.session.cookie_jar if morsel.key == "desk"]
        return found[0] if found else ""

    async def open(self, path: str, **headers: str) -> Seen:
        return await self.call("GET", path, headers=headers)

    async def send(self, path: str, **fields: str) -> Seen:
        """Send a form of the page seen last."""
        return await self.call("POST", path, data={"csrf": self.csrf, **fields}, headers=self.from_here())

    def from_here(self) -> dict[str, str]:
        return {"Origin": str(self.client.make_url("/").origin()), "Sec-Fetch-Site": "same-origin"}

    async def call(self, method: str, path: str, **options: Any) -> Seen:
        async with self.client.request(method, path, allow_redirects=False, **options) as response:
            seen = Seen(response.status, await response.text(), response.headers)
        if found := _TOKEN.search(seen.text):
            self.csrf = found[1]
        return seen

    async def log_in(self, name: str, password: str = PASSWORD, wish: str = "/account") -> Seen:
        await self.open("/login")
        return await self.send("/login", name=name, password=password, next=wish)
