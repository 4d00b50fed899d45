"""Cut a message into sentences, and sentences into clauses."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from answers.sentences import cut
from privacy.language import Language

SHORT = 12  # words; in a longer sentence "not" may belong to anything
MIN_WORDS = 3  # a clause shorter than this says nothing by itself

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_JOINTS = re.compile(
    r"\s*(?:[;:–—]|,(?!\d)|\b(?:und|sowie|außerdem|ausserdem|aber|sondern|danach|anschließend|and|but|then|plus|also)\b)\s*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^\s*(?:[-*•–]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])\s+")
_QUOTED = re.compile(r"^\s*>")  # an earlier mail, quoted: what it says was said before


@dataclass(frozen=True)
class Segment:
    """A sentence or a clause, with how it is put.

    Attributes:
        is_clause: Whether it is only a part of a sentence.
        asks: Whether it is a question.
        denies: Whether it is short and what it names is not wanted.

    """

    text: str
    is_clause: bool
    asks: bool
    denies: bool


def segments(text: str, language: Language) -> list[Segment]:
    """Every sentence of *text*, each followed by its clauses when it has several."""
    found = []
    for sentence in sentences(text):
        found.append(_segment(sentence, language, is_clause=False))
        found += [_segment(clause, language, is_clause=True) for clause in clauses(sentence)]
    return found


def sentences(text: str) -> list[str]:
    """The sentences of *text* in order; a line that opens a list item begins a new one."""
    pieces = [sentence for block in _blocks(text) for sentence in cut(block)]
    return [sentence for sentence in pieces if _WORD.search(sentence)]


def clauses(sentence: str) -> list[str]:
    """The clauses of *sentence*, each but the first of three words or more; empty when it has only one."""
    parts: list[str] = []
    for part in filter(None, _JOINTS.split(sentence)):
        if len(part.split()) >= MIN_WORDS or not parts:
            parts.append(part)
        else:
            parts[-1] += f" {part}"
    return parts if len(parts) > 1 else []


def _segment(text: str, language: Language, *, is_clause: bool) -> Segment:
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    asks = bool(words) and words[0] in _cues()["question"][language]
    denies = len(words) <= SHORT and any(word in _cues()["negation"][language] for word in words)
    return Segment(text, is_clause, asks or (not is_clause and text.rstrip().endswith("?")), denies)


def _blocks(text: str) -> list[str]:
    """Paragraphs and list items: lines that were broken within a sentence come together again."""
    blocks = [""]
    lines = text.splitlines()
    for line in [line for line in lines if not _QUOTED.match(line)] or lines:
        if _ITEM.match(line):
            blocks.append(_ITEM.sub("", line))
        elif not line.strip():
            blocks.append("")
        else:
            blocks[-1] = f"{blocks[-1]} {line.strip()}".strip()
    return [block for block in blocks if block]


@cache
def _cues() -> dict[str, dict[Language, frozenset[str]]]:
    entries = yaml.safe_load(files("answers").joinpath("cues.yml").read_text(encoding="utf-8"))
    return {
        name: {Language(code): frozenset(words.split()) for code, words in by_language.items()}
        for name, by_language in entries.items()
    }
