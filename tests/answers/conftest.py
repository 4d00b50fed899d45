"""The real content, and a reader that learnt from a handful of phrases."""

from pathlib import Path

import pytest

from answers.answer import Answers
from answers.reader import Reader
from privacy.language import Language

CONTENT = Path(__file__).parents[2] / "content"

PHRASES = {
    Language.GERMAN: {
        "exercise_right/access": [
            "Bitte schicken Sie mir eine Kopie meiner Daten.",
            "Ich möchte Auskunft über meine gespeicherten Daten.",
            "Schicken Sie mir alles, was Sie über mich gespeichert haben.",
            "Auskunft bitte, ich will eine Kopie aller Daten.",
        ],
        "exercise_right/erasure": [
            "Löschen Sie bitte mein Konto.",
            "Bitte löschen Sie alle meine Daten.",
            "Ich verlange, dass Sie mein Konto und alles löschen.",
            "Entfernen und löschen Sie mein Kundenkonto.",
        ],
        "ask_policy/retention": [
            "Wie lange speichern Sie Daten?",
            "Wie lange bewahren Sie Angaben auf?",
            "Nach wie vielen Jahren endet die Aufbewahrung?",
            "Welche Speicherdauer gilt?",
        ],
        "smalltalk/thanks": ["Vielen Dank", "Danke schön", "Dankeschön für die Hilfe", "Danke sehr"],
    },
    Language.ENGLISH: {
        "exercise_right/access": [
            "Please send me a copy of my data.",
            "I want access to the data you hold about me.",
            "Send me everything you hold about me.",
            "Access request: a copy of all my data please.",
        ],
        "exercise_right/erasure": [
            "Please delete my account.",
            "Erase all my data.",
            "Delete everything, I want my account erased.",
            "I demand that you delete and erase my account.",
        ],
        "ask_policy/retention": [
            "How long do you keep data?",
            "How long is data stored?",
            "What is the retention period?",
            "After how many years does storage end?",
        ],
        "smalltalk/thanks": ["Thank you", "Thanks a lot", "Many thanks for the help", "Thank you so much"],
    },
}


@pytest.fixture(scope="session")
def answers() -> Answers:
    return Answers.load(CONTENT)


@pytest.fixture(scope="session")
def policy() -> dict[Language, str]:
    files = {language: CONTENT / "policy" / f"customers.{language}.md" for language in Language}
    return {language: path.read_text(encoding="utf-8") for language, path in files.items()}


@pytest.fixture(scope="session")
def pairs() -> dict[Language, list[tuple[str, str]]]:
    return {
        language: [(text, label) for label, texts in labels.items() for text in texts]
        for language, labels in PHRASES.items()
    }


@pytest.fixture(scope="session")
def reader(pairs: dict[Language, list[tuple[str, str]]]) -> Reader:
    return Reader.fit(pairs)
