"""Somebody with the form: the fields of a page, and what is done with them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from auskunft import store
from casestore.wire.requests import RequestView
from tests.installation import ON_FILE, Installation

FILLED = {"rights": "access", "email": ON_FILE}
Fields = dict[str, str | list[str]]


class Page(HTMLParser):
    """What a page says and what its fields hold; of fields with one name, the first form's."""

    def __init__(self, status: int, html: str) -> None:
        super().__init__()
        self.status, self.html = status, html
        self.hidden: dict[str, str] = {}
        self.typed: dict[str, str] = {}
        self.ticked: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._area = ""
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "input" and found.get("type") == "hidden":
            self.hidden.setdefault(name, value)
        elif tag == "input" and found.get("type") in {"checkbox", "radio"}:
            self.ticked += [value] * ("checked" in found)
        elif tag == "input":
            self.typed[name] = value
        elif tag == "option" and "selected" in found:
            self.typed[self._select] = value
        self._area = name if tag == "textarea" else self._area
        self._select = name if tag == "select" else self._select

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        self.words += f" {data}"
        if self._area:
            self.typed[self._area] = data.removeprefix("\n")

    def of(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        """The elements of that kind which have these attributes; a trailing `_` is left out."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [found for kind, found in self.elements if kind == tag and wanted.items() <= found.items()]


@dataclass
class Applicant:
    """Who has a form open."""

    client: TestClient
    language: str
    page: Page = field(repr=False)

    @classmethod
    async def at(cls, client: TestClient, language: str = "de") -> "Applicant":
        """Open the form."""
        page = await page_of(await client.get(f"/form/{language}"))
        assert page.status == 200, page.words
        return cls(client, language, page)

    async def sends(self, **fields: Any) -> Page:
        """Send the form with these fields."""
        return await page_of(await self.post("", self.page.hidden | fields))

    async def enters(self, receipt: Page, code: str) -> Page:
        """Enter a code on the receipt."""
        return await page_of(await self.post("/code", receipt.hidden | {"code": code}))

    async def asks_for_another(self, receipt: Page, email: str) -> Page:
        """Have a code sent once more."""
        return await page_of(await self.post("/code", receipt.hidden | {"email": email, "resend": "yes"}))

    async def post(self, where: str, fields: Fields, **options: Any) -> ClientResponse:
        """Post fields; a list is sent as so many fields of one name."""
        pairs = [
            (name, one)
            for name, value in fields.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        return await self.client.post(f"/form/{self.language}{where}", data=pairs, **options)


async def page_of(response: ClientResponse) -> Page:
    """The page that an answer must be."""
    assert response.content_type == "text/html", await response.text()
    return Page(response.status, await response.text())


async def stored(running: Installation) -> list[RequestView]:
    """Every request there is, as the privacy team reads it, oldest first."""
    token = await store.staff_token(running.settings, "demo")
    found = running.execute("SELECT reference FROM requests ORDER BY id")
    return [await running.cases.open_request(reference, token) for (reference,) in found]
