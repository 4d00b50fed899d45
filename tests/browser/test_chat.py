"""What a visitor does in the chat, in both languages."""

import pytest

WORDS = {
    "de": {
        "locale": "de-DE",
        "question": "Wie lange speichert ihr meine Daten?",
        "quote": "Unsere allgemeine Regel",
        "request": "Schicken Sie mir bitte alles, was Sie über mich haben.",
        "right": "Auskunft",
        "due": "Antwort bis",
        "address": "erika.mustermann@example.com",
    },
    "en": {
        "locale": "en-GB",
        "question": "How long do you keep my data?",
        "quote": "Our general rule",
        "request": "Please send me everything you have about me.",
        "right": "Access",
        "due": "Answer by",
        "address": "john.example@example.com",
    },
}


@pytest.mark.parametrize("language", ["de", "en"])
async def test_a_visitor_asks_and_proves_who_she_is(system, visit, picture, language) -> None:
    words = WORDS[language]
    chat = await visit(locale=words["locale"])
    await chat.open()

    await chat.say(words["question"])
    quote = await chat.page.locator("blockquote").first.inner_text()
    await chat.page.screenshot(path=picture(f"answer-{language}"))
    await chat.say(words["request"], 2)
    await chat.page.locator("[autocomplete=email][inputmode=email]").wait_for()
    known = len(system.codes_for(words["address"]))
    await chat.say(words["address"])
    await chat.page.locator("[autocomplete=one-time-code][inputmode=numeric]").wait_for()
    await chat.page.screenshot(path=picture(f"code-{language}"))
    await chat.say(await system.next_code(words["address"], known))
    card = await chat.page.locator(".card").inner_text()
    await chat.page.screenshot(path=picture(f"request-{language}"))

    assert quote.startswith(words["quote"])
    assert "DSR-" in card
    assert words["right"] in card
    assert words["due"] in card
    assert await chat.page.locator(".card").count() == 1


async def test_the_quotation_opens_the_policy_at_its_passage(visit) -> None:
    chat = await visit(locale="en-GB")
    await chat.open()
    await chat.say("Who do you share my data with?")

    async with chat.page.expect_popup() as opened:
        await chat.page.locator("figcaption a").first.click()
    policy = await opened.value

    assert policy.url.endswith("/policy/en#sharing")
    assert "third-party providers" in await policy.locator("#sharing:target").inner_text()


async def test_under_an_english_answer_lies_the_binding_german(visit) -> None:
    chat = await visit(locale="en-GB")
    await chat.open()
    await chat.say("How long do you keep my data?")

    await chat.page.locator("summary").click()

    original = chat.page.locator("details blockquote")
    assert (await original.inner_text()).startswith("Unsere allgemeine Regel")
    assert await original.get_attribute("lang") == "de"


async def test_the_language_can_be_switched_in_the_middle(visit) -> None:
    chat = await visit()
    await chat.open()
    await chat.say("Schicken Sie mir bitte alles, was Sie über mich haben.", 2)

    await chat.press("English")
    await chat.page.get_by_label("Your e-mail address").wait_for()
    answer = await chat.say("Why do you need this?")

    assert await chat.page.locator("section.window").get_attribute("lang") == "en"
    assert await chat.replies.last.get_attribute("lang") == "en"
    assert "code" in answer


async def test_questions_to_begin_with_are_one_press(visit, picture) -> None:
    chat = await visit()
    await chat.open()
    await chat.page.screenshot(path=picture("greeting-de"))

    await chat.press("Wie lange speichern Sie meine Daten?")

    assert "so lange" in await chat.reply(2)
    assert await chat.page.get_by_role("group", name="Vorschläge").count() == 0


async def test_a_chat_is_forgotten_in_every_tab_and_says_what_remains(visit) -> None:
    chat = await visit()
    await chat.open()
    await chat.say("Bitte löschen Sie meine Daten.")
    other = await visit(context=chat.page.context)
    await other.open()

    await chat.press("Mehr")
    await chat.press("Chat löschen")
    await chat.press("Ja, Chat löschen")

    await chat.page.get_by_text("Der Chat ist gelöscht. Diese Anträge bleiben bestehen: DSR-").wait_for()
    await other.page.get_by_text("Der Chat ist gelöscht.").wait_for()
    assert await chat.kept() == await other.kept() == {}


async def test_the_chat_can_be_taken_along_as_a_text(visit) -> None:
    chat = await visit()
    await chat.open()
    await chat.say("Wie lange speichert ihr meine Daten?")

    await chat.press("Mehr")
    async with chat.page.expect_download() as saved:
        await chat.press("Chat herunterladen")
    text = (await (await saved.value).path()).read_text(encoding="utf-8")

    assert "Wie lange speichert ihr meine Daten?" in text
    assert "> Unsere allgemeine Regel" in text


async def test_a_reference_is_copied_and_printed_alone(visit) -> None:
    chat = await visit()
    await chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await chat.open()
    await chat.say("Ich widerspreche der Werbung.", 2)
    await chat.page.evaluate("window.print = () => (window.printed = true)")

    await chat.press("Aktenzeichen kopieren")
    await chat.press("Kopiert")
    copied = await chat.page.evaluate("navigator.clipboard.readText()")
    await chat.press("Drucken")
    await chat.page.emulate_media(media="print")

    assert copied == await chat.page.locator(".reference").inner_text()
    assert await chat.page.evaluate("window.printed")
    assert await chat.page.locator(".card").is_visible()
    assert not await chat.page.locator("main h1").is_visible()
    assert not await chat.replies.first.is_visible()
    await chat.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert await chat.page.locator("main h1").is_visible()


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)> how long do you keep data?",
        "</textarea><script>alert(1)</script> how long do you keep data?",
        "javascript:alert(1) how long do you keep data?",
        "{{constructor.constructor('alert(1)')()}} how long do you keep data?",
    ],
)
async def test_script_in_a_message_is_text(visit, text) -> None:
    chat = await visit(locale="en-GB")
    chat.page.on("dialog", lambda _: chat.complaints.append("a dialog opened"))
    await chat.open()

    await chat.say(text)
    await chat.page.reload()
    await chat.replies.nth(1).wait_for()

    assert text in await chat.texts()
    assert await chat.page.locator("li img, li script, li a[href^=javascript]").count() == 0
