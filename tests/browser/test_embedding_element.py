"""`<privacy-chat>` in the hands of a website's scripts: set, changed, moved, taken out and put back."""

import pytest

QUESTION = "Wie lange speichert ihr meine Daten?"
ELEMENT = "document.querySelector('privacy-chat')"


async def test_the_page_sets_attributes_and_its_script_changes_them(call_on, site, line) -> None:
    chat = await call_on(site.shows('<privacy-chat language="en" open></privacy-chat>', head=line))
    await chat.page.get_by_label("Your message").wait_for()
    greeting = await chat.reply(1)

    await chat.page.evaluate(f"{ELEMENT}.setAttribute('language', 'de')")
    await chat.page.get_by_text("Guten Tag").wait_for()
    await chat.page.evaluate(f"{ELEMENT}.open = false")
    await chat.page.locator(".launcher").wait_for()
    await chat.page.evaluate(f"{ELEMENT}.toggleAttribute('open')")

    await chat.page.get_by_label("Ihre Nachricht").wait_for()
    assert greeting.startswith("Hello")
    assert await chat.page.locator("privacy-chat").count() == 1


async def test_a_window_that_was_closed_stays_closed_on_the_next_page(call_on, site, line) -> None:
    chat = await call_on(site.shows("<privacy-chat open></privacy-chat>", head=line))
    await chat.say(QUESTION)

    await chat.press("Chat schließen")
    await chat.page.reload()

    await chat.page.locator(".launcher").wait_for()
    assert await chat.page.locator("section.window").count() == 0


async def test_the_line_carries_attributes_and_may_stand_there_twice(call_on, site, line) -> None:
    line = line.replace("<script ", '<script data-language="en" data-open data-of-another ')
    chat = await call_on(site.shows(line, head=line + line.replace(" async", "")))

    greeting = await chat.reply(1)

    assert greeting.startswith("Hello")
    placed = chat.page.locator("privacy-chat")
    attributes = await placed.evaluate_all("(all) => all.map((one) => one.getAttributeNames())")
    assert attributes == [["language", "open"]]


async def test_an_element_that_is_moved_or_put_back_goes_on_where_it_was(call_on, site, line) -> None:
    chat = await call_on(site.shows("<main></main><privacy-chat></privacy-chat>", head=line))
    await chat.open()
    await chat.say(QUESTION)
    before, calls = await chat.texts(), len(chat.calls)

    await chat.field.fill("Ein Entwurf")
    await chat.page.evaluate(f"document.querySelector('main').append({ELEMENT})")
    moved = await chat.texts(), await chat.field.input_value(), len(chat.calls)
    await chat.page.evaluate(f"window.taken = {ELEMENT}; taken.remove()")
    await chat.page.evaluate("document.body.append(taken)")
    await chat.reply(2)

    assert moved == (before, "Ein Entwurf", calls)
    assert (await chat.texts(), await chat.field.input_value()) == (before, "Ein Entwurf")
    assert "Computerprogramm" in await chat.say("Sind Sie ein Roboter?")


@pytest.mark.parametrize(
    "replace",
    [
        "document.body.innerHTML = '<h1>Kasse</h1>'",
        """const body = document.createElement("body");
        body.innerHTML = "<h1>Kasse</h1>";
        document.body.replaceWith(body);""",
    ],
    ids=["what is in the body", "the body"],
)
async def test_pages_that_replace_their_content_leave_the_chat_alone(call_on, site, line, replace) -> None:
    chat = await call_on(site.shows("", head=line))
    await chat.open()
    await chat.say(QUESTION)
    await chat.field.fill("Ein Entwurf")
    before, calls = await chat.texts(), len(chat.calls)

    await chat.page.evaluate(replace)

    assert await chat.page.get_by_role("heading", name="Kasse").count() == 1
    assert (await chat.texts(), len(chat.calls)) == (before, calls)
    assert await chat.field.input_value() == "Ein Entwurf"
    assert "Computerprogramm" in await chat.say("Sind Sie ein Roboter?")
