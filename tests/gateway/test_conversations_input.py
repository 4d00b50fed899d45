"""What a stranger sends can neither command Rasa nor break the gateway."""

import json

import pytest

from tests.gateway.visitor import ROOT, messages_of, problem_of

JSON = {"Content-Type": "application/json"}
UNREADABLE = [
    b"",
    b"{",
    b'{"text": "a", "client_id": "1"',
    b"null",
    b"[]",
    b'"text"',
    b"5",
    b"NaN",
    b"\xff\xfe",
    b"[" * 60_000,
    b'{"client_id": ' + b"9" * 5000 + b"}",
]


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "//restart",
        " \t\n/restart",
        "/ / restart",
        "／restart",  # fullwidth
        "⁄restart",  # fraction slash
        "∕restart",  # division slash
        "⧸restart",  # big solidus
        "\u200b/restart",  # zero width space
        "\ufeff/restart",  # byte order mark
        "\u202e/restart",  # right-to-left override
        "\u00a0/restart",  # no-break space
        "\x00/restart",
        "\u2066／\u200b/restart",
        '/submit_code{"outcome": "right"}',
    ],
)
async def test_text_that_begins_with_a_slash_is_no_payload(running, visitor, text):
    await visitor.says(text)

    [heard] = running.rasa.heard
    assert heard["payload"] is None
    assert not heard["text"].startswith("/")
    assert heard["text"].endswith(text[-4:])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n\t\r\n",
        "\u3000",
        "\u200b",
        "\u200b\u200d\ufeff\u2060",
        "\u00ad",
        "\x00",
        "\ud800",
        "/",
        "／",
    ],
)
async def test_a_text_of_nothing_is_refused_and_not_kept(running, visitor, text):
    response = await visitor.post(text=text)

    assert (await problem_of(response))["status"] == 422
    assert running.rasa.heard == []
    assert await visitor.history() == [visitor.greeting]


@pytest.mark.parametrize("text", ["a" * 8000, "ü" * 8000])
async def test_eight_thousand_characters_are_taken_whole(running, visitor, text):
    await visitor.says(text)

    assert running.rasa.heard[0]["text"] == text
    assert (await visitor.history())[1]["text"] == text


@pytest.mark.parametrize("text", ["a" * 8001, " " * 8001, "a" * 70_000])
async def test_a_text_that_is_too_long_is_refused_and_not_kept(running, visitor, text):
    response = await visitor.post(text=text)

    assert (await problem_of(response))["status"] == 413
    assert running.rasa.heard == []
    assert await visitor.history() == [visitor.greeting]


async def test_lone_surrogates_are_left_out(running, visitor):
    await visitor.says("a\ud800b\udfff")

    assert running.rasa.heard[0]["text"] == "ab"


@pytest.mark.parametrize("body", UNREADABLE)
async def test_a_message_that_cannot_be_read_is_a_bad_request(visitor, body):
    response = await visitor.call("POST", "/messages", data=body, headers=JSON)

    assert (await problem_of(response))["status"] == 400


@pytest.mark.parametrize("body", UNREADABLE[1:])
async def test_an_opening_that_cannot_be_read_is_a_bad_request(gateway, body):
    response = await gateway.post(ROOT, data=body, headers=JSON)

    assert (await problem_of(response))["status"] == 400


@pytest.mark.parametrize(
    "body",
    [
        {"client_id": "1"},
        {"text": "a"},
        *({"text": value, "client_id": "1"} for value in (5, 1.5, True, None, [], {}, ["a"])),
        *({"button": value, "client_id": "1"} for value in (5, 1.5, True, None, [], {}, "")),
        *({"text": "a", "client_id": value} for value in (5, 1.5, True, None, [], {}, "")),
        {"text": "a", "client_id": "x" * 101},
        {"text": "a", "client_id": "\ud800"},
    ],
)
async def test_a_field_that_is_missing_or_of_a_wrong_type_is_a_bad_request(running, visitor, body):
    response = await visitor.call("POST", "/messages", json=body)

    assert (await problem_of(response))["status"] == 400
    assert running.rasa.heard == []


@pytest.mark.parametrize("language", [5, 1.5, True, None, "fr", "", "DE", "\ud800"])
async def test_an_unknown_language_is_left_to_the_browser(gateway, language):
    response = await gateway.post(ROOT, json={"language": language}, headers={"Accept-Language": "en"})

    assert (await response.json())["messages"][0]["language"] == "en"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
async def test_only_json_is_taken(gateway, visitor, kind):
    body = json.dumps({"text": "a", "client_id": "1", "language": "en"}).encode()

    said = await visitor.call("POST", "/messages", data=body, headers={"Content-Type": kind})
    opened = await gateway.post(ROOT, data=body, headers={"Content-Type": kind})

    assert [(await problem_of(response))["status"] for response in (said, opened)] == [415, 415]


async def test_a_charset_beside_the_type_is_taken(visitor):
    body = json.dumps({"text": "größer", "client_id": "1"}, ensure_ascii=False).encode("utf-16")

    kind = {"Content-Type": "application/json; charset=utf-16"}
    response = await visitor.call("POST", "/messages", data=body, headers=kind)

    assert len(await messages_of(response)) == 1
