"""A real mail server inside the test's event loop."""

import asyncio
import re
import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope

GUARD_SECONDS = 60.0  # only ends a test that would hang
_CODE = re.compile(r"^ +(\d+)\r?$", re.MULTILINE)


class Gate:
    """Holds one mail at the server, whole but not yet taken, until it is opened."""

    def __init__(self) -> None:
        self._reached = asyncio.Event()
        self._opened = asyncio.Event()

    async def reached(self) -> None:
        async with asyncio.timeout(GUARD_SECONDS):
            await self._reached.wait()

    def open(self) -> None:
        self._opened.set()

    async def pass_through(self) -> None:
        self._reached.set()
        await self._opened.wait()


class Inbox:
    """Keeps the mails it accepts; those to an address in *refuses* it turns away for now.

    *answers* replaces "250" after `MAIL`, `RCPT` and `DATA`; *heard* is every byte clients said in the
    clear or, with *tls*, inside of it.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.arrived: asyncio.Queue[EmailMessage] = asyncio.Queue()
        self.refuses: set[str] = set()
        self.refused: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.heard = bytearray()
        self.port = 0
        self._tls = tls
        self._gate: Gate | None = None
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen, after `close` on the same port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Listening(
                self,
                hostname="localhost",
                loop=loop,
                tls_context=self._tls,
                authenticator=lambda *_: AuthResult(success=True),
            ),
            host="127.0.0.1",
            port=self.port,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        if self._server:
            self._server.close()

    def hold_next(self) -> Gate:
        self._gate = Gate()
        return self._gate

    async def handle_MAIL(self, _: Any, __: Any, envelope: Envelope, address: str, ___: Any) -> str:  # noqa: N802  # aiosmtpd's name
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 2.1.0 go on")

    async def handle_RCPT(self, _: Any, __: Any, envelope: Envelope, address: str, ___: Any) -> str:  # noqa: N802  # aiosmtpd's name
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 2.1.5 go on")

    async def handle_DATA(self, _: Any, __: Any, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        mail = message_from_bytes(envelope.content or b"", policy=policy.default)
        gate, self._gate = self._gate, None
        if gate:
            await gate.pass_through()
        answer = self.answers.get("DATA", "250 2.0.0 kept")
        if self.refuses.intersection(envelope.rcpt_tos):
            answer = "451 4.3.0 try again later"
        if answer.startswith("250"):
            self.arrived.put_nowait(mail)
        else:
            self.refused.append(mail)
        return answer

    async def next(self) -> EmailMessage:
        async with asyncio.timeout(GUARD_SECONDS):
            return await self.arrived.get()

    async def next_with_code(self) -> tuple[EmailMessage, str]:
        """The next mail that brings a code, and the code; receipts are passed over."""
        while not (found := _CODE.search(plain_text_of(mail := await self.next()))):
            pass
        return mail, found.group(1)


class _Listening(SMTP):
    """aiosmtpd's server, which tells its inbox what it hears."""

    def data_received(self, data: bytes) -> None:
        self.event_handler.heard += data
        super().data_received(data)


def plain_text_of(mail: EmailMessage) -> str:
    """What a reader without HTML reads."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


class MailBell(asyncio.Event):
    """What a sender waits for, `Context.…_waits`; also tells when it has tried all that was due."""

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
