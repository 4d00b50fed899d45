"""Each role before each page of the desk: what it may open is whole, what it may not says so."""

import re
from datetime import UTC, datetime

import pytest
from yarl import URL

from desk.access import ANYONE, HALFWAY, roles_of
from desk.app import create_app
from settings import Settings

FORBIDDEN = "Das ist hier nicht erlaubt"
LINKS = "a[href^='/']:not([hreflang])"
HREFS = "(links) => links.map((link) => link.getAttribute('href'))"
AREAS = {
    "agent": ["/chats", "/requests", "/answers"],
    "lead": ["/chats", "/requests", "/answers", "/numbers"],
    "privacy": ["/chats", "/requests", "/answers", "/numbers"],
    "auditor": ["/chats", "/requests", "/answers", "/numbers"],
}


@pytest.fixture
async def fillings(visitor, staff) -> dict[str, str]:
    """What stands in the addresses of pages: a chat, a request, a language."""
    async with visitor.post("/api/v1/conversations", json={"language": "de"}) as response:
        chat = (await response.json())["id"]
    received = datetime.now(UTC).isoformat()
    requester = {"name": "Ada Byron", "email": "ada@example.com"}
    letter = {"rights": ["access"], "channel": "letter", "received_at": received, "requester": requester}
    async with staff.post("/api/v1/desk/requests", json=letter) as response:
        assert response.status == 201, await response.text()
        reference = (await response.json())["reference"]
    return {"{id}": chat, "{reference}": reference, "{language}": "de"}


@pytest.fixture
def pages(system, fillings) -> dict[str, frozenset[str]]:
    """Who may open each address that is read behind the log-in."""
    router = create_app(Settings.load(data=system.data)).router
    return {
        re.sub(r"\{\w+\}", lambda found: fillings[found[0]], route.resource.canonical): roles
        for route in router.routes()
        if route.method == "GET" and route.resource
        if (roles := roles_of(route.handler)) not in (ANYONE, HALFWAY)
        if not route.resource.canonical.startswith("/api/")
    }


@pytest.mark.parametrize("role", AREAS)
async def test_each_page_is_whole_or_says_that_it_is_not_for_this_role(log_in, pages, role) -> None:
    desk = await log_in(f"{role}-1", role)
    desk.expects_failures = True  # 403 is an answer here
    page, links, opened = desk.page, set(), []
    for path, roles in pages.items():
        got = await page.request.get(path)
        assert got.status == (200 if role in roles else 403), path
        if not (await got.text()).startswith("<!doctype html>"):
            continue  # a file, or a part of a page

        await page.goto(path)
        opened.append(path)

        heading = await page.get_by_role("heading", level=1).inner_text()
        assert (heading == FORBIDDEN) == (role not in roles), path
        areas = page.get_by_role("navigation", name="Bereiche")
        shown = await areas.get_by_role("link").all()
        assert [await area.get_attribute("href") for area in shown] == AREAS[role], path
        here = await areas.locator("[aria-current=page]").count()
        assert here == any(URL(page.url).path.startswith(area) for area in AREAS[role]), path
        links |= set(await page.eval_on_selector_all(LINKS, HREFS))

    assert len(opened) > 12
    dead = {link: got.status for link in links if (got := await page.request.get(link)).status != 200}
    assert dead == {}
