"""One colleague, two tabs: both show the same, and nothing is said twice."""

import pytest

from tests.browser.desk.conftest import taken_over


@pytest.fixture
async def chat(wait_for_staff):
    return await wait_for_staff()


async def test_what_is_done_in_one_tab_shows_in_the_other(chat, log_in) -> None:
    one = await log_in("huber")
    await one.page.locator("#list .entries a").first.click()
    await one.page.locator("#talk").wait_for()
    two = await log_in(beside=one, path=one.page.url)
    for tab in (one, two):
        await tab.page.wait_for_function("document.title.startsWith('(1) ')")

    await one.page.get_by_role("button", name="Chat übernehmen").click()
    for tab in (one, two):
        await tab.page.locator(".talk-head", has_text="Sie haben diesen Chat").wait_for()
        await tab.page.wait_for_function("!document.title.startsWith('(')")
    await two.page.get_by_label("Ihr Text").fill("Guten Tag.")
    await two.page.keyboard.press("Enter")
    await one.page.locator(".line.staff", has_text="Guten Tag.").wait_for()
    await one.page.get_by_label("Interne Notiz").check()
    await one.page.get_by_label("Ihr Text").fill("Ruft morgen an")
    await one.page.keyboard.press("Enter")
    await two.page.locator(".line.note", has_text="Ruft morgen an").wait_for()
    await chat.field.fill("Hallo!")
    await chat.page.keyboard.press("Enter")
    for tab in (one, two):
        await tab.page.locator(".line.visitor", has_text="Hallo!").wait_for()
    await two.page.get_by_role("button", name="Chat beenden").click()
    await one.page.locator(".talk-head", has_text="Beendet von huber").wait_for()

    assert await one.page.get_by_text("sieht diesen Chat auch").count() == 0, "saw herself as somebody else"


async def test_the_same_reply_sent_in_both_tabs_is_said_once(chat, log_in) -> None:
    one = await log_in("huber")
    await taken_over(one)
    two = await log_in(beside=one, path=one.page.url)
    for tab in (one, two):
        await tab.page.get_by_label("Ihr Text").fill("Ich sehe gleich nach.")

    for tab in (one, two):
        async with tab.page.expect_response("**/lines*") as answered:
            await tab.page.get_by_label("Ihr Text").press("Enter")
        assert (await answered.value).status == 200
    await one.page.get_by_label("Ihr Text").fill("Gefunden.")
    await one.page.keyboard.press("Enter")
    await chat.page.get_by_text("Gefunden.", exact=True).wait_for()

    assert (await chat.texts()).count("Ich sehe gleich nach.") == 1
    assert await two.page.get_by_label("Ihr Text").input_value() == ""


async def test_a_text_that_differs_in_the_other_tab_is_not_lost(chat, log_in) -> None:
    one = await log_in("huber")
    await taken_over(one)
    two = await log_in(beside=one, path=one.page.url)
    for tab in (one, two):
        await tab.page.get_by_label("Ihr Text").fill("Ich sehe nach")

    await one.page.get_by_label("Ihr Text").press("Enter")
    await two.page.locator(".line.staff", has_text="Ich sehe nach").wait_for()
    await two.page.get_by_label("Ihr Text").press_sequentially(" und melde mich")
    await two.page.keyboard.press("Enter")

    await chat.page.get_by_text("Ich sehe nach und melde mich", exact=True).wait_for()
