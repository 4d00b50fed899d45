"""Lines that break, pages that are left, tabs side by side: nothing is lost, nothing is said twice."""

import os
import signal
import uuid

from tests.browser.conftest import line_cut
from tests.journeys.system import System, until


async def kill_gateway(system: System) -> None:
    """Kill it as it runs; `auskunft up` starts it again after a while."""
    await until(lambda: system.running("gateway"))
    os.kill(system.running("gateway")[0], signal.SIGKILL)


async def test_what_is_written_offline_is_sent_once_when_the_line_is_back(visit, picture) -> None:
    chat = await visit()
    await chat.open()
    await chat.say("Wie lange speichert ihr meine Daten?")

    async with line_cut(chat):
        await chat.field.fill("Sind Sie ein Roboter?")
        await chat.page.keyboard.press("Enter")
        await chat.page.get_by_text("Noch nicht gesendet").wait_for()
        told = await chat.status.inner_text()
        await chat.page.screenshot(path=picture("offline-de"))
    answer = await chat.reply(3)

    assert "Keine Verbindung" in told
    assert "Computerprogramm" in answer
    assert (await chat.texts()).count("Sind Sie ein Roboter?") == 1
    assert await chat.status.inner_text() == ""


async def test_what_is_written_offline_outlives_a_reload(visit) -> None:
    chat = await visit()
    await chat.open()
    await chat.say("Wie lange speichert ihr meine Daten?")
    page = chat.page

    await page.route("**/messages", lambda route: route.abort())
    chat.expects_failures = True
    await chat.field.fill("Sind Sie ein Roboter?")
    await page.keyboard.press("Enter")
    await page.get_by_text("Noch nicht gesendet").wait_for()
    await chat.field.fill("Ein Entwurf")
    await page.unroute("**/messages")
    await page.reload()

    assert "Computerprogramm" in await chat.reply(3)
    assert (await chat.texts()).count("Sind Sie ein Roboter?") == 1
    assert await chat.field.input_value() == "Ein Entwurf"


async def test_a_restart_of_the_gateway_loses_and_doubles_nothing(system, visit) -> None:
    chat = await visit()
    chat.expects_failures = True
    await chat.open()
    said = []
    for number in range(4):
        text = f"Wie lange speichert ihr meine Daten, zum {number}. Mal?"
        said.append(text)
        await chat.field.fill(text)
        await chat.page.keyboard.press("Enter")
        if number in {0, 2}:
            await kill_gateway(system)
    await chat.reply(5)
    await chat.page.wait_for_function(
        "document.querySelector('privacy-chat').shadowRoot.querySelector('.status').textContent === ''"
    )

    mine = await chat.page.locator("li.visitor .text").all_inner_texts()
    assert mine == said
    assert await chat.replies.count() == 1 + len(said)


async def test_going_back_and_reloading_keep_the_chat(visit) -> None:
    chat = await visit()
    await chat.open()
    await chat.say("Are you a robot?")

    await chat.page.goto("/policy/en")
    await chat.page.go_back()
    await chat.reply(2)
    await chat.page.reload()

    assert "computer program" in await chat.reply(2)
    assert await chat.entries.count() == 3


async def test_two_tabs_show_the_same_chat(visit) -> None:
    chat = await visit()
    await chat.open()
    await chat.say("Wie lange speichert ihr meine Daten?")
    other = await visit(context=chat.page.context)
    await other.open()
    await other.reply(2)

    await other.say("Sind Sie ein Roboter?")
    await chat.reply(3)
    await chat.say("Danke!")
    await other.reply(4)

    assert await chat.texts() == await other.texts()


async def test_a_gateway_that_is_down_is_said_and_waited_for(visit) -> None:
    chat = await visit()
    await chat.page.route("**/api/**", lambda route: route.abort())
    chat.expects_failures = True

    await chat.page.locator(".launcher").click()
    await chat.page.get_by_text("Keine Verbindung").wait_for()
    await chat.field.fill("Wie lange speichert ihr meine Daten?")
    await chat.page.keyboard.press("Enter")
    await chat.page.get_by_text("Noch nicht gesendet").wait_for()
    await chat.page.unroute("**/api/**")

    assert "so lange" in await chat.reply(2)


async def test_a_chat_that_is_gone_says_so_and_keeps_the_text(visit, visitor) -> None:
    chat = await visit()
    chat.expects_failures = True
    await chat.open()
    await chat.say("Wie lange speichert ihr meine Daten?")
    await chat.page.reload()
    await chat.reply(2)
    kept = await chat.page.evaluate("JSON.parse(sessionStorage.getItem('privacy-chat')).chat")
    headers = {"Authorization": f"Bearer {kept['token']}"}
    async with visitor.delete(f"/api/v1/conversations/{kept['id']}", headers=headers) as response:
        assert response.status == 200

    await chat.field.fill("Und wo liegen sie?")
    await chat.page.keyboard.press("Enter")
    await chat.press("Neuen Chat beginnen")
    await chat.page.get_by_role("group", name="Vorschläge").wait_for()

    assert await chat.field.input_value() == "Und wo liegen sie?"
    assert await chat.entries.count() == 1
    assert await chat.kept() == {}


async def test_9000_characters_are_counted_and_kept(visit, picture) -> None:
    chat = await visit()
    await chat.open()
    long = "Bitte löschen Sie alles. " * 360

    await chat.field.fill(long)
    await chat.page.keyboard.press("Enter")
    told = await chat.page.locator(".characters").inner_text()
    await chat.page.screenshot(path=picture("too-long-de"))

    assert "9.000 von 8.000 Zeichen" in told
    assert "1.000" in told
    assert await chat.field.input_value() == long
    assert await chat.field.get_attribute("aria-invalid") == "true"
    assert await chat.entries.count() == 1


async def test_a_wrong_code_is_told_and_can_be_tried_again(system, visit) -> None:
    address = "erika.mustermann@example.com"
    chat = await visit()
    await chat.open()
    await chat.say("Schicken Sie mir bitte alles, was Sie über mich haben.", 2)
    known = len(system.codes_for(address))
    await chat.say(address)
    code = await system.next_code(address, known)

    wrong = await chat.say(f"{(int(code) + 1) % 1_000_000:06}")
    field = await chat.field.get_attribute("autocomplete")
    await chat.say(code)

    assert "Code" in wrong
    assert field == "one-time-code"
    assert "bestätigt" in await chat.page.locator(".card").inner_text()


async def test_too_many_messages_are_sent_when_the_time_comes(visit) -> None:
    chat = await visit()
    chat.expects_failures = True
    await chat.open()
    await chat.say("Wie lange speichert ihr meine Daten?")
    problem = {
        "status": 429,
        "headers": {"Retry-After": "1", "Content-Type": "application/problem+json"},
        "body": '{"detail": "Bitte warten Sie einen Augenblick."}',
    }
    refused = []

    async def refuse_once(route) -> None:
        if route.request.method == "POST" and not refused:
            refused.append(uuid.uuid4())
            await route.fulfill(**problem)
        else:
            await route.continue_()

    await chat.page.route("**/messages", refuse_once)
    await chat.field.fill("Sind Sie ein Roboter?")
    await chat.page.keyboard.press("Enter")
    await chat.page.get_by_text("Bitte warten Sie einen Augenblick.").wait_for()

    assert "Computerprogramm" in await chat.reply(3)
    await until(lambda: refused)
