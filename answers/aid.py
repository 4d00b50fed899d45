"""The answer aid: what a caller said or wrote, read for staff, with the wording in every language."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from answers.answer import Answers
from answers.reading import EXERCISE, Candidate, Reading
from answers.segments import sentences
from answers.topic import Outcome
from privacy.language import Language

MOST_PARTS = 60  # sentences that are read one by one


def parts_of(text: str) -> list[str]:
    """The sentences of *text* that are read by themselves; none of a text that is one sentence."""
    found = sentences(text)
    return found[:MOST_PARTS] if len(found) > 1 else []


def chosen(answers: Answers, topic: str, language: Language) -> Reading:
    """The reading that staff chose instead; raises `KeyError` for a topic there is not."""
    is_request = answers.topics[topic].outcome is Outcome.REQUEST
    label = f"{EXERCISE}/{topic}" if is_request else topic
    return Reading(language, (Candidate(label, 1.0),), (topic,) if is_request else ())


def aid(
    answers: Answers, text: str, reading: Reading, parts: Iterable[tuple[str, Reading]]
) -> dict[str, Any]:
    """The answer object in each language, and what each part of the text comes to."""
    return {
        "language": reading.language,
        "answers": {code: answers.compose(text, reading, into=code).as_dict() for code in Language},
        "parts": [{"text": part, **_gist(answers, part, read)} for part, read in parts],
    }


def _gist(answers: Answers, text: str, reading: Reading) -> dict[str, Any]:
    answer = answers.compose(text, replace(reading, also=()))
    titles = answers.topics[answer.topic].title
    return {"outcome": answer.outcome, "rights": answer.rights, "topic": answer.topic, "title": titles}
