"""The lists of words the reader looks things up in hold no entry that is lost or misspelt."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

from answers.folding import fold
from answers.lexicon import SHORTEST
from privacy.right import Right

ANSWERS = Path(__file__).parents[2] / "answers"
CONCEPTS = sorted((ANSWERS / "concepts").glob("*.yml"))
FORM = re.compile(r"\*?[^\s*]+|[^\s*]+\*")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
STEM = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@pytest.mark.parametrize("path", CONCEPTS, ids=lambda path: path.stem)
def test_every_concept_has_words_in_both_languages(path: Path) -> None:
    concepts = _read(path)

    assert concepts
    assert [name for name, forms in concepts.items() if set(forms) != {"de", "en"}] == []
    assert [
        name
        for name, forms in concepts.items()
        if not all(isinstance(words, str) and words.strip() for words in forms.values())
    ] == []


def test_no_concept_stands_twice_within_a_file_or_in_two() -> None:
    counted = Counter(name for path in CONCEPTS for name in _keys(path))

    assert len(counted) > 500
    assert [name for name, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("path", CONCEPTS, ids=lambda path: path.stem)
def test_every_word_of_a_concept_is_whole_a_beginning_or_an_ending(path: Path) -> None:
    forms = [
        form
        for by_language in _read(path).values()
        for words in by_language.values()
        for form in words.split()
    ]

    assert [form for form in forms if not FORM.fullmatch(form)] == []
    assert [form for form in forms if "*" in form and len(fold(form.strip("*"))) < SHORTEST] == []


@pytest.mark.parametrize("name", ["question", "negation"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_cue_is_a_word_as_the_segments_have_them(name: str, language: str) -> None:
    words = _read(ANSWERS / "cues.yml")[name][language].split()

    assert len(words) > 10
    assert [word for word in words if not WORD.fullmatch(word) or word != word.lower()] == []
    assert [word for word, times in Counter(words).items() if times > 1] == []


def test_no_cue_both_asks_and_denies() -> None:
    cues = _read(ANSWERS / "cues.yml")

    assert set(cues) == {"question", "negation"}
    for language in ("de", "en"):
        assert set(cues["question"][language].split()) & set(cues["negation"][language].split()) == set()


def test_exactly_the_seven_rights_can_be_asked_for_in_other_languages() -> None:
    assert set(_keys(ANSWERS / "foreign_requests.yml")) == set(Right)
    assert len(_keys(ANSWERS / "foreign_requests.yml")) == len(Right)


def test_a_foreign_word_asks_for_one_right_only() -> None:
    rights = defaultdict(set)
    for right, stems in _read(ANSWERS / "foreign_requests.yml").items():
        for stem in stems.split():
            rights[stem].add(right)

    assert [stem for stem in rights if not STEM.fullmatch(stem) or stem != stem.lower()] == []
    assert {stem: found for stem, found in rights.items() if len(found) > 1} == {}
    assert [(a, b) for a in rights for b in rights if b.startswith(a) and rights[a] != rights[b]] == []


def test_a_foreign_word_is_long_enough_to_mean_something() -> None:
    stems = {stem for words in _read(ANSWERS / "foreign_requests.yml").values() for stem in words.split()}

    assert [stem for stem in stems if len(stem) < SHORTEST] == []


def _read(path: Path) -> dict:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _keys(path: Path) -> list[str]:
    node = yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return [key.value for key, _ in node.value]
