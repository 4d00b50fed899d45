"""What everyday words mean: a rare word counts like the common one for the same thing."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Self

import yaml

from answers.folding import fold
from privacy.language import Language

LONGEST = 50  # letters of a word that is looked up at all
SHORTEST = 3  # letters of a beginning or ending that is looked up
COMPOUND = 5  # letters of a word that may stand inside a compound: Kunden|daten|auskunft

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|\?")

Entries = dict[str, list[str]]  # concepts by written form


@dataclass(frozen=True)
class Lexicon:
    """The concepts of one language's words, from `answers/concepts/`.

    Attributes:
        whole: Forms that match a whole word.
        beginnings: Forms written `lösch*`.
        endings: Forms written `*verordnung`.

    """

    whole: Entries = field(default_factory=lambda: defaultdict(list))
    beginnings: Entries = field(default_factory=lambda: defaultdict(list))
    endings: Entries = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, language: Language) -> Self:
        """Read every file of concepts."""
        lexicon = cls()
        for file in sorted(files("answers").joinpath("concepts").iterdir(), key=lambda path: path.name):
            for concept, forms in yaml.safe_load(file.read_text(encoding="utf-8")).items():
                for form in str(forms.get(language) or "").split():
                    lexicon._add(concept, form)
        return lexicon

    def concepts(self, word: str) -> list[str]:
        """The concepts of a folded *word*; empty for a word that is in no entry or too long to be one."""
        if len(word) > LONGEST:
            return []
        found = [*self.whole.get(word, []), *self._by_beginning(word, SHORTEST)]
        return list(dict.fromkeys(found or self._by_ending(word) or self._in_compound(word)))

    def _add(self, concept: str, form: str) -> None:
        entries = (
            self.endings if form.startswith("*") else self.beginnings if form.endswith("*") else self.whole
        )
        entries[fold(form.strip("*"))].append(concept)

    def _by_beginning(self, word: str, shortest: int) -> list[str]:
        """The concepts of the longest beginning."""
        lengths = range(len(word), shortest - 1, -1)
        return next((self.beginnings[word[:n]] for n in lengths if word[:n] in self.beginnings), [])

    def _by_ending(self, word: str) -> list[str]:
        starts = range(len(word) - SHORTEST + 1)
        return next((self.endings[word[n:]] for n in starts if word[n:] in self.endings), [])

    def _in_compound(self, word: str) -> list[str]:
        tails = (word[n:] for n in range(SHORTEST, len(word) - COMPOUND + 1))
        return next(filter(None, (self._by_beginning(tail, COMPOUND) for tail in tails)), [])


@cache
def lexicon(language: Language) -> Lexicon:
    """The lexicon of *language*, read once."""
    return Lexicon.of(language)


def words(folded: str) -> list[str]:
    """The words of a folded text that are looked up."""
    return _WORD.findall(folded)
