"""Nobody is at the desk: out of hours, and when a laptop was closed in the middle of a chat."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date

from privacy.reference import reference_in
from tests.browser.desk.conftest import taken_over
from tests.journeys.system import System

OPENS = datetime.now(ZoneInfo("Europe/Berlin")).date() + timedelta(days=2)
DAY = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")[OPENS.weekday()]
AWAY = 180_000  # milliseconds in which a minute without a desk is noticed, on a slow machine


@pytest.fixture(scope="module")
async def system(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[System]:
    """A desk that opens again the day after tomorrow, and misses a colleague after a minute."""
    started = System(tmp_path_factory.mktemp("closed"))
    started.environment |= {"AUSKUNFT_HOURS": f"{DAY} 09:00-17:00", "AUSKUNFT_AWAY_MINUTES": "1"}
    await started.start()
    yield started
    assert started.stop() == 0, started.said()


async def test_who_comes_out_of_hours_hears_when_we_are_back_and_files_at_once(
    wait_for_staff, log_in, picture
) -> None:
    chat = await wait_for_staff()
    promise = (await chat.texts())[-1]
    await chat.page.screenshot(path=picture("closed-de"))

    await chat.press("Meine Daten löschen")
    await chat.page.locator(".card").wait_for()
    reference = reference_in(await chat.page.locator(".card").inner_text())
    await chat.page.context.close()

    day = format_date(OPENS, "EEEE, d. MMMM", locale="de")
    assert f"Gerade ist niemand da. Wir sind wieder da am {day}, ab 09:00 Uhr" in promise
    assert "bald" not in promise
    assert "Einen Antrag zu Ihren Daten nehmen wir jetzt schon auf." in promise
    assert reference

    # in the morning
    desk = await log_in("weber")
    await desk.page.locator("#list .entries a").first.click()
    await desk.page.locator("#packet").get_by_role("link", name=reference).click()
    await desk.page.get_by_role("heading", name=reference).wait_for()
    await desk.page.goto("/requests")
    await desk.page.get_by_role("link", name=reference).wait_for()


async def test_a_closed_laptop_gives_the_chat_back_to_the_queue_in_its_old_place(
    wait_for_staff, log_in
) -> None:
    first, second, _ = [await wait_for_staff() for _ in range(3)]
    weber, krause = await log_in("weber"), await log_in("krause")
    entries = krause.page.locator("#list .entries a")
    await entries.nth(2).wait_for()
    queue = [await entry.get_attribute("href") for entry in await entries.all()]
    for visitor, colleague in ((first, weber), (second, krause)):
        await taken_over(colleague)
        await visitor.page.get_by_text("ist jetzt im Chat.").wait_for()
    await krause.page.goto("/chats")

    await weber.page.context.close()
    await first.page.get_by_text("Sie stehen wieder in der Warteschlange").wait_for(timeout=AWAY)
    await entries.nth(1).wait_for()
    again = [await entry.get_attribute("href") for entry in await entries.all()]
    await taken_over(krause)
    await first.page.get_by_text("ist jetzt im Chat.").nth(1).wait_for()

    assert again == [queue[0], queue[2]]
    assert not any("Sie stehen wieder" in text for text in await second.texts()), "taken from who was there"
