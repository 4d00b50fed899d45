"""Staff work requests in a browser: by keyboard, by two at once, and on paper."""

import re

import pytest

from tests.browser.axe import found_by_axe

REFERENCE = re.compile(r"DSR-\w{4}-\w{4}")


async def recorded(page, *rights, name="Ada Byron", received_on=""):
    """Record a letter on the page; its reference."""
    await page.goto("/requests/new")
    await page.get_by_label("Brief", exact=True).check()
    for right in rights or ["Auskunft (Art. 15)"]:
        await page.get_by_label(right).check()
    if received_on:
        await page.get_by_label("Eingegangen am").fill(received_on)
    await page.get_by_label("Name", exact=True).fill(name)
    await page.get_by_label("E-Mail-Adresse").fill("ada@example.com")
    await page.keyboard.press("Alt+r")
    await page.get_by_text("Die Anfrage ist aufgenommen").wait_for()
    return REFERENCE.search(page.url)[0]


async def take(page, step, button, **fields):
    """Unfold a step, fill it in and send it."""
    form = page.locator("details.step", has=page.locator("summary", has_text=step))
    await form.locator("summary").click()
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        await (field.select_option(value) if name == "method" else field.fill(value))
    async with page.expect_navigation():
        await form.get_by_role("button", name=button).click()
    return await page.get_by_role("main").inner_text()


async def test_a_request_is_worked_from_receipt_to_completion(log_in, picture):
    window = await log_in("paula", "privacy", "/requests")
    page = window.page
    reference = await recorded(page)

    checked = await take(
        page, "Identität bestätigen", "Als geprüft festhalten", method="call_back", reason="Sie war es."
    )
    await page.screenshot(path=picture("desk-request"), full_page=True)
    assert await found_by_axe(page) == []
    ended = await take(page, "Erledigen", "Als erledigt abschließen", reason="Alles liegt bei.")
    await page.goto("/requests?state=completed")

    assert "Identität geprüft: Rückruf unter der gespeicherten Nummer" in checked
    assert "Diese Anfrage ist abgeschlossen." in ended
    assert reference in await page.get_by_role("main").inner_text()


async def test_the_last_day_follows_the_day_of_receipt_as_it_is_typed(log_in):
    page = (await log_in("paula", "privacy", "/requests/new")).page

    await page.get_by_label("Eingegangen am").fill("2026-11-02")
    await page.get_by_label("Name", exact=True).click()

    await page.locator("#due", has_text="Antwort bis 2. Dezember 2026").wait_for()
    assert await found_by_axe(page) == []


async def test_of_two_at_once_the_second_is_told_and_keeps_the_text(log_in):
    first, second = await log_in("paula", "privacy"), await log_in("lena", "lead")
    path = f"/requests/{await recorded(first.page)}"
    second.expects_failures = True  # a conflict is one for the console
    await second.page.goto(path)

    extended = await take(first.page, "Frist verlängern", "Um zwei Monate", reason="Viele Akten.")
    told = await take(
        second.page, "Ablehnen", "Ablehnen und abschließen", reason="Rechnungen müssen bleiben."
    )
    assert await found_by_axe(second.page) == []
    kept = await second.page.get_by_label("Grund der Ablehnung").input_value()
    async with second.page.expect_navigation():
        await second.page.get_by_role("button", name="Ablehnen und abschließen").click()

    assert "Um zwei Monate verlängert" in extended
    assert "Inzwischen hat sich etwas geändert" in told
    assert "Frist verlängert · paula" in told
    assert kept == "Rechnungen müssen bleiben."
    assert "Die Anfrage ist abgelehnt." in await second.page.get_by_role("main").inner_text()


async def test_all_that_are_shown_are_assigned_by_two_keys(log_in, picture):
    page = (await log_in("lena", "lead", "/requests")).page
    for name in ("Ada", "Ben"):
        await recorded(page, "Einschränkung", name=name)
    await page.goto("/requests?right=restriction")
    await page.screenshot(path=picture("desk-requests"), full_page=True)
    assert await found_by_axe(page) == []

    await page.get_by_label("Alle auswählen").check()
    async with page.expect_navigation():
        await page.keyboard.press("Alt+m")

    assert "2 Anfragen sind zugewiesen." in await page.get_by_role("main").inner_text()
    assert await page.locator("tbody td.assignee").all_inner_texts() == ["lena", "lena"]


@pytest.mark.parametrize("looks", [{"color_scheme": "dark"}, {"viewport": {"width": 1024, "height": 768}}])
async def test_an_agent_sees_no_person_and_decides_nothing_in_any_looks(log_in, looks):
    paula = await log_in("paula", "privacy", "/requests")
    reference = await recorded(paula.page)
    page = (await log_in("anna", "agent", f"/requests/{reference}", **looks)).page

    assert "a…@….com" in await page.get_by_role("main").inner_text()
    assert await page.locator("details.step summary").all_inner_texts() == ["Zuweisen", "Notiz schreiben"]
    assert await found_by_axe(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_the_file_is_printed_without_what_belongs_to_the_screen(log_in):
    page = (await log_in("paula", "privacy", "/requests")).page
    reference = await recorded(page)
    await page.goto(f"/requests/{reference}/print")
    assert await found_by_axe(page) == []

    await page.emulate_media(media="print")

    assert not await page.get_by_role("button", name="Drucken").is_visible()
    assert not await page.get_by_role("navigation").first.is_visible()
    assert await page.get_by_text("Der Verlauf ist vollständig und unverändert").is_visible()
