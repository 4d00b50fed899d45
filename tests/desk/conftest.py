"""The real desk before the real case store, with a stand-in for Rasa behind it."""

from secrets import token_urlsafe

import pytest

from auskunft import store
from casestore.request_wire import NewRequest
from casestore.staff_wire import NewStaff
from desk.app import create_app
from privacy.language import Language
from tests.installation import ON_FILE, installed


@pytest.fixture
async def running(tmp_path):
    async with installed(tmp_path) as running:
        yield running


@pytest.fixture
async def desk(running, aiohttp_client):
    return await aiohttp_client(create_app(running.settings))


@pytest.fixture
def token_of(running):
    async def token_of(role):
        new = NewStaff(name=role, role=role, password=token_urlsafe())
        await store.add_staff(running.settings, new)
        return {"Authorization": f"Bearer {await store.staff_token(running.settings, role)}"}

    return token_of


@pytest.fixture
async def staff(running):
    return {"Authorization": f"Bearer {await store.staff_token(running.settings, 'demo')}"}


@pytest.fixture
def file_request(running):
    async def file_request(*rights, address=None):
        chat = await running.cases.open_conversation(Language.GERMAN)
        new = NewRequest(key="1", rights=rights or ["access"], language="de", details="Bitte alles.")
        card = await running.cases.file_request(chat.id, new)
        if address:
            await running.cases.send_code(chat.id, address)
            await running.cases.check_code(chat.id, await running.code())
        return card.reference

    return file_request


@pytest.fixture
async def verified(file_request):
    return await file_request(address=ON_FILE)
