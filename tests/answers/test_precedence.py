"""A young person is served like anybody, and some things need a person before a request does."""

import pytest

from answers.parts import SURE_CLAUSE, SURE_REQUEST
from answers.precedence import MINOR, SURE_WITHOUT_AGE, like_anybody, person_first, rights_kept
from answers.reader import Reader
from answers.reading import Candidate
from answers.segments import Segment
from privacy.language import Language
from tests.answers.conftest import PHRASES

YOUNG = Candidate(MINOR, 0.99)
ERASURE = Candidate("exercise_right/erasure", 0.999)
BREACH, DECEASED = Candidate("request_handoff/breach_report", 0.999), Candidate("request_handoff/deceased", 1)
COMPLAINT = Candidate("request_handoff/complaint", 0.999)
AGES = {  # as in the real phrases, some of them exercise a right
    Language.GERMAN: ["Ich bin 14.", "Ich bin 14 und will, dass ihr meine Daten löscht.", "bin erst zwölf"],
    Language.ENGLISH: ["I'm 14.", "I'm 14 and I want you to delete my data.", "only twelve"],
}
BREACHES = {
    Language.GERMAN: ["Mein Konto wurde gehackt", "Ein Fremder hat mein Konto gehackt", "Gehackt!"],
    Language.ENGLISH: ["My account was hacked", "A stranger hacked my account", "Hacked!"],
}


def said(candidate, *, clause=False):
    return Segment("…", clause, asks=False, denies=False), candidate


@pytest.fixture(scope="module")
def reader():
    more = {MINOR: AGES, BREACH.label: BREACHES}
    return Reader.fit(
        {
            language: [(text, label) for label, texts in labels.items() for text in texts]
            + [(text, label) for label, texts in more.items() for text in texts[language] * 2]
            for language, labels in PHRASES.items()
        }
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.GERMAN, "Ich bin 14 und will, dass Sie mein Konto löschen."),
        (Language.ENGLISH, "I'm 14 and I want you to delete my account."),
    ],
)
def test_a_minor_who_exercises_a_right_exercises_it(reader, language, text):
    reading = reader.read(text, language)

    assert (reading.best.label, reading.rights) == (ERASURE.label, ("erasure",))


@pytest.mark.parametrize(
    ("language", "text"), [(Language.GERMAN, "Ich bin 14."), (Language.ENGLISH, "I'm 14.")]
)
def test_a_minor_who_asks_for_nothing_gets_a_person(reader, language, text):
    reading = reader.read(text, language)

    assert (reading.best.label, reading.rights) == (MINOR, ())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.GERMAN, "Mein Konto wurde gehackt, bitte löschen Sie alle meine Daten."),
        (Language.ENGLISH, "My account was hacked, erase all my data."),
    ],
)
def test_who_reports_a_breach_gets_a_person_and_keeps_the_request(reader, language, text):
    reading = reader.read(text, language)

    assert (reading.best.label, reading.rights) == (BREACH.label, ("erasure",))


def test_what_a_clause_surely_exercises_comes_before_the_age():
    candidates = (YOUNG, Candidate("ask_policy/children", 0.01))

    first, *others = like_anybody(candidates, [said(YOUNG, clause=True), said(ERASURE, clause=True)])

    assert first.label == ERASURE.label
    assert others == list(candidates)


@pytest.mark.parametrize(
    ("share", "label"), [(SURE_WITHOUT_AGE + 0.01, ERASURE.label), (SURE_WITHOUT_AGE - 0.01, MINOR)]
)
def test_without_a_sure_clause_nearly_all_but_the_age_must_be_a_request(share, label):
    rest = (
        Candidate(ERASURE.label, 0.01 * share),
        Candidate("ask_right/right_erasure", 0.01 * (1 - share)),
    )

    assert like_anybody((YOUNG, *rest), [said(YOUNG)])[0].label == label


@pytest.mark.parametrize("first", [BREACH, DECEASED, Candidate("request_handoff/authority_letter", 1)])
def test_a_person_goes_before_a_request(first):
    read = [said(first, clause=True), said(ERASURE, clause=True)]

    assert person_first(ERASURE, ("erasure",), read, letter=False) == first


@pytest.mark.parametrize(
    ("read", "letter"),
    [
        ([said(COMPLAINT), said(ERASURE)], False),
        ([said(BREACH), said(ERASURE)], True),
        ([said(Candidate(BREACH.label, SURE_REQUEST)), said(ERASURE)], False),
        ([said(Candidate(BREACH.label, SURE_CLAUSE), clause=True), said(ERASURE)], False),
    ],
)
def test_a_complaint_a_sentence_of_a_letter_and_a_guess_do_not(read, letter):
    assert person_first(ERASURE, ("erasure",), read, letter=letter) is None


def test_a_question_that_names_a_breach_stays_a_question():
    asked = Candidate("ask_policy/breach_history", 0.9)

    assert person_first(asked, (), [said(BREACH)], letter=False) is None


def test_of_a_handoff_the_request_in_it_is_kept_only_where_it_is_the_writers_own():
    read = [said(ERASURE)]

    assert rights_kept(BREACH, (), read) == ("erasure",)
    assert rights_kept(BREACH, ("access",), read) == ("access",)
    assert rights_kept(DECEASED, ("erasure",), read) == ()
