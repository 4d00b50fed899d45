"""A browser, and visitors in it whose consoles stay silent and who ask nobody but us."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from yarl import URL

from gateway.embed import BUILDS, Builds
from tests.browser.website import Website, website
from tests.browser.window import Window
from tests.journeys.system import System

playwright = pytest.importorskip("playwright.async_api", reason="no playwright")
CHROMIUM = shutil.which("chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
  console.error("policy violated:", event.violatedDirective, event.blockedURI, event.sample));"""

GUARD = 90_000  # milliseconds; only ends a test that would hang

Visit = Callable[..., Awaitable[Window]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium"))


@pytest.fixture
async def chromium() -> AsyncIterator[Any]:
    async with playwright.async_playwright() as started:
        browser = await started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
async def visit(system: System, chromium: Any) -> AsyncIterator[Visit]:
    """Opens pages as a visitor; in the end no console has complained, and only we were asked."""
    contexts, windows = [], []

    async def visit(path: str = "/demo", *, context: Any = None, **options: Any) -> Window:
        if context is None:
            context = await chromium.new_context(
                base_url=system.gateway,
                **{"locale": "de-DE", "viewport": {"width": 1000, "height": 800}, **options},
            )
            context.set_default_timeout(GUARD)
            await context.add_init_script(TELL_VIOLATIONS)
            contexts.append(context)
        window = Window(await context.new_page())
        windows.append(window)
        await window.page.goto(path)
        return window

    yield visit
    for window in windows:
        assert window.complaints == []
        assert window.asked <= {URL(system.gateway).origin(), *window.may_ask}
    for context in contexts:
        await context.close()


@pytest.fixture
async def site(system: System) -> AsyncIterator[Website]:
    """A website that is named in the settings."""
    async with website(system.gateway, system.site_port) as site:
        yield site


@pytest.fixture
async def stranger(system: System) -> AsyncIterator[Website]:
    """A website that nobody named."""
    async with website(system.gateway) as site:
        yield site


@pytest.fixture
def line(system: System) -> str:
    """What puts the chat on a page of a website."""
    return Builds(BUILDS).newest.line(system.gateway)


@pytest.fixture
def call_on(site: Website, stranger: Website, visit: Visit) -> Visit:
    """Opens pages of a website; they are left before it closes."""

    async def call_on(address: str, **options: Any) -> Window:
        window = await visit(address, **options)
        window.may_ask |= {URL(site.origin), URL(stranger.origin)}
        return window

    return call_on


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[str], Path]:
    """Where a picture goes: `PICTURES` when the docs are to be illustrated anew."""
    return lambda name: Path(os.environ.get("PICTURES", tmp_path)) / f"{name}.png"


@asynccontextmanager
async def line_cut(*windows: Window) -> AsyncIterator[None]:
    """Nothing reaches the gateway; that the browser complains about it is as it should be."""
    context = windows[0].page.context
    for window in windows:
        window.expects_failures = True
    await context.set_offline(True)
    yield
    await context.set_offline(False)
