"""The actions before the real case store."""

import pytest

from privacy.language import Language
from tests.actions.acting import acting
from tests.actions.conversation import Conversation
from tests.logged import log

__all__ = ["log"]


@pytest.fixture
def overrides():
    return {}


@pytest.fixture
async def running(tmp_path, overrides, monkeypatch):
    async with acting(tmp_path, monkeypatch, **overrides) as running:
        yield running


@pytest.fixture
def open_chat(running):
    async def open_chat():
        opened = await running.cases.open_conversation(Language.GERMAN)
        return Conversation(running, opened.id)

    return open_chat


@pytest.fixture
async def chat(open_chat):
    return await open_chat()
