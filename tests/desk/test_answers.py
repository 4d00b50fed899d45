"""The answer aid passes a caller's words on as they are, and refuses what is no question."""

import json

import pytest

from tests.installation import ANSWER

ANSWERS = "/api/v1/desk/answers"
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("asked", "language"),
    [({"language": "en"}, "en"), ({"language": "de"}, "de"), ({"language": None}, None), ({}, None)],
)
async def test_text_and_language_are_passed_on_and_the_answer_comes_back(
    running, desk, staff, asked, language
):
    response = await desk.post(ANSWERS, json={"text": "How long do you keep it?", **asked}, headers=staff)

    assert running.rasa.heard == [{"text": "How long do you keep it?", "language": language}]
    assert response.status == 200
    assert await response.json() == {**ANSWER, "text": "How long do you keep it?"}


@pytest.mark.parametrize("text", ["a" * 8000, "ü" * 8000])
async def test_eight_thousand_characters_are_taken(running, desk, staff, text):
    response = await desk.post(ANSWERS, json={"text": text}, headers=staff)

    assert response.status == 200
    assert running.rasa.heard[0]["text"] == text


@pytest.mark.parametrize("text", ["a" * 8001, "a" * 70_000])
async def test_a_text_that_is_too_long_is_refused(running, desk, staff, text):
    response = await desk.post(ANSWERS, json={"text": text}, headers=staff)

    assert response.status == 413
    assert running.rasa.heard == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
async def test_only_json_is_taken(desk, staff, kind):
    body = json.dumps({"text": "a"}).encode()

    response = await desk.post(ANSWERS, data=body, headers={**staff, "Content-Type": kind})

    assert response.status == 415


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"text": "a"'])
async def test_what_cannot_be_read_is_a_bad_request(desk, staff, body):
    response = await desk.post(ANSWERS, data=body, headers={**staff, **JSON})

    assert response.status == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        None,
        "text",
        *({"text": text} for text in ("", "  ", "\u200b\ufeff", "\ud800", "/", None, 5, True, [], {})),
        *({"text": "a", "language": language} for language in ("fr", "", "DE", 5, True)),
    ],
)
async def test_what_is_no_question_is_refused(running, desk, staff, body):
    response = await desk.post(ANSWERS, data=json.dumps(body), headers={**staff, **JSON})

    assert response.status == 422
    assert running.rasa.heard == []


async def test_while_rasa_is_down_the_desk_says_so(running, desk, staff):
    await running.rasa.server.close()

    response = await desk.post(ANSWERS, json={"text": "a"}, headers=staff)

    assert (response.status, response.content_type) == (503, "application/problem+json")


async def test_an_error_of_rasa_is_not_passed_on(running, desk, staff):
    running.rasa.fails = True

    response = await desk.post(ANSWERS, json={"text": "a"}, headers=staff)

    assert response.status == 503


@pytest.mark.parametrize("is_length_told", [True, False])
async def test_a_body_of_more_than_64_kib_is_refused(desk, staff, is_length_told):
    async def in_pieces(body):
        yield body

    def sent(characters):
        body = json.dumps({"text": "a", "more": "a" * characters}).encode()
        data = body if is_length_told else in_pieces(body)
        headers = {**staff, **JSON}
        return desk.post(ANSWERS, data=data, headers=headers)

    assert (await sent(63 * 1024)).status == 200
    assert (await sent(64 * 1024)).status == 413
