"""Every page of the desk: axe finds nothing, in both languages, light and dark."""

import pytest

from tests.browser.axe import found_by_axe

PAGES = [
    "/chats",
    "/requests",
    "/requests/new",
    "/answers",
    "/answers/review",
    "/answers/silences",
    "/replies",
    "/numbers",
    "/policy/de",
    "/account",
]


@pytest.mark.parametrize(("locale", "scheme"), [("de-DE", "light"), ("en-GB", "dark")])
async def test_no_page_has_a_barrier_that_axe_finds(log_in, picture, locale, scheme) -> None:
    desk = await log_in(
        "petra", "privacy", locale=locale, color_scheme=scheme, viewport={"width": 1024, "height": 768}
    )

    found = {}
    for path in PAGES:
        await desk.page.goto(path)
        await desk.page.screenshot(path=picture(f"desk{path.replace('/', '-')}-{scheme}"))
        found[path] = await found_by_axe(desk.page)

    assert {path: barriers for path, barriers in found.items() if barriers} == {}
