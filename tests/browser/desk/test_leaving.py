"""A visitor leaves: staff see it, and a chat that was deleted is nowhere at the desk any more."""

import pytest

from tests.browser.desk.conftest import take_over, taken_over

AWAY = "Die Kundin oder der Kunde hat den Chat gerade nicht offen"
NOTICED = 90_000  # milliseconds in which a silent line is noticed, on a slow machine
GONE = "Dieser Chat wurde gelöscht"
SECRET = "Mein Kanarienvogel heißt Hansi."  # noqa: S105


@pytest.fixture
async def window(wait_for_staff):
    """The window of somebody who waits, and has said something."""
    chat = await wait_for_staff()
    await chat.say(SECRET)
    return chat


@pytest.mark.parametrize("is_claimed", [False, True], ids=["waiting", "open"])
async def test_a_closed_window_is_seen_and_nothing_breaks(window, log_in, is_claimed) -> None:
    desk = await log_in("huber")
    page = desk.page
    await page.locator("#list .entries a").first.click()
    await page.locator("#talk").wait_for()
    if is_claimed:
        await take_over(page)
    await page.get_by_text(AWAY).wait_for(state="detached")

    await window.page.close()
    await page.get_by_text(AWAY).wait_for(timeout=NOTICED)

    if not is_claimed:
        await take_over(page)
    await page.get_by_label("Ihr Text").fill("Sind Sie noch da?")
    await page.keyboard.press("Enter")
    await page.locator(".line.staff", has_text="Sind Sie noch da?").wait_for()
    await page.get_by_role("button", name="Chat beenden").click()
    await page.locator(".talk-head", has_text="Beendet von huber").wait_for()


@pytest.mark.parametrize("is_claimed", [False, True], ids=["waiting", "open"])
async def test_a_deleted_chat_leaves_open_pages_and_they_say_so(window, log_in, picture, is_claimed) -> None:
    first, second = await log_in("huber"), await log_in("keller")
    await second.page.locator("#list .entries a").first.click()
    await second.page.locator(".line.visitor", has_text=SECRET).wait_for()
    if is_claimed:
        await taken_over(first)
    else:
        await first.page.locator("#list .entries a").first.click()
    await first.page.locator(".line.visitor", has_text=SECRET).wait_for()

    await window.press("Mehr")
    await window.press("Chat löschen")
    await window.press("Ja, Chat löschen")

    for page in (first.page, second.page):
        await page.get_by_text(GONE).wait_for()
        assert SECRET not in await page.content()
        assert await page.locator("#list .entries a").count() == 0
    await first.page.screenshot(path=picture("desk-chat-gone"))


async def test_who_acts_on_a_deleted_chat_is_told_what_became_of_it(window, log_in) -> None:
    desk = await log_in("huber")
    page = await taken_over(desk)
    await page.route("**/talk*", lambda route: route.abort())  # has not heard of it yet
    desk.expects_failures = True
    await page.get_by_label("Ihr Text").fill("Einen Augenblick.")
    await window.press("Mehr")
    await window.press("Chat löschen")
    await window.press("Ja, Chat löschen")
    await page.locator("#list .empty").wait_for()

    await page.get_by_label("Ihr Text").press("Enter")

    await page.get_by_text(GONE).wait_for()
