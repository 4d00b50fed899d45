"""The description of the desk's API is complete, and true."""

import pytest
from pydantic import TypeAdapter

from answers.answer import Answer
from desk.openapi import PATHS, AnswerObject
from tests.described import complaints, components, nodes, operations

DOCUMENT = "/api/v1/desk/openapi.json"


@pytest.fixture
async def document(desk, staff):
    return await (await desk.get(DOCUMENT, headers=staff)).json()


async def test_every_route_stands_in_it_and_no_other(document, desk):
    routes = {(route.method, route.resource.canonical) for route in desk.app.router.routes()}

    assert operations(document) == {
        (method, path) for method, path in routes if method != "HEAD" and path.startswith(PATHS)
    }


async def test_every_reference_leads_somewhere_and_every_component_is_used(document):
    assert {node["$ref"] for node in nodes(document) if "$ref" in node} == components(document)


def test_the_answer_object_has_the_fields_that_answers_have():
    described, real = (TypeAdapter(kind).json_schema() for kind in (AnswerObject, Answer))

    assert described["required"] == real["required"]
    assert {**described["properties"], "alternatives": None} == {**real["properties"], "alternatives": None}


async def test_whatever_is_sent_the_desk_answers_as_described(desk, token_of, verified, tmp_path):
    [token] = (await token_of("privacy")).values()
    config = f"""
        headers = {{ Authorization = "{token}" }}
        dictionaries.reference.values = ["{verified}"]
        dictionaries.staff.values = ["privacy"]
        [parameters]
        "path.reference" = {{ dictionary = "reference", probability = 0.8 }}
        "body.assignee" = {{ dictionary = "staff", probability = 0.5 }}
        [[operations]]
        include-operation-id = ["events"]
        enabled = false  # it does not end
    """

    said = await complaints(str(desk.make_url(DOCUMENT)), tmp_path, 20, config)
    assert not said, said
