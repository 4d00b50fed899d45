"""A real mail server inside the test's event loop."""

import asyncio
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

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
        self._sessions: list[SMTP] = []

    async def open(self) -> None:
        self._server = await asyncio.get_running_loop().create_server(self._session, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Hang up, too: a sender that is stopped in the middle of a mail would wait for its QUIT."""
        if self._server:
            self._server.close()
        for session in self._sessions:
            if session.transport:
                session.transport.abort()

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
        while not (found := _CODE.search((mail := await self.next()).get_content())):
            pass
        return mail, found.group(1)

    def _session(self) -> SMTP:
        session = SMTP(self, hostname="localhost", loop=asyncio.get_running_loop())
        self._sessions.append(session)
        return session
