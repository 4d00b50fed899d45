"""The language of a message is told from few words, and never from codes, names of laws or addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.language import identify, likeliest
from privacy.language import Language

GERMAN = [
    "Ja",
    "Nein",
    "Ja, bitte",
    "Nein danke",
    "Hallo",
    "Guten Tag",
    "Moin",
    "Servus",
    "Tschüss",
    "Danke!",
    "Wie lange?",
    "wieso",
    "Wer bekommt das?",
    "Auskunft bitte",
    "Löschung",
    "meine Daten",
    "DATEN LÖSCHEN",
    "Widerspruch",
    "Storno",
    "Mensch",
    "Mitarbeiter bitte",
    "Stimmt nicht",
    "passt",
    "Genau",
    "weiter",
    "Code kam nicht an",
    "Kein Code da",
    "Wer seid ihr",
    "Noch mal bitte",
    "Keine Angabe",
    "Wo liegen die Daten?",
    "Stand meines Antrags",
    "was kostet das",
    "ich bin 81",
    "Auskunft nach Art. 15 DSGVO",
    "Was wissen Sie über erika@example.com?",
]
ENGLISH = [
    "Yes",
    "No",
    "nope",
    "Yes please",
    "No thanks",
    "Hello",
    "hey there",
    "Good morning",
    "goodbye",
    "Thanks!",
    "What?",
    "how long",
    "Why though",
    "Who gets it?",
    "access request",
    "my data",
    "DELETE MY DATA",
    "Delete me",
    "objection",
    "Cancel it",
    "a real person",
    "human please",
    "Not right",
    "Correct",
    "go back",
    "No code arrived",
    "send another one",
    "Who are you",
    "say again",
    "I would rather not say",
    "where is it stored",
    "status of my request",
    "what does it cost",
    "I don't want that",
    "not now",
    "Access under Art. 15 GDPR please",
    "What do you know about john@example.com?",
]
UNTELLING = [
    "",
    " ",
    "ok",
    "OK!",
    "Okay.",
    "k",
    "?",
    "...",
    "👍",
    "1",
    "123456",
    "123 456",
    "O12345",
    "DSR-7K3M-Q2XS",
    "K-100001",
    "12.11.2026",
    "+49 171 2345678",
    "erika.mustermann@example.com",
    "john.example@example.com",
    "ich@example.com",
    "https://example.com/cookies/how-to-delete",
    "Art. 15",
    "art 17",
    "Art. 15 DSGVO",
    "Art. 15 GDPR",
    "GDPR",
    "DSGVO",
    "BDSG",
    "Art. 15 DSGVO, Art. 15 GDPR, BDSG",
    "Art. 15, Art. 17, Art. 20, Art. 21",
    "okay okay okay",
    "ISO 27000",
    "IP",
    "EEA",
    "Cookies",
    "10115 Berlin",
    "John Example",
    "北京北京北京北京北京北京北京",
]


@pytest.mark.parametrize("text", GERMAN)
def test_short_german_is_german(text: str) -> None:
    assert identify(text) is Language.GERMAN


@pytest.mark.parametrize("text", ENGLISH)
def test_short_english_is_english(text: str) -> None:
    assert identify(text) is Language.ENGLISH


@pytest.mark.parametrize("text", UNTELLING)
def test_what_has_no_language_switches_to_none(text: str) -> None:
    assert identify(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bonus, Kulanz, Gutschrift: geht da etwas?", Language.GERMAN),
        ("Wohin wandern Kundendaten, sobald Verträge enden?", Language.GERMAN),
        ("Could somebody explain whether backups get wiped?", Language.ENGLISH),
        ("Hat der Provider access auf meine Daten und wer noch?", Language.GERMAN),
    ],
)
def test_longer_text_is_told_by_its_whole(text: str, language: Language) -> None:
    assert identify(text) is language


@pytest.mark.parametrize("text", ["Satz des Pythagoras", "who bekommt das?", "DROP TABLE kunden;"])
def test_the_same_text_gives_the_same_language_every_time(text: str) -> None:
    assert len({identify(text) for _ in range(40)}) == 1


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    assert identify(text) in {None, *Language}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Speicherdauer?", Language.GERMAN),
        ("retention period?", Language.ENGLISH),
        ("reject cookies?", Language.ENGLISH),
        ("123456", Language.GERMAN),
        ("", Language.GERMAN),
    ],
)
def test_without_a_conversation_a_guess_is_better_than_nothing(text: str, language: Language) -> None:
    assert likeliest(text) == language
