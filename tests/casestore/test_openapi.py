"""The description of the case store's API is complete, and true."""

import aiohttp
import pytest

from privacy.right import Right
from settings import Settings
from tests.described import complaints, components, nodes, operations


@pytest.fixture
def settings(tmp_path, database):
    """No mail server: what is sent to addresses that were made up is written to files."""
    return Settings.load(data=tmp_path, database=database)


@pytest.fixture
async def document(server, settings):
    headers = {"Authorization": f"Bearer {settings.service_token.get_secret_value()}"}
    async with aiohttp.ClientSession(server.make_url("/"), headers=headers) as session:
        return await (await session.get("/openapi.json")).json()


async def test_every_route_stands_in_it_and_no_other(document, app):
    routes = {(route.method, route.resource.canonical) for route in app.router.routes()}

    assert operations(document) == {route for route in routes if route[0] != "HEAD"}


async def test_every_reference_leads_somewhere_and_every_component_is_used(document):
    assert {node["$ref"] for node in nodes(document) if "$ref" in node} == components(document)


async def test_whatever_is_sent_the_case_store_answers_as_described(
    server, settings, visitor, hire, tmp_path
):
    card = await visitor.files(Right.ACCESS)
    config = f"""
        headers = {{ Authorization = "Bearer {settings.service_token.get_secret_value()}" }}
        dictionaries.chat.values = ["{visitor.chat.id}"]
        dictionaries.token.values = ["{visitor.chat.token}"]
        dictionaries.reference.values = ["{card.reference}"]
        dictionaries.name.values = ["someone-privacy"]
        dictionaries.wait.values = [0, 0.01, "-1", "61", "nan", "inf", "1e999"]
        [parameters]
        "path.id" = {{ dictionary = "chat", probability = 0.8 }}
        "path.reference" = {{ dictionary = "reference", probability = 0.8 }}
        "path.name" = {{ dictionary = "name", probability = 0.8 }}
        "query.wait" = {{ dictionary = "wait" }}
        "header.X-Staff-Token" = "{await hire("privacy")}"
        "body.token" = {{ dictionary = "token", probability = 0.8 }}
        [[operations]]
        include-operation-id = ["list_messages", "changes", "choose_language"]
        parameters = {{ "header.X-Conversation-Token" = "{visitor.chat.token}" }}
    """

    said = await complaints(str(server.make_url("/openapi.json")), tmp_path, 8, config)
    assert not said, said
