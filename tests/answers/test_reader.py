"""The reader finds what a message asks, and every right exercised in a letter."""

from pathlib import Path

import pytest

from answers.identifiers import identifiers_in
from answers.language import identify
from answers.letter import is_letter
from answers.reader import KEPT, Heard, Reader
from answers.reading import Reading
from answers.segments import sentences
from bench.sets import load_set
from privacy.language import Language

LETTERS = {
    Language.GERMAN: (
        "Sehr geehrte Damen und Herren, "
        "bitte schicken Sie mir eine Kopie meiner Daten. Danach löschen Sie bitte mein Konto. Vielen Dank"
    ),
    Language.ENGLISH: "Please send me a copy of my data. Then please delete my account. Thank you",
}
BACKWARDS = {
    Language.GERMAN: "Löschen Sie bitte mein Konto. Vorher schicken Sie mir eine Kopie meiner Daten.",
    Language.ENGLISH: "Please delete my account. Before that, send me a copy of my data.",
}
NAMES = ["anton", "berta", "caesar", "dora", "emil", "friedrich", "gustav", "heinrich"]
FOREIGN = "Veuillez effacer toutes mes données"
QUESTIONS = {Language.GERMAN: "Wie lange speichern Sie das?", Language.ENGLISH: "How long do you keep that?"}


@pytest.fixture(scope="module")
def names() -> Reader:
    phrases = [(f"{name} {more}", f"exercise_right/{name}") for name in NAMES for more in ("ja", "nein")]
    return Reader.fit({Language.GERMAN: phrases})


@pytest.mark.parametrize("language", Language)
def test_a_letter_with_two_rights_exercises_both(reader: Reader, language: Language) -> None:
    reading = reader.read(LETTERS[language], language)

    assert reading.best.intent == "exercise_right"
    assert reading.rights == ("access", "erasure")


@pytest.mark.parametrize("language", Language)
def test_rights_stand_in_the_order_of_mention(reader: Reader, language: Language) -> None:
    assert reader.read(BACKWARDS[language], language).rights == ("erasure", "access")


def test_a_right_said_twice_is_exercised_once(reader: Reader) -> None:
    text = "Löschen Sie mein Konto! Bitte löschen Sie alle meine Daten!"

    assert reader.read(text, Language.GERMAN).rights == ("erasure",)


@pytest.mark.parametrize("language", Language)
def test_a_question_exercises_no_right(reader: Reader, language: Language) -> None:
    reading = reader.read(QUESTIONS[language], language)

    assert reading.best.label == "ask_policy/retention"
    assert reading.rights == ()
    assert reading.language is language


def test_candidates_come_best_first(reader: Reader) -> None:
    scores = [c.score for c in reader.read(LETTERS[Language.GERMAN], Language.GERMAN).candidates]

    assert scores == sorted(scores, reverse=True)
    assert len(scores) == min(KEPT, len(reader.classifiers[Language.GERMAN].topics.labels))


@pytest.mark.parametrize("text", ["", "???", "123456", "12.11.2026", "👍", "_ - _"])
def test_a_message_without_a_letter_is_not_understood(reader: Reader, text: str) -> None:
    reading = reader.read(text, Language.GERMAN)

    assert [candidate.label for candidate in reading.candidates] == ["nlu_fallback"]
    assert reading.rights == ()


def test_a_mere_guess_is_not_understood_and_keeps_its_readings(names: Reader, monkeypatch) -> None:
    monkeypatch.setattr("answers.reader.UNCLEAR", 2 / len(NAMES))

    reading = names.read("Дарья 北京", Language.GERMAN)

    assert reading.best.label == "nlu_fallback"
    assert {candidate.topic for candidate in reading.candidates[1:]} < set(NAMES)
    assert len(reading.candidates) == 1 + KEPT
    assert reading.rights == ()


def test_a_sentence_that_only_may_exercise_a_right_adds_none(names: Reader) -> None:
    assert names.read("berta ja. Дарья 北京.", Language.GERMAN).rights == ("berta",)


@pytest.mark.parametrize("language", Language)
def test_a_saved_reader_reads_as_before(reader: Reader, tmp_path: Path, language: Language) -> None:
    reader.save(tmp_path)

    loaded = Reader.load(tmp_path)

    for text in (LETTERS[language], BACKWARDS[language], QUESTIONS[language]):
        before, after = reader.read(text, language), loaded.read(text, language)
        assert after.best.label == before.best.label
        assert after.rights == before.rights


RIGHTS = [("erase my account", "exercise_right/erasure"), ("a copy please", "exercise_right/access")]


@pytest.mark.parametrize(("asked", "label"), [(True, "resend_code"), (False, "affirm")])
def test_what_answers_a_question_of_ours_is_only_read_when_we_asked(asked: bool, label: str) -> None:
    phrases = [("send it again", "resend_code"), ("yes send it", "affirm"), ("no", "deny"), *RIGHTS] * 2
    both = Reader.fit(dict.fromkeys(Language, phrases))

    assert both.read("send it again", Language.ENGLISH, asked=asked).best.label == label


@pytest.mark.parametrize("language", Language)
def test_a_question_beside_a_request_is_kept(reader: Reader, language: Language) -> None:
    reading = reader.read(f"{LETTERS[language]}. {QUESTIONS[language]}", language)

    assert (reading.best.intent, reading.rights) == ("exercise_right", ("access", "erasure"))
    assert [question.label for question in reading.also] == ["ask_policy/retention"]


@pytest.mark.parametrize(
    ("text", "label", "rights"),
    [
        (FOREIGN, "exercise_right/erasure", ("erasure",)),
        ("Bonjour, ça va?", "out_of_scope/foreign_language", ()),
    ],
)
def test_a_right_asked_for_in_another_language_is_read(pairs, text: str, label: str, rights: tuple) -> None:
    french = [(text, "out_of_scope/foreign_language") for text in ("Bonjour, ça va?", FOREIGN, "effacer ça")]
    both = Reader.fit({Language.GERMAN: [*pairs[Language.GERMAN], *french]})

    reading = both.read(text, Language.GERMAN)

    assert (reading.best.label, reading.rights, reading.foreign) == (label, rights, True)


def test_what_is_said_last_counts_most(reader: Reader) -> None:
    thanks, point = "Danke sehr. Danke schön.", "Wie lange bewahren Sie Angaben auf?"

    late, early = (reader.read(text, Language.GERMAN) for text in (f"{thanks} {point}", f"{point} {thanks}"))

    assert _score(late, "ask_policy/retention") > 1.2 * _score(early, "ask_policy/retention")


def _score(reading: Reading, label: str) -> float:
    return next(candidate.score for candidate in reading.candidates if candidate.label == label)


@pytest.mark.parametrize("unit", ["x", "1@", "a,", "(a. ", "ä’", "§", "und ", "\n- "])
def test_eight_thousand_characters_of_anything_are_read_in_no_time(reader: Reader, unit: str) -> None:
    text = (unit * 8000)[:8000]

    reading = reader.read(text, Language.GERMAN)

    assert reading.candidates
    assert identify(text) in {None, *Language}
    assert is_letter(text)
    assert isinstance(identifiers_in(text), list)


def test_messages_read_together_are_read_as_each_alone(reader: Reader) -> None:
    letters = [Heard(item.text, of) for of in Language for item in load_set("letters", of)]
    asked = [Heard(sentence, of, asked=True) for text, of, _ in letters[::5] for sentence in sentences(text)]
    heard = [*letters, *asked, Heard("123456", Language.GERMAN), *letters[:2]]

    assert reader.read_all(heard) == [reader.read(text, of, asked=asked) for text, of, asked in heard]
