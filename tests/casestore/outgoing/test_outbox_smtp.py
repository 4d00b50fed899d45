"""What a mail server, or who poses as one, can do to a mail: delay it, or refuse it for good."""

import asyncio
import ssl
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pydantic import SecretStr

from casestore.outgoing.outbox import deliver_next
from tests.casestore.inbox import GUARD_SECONDS, Inbox, plain_text_of
from tests.casestore.outgoing.test_outbox import TO, posted, rows

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # SMTP knows no database

REFUSAL = f"<{TO}>: Erika's mailbox"
LOGIN = {"smtp_user": "casestore", "smtp_password": SecretStr("not in the clear")}
HERE = x509.IPAddress(ip_address("127.0.0.1"))
ELSEWHERE = x509.DNSName("mail.example.com")


async def outcome(context):
    """State, attempts and problem of the one mail, after an attempt at it."""
    await deliver_next(context)
    (row,) = await rows(context)
    return row.state, row.attempts, row.problem


def reconfigure(context, **settings):
    context.settings = context.settings.model_copy(update=settings)


@asynccontextmanager
async def listening(context, conversation):
    """A server of the test's own, in place of the inbox."""

    async def serve(reader, writer):
        await conversation(reader, writer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        reconfigure(context, smtp_port=server.sockets[0].getsockname()[1])
        yield


async def silence(reader, _):
    await reader.read()


async def agree_until_data(reader, writer):
    writer.write(b"220 here\r\n")
    async for line in reader:
        writer.write(b"354 go on\r\n" if line.startswith(b"DATA") else b"250 go on\r\n")
        if line.startswith(b"DATA"):
            break


async def drop_in_the_middle_of_data(reader, writer):
    await agree_until_data(reader, writer)
    await reader.readuntil(b"Subject:")
    writer.transport.abort()


async def take_and_fall_silent(reader, writer):
    await agree_until_data(reader, writer)
    await reader.readuntil(b"\r\n.\r\n")
    writer.write(b"250 kept\r\n")
    await reader.read()


@pytest.mark.parametrize(
    ("command", "answer", "state", "problem"),
    [
        ("RCPT", "450 4.2.1", "waiting", "SMTPRecipientsRefused 450"),
        ("RCPT", "550 5.1.1", "dead", "SMTPRecipientsRefused 550"),
        ("DATA", "451 4.3.0", "waiting", "SMTPDataError 451"),
        ("DATA", "552 5.2.2", "dead", "SMTPDataError 552"),
        ("MAIL", "550 5.7.1", "waiting", "SMTPSenderRefused 550"),  # is about us, not the recipient
    ],
)
async def test_only_a_permanent_refusal_of_the_recipient_or_the_text_is_final(
    context, inbox, clock, caplog, command, answer, state, problem
):
    inbox.answers[command] = f"{answer} {REFUSAL}"
    await posted(context)

    assert await outcome(context) == (state, 1, problem)

    clock.forward(days=365)
    assert await deliver_next(context) == (state == "waiting")
    assert problem in caplog.text
    assert not any(word in caplog.text for word in ("erika", "Erika", "mailbox"))


async def test_a_mail_that_is_refused_for_a_while_arrives_with_its_message_id_and_a_new_date(
    context, inbox, clock
):
    inbox.answers["DATA"] = "451 4.7.1 greylisted"
    await posted(context)
    for _ in range(3):
        await deliver_next(context)
        clock.forward(minutes=1)
    inbox.answers.clear()

    assert await outcome(context) == ("sent", 4, None)

    arrived = inbox.arrived.get_nowait()
    assert {mail["Message-ID"] for mail in inbox.refused} == {arrived["Message-ID"]}
    assert arrived["Date"].datetime == clock()


async def test_a_mail_arrives_once_the_server_that_refused_the_connection_is_back(context, inbox, clock):
    inbox.close()
    await posted(context)

    assert await outcome(context) == ("waiting", 1, "SMTPConnectError")

    await inbox.open()
    clock.forward(seconds=5)
    assert await outcome(context) == ("sent", 2, None)


@pytest.mark.parametrize(
    ("limit", "problem"), [("ANSWER_SECONDS", "SMTPConnectTimeoutError"), ("MAIL_SECONDS", "TimeoutError")]
)
async def test_a_server_that_never_speaks_is_given_up(context, monkeypatch, limit, problem):
    monkeypatch.setattr(f"casestore.outgoing.mailing.{limit}", 0.05)
    await posted(context)
    async with listening(context, silence), asyncio.timeout(GUARD_SECONDS):
        assert await outcome(context) == ("waiting", 1, problem)


async def test_a_mail_whose_connection_broke_in_the_middle_arrives_later_as_the_same_mail(
    context, inbox, clock
):
    await posted(context)
    async with listening(context, drop_in_the_middle_of_data):
        assert await outcome(context) == ("waiting", 1, "SMTPServerDisconnected")

    reconfigure(context, smtp_port=inbox.port)
    clock.forward(seconds=5)
    assert await outcome(context) == ("sent", 2, None)

    (row,) = await rows(context)
    assert inbox.arrived.get_nowait()["Message-ID"] == row.message_id


async def test_a_mail_that_was_taken_is_sent_though_the_server_does_not_say_goodbye(context, monkeypatch):
    monkeypatch.setattr("casestore.outgoing.mailing.MAIL_SECONDS", 1.0)
    monkeypatch.setattr("casestore.outgoing.mailing.ANSWER_SECONDS", 1.1)
    await posted(context)
    async with listening(context, take_and_fall_silent):
        assert await outcome(context) == ("sent", 1, None)


async def test_no_password_is_said_to_a_server_that_should_encrypt_and_does_not(context):
    heard = []

    async def offer_login_in_the_clear(reader, writer):
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            heard.append(line.split()[0])
            writer.write(b"250-here\r\n250 AUTH PLAIN LOGIN\r\n")

    reconfigure(context, smtp_tls=True, **LOGIN)
    await posted(context)
    async with listening(context, offer_login_in_the_clear):
        assert await outcome(context) == ("waiting", 1, "SMTPException")

    assert heard == [b"EHLO"]


def signed(alternative, issuer=None, *, ends_in_days=1):
    """A certificate for *alternative*, or else of an authority, and its key; *issuer* is such a pair."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1" if alternative else "Authority")])
    signer, signing_key = (issuer[0].subject, issuer[1]) if issuer else (name, key)
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(signer, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=ends_in_days))
        .add_extension(x509.BasicConstraints(ca=not alternative, path_length=None), critical=True)
    )
    if alternative:
        certificate = certificate.add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
    return certificate.sign(signing_key, SHA256()), key


@pytest.fixture
def authority(tmp_path, monkeypatch):
    """An authority that this machine trusts."""
    pair = signed(None)
    (tmp_path / "authority.pem").write_bytes(pair[0].public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return pair


@asynccontextmanager
async def encrypting(context, folder, certificate, key):
    """An inbox with that certificate, and a case store that insists on it and logs in."""
    (folder / "server.pem").write_bytes(
        certificate.public_bytes(Encoding.PEM)
        + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / "server.pem")
    inbox = Inbox(tls)
    await inbox.open()
    reconfigure(context, smtp_port=inbox.port, smtp_tls=True, **LOGIN)
    yield inbox
    inbox.close()


@pytest.mark.parametrize(
    "unfit",
    [
        pytest.param(lambda _: signed(HERE), id="signed by itself"),
        pytest.param(lambda _: signed(HERE, signed(None)), id="signed by somebody of that name"),
        pytest.param(lambda authority: signed(ELSEWHERE, authority), id="of another server"),
        pytest.param(lambda authority: signed(HERE, authority, ends_in_days=-1), id="out of date"),
    ],
)
async def test_nothing_is_said_to_a_server_with_an_unfit_certificate(context, tmp_path, authority, unfit):
    await posted(context)
    async with encrypting(context, tmp_path, *unfit(authority)) as inbox:
        assert await outcome(context) == ("waiting", 1, "SSLCertVerificationError")

    assert [line.split()[0] for line in inbox.heard.splitlines()] == [b"EHLO", b"STARTTLS"]


async def test_a_server_with_a_certificate_that_this_machine_trusts_gets_login_and_mail(
    context, tmp_path, authority
):
    await posted(context)
    async with encrypting(context, tmp_path, *signed(HERE, authority)) as inbox:
        assert await outcome(context) == ("sent", 1, None)

    assert inbox.arrived.get_nowait()["To"] == TO
    commands = b" ".join(line.split()[0] for line in inbox.heard.splitlines()[:5])
    assert commands == b"EHLO STARTTLS EHLO AUTH MAIL"


@pytest.mark.parametrize(
    "forged",
    [
        {"to": f"{TO}\r\nBcc: eve@example.com"},
        {"to": f"{TO}, eve@example.com"},
        {"to": f"{TO}>\r\nRCPT TO:<eve@example.com"},
        {"to": "=?utf-8?q?eve=40example.com=2C?=@example.com"},
        {"to": "=?utf-8?q?erika=0D=0ABcc=3A_eve?=@example.com"},
        {"subject": "Ihr Antrag\r\nBcc: eve@example.com"},
        {"subject": "Ihr Antrag\nBcc: eve@example.com"},
        {"subject": "Ihr Antrag\rBcc: eve@example.com"},
        {"subject": "=?utf-8?q?Ihr_Antrag=0D=0ABcc:_eve@example.com?="},
        {"subject": "=?utf-8?q?Ihr_Antrag=0D=0A?="},
        {"subject": "=?utf-8?b?SWhyIEFudHJhZwpCY2M6IGV2ZUBleGFtcGxlLmNvbQ==?="},
    ],
)
async def test_a_mail_that_would_write_headers_or_recipients_of_its_own_is_not_sent(context, inbox, forged):
    await posted(context, **forged)

    state, _, problem = await outcome(context)

    assert (state, problem) in {("waiting", "ValueError"), ("waiting", "EmailSyntaxError")}
    assert inbox.heard == b""


async def test_a_domain_with_an_umlaut_is_written_as_every_server_reads_it(context, inbox):
    await posted(context, "erika@bücher.example")

    assert await outcome(context) == ("sent", 1, None)

    assert b"RCPT TO:<erika@xn--bcher-kva.example>" in inbox.heard
    assert inbox.arrived.get_nowait()["To"] == "erika@xn--bcher-kva.example"


async def test_a_subject_that_only_looks_like_a_header_is_a_subject(context, inbox):
    await posted(context, subject="Bcc: eve@example.com")

    assert await outcome(context) == ("sent", 1, None)

    mail = inbox.arrived.get_nowait()
    assert (mail["Subject"], mail["Bcc"]) == ("Bcc: eve@example.com", None)
    assert inbox.heard.count(b"RCPT TO:") == 1


@pytest.mark.parametrize("line", ["\n", "\r\n", "\r"])
async def test_a_text_cannot_end_the_mail_and_begin_another(context, inbox, line):
    smuggled = line.join(
        ["Guten Tag", ".", "MAIL FROM:<eve@example.com>", "RCPT TO:<eve@example.com>", "DATA"]
    )
    await posted(context, text=smuggled)

    assert await outcome(context) == ("sent", 1, None)

    assert plain_text_of(inbox.arrived.get_nowait()).split() == smuggled.split()
    assert inbox.arrived.empty()
