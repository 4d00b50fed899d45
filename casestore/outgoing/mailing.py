"""How a mail is written and handed over: by SMTP when a server is configured, otherwise into a folder."""

import asyncio
from contextlib import AsyncExitStack
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

import aiosmtplib
from cryptography.fernet import InvalidToken
from email_validator import validate_email

from casestore.context import Context
from casestore.storage.encryption import MisplacedError
from casestore.storage.tables import Mail
from settings import Settings

ANSWER_SECONDS = 30.0  # for each answer of the server
MAIL_SECONDS = 60.0  # until the server has taken the mail, however many answers that needs

# What may befall a single mail: nobody takes it, it cannot be written, it cannot be read.
MailError = (aiosmtplib.SMTPException, OSError, ValueError, KeyError, InvalidToken, MisplacedError)


def compose(mail: Mail, context: Context) -> EmailMessage:
    """Raises `ValueError` for an address or a subject that would write headers of its own."""
    message = EmailMessage(policy=SMTP)
    message["From"] = context.settings.mail_from
    valid = validate_email(mail.mail["to"], check_deliverability=False)
    address = valid.ascii_email or valid.normalized  # not every server takes umlauts
    message["To"] = address
    message["Subject"] = mail.mail["subject"]
    message["Date"] = format_datetime(context.now())
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834
    _check_headers(message, address)
    message.set_content(mail.mail["text"])
    message.add_alternative(mail.mail["html"], subtype="html")
    return message


def client_of(settings: Settings, seconds: float = ANSWER_SECONDS) -> aiosmtplib.SMTP:
    """A client of the mail server, not yet connected; it waits so long for each answer."""
    return aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_user or None,
        password=settings.smtp_password.get_secret_value() or None,
        start_tls=settings.smtp_tls,
        timeout=seconds,
    )


async def send(message: EmailMessage, settings: Settings) -> None:
    """Returns once the server, or the disk, has taken the mail."""
    if not settings.smtp_host:
        await asyncio.to_thread(_write, message, settings.data / "outbox")
        return
    client = client_of(settings)
    async with AsyncExitStack() as connection:  # a slow goodbye does not undo what was taken
        async with asyncio.timeout(MAIL_SECONDS):
            await connection.enter_async_context(client)
            await client.send_message(message)


def name_of(error: Exception) -> str:
    """The kind of error and the server's code, but neither the address nor the server's words."""
    code = _code_of(error)
    return type(error).__name__ if code is None else f"{type(error).__name__} {code}"


def is_final(error: Exception) -> bool:
    """Whether the recipient or the text was refused for good (RFC 5321, 4.2.1).

    Any other 5xx is about us, and waits for whoever corrects the settings.
    """
    refused = isinstance(error, aiosmtplib.SMTPRecipientsRefused | aiosmtplib.SMTPDataError)
    return refused and (_code_of(error) or 0) // 100 == 5  # noqa: PLR2004  # the class of permanent ones


def _code_of(error: Exception) -> int | None:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return error.recipients[0].code  # a mail of ours has one recipient
    return error.code if isinstance(error, aiosmtplib.SMTPResponseException) else None


def _check_headers(message: EmailMessage, address: str) -> None:
    """The email package decodes `=?utf-8?q?=0D=0A?=` where it stands, and writes what it decoded."""
    if any(not {"\r", "\n"}.isdisjoint(str(value)) for value in message.values()):
        raise ValueError("a header would become two")
    if [recipient.addr_spec for recipient in message["To"].addresses] != [address]:
        raise ValueError("the mail would go to somebody else")


def _write(message: EmailMessage, folder: Path) -> None:
    """Write the whole file before it gets its name, so that nobody reads half a mail."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = message["Message-ID"].strip("<>").partition("@")[0]
    draft = folder / f".{name}.draft"
    draft.write_bytes(message.as_bytes())
    draft.rename(folder / f"{name}.eml")
