"""That somebody waits in the chat is seen on every page of the desk, by whoever can take the chat."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.browser.axe import found_by_axe
from tests.browser.window import Window

WISH = "Ich möchte mit einem Menschen sprechen."
ASIDE = """
  Object.defineProperty(document, "hidden", { get: () => true });
  window.told = [];
  window.Notification = class {
    static permission = "granted";
    constructor(title, { silent }) { window.told.push({ title, silent }); }
  };"""
ASKS = """
  window.asked = 0;
  window.Notification = class {
    static permission = "default";
    static async requestPermission() { window.asked += 1; return this.permission = "granted"; }
  };"""
COUNTS = "(count) => document.title.startsWith(`(${count}) `)"


@pytest.fixture(autouse=True)
def nobody_waits(system) -> None:
    """Whoever waits since another test gives up."""
    with closing(sqlite3.connect(system.data / "casestore.db", timeout=30)) as database, database:
        database.execute("UPDATE conversations SET status = 'bot' WHERE status = 'waiting'")


@pytest.fixture
def waits(visit) -> Any:
    """Somebody asks for a person."""

    async def waits() -> None:
        window: Window = await visit()
        await window.open()
        await window.say(WISH)

    return waits


async def test_who_waits_is_seen_on_every_page_of_a_browser_over_one_line(log_in, waits, picture) -> None:
    window = await log_in(path="/requests")
    requests, asked = window.page, list[str]()
    answers = await requests.context.new_page()
    answers.on("request", lambda request: asked.append(request.url))
    await answers.goto("/answers")
    await waits()

    for page in (requests, answers):
        await page.wait_for_function(COUNTS, arg=1)
        await page.get_by_role("link", name="Chats 1 wartend").wait_for()
        await page.locator("#toasts", has_text="Jemand wartet im Chat").wait_for()
    assert len([url for url in (*window.calls, *asked) if "/events" in url]) == 1
    await requests.screenshot(path=picture("desk-waiting"))
    assert await found_by_axe(requests) == []

    # whoever listened goes, another page takes over, and knows of the next
    await requests.close()
    await waits()
    await answers.wait_for_function(COUNTS, arg=2)


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("ohne Ton", [{"title": "Jemand wartet im Chat", "silent": True}]),
        ("mit Ton", [{"title": "Jemand wartet im Chat", "silent": False}]),
        ("gar nicht", []),
    ],
)
async def test_who_is_elsewhere_is_told_as_they_wish(log_in, waits, choice, told) -> None:
    page = (await log_in(path="/account")).page
    await page.get_by_label(choice).check()
    await page.get_by_role("button", name="Einstellung speichern").click()
    await page.get_by_text("Die Einstellung ist gespeichert.").wait_for()
    await page.add_init_script(ASIDE)
    await page.goto("/requests")

    await waits()

    await page.wait_for_function(COUNTS, arg=1)
    assert await page.evaluate("window.told") == told


async def test_the_browser_is_asked_by_a_button_and_not_again(log_in) -> None:
    page = (await log_in(path="/account")).page
    await page.add_init_script(ASKS)
    await page.goto("/account")
    button = page.get_by_role("button", name="Benachrichtigungen erlauben")
    await button.wait_for()
    assert await page.evaluate("window.asked") == 0

    await button.click()

    await button.wait_for(state="hidden")
    assert await page.evaluate("window.asked") == 1
