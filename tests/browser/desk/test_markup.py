"""B4: with a hundred hostile strings in every field, no browser of staff or visitors runs or complains."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.browser.walk import credentials
from tests.security.hostile import HOSTILE, in_lines

LINES = in_lines(200)[::2]  # characters, what a name has room for; each by itself: security/test_markup_desk
DISPLAY_NAME = '"><img src=x onerror=alert(1)>{{ 7 * 7 }}'
PAGES = [
    "/requests",
    "/requests/new",
    "/chats?status=mine",
    "/answers",
    "/answers/review",
    "/answers/silences",
    "/replies",
    "/numbers",
    "/account",
]
SHOUT = """() => { for (let number = 0; number < 200; number++)
  postMessage([null, number, {ask: true}, {forgotten: 'x'}, '<img src=x onerror=alert(1)>',
    {chat: {id: 'x', token: 'x'}, language: 'de'}][number % 6], '*') }"""


def listening(window: Any) -> Any:
    """The window, whose dialogs are complaints too."""
    window.page.on("dialog", lambda dialog: window.complaints.append(f"dialog: {dialog.message}"))
    return window


@pytest.fixture
async def references(staff) -> list[str]:
    """Requests taken down by phone, with the strings in all their fields and a note."""
    found = []
    for line in LINES:
        person = {"name": line, "customer_number": line}
        letter = {
            "rights": ["access"],
            "channel": "phone",
            "received_at": datetime.now(UTC).isoformat(),
            "details": "\n".join(HOSTILE),
            "requester": person,
            "on_behalf_of": {"role": "lawyer", "name": line},
        }
        async with staff.post("/api/v1/desk/requests", json=letter) as response:
            assert response.status == 201, await response.text()
            found.append((await response.json())["reference"])
        note = {"text": "\n".join(HOSTILE)[:4000]}
        async with staff.post(f"/api/v1/desk/requests/{found[-1]}/notes", json=note) as response:
            assert response.status == 200, await response.text()
    return found


async def test_nothing_that_was_typed_runs_at_the_desk_or_in_the_chat(
    log_in, wait_for_staff, visitor, references
) -> None:
    chat = listening(await wait_for_staff())
    desk = listening(await log_in("paula", "privacy", called=DISPLAY_NAME))
    page = desk.page
    await page.locator("#list .entries a").first.click()
    await page.get_by_role("button", name="Chat übernehmen").click()
    await page.wait_for_url("**status=mine*")
    kept = await credentials(chat)
    headers = {"Authorization": f"Bearer {kept['token']}"}

    # both see what the other writes at once, and again when the page is opened anew
    for number, line in enumerate([*LINES, "Schluss."]):
        said = {"client_id": f"hostile-{number}", "text": line}
        path = f"/api/v1/conversations/{kept['id']}/messages"
        async with visitor.post(path, json=said, headers=headers) as response:
            assert response.status == 200, await response.text()
    await page.get_by_text("Schluss.", exact=True).wait_for()
    for number, text in enumerate(("\n".join(HOSTILE)[:4000], "Ende.")):
        await page.get_by_label("Text").fill(text)
        await page.keyboard.press("Enter")
        await page.locator("li.line.staff").nth(number).wait_for()
    await chat.page.get_by_text("Ende.", exact=True).wait_for()
    await chat.page.evaluate(SHOUT)
    told = await chat.texts()
    await chat.page.reload()
    await chat.page.get_by_text("Ende.", exact=True).wait_for()
    assert await chat.texts() == told
    assert await chat.page.locator("li img, li script, li svg, li iframe, li a[href^='java']").count() == 0

    await page.goto("/answers")
    await page.locator("textarea").first.fill("\n".join(HOSTILE))
    await page.locator("main form button").first.click()
    for path in PAGES:
        await page.goto(path)
        await page.evaluate(SHOUT)
    for line in LINES[::7]:
        await page.goto(f"/requests?{urlencode({'q': line, 'assignee': line})}")
        assert await page.locator("#q").input_value() == line
    for reference in references:
        await page.goto(f"/requests/{reference}")
        assert await page.locator("main img, main script, main iframe, main style").count() == 0
    await page.goto(f"/requests/{references[0]}/print")
    shown = " ".join((await page.get_by_role("main").inner_text()).split())
    assert [text for text in HOSTILE if text.isprintable() and " ".join(text.split()) not in shown] == []
