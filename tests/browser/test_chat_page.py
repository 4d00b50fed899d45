"""The chat page in a real browser."""

import os
import shutil
from pathlib import Path

import pytest
from yarl import URL

playwright = pytest.importorskip("playwright.async_api")
CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium"),
]


@pytest.fixture
async def page(system):
    async with playwright.async_playwright() as started:
        browser = await started.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
        )
        opened = await browser.new_page(
            base_url=system.gateway, viewport={"width": 760, "height": 900}, locale="de-DE"
        )
        opened.complaints, opened.asked = [], set()
        opened.on("console", lambda message: opened.complaints.append(f"{message.type}: {message.text}"))
        opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.on("request", lambda request: opened.asked.add(URL(request.url).origin()))
        yield opened
        await browser.close()


async def say(page, text: str, answers: int) -> None:
    before = await page.locator(".message").count()
    await page.get_by_role("textbox").fill(text)
    await page.keyboard.press("Enter")
    await page.locator(".message").nth(before + answers).wait_for()


async def test_a_visitor_asks_and_proves_who_she_is(system, page, tmp_path) -> None:
    await page.goto("/?language=de")
    await page.locator(".message").first.wait_for()

    await say(page, "Wie lange speichert ihr meine Daten?", 1)
    await say(page, "Schicken Sie mir bitte alles, was Sie über mich haben.", 2)
    known = len(system.codes_for("erika.mustermann@example.com"))
    await say(page, "erika.mustermann@example.com", 1)
    keyboard = await page.get_by_role("textbox").get_attribute("autocomplete")
    await say(page, await system.next_code("erika.mustermann@example.com", known), 1)

    assert keyboard == "one-time-code"
    assert "Unsere allgemeine Regel" in await page.locator("blockquote").first.inner_text()
    assert "DSR-" in await page.locator(".card").last.inner_text()
    assert page.complaints == []
    assert page.asked == {URL(system.gateway)}
    await page.locator(".log").evaluate("log => log.scrollTop = 120")
    await page.screenshot(path=Path(os.environ.get("PICTURES", tmp_path)) / "chat.png")


async def test_the_quotation_links_to_its_passage(page) -> None:
    await page.goto("/?language=en")
    await page.locator(".message").first.wait_for()
    await say(page, "Who do you share my data with?", 1)

    link = await page.locator("cite a").first.get_attribute("href")
    await page.goto(link)

    assert link == "/policy/en#sharing"
    assert "third-party providers" in await page.locator("section:target").inner_text()


async def test_a_reload_keeps_the_chat(page) -> None:
    await page.goto("/?language=en")
    await page.locator(".message").first.wait_for()
    await say(page, "Are you a robot?", 1)

    await page.reload()
    await page.locator(".message").nth(2).wait_for()

    assert "computer program" in await page.locator(".message").nth(2).inner_text()


async def test_script_in_a_message_is_text(page) -> None:
    await page.goto("/?language=en")
    await page.locator(".message").first.wait_for()

    await say(page, "<img src=x onerror=alert(1)> how long do you keep data?", 1)

    assert await page.locator(".message img").count() == 0
    assert page.complaints == []
