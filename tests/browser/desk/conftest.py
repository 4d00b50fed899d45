"""Staff in browsers of their own, whose consoles stay silent and who ask nobody but the desk."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from yarl import URL

from tests.browser.conftest import GUARD, TELL_VIOLATIONS, Visit
from tests.browser.window import Window
from tests.journeys.system import System

PASSWORD = "long enough"  # noqa: S105
WISH = "Ich möchte mit einem Menschen sprechen."

FAILURES = {  # htmx's own words for an answer that is none, for a call without one, for a line that broke
    "Response Status Error Code",
    "htmx:sendError",
    "htmx:afterRequest",
    "[object Event]",
}

LogIn = Callable[..., Awaitable[Window]]
Waiter = Callable[[], Awaitable[Window]]


@pytest.fixture
async def log_in(system: System, chromium: Any) -> AsyncIterator[LogIn]:
    """Logs somebody in, in a browser of their own; in the end no console has complained."""
    contexts, windows = [], []

    async def log_in(
        name: str = "schulz",
        role: str = "agent",
        path: str = "/chats",
        called: str = "",
        beside: Window | None = None,
        **options: Any,
    ) -> Window:
        """Opens *path*, or opens it in another tab *beside* a window."""
        if beside:
            windows.append(tab := Window(await beside.page.context.new_page()))
            await tab.page.goto(path)
            return tab
        wishes = ["--role", role, "--display-name", called, "--password-stdin"]
        system.run("staff", "add", name, *wishes, stdin=PASSWORD)
        context = await chromium.new_context(
            base_url=system.desk,
            **{"locale": "de-DE", "viewport": {"width": 1280, "height": 800}, **options},
        )
        context.set_default_timeout(GUARD)
        await context.add_init_script(TELL_VIOLATIONS)
        contexts.append(context)
        window = Window(await context.new_page())
        windows.append(window)
        await window.page.goto(f"/login?next={path}")
        await window.page.locator("[name=name]").fill(name)
        await window.page.locator("[name=password]").fill(PASSWORD)
        await window.page.keyboard.press("Enter")
        await window.page.wait_for_url(lambda url: "/login" not in url)
        return window

    yield log_in
    for window in windows:
        excused = FAILURES if window.expects_failures else set()
        assert [told for told in window.complaints if not any(words in told for words in excused)] == []
        assert window.asked <= {URL(system.desk).origin()}
    for context in contexts:
        await context.close()


@pytest.fixture
async def wait_for_staff(visit: Visit, staff: aiohttp.ClientSession) -> AsyncIterator[Waiter]:
    """Lets somebody wait for a person; before and in the end nobody waits and no chat is open."""

    async def wait_for_staff() -> Window:
        chat = await visit()
        await chat.open()
        await chat.say(WISH)
        return chat

    await _nobody_waits(staff)
    yield wait_for_staff
    await _nobody_waits(staff)


async def _nobody_waits(staff: aiohttp.ClientSession) -> None:
    for status in ("waiting", "open"):
        async with staff.get("/api/v1/desk/conversations", params={"status": status}) as response:
            left = (await response.json())["items"]
        for chat in left:
            await staff.post(f"/api/v1/desk/conversations/{chat['id']}/close")


async def taken_over(desk: Window) -> Any:
    """The page of the chat that waits longest, taken over."""
    await desk.page.locator("#list .entries a").first.click()
    await take_over(desk.page)
    return desk.page


async def take_over(page: Any) -> None:
    """Claim the chat that is shown."""
    await page.get_by_role("button", name="Chat übernehmen").click()
    await page.locator(".talk-head", has_text="Sie haben diesen Chat").wait_for()
