"""axe-core finds nothing: in every state of the chat, in both languages, light and dark, on any screen."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.browser.axe import found_by_axe
from tests.browser.shapes import faint
from tests.browser.walk import LOCALES, Walk, word

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}


async def looks(page: Any) -> AsyncIterator[str]:
    """The page as it looks light and dark, on a phone and on a desk; on the desk it stays."""
    for size in (PHONE, DESK):
        await page.set_viewport_size(size)
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme=scheme)
            yield f"{scheme}, {size['width']} wide"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("path", ["/demo", "/"])
async def test_axe_finds_nothing_in_any_state_of_the_chat(system, staff, visit, path, language) -> None:
    found = {}
    async for state, chat in Walk(system, staff, language).states(visit, path):
        async for look in looks(chat.page):
            found[state, look] = await found_by_axe(chat.page) + await faint(chat.page)

    assert {where: what for where, what in found.items() if what} == {}
    assert len(found) == 4 * (16 if path == "/demo" else 15)


@pytest.mark.parametrize("path", ["/policy/de", "/policy/en", "/form/de", "/form/en"])
async def test_axe_finds_nothing_on_a_page(visit, path) -> None:
    page = (await visit(path)).page

    found = {look: await found_by_axe(page) async for look in looks(page)}

    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("language", ["de", "en"])
async def test_axe_finds_nothing_on_a_form_with_mistakes_and_on_its_receipt(visit, language) -> None:
    opened = await visit(f"/form/{language}", locale=LOCALES[language])
    page = opened.page
    opened.expects_failures = True
    await page.locator("main form [type=submit]").click()
    await page.get_by_role("alert").wait_for()
    mistakes = {look: await found_by_axe(page) async for look in looks(page)}
    await page.get_by_label(word("access", language)).first.check()
    await page.locator("#email").fill("erika.mustermann@example.com")
    await page.locator("main form [type=submit]").click()
    await page.locator("#code").wait_for()
    receipt = {look: await found_by_axe(page) async for look in looks(page)}

    assert {where: what for where, what in (mistakes | receipt).items() if what} == {}
