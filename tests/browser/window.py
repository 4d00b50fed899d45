"""The chat's window, as a visitor uses it."""

from typing import Any

from yarl import URL

NETWORK = "Failed to load resource"  # Chromium's own words for a call that failed


class Window:
    """A page with the chat on it; locators reach into its shadow tree by themselves."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.calls: list[str] = []
        self.may_ask: set[URL] = set()
        self.expects_failures = False
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asks(request.url))

    @property
    def entries(self) -> Any:
        """All that was said."""
        return self.page.locator("li.entry")

    @property
    def replies(self) -> Any:
        """What was said by others."""
        return self.page.locator("li.entry:not(.visitor)")

    @property
    def field(self) -> Any:
        return self.page.get_by_role("textbox")

    @property
    def status(self) -> Any:
        return self.page.locator(".status")

    @property
    def asked(self) -> set[URL]:
        """Whom the page has called, as origins."""
        return {URL(url).origin() for url in self.calls}

    async def open(self) -> None:
        await self.page.locator(".launcher").click()
        await self.replies.first.wait_for()

    async def say(self, text: str, replies: int = 1) -> str:
        """Write and send, and wait for as many replies; return the last one's text."""
        before = await self.replies.count()
        await self.field.fill(text)
        await self.page.keyboard.press("Enter")
        return await self.reply(before + replies)

    async def reply(self, number: int) -> str:
        """The text of a reply, the greeting being the first."""
        reply = self.replies.nth(number - 1)
        await reply.wait_for()
        return str(await reply.locator(".text").inner_text())

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def texts(self) -> list[str]:
        return list(await self.entries.locator(".text").all_inner_texts())

    async def kept(self) -> dict[str, str]:
        """What the browser has stored for the site, in any of its stores."""
        script = "({...sessionStorage, ...localStorage, ...(document.cookie && {cookie: document.cookie})})"
        return dict(await self.page.evaluate(script))

    def _heard(self, message: Any) -> None:
        if not (self.expects_failures and NETWORK in message.text):
            self.complaints.append(f"{message.type}: {message.text}")

    def _asks(self, url: str) -> None:
        if not url.startswith(("data:", "blob:")):
            self.calls.append(url)
