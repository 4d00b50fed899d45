"""What nobody needs goes out of a message, and nothing else does."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.redaction import redact
from privacy.language import Language
from privacy.reference import new_reference
from privacy.verification import new_code
from tests.gateway.redaction.marked import marked

NLU = Path(__file__).parents[2] / "nlu"
FOUND, LEFT_ALONE = 0.9, 0.95  # of the frozen set: 26 of 28 found, 62 and 63 of 65 left alone
DETAILS_IN_OUR_OWN_SETS = 6  # of some 8,000 messages about data protection
CODES = ["{0}", "Der Code ist {0}.", "code: {0}", "mein passwort ist {0}", "PIN {0}", "{1} {2}", "{1}-{2}"]


@pytest.mark.parametrize("language", Language)
def test_everything_that_the_rules_were_made_with_is_right(language):
    messages = marked("worked_on", language)

    assert [message.line for message in messages if not message.is_right] == []
    assert sum(message.kind != "-" for message in messages) >= 60
    assert sum(message.kind == "-" for message in messages) >= 150


@pytest.mark.parametrize("language", Language)
def test_messages_that_the_rules_were_not_made_with_are_mostly_right(language):
    messages = marked("frozen", language)
    with_it = [message.is_right for message in messages if message.kind != "-"]
    without = [message.is_right for message in messages if message.kind == "-"]

    assert sum(with_it) / len(with_it) >= FOUND
    assert sum(without) / len(without) >= LEFT_ALONE


def test_messages_about_data_protection_stay_as_they_are():
    lines = [line for path in NLU.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [json.loads(line)["text"] for line in lines]

    assert sum(redact(text).text != text for text in texts) <= DETAILS_IN_OUR_OWN_SETS


@pytest.mark.parametrize("said", CODES)
def test_a_one_time_code_stays_whatever_it_is_called(said):
    for _ in range(50):
        code = new_code()
        message = said.format(code, code[:3], code[3:])

        assert redact(message).text == message


def test_a_reference_stays():
    for _ in range(200):
        message = f"Mein Aktenzeichen ist {new_reference()}."

        assert redact(message).text == message


def test_country_and_ending_of_an_account_stay_and_no_more():
    redacted = redact("Bitte ändern: DE50 5260 1815 9083 0166 13.")

    assert redacted.text == "Bitte ändern: [DE-…-6613]."


def test_the_last_digits_of_a_card_stay_and_no_more():
    assert redact("Visa 4725 4998 2841 0100 löschen").text == "Visa […-0100] löschen"


def test_an_account_in_full_width_digits_goes_too():
    assert redact("IBAN DE５０526018159083016613").text == "IBAN [DE-…-6613]"


def test_several_kinds_go_at_once():
    redacted = redact("Ich habe Krebs, IBAN DE50526018159083016613, Passwort: Rosen!7x")

    assert redacted.text == "Ich habe […], IBAN [DE-…-6613], Passwort: […]"
    assert set(redacted.kinds) == {"health", "bank", "password"}


def test_words_that_follow_an_account_stay():
    assert redact("DE50 5260 1815 9083 0166 13 ist neu").text == "[DE-…-6613] ist neu"


def test_an_account_behind_what_begins_like_one_goes_too():
    redacted = redact("NI number: QQ 12 34 56 C Meine alte IBAN ist DE50 5260 1815 9083 0166 13, danke")

    assert redacted.text == "NI number: […] Meine alte IBAN ist [DE-…-6613], danke"


def test_what_somebody_begins_with_goes_also_when_more_follows():
    redacted = redact("My epilepsy is why my doctor treats me for migraine.")

    assert redacted.text == "My […] is why my doctor treats me for […]."


LINES = [message.text for language in Language for message in marked("worked_on", language)]


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=4).map(" ".join))
def test_once_is_enough(text):
    once = redact(text).text

    assert redact(once).text == once


@pytest.mark.parametrize(
    "text",
    [
        "Passport number 066802744 066802744",
        "Konto 5320130 BLZ 37040044 oder 5320130 BLZ 37040044",
        'Passwort: "Rosen!"7x',
        "CVV Visa 4725 4998 2841 0100",
        "Passwort: DE50526018159083016613",
    ],
)
def test_where_something_was_taken_out_nothing_is_found_again(text):
    once = redact(text).text

    assert once != text
    assert redact(once).text == once


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    redact(text)
