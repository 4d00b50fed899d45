"""An installation that was used, on SQLite and on PostgreSQL, and the command as an operator runs it."""

import os
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import pytest

from auskunft.command import main
from casestore.chats.conversations import Conversations
from casestore.context import open_context
from casestore.requests.calls import Call, act
from casestore.storage import schema
from casestore.verification import directory
from casestore.wire.conversations import NewMessage
from casestore.wire.requests import RecordedRequest, Requester
from casestore.wire.staff import NewCustomer, StaffMember
from privacy.language import Language
from privacy.right import Right
from settings import PREFIX, Settings
from tests import postgres

ERIKA = NewCustomer(
    number="K-100001", name="Erika Mustermann", email="erika@example.com", language=Language.GERMAN
)
SAID = "Mein Kater heißt Felix Krull."


class Ran(NamedTuple):
    """How a command ended, and what it said."""

    returncode: Any
    stdout: str
    stderr: str


@dataclass
class Used:
    """A data folder and a database with a chat, a customer and a request."""

    data: Path
    database: str
    reference: str = ""
    chat: str = ""

    def run(self, *arguments: str, data: Path | None = None, **more: str) -> Ran:
        """Run the command in this process, which is quicker than in one of its own."""
        out, err, code = StringIO(), StringIO(), 0
        with (
            mock.patch.dict(os.environ, self.environment(data) | more),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                with mock.patch.object(sys, "argv", ["auskunft", *arguments]):
                    main()
            except SystemExit as exit_:
                code = exit_.code or 0
        return Ran(code, out.getvalue(), err.getvalue())

    def environment(self, data: Path | None = None) -> dict[str, str]:
        database = {"AUSKUNFT_DATABASE": self.database} if self.database else {}
        return {**os.environ, **database, "AUSKUNFT_DATA": str(data or self.data)}

    def settings(self, data: Path | None = None, **more: Any) -> Settings:
        return Settings.load(data=data or self.data, database=self.database, **more)

    def key(self, name: str) -> Path:
        return self.data / "keys" / f"auskunft_{name}"


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture
def new_database(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Makes an empty database of a kind; the URL is "" for SQLite in the data folder."""

    def new(kind: str) -> str:
        if kind == "sqlite":
            return ""
        folder = request.getfixturevalue("postgres_server")
        return postgres.url(folder, postgres.create(folder))

    return new


@pytest.fixture(params=["sqlite", "postgresql"])
async def used(request: pytest.FixtureRequest, tmp_path: Path, new_database: Callable[[str], str]) -> Used:
    it = Used(tmp_path / "data", new_database(request.param))
    schema.upgrade(it.settings())
    context = open_context(it.settings())
    await directory.load(context, [ERIKA])
    it.chat = (await Conversations(context).open(Language.GERMAN)).id
    said = NewMessage(sender="bot", text=SAID, language=Language.GERMAN)
    await Conversations(context).reply(it.chat, [said])
    new = RecordedRequest(rights=[Right.ACCESS], requester=Requester(name=ERIKA.name, address=ERIKA.email))
    call = Call(StaffMember(name="operator", role="privacy"), None, b"")
    it.reference = (await act(context, call, lambda handling, key: handling.record(key, new))).reference
    await context.database.close()
    return it
