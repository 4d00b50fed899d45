"""A case store on SQLite and on PostgreSQL, with a clock that tests move and a mail server."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from casestore.app import create_app
from casestore.client import CaseStore
from casestore.context import Context
from casestore.handlers.conversations import CONTEXT
from casestore.staff.accounts import StaffAccounts
from casestore.storage import schema
from casestore.verification import directory
from casestore.wire.staff import NewCustomer, NewStaff
from privacy.language import Language
from settings import PREFIX, Settings
from settings.keys import ensure_keys
from tests import postgres
from tests.casestore.inbox import Inbox, MailBell
from tests.casestore.receiver import Receiver
from tests.casestore.visitor import Visitor

ERIKA = NewCustomer(
    number="K-100001", name="Erika Mustermann", email="erika@example.com", language=Language.GERMAN
)


class Clock:
    """Stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **span: float) -> None:
        self.moment += timedelta(**span)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
async def inbox() -> AsyncIterator[Inbox]:
    inbox = Inbox()
    await inbox.open()
    yield inbox
    inbox.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A ticket system that webhooks may be sent to."""
    receiver = Receiver()
    async with receiver.server:
        yield receiver


@pytest.fixture
def region() -> str:
    return "DE"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database with the newest schema; "" for SQLite in the data folder."""
    ensure_keys(tmp_path / "keys")  # before there is a database that wants the ones it was written with
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path)
        return ""
    folder, template = request.getfixturevalue("migrated_template")
    return postgres.url(folder, postgres.create(folder, template))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = Settings.load(data=tmp_path_factory.mktemp("migrated"))
    schema.upgrade(settings)
    return settings.data / "casestore.db"


@pytest.fixture(scope="session")
def migrated_template(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    template = postgres.create(postgres_server)
    data = tmp_path_factory.mktemp("migrated")
    schema.upgrade(Settings.load(data=data, database=postgres.url(postgres_server, template)))
    return postgres_server, template


@pytest.fixture
def settings(tmp_path: Path, database: str, inbox: Inbox, region: str) -> Settings:
    mail = {"smtp_host": "127.0.0.1", "smtp_port": inbox.port, "smtp_tls": False}
    return Settings.load(data=tmp_path, database=database, region=region, **mail)


@pytest.fixture
async def app(settings: Settings, clock: Clock) -> AsyncIterator[web.Application]:
    app = create_app(settings)
    app[CONTEXT].now = clock
    app[CONTEXT].mail_waits = MailBell()
    yield app
    await app[CONTEXT].database.close()


@pytest.fixture
async def context(app: web.Application) -> Context:
    """The context of the app; without `server`, nothing sends mail by itself."""
    await directory.load(app[CONTEXT], [ERIKA])
    return app[CONTEXT]


@pytest.fixture
async def server(app: web.Application, context: Context) -> AsyncIterator[TestServer]:
    async with TestServer(app) as server:
        yield server
        await context.mail_waits.until_idle()  # type: ignore[attr-defined]  # or it would stop in mid-mail


@pytest.fixture
async def store(server: TestServer, settings: Settings) -> AsyncIterator[CaseStore]:
    store = CaseStore(str(server.make_url("/")), settings.service_token.get_secret_value(), timeout=60)
    yield store
    await store.close()


@pytest.fixture
def visit(store: CaseStore, inbox: Inbox) -> Callable[..., Awaitable[Visitor]]:
    async def open_chat(language: Language = Language.GERMAN) -> Visitor:
        return Visitor(store, inbox, await store.open_conversation(language), language)

    return open_chat


@pytest.fixture
async def visitor(visit: Callable[..., Awaitable[Visitor]]) -> Visitor:
    return await visit()


@pytest.fixture
def call(context: Context) -> Callable[..., Awaitable[str]]:
    """Makes an account by name and role; returns a token of theirs."""

    async def call(name: str, role: str = "agent", display_name: str | None = None) -> str:
        accounts, password = StaffAccounts(context), "long enough"
        await accounts.add(NewStaff(name=name, role=role, password=password, display_name=display_name))  # type: ignore[arg-type]
        return await accounts.issue_token(name)

    return call


@pytest.fixture
def hire(call: Callable[..., Awaitable[str]]) -> Callable[[str], Awaitable[str]]:
    """Makes an account that is named after its role."""
    return lambda role: call(f"someone-{role}", role)


@pytest.fixture
async def anna(call: Callable[..., Awaitable[str]]) -> str:
    """The token of an agent."""
    return await call("anna")
