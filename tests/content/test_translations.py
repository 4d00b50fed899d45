"""Nothing a person reads stands in one language only, or in the wrong one."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from answers.language import identify

ROOT = Path(__file__).parents[2]
WORDLESS = ("follow_ups.yml", "review.yml")  # hold names and versions only
FILES = [
    *(ROOT / "content" / name for name in ("chat.yml", "form.yml", "pages.yml", "redaction.yml")),
    *sorted((ROOT / "content" / "mail").glob("*.yml")),
    *sorted((ROOT / "content" / "desk").glob("*.yml")),
    *sorted(
        set((ROOT / "content" / "answers").glob("*.yml"))
        - {*map((ROOT / "content" / "answers").joinpath, WORDLESS)}
    ),
]
RASA_FILES = [ROOT / "domain.yml", *sorted((ROOT / "data" / "responses").glob("*.yml"))]
NAMES = [str(path.relative_to(ROOT)) for path in FILES]
ALIKE = {"Auskunft", "Browser", "Chats", "Code", "Cookies", "Name", "Newsletter"}  # the same in both
SENTENCE = re.compile(r"\S+\s+\S+\s+\S+.*[.?!]\s*$", re.DOTALL)
PLACEHOLDER = re.compile(r"\{+[^{}]*\}+")

Words = dict[str, Any]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_words_stand_in_both_languages(path: Path) -> None:
    found = list(_words(_read(path)))

    assert found
    assert [where for where, words in found if not {"de", "en"} <= set(words)] == []
    assert [where for where, words in found if not all(isinstance(words[x], str) for x in ("de", "en"))] == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_sentence_is_cut_off_at_a_comma(path: Path) -> None:
    found = list(_words(_read(path)))

    assert [where for where, words in found if set(words) - {"de", "en", "passage"}] == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_sentence_stands_beside_the_languages(path: Path) -> None:
    leaves = _leaves(_read(path))

    assert [where for where, text in leaves if SENTENCE.match(text) and where[-1] not in ("de", "en")] == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_sentence_is_left_untranslated(path: Path) -> None:
    found = list(_words(_read(path)))

    assert [words for _, words in found if words["de"] == words["en"] and words["de"] not in ALIKE] == []
    assert [words["de"] for _, words in found if _is_sentence_in("en", words["de"])] == []
    assert [words["en"] for _, words in found if _is_sentence_in("de", words["en"])] == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_both_languages_are_filled_with_the_same_facts(path: Path) -> None:
    found = list(_words(_read(path)))

    wrong = [where for where, words in found if _placeholders(words["de"]) != _placeholders(words["en"])]

    assert wrong == []


def test_what_the_bot_says_is_not_left_untranslated(responses) -> None:
    said = [
        (wording["condition"][0]["value"], wording["text"])
        for _, wordings in responses
        for wording in wordings
    ]

    assert [text for language, text in said if identify(text) != language] == []


@pytest.mark.parametrize("path", [*FILES, *RASA_FILES], ids=lambda path: path.name)
def test_no_key_stands_twice_for_the_first_would_be_lost(path: Path) -> None:
    node = yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader)

    assert list(_doubled(node)) == []


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _words(node: Any, *where: str) -> Iterator[tuple[tuple[str, ...], Words]]:
    if isinstance(node, dict) and {"de", "en"} & set(node) and not _has_only_entries(node):
        yield where, node
    else:
        for key, value in _members(node):
            yield from _words(value, *where, key)


def _has_only_entries(node: Words) -> bool:
    """Whether it is no words, but the names of the languages."""
    return all(isinstance(entry, dict) for entry in node.values())


def _leaves(node: Any, *where: str) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(node, str):
        yield where, node
    for key, value in _members(node):
        yield from _leaves(value, *where, key)


def _members(node: Any) -> list[tuple[str, Any]]:
    if isinstance(node, dict):
        return [(str(key), value) for key, value in node.items()]
    return [(str(number), value) for number, value in enumerate(node)] if isinstance(node, list) else []


def _is_sentence_in(language: str, text: str) -> bool:
    return bool(SENTENCE.match(text)) and identify(text) == language


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _doubled(node: yaml.Node | None) -> Iterator[str]:
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        yield from (key for key in set(keys) if keys.count(key) > 1)
        for _, value in node.value:
            yield from _doubled(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _doubled(value)
