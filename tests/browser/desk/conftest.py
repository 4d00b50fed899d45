"""Staff in browsers of their own, whose consoles stay silent and who ask nobody but the desk."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from yarl import URL

from tests.browser.conftest import TELL_VIOLATIONS
from tests.browser.window import Window
from tests.journeys.system import System

PASSWORD = "long enough"  # noqa: S105

REFUSED = "Response Status Error Code"  # htmx's own words for an answer that is none

LogIn = Callable[..., Awaitable[Window]]


@pytest.fixture
async def log_in(system: System, chromium: Any) -> AsyncIterator[LogIn]:
    """Logs somebody in, in a browser of their own; in the end no console has complained."""
    contexts, windows = [], []

    async def log_in(
        name: str = "schulz", role: str = "agent", path: str = "/chats", **options: Any
    ) -> Window:
        system.run("staff", "add", name, "--role", role, "--password-stdin", stdin=PASSWORD)
        context = await chromium.new_context(
            base_url=system.desk,
            **{"locale": "de-DE", "viewport": {"width": 1280, "height": 800}, **options},
        )
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
        assert [told for told in window.complaints if not (window.expects_failures and REFUSED in told)] == []
        assert window.asked <= {URL(system.desk).origin()}
    for context in contexts:
        await context.close()
