"""R1: what Rasa hears is no payload, by its own reader, whatever stands before the slash."""

import pytest

from gateway.redaction import redact
from privacy.hygiene import plain_text
from tests.security.payloads import BY_HAND, INTENTS, STARTS, ways

pytestmark = pytest.mark.rasa

TYPED = [start + written for intent in INTENTS for start in STARTS for written in ways(intent)]


@pytest.fixture(scope="module")
def is_payload():
    """Whether Rasa takes a text for a payload."""
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
    from rasa.shared.nlu.training_data.message import Message

    domain = Domain.load("domain.yml")
    assert set(domain.intents) <= {*INTENTS, "out_of_scope"}

    def is_payload(text):
        message = Message({"text": text})
        return YAMLStoryReader.unpack_regex_message(message, domain) is not message

    return is_payload


def test_rasa_would_take_them_for_payloads(is_payload):
    taken = [text for text in TYPED if is_payload(text)]

    assert len(taken) > len(TYPED) / 3  # the others are for who normalises after looking


def test_no_message_that_reaches_rasa_is_a_payload(is_payload):
    from bot.channel import _text_of

    typed = [*TYPED, *(start + text for start in STARTS for text in BY_HAND)]

    heard = [_text_of({"text": text}) for text in typed]
    heard += [_text_of({"text": redact(plain_text(text)).text}) for text in typed]
    assert [text for text in heard if text.startswith("/") or is_payload(text)] == []
    assert [text for text in typed if plain_text(text).startswith("/")] == []
