"""The real desk before the real case store, with a stand-in for Rasa behind it."""

from secrets import token_urlsafe

import pytest

from auskunft import store
from casestore.wire.requests import NewRequest
from casestore.wire.staff import NewStaff
from desk.app import create_app
from privacy.language import Language
from tests.desk.browser import PASSWORD, Browser
from tests.installation import ON_FILE, installed


@pytest.fixture
def options():
    """Settings other than the usual ones."""
    return {}


@pytest.fixture
async def running(tmp_path, options):
    async with installed(tmp_path, **options) as running:
        yield running


@pytest.fixture
async def desk(running, aiohttp_client):
    return await aiohttp_client(create_app(running.settings))


@pytest.fixture
def browser(desk, aiohttp_client):
    """Opens a browser that nobody has used yet."""

    async def browser():
        return Browser(await aiohttp_client(desk.server))

    return browser


@pytest.fixture
def hire(running):
    """Makes an account that is named after its role."""

    async def hire(role):
        await store.add_staff(running.settings, NewStaff(name=role, role=role, password=PASSWORD))
        return role

    return hire


@pytest.fixture
async def anna(browser, hire):
    """A browser in which an agent has logged in, and sees her account."""
    at_work = await browser()
    assert (await at_work.log_in(await hire("agent"))).leads_to == "/account"
    await at_work.open("/account")
    return at_work


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
