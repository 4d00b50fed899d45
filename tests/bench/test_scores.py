"""What counts as right, and how it is counted."""

import pytest

from answers.topic import Outcome
from bench.said import Said, Way
from bench.scores import calibration_error, fits, right_with_a_question, shares
from bench.sets import Item
from privacy.language import Language

ACCESS, ERASURE = frozenset({"access"}), frozenset({"erasure"})


def _item(outcome: Outcome, passages: str = "", rights: frozenset[str] = frozenset(), **more: bool) -> Item:
    return Item("1", "?", Language.GERMAN, outcome, frozenset(passages.split()), rights, **more)


def _said(outcome: Outcome, passages: str = "", rights: frozenset[str] = frozenset(), **more: object) -> Said:
    cited = passages.split()
    return Said(Way(outcome, frozenset(cited), rights), Language.GERMAN, (frozenset(cited),), **more)


@pytest.mark.parametrize(
    ("cited", "expected"), [("retention", True), ("sharing retention", True), ("risk", False), ("", False)]
)
def test_an_answer_is_right_when_it_cites_any_wanted_passage(cited: str, expected: bool) -> None:
    assert fits(_item(Outcome.ANSWERED, "retention rights"), _said(Outcome.ANSWERED, cited).way) is expected


def test_silence_about_the_right_passage_is_no_answer() -> None:
    assert not fits(_item(Outcome.ANSWERED, "retention"), _said(Outcome.NOT_IN_POLICY, "retention").way)


def test_an_answer_without_wanted_passages_needs_only_the_outcome() -> None:
    assert fits(_item(Outcome.ANSWERED), _said(Outcome.ANSWERED, "risk").way)


@pytest.mark.parametrize(
    ("rights", "expected"), [(ACCESS, True), (ACCESS | ERASURE, False), (ERASURE, False)]
)
def test_a_request_needs_exactly_its_rights(rights: frozenset[str], expected: bool) -> None:
    assert fits(_item(Outcome.REQUEST, rights=ACCESS), _said(Outcome.REQUEST, rights=rights).way) is expected


def test_of_several_questions_all_must_be_answered() -> None:
    item = _item(Outcome.ANSWERED, "retention sharing", every=True)

    assert not fits(item, _said(Outcome.ANSWERED, "retention").way)
    assert fits(item, _said(Outcome.ANSWERED, "retention sharing risk").way)


def test_an_unclear_answer_is_right_only_after_a_question() -> None:
    said = _said(Outcome.UNCLEAR, others=(Way(Outcome.SMALLTALK), Way(Outcome.HANDOFF)))
    item = _item(Outcome.HANDOFF)

    assert not fits(item, said.way)
    assert right_with_a_question(item, said)


def test_a_false_intake_is_counted_among_what_is_no_request() -> None:
    scored = [
        (_item(Outcome.ANSWERED, "retention"), _said(Outcome.REQUEST, rights=ACCESS)),
        (_item(Outcome.SMALLTALK), _said(Outcome.SMALLTALK)),
        (_item(Outcome.REQUEST, rights=ACCESS), _said(Outcome.REQUEST, rights=ACCESS)),
    ]

    assert shares(scored)["false intake"] == (1, 2)
    assert shares(scored)["right at once"] == (2, 3)
    assert shares(scored)["handoff"].percent is None


def test_silence_has_precision_and_recall() -> None:
    silent = _said(Outcome.NOT_IN_POLICY)
    scored = [
        (_item(Outcome.NOT_IN_POLICY), silent),
        (_item(Outcome.ANSWERED, "risk"), silent),
        (_item(Outcome.NOT_IN_POLICY), _said(Outcome.ANSWERED, "risk")),
        (_item(Outcome.NOT_IN_POLICY), _said(Outcome.ANSWERED, "risk")),
    ]

    assert shares(scored)["silence: precision"] == (1, 2)
    assert shares(scored)["silence: recall"] == (1, 3)


def test_confidence_that_is_always_right_errs_by_what_it_lacks() -> None:
    scored = [(_item(Outcome.HANDOFF), _said(Outcome.HANDOFF, confidence=0.75))] * 4

    assert calibration_error(scored) == pytest.approx(0.25)


def test_confidence_is_compared_within_its_bin() -> None:
    sure = (_item(Outcome.HANDOFF), _said(Outcome.HANDOFF, confidence=1.0))
    wrong = (_item(Outcome.HANDOFF), _said(Outcome.SMALLTALK, confidence=0.0))

    assert calibration_error([sure, wrong]) == pytest.approx(0)
    assert calibration_error([]) is None


def test_a_passage_is_looked_for_in_the_first_readings_only() -> None:
    readings = tuple(frozenset({name}) for name in ("risk", "sharing", "rights", "retention"))
    said = Said(Way(Outcome.ANSWERED, readings[0]), Language.GERMAN, readings)
    scored = [(_item(Outcome.ANSWERED, wanted), said) for wanted in ("risk", "rights", "retention")]

    assert shares(scored)["passage: first reading"] == (1, 3)
    assert shares(scored)["passage: first three readings"] == (2, 3)
