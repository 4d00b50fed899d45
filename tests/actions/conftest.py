"""The actions before the real case store."""

import pytest

from actions import services
from privacy.language import Language
from tests.actions.conversation import Conversation
from tests.installation import installed


@pytest.fixture
def overrides():
    return {}


@pytest.fixture
async def running(tmp_path, overrides, monkeypatch):
    async with installed(tmp_path, **overrides) as running:
        monkeypatch.setenv("AUSKUNFT_DATA", str(tmp_path))
        monkeypatch.setenv("AUSKUNFT_CASESTORE_PORT", str(running.settings.casestore_port))
        services.cases.cache_clear()
        yield running
        await services.cases().close()
        services.cases.cache_clear()


@pytest.fixture
def open_chat(running):
    async def open_chat():
        opened = await running.cases.open_conversation(Language.GERMAN)
        return Conversation(running, opened.id)

    return open_chat


@pytest.fixture
async def chat(open_chat):
    return await open_chat()
