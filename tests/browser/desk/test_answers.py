"""The answer aid at work: answers while somebody types, wording to copy, a request taken over."""

import pytest

from tests.browser.axe import found_by_axe

LETTER = (
    "Sehr geehrte Damen und Herren, meine Kundennummer ist K-100001. "
    "Bitte löschen Sie alle meine Daten. Wie lange bewahren Sie so etwas sonst auf? "
    "Sie erreichen mich unter erika.mustermann@example.com."
)


@pytest.mark.parametrize(
    ("locale", "asked", "verdict", "passage"),
    [
        (
            "de-DE",
            "Wie lange speichert ihr meine Daten?",
            "Die Erklärung sagt es",
            "Unsere allgemeine Regel ist",
        ),
        ("en-GB", "How long do you keep my data?", "The policy says so", "Our general rule is"),
    ],
)
async def test_answers_appear_while_typing_and_the_wording_is_copied(log_in, locale, asked, verdict, passage):
    desk = await log_in(path="/answers", locale=locale, permissions=["clipboard-read", "clipboard-write"])

    await desk.page.locator("#text").press_sequentially(asked)

    await desk.page.get_by_text(verdict, exact=True).wait_for()
    await desk.page.locator("blockquote", has_text=passage).wait_for()
    assert await found_by_axe(desk.page) == []
    await desk.page.locator("[data-copies=said-en]").click()
    await desk.page.locator(".toasts p").wait_for()
    copied = await desk.page.evaluate("navigator.clipboard.readText()")
    assert copied == await desk.page.locator("#said-en").inner_text()
    assert "As a rule" in copied
    assert desk.page.url.endswith("/answers")


async def test_the_answer_to_what_was_typed_last_stands_in_the_end(log_in):
    desk = await log_in(path="/answers")
    field = desk.page.locator("#text")

    await field.fill("Wie lange speichert ihr meine Daten?")
    await desk.page.locator("#verdict", has_text="Speicherdauer").wait_for()
    for typed in (
        "Verkauft ihr",
        "Verkauft ihr meine Daten",
        "Ich will meine Daten löschen lassen, bitte löschen",
    ):
        await field.fill(typed)

    await desk.page.locator("#verdict", has_text="Meine Daten löschen").wait_for()


async def test_another_topic_is_chosen_and_gone_back_from_by_keyboard(log_in):
    desk = await log_in(path="/answers")
    await desk.page.locator("#text").fill("Wie lange speichert ihr meine Daten?")
    await desk.page.locator("#verdict", has_text="Speicherdauer").wait_for()

    await desk.page.locator("#other-topic").select_option("erasure")
    await desk.page.get_by_role("button", name="Zeigen", exact=True).press("Enter")

    await desk.page.locator("#verdict:focus", has_text="Meine Daten löschen").wait_for()
    await desk.page.get_by_role("button", name="Zurück zur erkannten Antwort").press("Enter")
    await desk.page.locator("#verdict", has_text="Speicherdauer").wait_for()


async def test_a_letter_is_taken_over_as_a_request(log_in):
    desk = await log_in(path="/answers")
    await desk.page.locator("#text").fill(LETTER)
    await desk.page.locator(".read li").nth(3).wait_for()

    await desk.page.keyboard.press("Alt+r")

    await desk.page.locator("form.intake").wait_for()
    assert await desk.page.locator("#email").input_value() == "erika.mustermann@example.com"
    assert await desk.page.locator("#customer_number").input_value() == "K-100001"
    assert await desk.page.locator("[name=rights][value=erasure]").is_checked()
    assert await desk.page.locator("[name=details]").input_value() == LETTER
    assert "erika" not in desk.page.url


async def test_without_javascript_the_same_answer_comes_as_a_page(log_in):
    desk = await log_in(path="/answers", java_script_enabled=False)

    await desk.page.locator("#text").fill("Wie lange speichert ihr meine Daten?")
    await desk.page.get_by_role("button", name="Antwort zeigen").click()

    await desk.page.locator("#verdict", has_text="Speicherdauer").wait_for()
    assert "Wie lange" in await desk.page.locator("#text").input_value()
