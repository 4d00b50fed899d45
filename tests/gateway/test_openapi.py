"""The description of the API is an OpenAPI document, complete, and true."""

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from casestore.wire.requests import NewRequest
from gateway.words import ChatWords
from privacy.handoff import Priority
from settings import content_folder
from tests.gateway.visitor import ROOT

WORDS = ChatWords.load(content_folder(), "Muster GmbH", 30)
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
PLACES = {"path", "query", "header", "cookie"}


@pytest.fixture
async def document(gateway):
    return await (await gateway.get("/api/v1/openapi.json")).json()


async def test_it_is_an_openapi_document(document):
    operations = list(_operations(document))
    for method, path, operation in operations:
        assert method in METHODS
        assert path.startswith("/")
        assert operation["summary"]
        assert operation["responses"]
        assert all(len(status) == 3 and status.isdecimal() for status in operation["responses"])
        assert set(operation["tags"]) <= {tag["name"] for tag in document["tags"]}
    names = [operation["operationId"] for _, _, operation in operations]
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["title"]
    assert document["info"]["version"]
    assert len(names) == len(set(names))
    assert document["components"]["securitySchemes"]["conversation"]["scheme"] == "bearer"


async def test_every_reference_leads_somewhere_and_every_component_is_used(document):
    references = {node["$ref"] for node in _nodes(document) if "$ref" in node}

    defined = {
        f"#/components/{kind}/{name}"
        for kind, members in document["components"].items()
        for name in members
        if kind != "securitySchemes"
    }
    assert references == defined


async def test_every_parameter_is_described_and_every_one_in_a_path_is_declared(document):
    for method, path, operation in _operations(document):
        declared = [*document["paths"][path].get("parameters", []), *operation.get("parameters", [])]
        parameters = [_resolved(document, parameter) for parameter in declared]

        assert all(p["in"] in PLACES and p["schema"] for p in parameters), (method, path)
        in_path = {p["name"] for p in parameters if p["in"] == "path" and p["required"]}
        assert in_path == {part.strip("{}") for part in path.split("/") if part.startswith("{")}


async def test_every_response_is_described_and_every_example_fits_its_schema(document):
    checked = 0
    for node in _nodes(document):
        if "content" in node and "schema" not in node:
            assert node.get("description") or "required" in node
        for media in node.get("content", {}).values():
            examples = [e["value"] for e in media.get("examples", {}).values()]
            for example in [*examples, *([media["example"]] if "example" in media else [])]:
                assert _errors(document, media["schema"], example) == []
                checked += 1
    assert checked > 30


async def test_every_route_of_the_api_stands_in_it_and_no_other(document, gateway):
    routes = {
        (route.method.lower(), route.resource.canonical)
        for route in gateway.app.router.routes()
        if route.method != "HEAD" and route.resource.canonical.startswith("/api/v1/")
    }

    described = {(method, path) for method, path, _ in _operations(document) if path.startswith("/api/v1/")}
    assert described == routes


async def test_what_it_says_a_person_reads_is_what_the_gateway_says(document):
    for response in document["components"]["responses"].values():
        [media] = response["content"].values()
        for language in ("de", "en"):
            problem = media["examples"][language]["value"]

            assert problem["language"] == language
            assert problem["detail"] == WORDS.problem(problem["title"], language)


async def test_what_the_gateway_answers_fits_its_description(running, open_chat, document):
    visitor = await open_chat("en")
    card = await running.cases.file_request(visitor.id, NewRequest(key="1", rights=["access"], language="en"))
    running.rasa.says = [{"text": "Filed.", "buttons": [{"title": "Yes", "payload": "/affirm"}]}]
    running.rasa.expects, running.rasa.reference = "email", card.reference

    said = await visitor.post(text="hello")
    standing = [await visitor.call("GET")]
    await running.cases.ask_for_staff(visitor.id, "person", Priority.NORMAL)
    standing.append(await visitor.call("GET"))
    answers = [
        *(("get", f"{ROOT}/{{id}}", response) for response in standing),
        ("put", f"{ROOT}/{{id}}/language", await visitor.call("PUT", "/language", json={"language": "de"})),
        ("put", f"{ROOT}/{{id}}/language", await visitor.call("PUT", "/language", json={})),
        ("post", f"{ROOT}/{{id}}/messages", said),
        ("post", f"{ROOT}/{{id}}/messages", await visitor.post(text="")),
        ("get", f"{ROOT}/{{id}}/messages", await visitor.call("GET", "/messages")),
        ("delete", f"{ROOT}/{{id}}", await visitor.call("DELETE")),
        ("delete", f"{ROOT}/{{id}}", await visitor.call("DELETE")),
    ]

    for method, path, response in answers:
        described = document["paths"][path][method]["responses"][str(response.status)]
        media = _resolved(document, described)["content"][response.content_type]
        assert _errors(document, media["schema"], await response.json()) == []


def _operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield method, path, operation


def _nodes(node):
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _nodes(child)


def _resolved(document, node):
    for name in node["$ref"].split("/")[1:] if "$ref" in node else ():
        document = document[name]
    return document if "$ref" in node else node


def _errors(document, schema, value):
    whole = {"components": document["components"], **schema}
    checker = Draft202012Validator(whole, format_checker=FormatChecker())
    return [error.message for error in checker.iter_errors(value)]
