"""Messages that nobody would write, made of phrases that somebody wrote; the same for a seed."""
# ruff: noqa: S311  # nothing of it is secret

from collections.abc import Callable, Iterator
from random import Random

from answers.phrases import FOLDER, load_phrases

LONGEST = 4000  # characters
_SCRIPTS = ((0x370, 0x3FF), (0x400, 0x4FF), (0x590, 0x5FF), (0x600, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F))
_WIDE = ((0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xFF01, 0xFF5E), (0x1D400, 0x1D7FF))
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202e\u2066\u2067\u2069\u200e\u200f\u061c"
_EMOJI = ["👍", "👨‍👩‍👧‍👦", "🏳️‍🌈", "❤️", "🇩🇪", "👍🏽", "😡" * 9, "1️⃣"]
_MARKUP = ["<b>", "</p>", "&amp;", "{{ x }}", "${x}", "[a](b)", "**", "```", "<!--", "\\n", "%00", "/affirm"]
_MARKS = "\u0301\u0308\u0323\u0334\u20e3"
_ENDS = [". ", "? ", "! ", ", ", "\n", "\r\n", "\n- ", "\n1. ", "\n> ", "\u2028", "; und ", " and "]


class Maker:
    """Makes messages, each in a way that is drawn."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        said = load_phrases(FOLDER)
        self._phrases = [text for topics in said.values() for texts in topics.values() for text in texts]
        self._ways: list[Callable[[], str]] = [
            self._mistyped,
            self._mixed,
            self._with(lambda: self._random.choice(_UNSEEN)),
            self._with(lambda: self._random.choice(_EMOJI)),
            self._with(lambda: self._random.choice(_MARKUP)),
            self._with(lambda: self._random.choice(_MARKS) * self._random.randint(1, 5)),
            self._with(self._other_script),
            self._with(lambda: str(self._random.getrandbits(self._random.choice((7, 20, 40, 90))))),
            self._other_script,
            self._anything,
            self._letter,
        ]

    def messages(self, count: int) -> Iterator[str]:
        """So many of them; one in a hundred is as long as it may be."""
        for number in range(count):
            if number % 100:
                yield self._random.choice(self._ways)()[:LONGEST]
            else:
                yield self._long()

    def _phrase(self) -> str:
        return self._random.choice(self._phrases)

    def _mistyped(self) -> str:
        letters = list(self._phrase())
        for _ in range(self._random.randint(1, 1 + len(letters) // 3)):
            place = self._random.randrange(len(letters))
            change = self._random.choice(("", letters[place] * 2, letters[place].swapcase(), " ", "?"))
            letters[place] = change or self._random.choice(letters)
        return "".join(letters)

    def _mixed(self) -> str:
        pieces = [self._phrase() for _ in range(self._random.randint(2, 4))]
        return self._random.choice(_ENDS).join(pieces)

    def _with(self, drawn: Callable[[], str]) -> Callable[[], str]:
        """A phrase with what is *drawn* anywhere in it."""

        def made() -> str:
            text = self._phrase()
            for _ in range(self._random.randint(1, 8)):
                place = self._random.randint(0, len(text))
                text = f"{text[:place]}{drawn()}{text[place:]}"
            return text

        return made

    def _other_script(self) -> str:
        first, last = self._random.choice((*_SCRIPTS, *_WIDE))
        return "".join(chr(self._random.randint(first, last)) for _ in range(self._random.randint(1, 30)))

    def _anything(self) -> str:
        """Any code points, lone surrogates and those that mean nothing too."""
        return "".join(chr(self._random.randrange(0x110000)) for _ in range(self._random.randint(0, 40)))

    def _letter(self) -> str:
        return "".join(
            self._random.choice(self._ways[:-1])() + self._random.choice(_ENDS)
            for _ in range(self._random.randint(5, 25))
        )

    def _long(self) -> str:
        text = self._random.choice(self._ways)() or "?"
        while len(text) < LONGEST:
            text += self._random.choice(_ENDS) + (text if self._random.random() < 0.3 else self._phrase())  # noqa: PLR2004
        return text[:LONGEST]
