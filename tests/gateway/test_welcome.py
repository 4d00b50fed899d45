"""What a chat window shows before anything is said; asking for it leaves nothing behind."""

import pytest

from privacy.hygiene import MAX_CHARACTERS


@pytest.fixture
def overrides(overrides):
    return {**overrides, "controller": "Muster GmbH"}


@pytest.mark.parametrize(
    ("wish", "browser", "language"),
    [("de", "en", "de"), ("en", "de", "en"), (None, "en-GB", "en"), ("fr", "en", "en"), (None, "fr", "de")],
)
async def test_it_greets_in_the_language_that_is_wished_for(gateway, wish, browser, language):
    query = {"language": wish} if wish else {}

    response = await gateway.get("/api/v1/welcome", params=query, headers={"Accept-Language": browser})

    said = await response.json()
    assert said["language"] == language
    assert "Muster GmbH" in said["text"]
    assert ("Computerprogramm" in said["text"]) == (language == "de")


async def test_questions_to_begin_with_and_the_longest_message_are_named(gateway):
    said = await (await gateway.get("/api/v1/welcome", params={"language": "de"})).json()

    assert len(said["starters"]) >= 3
    assert said["max_characters"] == MAX_CHARACTERS


async def test_no_conversation_is_opened_by_looking(gateway, running):
    await gateway.get("/api/v1/welcome")

    assert running.execute("SELECT count(*) FROM conversations") == [(0,)]
