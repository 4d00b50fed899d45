"""The form and the policy page in a browser that runs no scripts."""

import pytest

from privacy.reference import reference_in

ON_FILE = "erika.mustermann@example.com"


@pytest.fixture
async def page(system, chromium):
    opened = await chromium.new_page(
        base_url=system.gateway,
        viewport={"width": 760, "height": 900},
        locale="de-DE",
        java_script_enabled=False,
    )
    opened.complaints = []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    return opened


async def press(page, name: str) -> None:
    async with page.expect_navigation():
        await page.get_by_role("button", name=name).click()


async def test_a_visitor_without_scripts_files_a_request_and_proves_who_she_is(system, page, picture):
    await page.goto("/form/de")
    await page.get_by_label("Auskunft über meine Daten").check()
    await page.get_by_label("Was genau möchten Sie?").fill("Bitte als Brief.")
    await page.get_by_label("E-Mail-Adresse").fill(ON_FILE)
    await page.screenshot(path=picture("form"), full_page=True)
    known = len(system.codes_for(ON_FILE))
    await press(page, "Antrag absenden")
    received = await page.get_by_role("main").inner_text()
    await page.get_by_label("Code aus unserer E-Mail").fill(await system.next_code(ON_FILE, known))
    await press(page, "Code bestätigen")
    await page.reload()

    confirmed = await page.get_by_role("main").inner_text()
    assert reference_in(received)
    assert reference_in(confirmed) == reference_in(received)
    assert "Ihr Antrag ist bestätigt" in confirmed
    assert page.complaints == []
    assert await page.context.cookies() == []


async def test_what_is_amiss_has_the_focus_and_leads_to_its_field(page):
    await page.goto("/form/de")
    await page.get_by_label("Auskunft über meine Daten").check()
    await page.get_by_label("E-Mail-Adresse").fill("erika")
    await press(page, "Antrag absenden")
    focused = await page.locator(":focus").inner_text()
    await page.get_by_role("alert").get_by_role("link").click()
    await page.keyboard.type("@")

    assert focused.startswith("Bitte sehen Sie sich diese Angaben noch einmal an")
    assert (await page.title()).startswith("Fehler")
    assert await page.get_by_label("Auskunft über meine Daten").is_checked()
    assert "@" in await page.get_by_label("E-Mail-Adresse").input_value()


async def test_what_concerns_another_person_is_asked_only_then(page):
    await page.goto("/form/en")
    before = await page.locator("#subject").is_visible()
    await page.get_by_label("Those of another person").check()

    assert not before
    assert await page.locator("#subject").is_visible()


async def test_the_passage_that_a_link_means_is_marked(page):
    await page.goto("/policy/en#sharing")

    target = page.locator("section:target")
    plain, marked = [
        await found.evaluate("found => getComputedStyle(found).backgroundColor")
        for found in (page.locator("section").first, target)
    ]
    assert "third-party providers" in await target.inner_text()
    assert marked != plain


@pytest.mark.parametrize("path", ["/form/de", "/form/en", "/policy/de", "/policy/en", "/nowhere"])
async def test_on_a_narrow_screen_nothing_has_to_be_pushed_sideways(page, path):
    await page.set_viewport_size({"width": 320, "height": 640})

    await page.goto(path)

    assert await page.evaluate("document.documentElement.scrollWidth") == 320
