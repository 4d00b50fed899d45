"""A real mail server inside the test's event loop."""

import asyncio
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, Envelope

GUARD_SECONDS = 20.0  # only ends a test that would hang
_CODE = re.compile(r"^ +(\d+)\r?$", re.MULTILINE)


class Inbox:
    """Keeps the mails it accepts; those to an address in *refuses* it turns away for now."""

    def __init__(self) -> None:
        self.arrived: asyncio.Queue[EmailMessage] = asyncio.Queue()
        self.refuses: set[str] = set()
        self.refused: list[EmailMessage] = []
        self.port = 0
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, hostname="localhost", loop=loop), host="127.0.0.1", port=0
        )
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        if self._server:
            self._server.close()

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:  # noqa: ARG002, N802  # aiosmtpd's name
        mail = message_from_bytes(envelope.content or b"", policy=policy.default)
        if self.refuses.intersection(envelope.rcpt_tos):
            self.refused.append(mail)
            return "451 4.3.0 try again later"
        self.arrived.put_nowait(mail)
        return "250 2.0.0 kept"

    async def next(self) -> EmailMessage:
        async with asyncio.timeout(GUARD_SECONDS):
            return await self.arrived.get()

    async def next_with_code(self) -> tuple[EmailMessage, str]:
        """The next mail that brings a code, and the code; receipts are passed over."""
        while not (found := _CODE.search(plain_text_of(mail := await self.next()))):
            pass
        return mail, found.group(1)


def plain_text_of(mail: EmailMessage) -> str:
    """What a reader without HTML reads."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


class MailBell(asyncio.Event):
    """`Context.mail_waits`, which also tells when the sender has tried all that was due."""

    def __init__(self) -> None:
        super().__init__()
        self._idle = asyncio.Event()

    def set(self) -> None:
        self._idle.clear()
        super().set()

    async def wait(self) -> Literal[True]:
        if not self.is_set():
            self._idle.set()
        return await super().wait()

    async def until_idle(self) -> None:
        async with asyncio.timeout(GUARD_SECONDS):
            await self._idle.wait()
