"""Errors are problem documents that a person can read, in the conversation's language."""

import pytest

from gateway.words import ChatWords
from settings import content_folder
from tests.gateway.visitor import ENGLISH, GERMAN, ROOT, problem_of

WORDS = ChatWords.load(content_folder(), "Muster GmbH", 30)
STRANGER = {"Authorization": "Bearer stranger"}
OTHER = {"de": ENGLISH, "en": GERMAN}  # what the browser asks for must not matter

CALLS = {
    "bad_request": (
        400,
        "POST",
        "/messages",
        {"data": b"{", "headers": {"Content-Type": "application/json"}},
    ),
    "unauthorized": (401, "GET", "/messages", {"headers": STRANGER}),
    "conflict": (409, "POST", "/messages", {"json": {"button": "x", "client_id": "1"}}),
    "too_long": (413, "POST", "/messages", {"json": {"text": "a" * 8001, "client_id": "1"}}),
    "not_json": (415, "POST", "/messages", {"data": b"text"}),
    "empty": (422, "POST", "/messages", {"json": {"text": "\u200b", "client_id": "1"}}),
}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", CALLS)
async def test_a_problem_speaks_the_language_of_the_conversation(open_chat, name, language):
    visitor = await open_chat(language)
    status, method, path, options = CALLS[name]
    headers = {**OTHER[language], **options.get("headers", {})}

    problem = await problem_of(await visitor.call(method, path, **{**options, "headers": headers}))

    assert problem == {
        "type": "about:blank",
        "title": name,
        "status": status,
        "detail": WORDS.problem(name, language),
        "language": language,
    }


@pytest.mark.parametrize("overrides", [{"limit_messages_client": "1/minute"}])
@pytest.mark.parametrize("language", ["de", "en"])
async def test_too_many_messages_are_refused_in_the_language_of_the_conversation(open_chat, language):
    visitor = await open_chat(language)
    await visitor.says("a")

    problem = await problem_of(await visitor.post(text="a"))

    assert problem["detail"] == WORDS.problem("too_many", language)


@pytest.mark.parametrize(("headers", "language"), [(GERMAN, "de"), (ENGLISH, "en"), ({}, "de")])
@pytest.mark.parametrize("path", [f"{ROOT}/{'0' * 32}/messages", "/api/v1/nothing"])
async def test_without_a_conversation_the_browser_chooses_the_language(gateway, path, headers, language):
    problem = await problem_of(await gateway.get(path, headers={**STRANGER, **headers}))

    assert (problem["status"], problem["language"]) == (404, language)
    assert problem["detail"] == WORDS.problem("not_found", language)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/messages"), ("POST", "/messages"), ("GET", "/events"), ("DELETE", "")],
)
@pytest.mark.parametrize("given", [{"Authorization": ""}, {"Authorization": "Basic YTpi"}, STRANGER])
async def test_without_its_token_a_conversation_stays_closed(running, visitor, method, path, given):
    body = {"json": {"text": "a", "client_id": "1"}} if method == "POST" else {}

    response = await visitor.call(method, path, headers=given, **body)

    assert (await problem_of(response))["status"] == 401
    assert running.rasa.heard == running.rasa.forgotten == []
    assert await visitor.history() == [visitor.greeting]


async def test_a_token_that_is_not_a_bearers_opens_nothing(visitor):
    response = await visitor.call("GET", "/messages", headers={"Authorization": f"Basic {visitor.token}"})

    assert (await problem_of(response))["status"] == 401


async def test_the_token_of_one_conversation_does_not_open_another(open_chat):
    mine, theirs = await open_chat(), await open_chat()

    response = await mine.call("DELETE", headers={"Authorization": f"Bearer {theirs.token}"})

    assert (await problem_of(response))["status"] == 401
    assert await mine.history() == [mine.greeting]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_a_method_that_a_path_has_not_is_answered_with_those_it_has(visitor, method):
    response = await visitor.call(method, "/messages")

    assert (await problem_of(response))["status"] == 405
    assert response.headers["Allow"].split(",") == ["GET", "HEAD", "POST"]


async def test_while_the_case_store_is_down_a_problem_says_so_without_a_cause(running, visitor):
    await running.stop_case_store()

    responses = [
        await visitor.post(text="Guten Tag"),
        await visitor.call("GET", "/messages"),
        await visitor.call("GET", "/events"),
        await visitor.call("DELETE"),
    ]

    problems = [await problem_of(response) for response in responses]
    assert [problem["status"] for problem in problems] == [503] * 4
    assert {problem["detail"] for problem in problems} == {WORDS.problem("broken", "de")}
    assert running.rasa.heard == running.rasa.forgotten == []
