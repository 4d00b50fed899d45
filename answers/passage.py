"""Passages of the policy text, and citations of them."""

from dataclasses import dataclass

from privacy.language import Language


class MisquoteError(ValueError):
    """The quoted words do not stand in the passage."""


@dataclass(frozen=True)
class Passage:
    """One passage of the policy text, word for word.

    Attributes:
        id: The passage's name, the same in every language: `security/testing`.
        section: The number before the heading, or "" where there is none.

    """

    id: str
    language: Language
    section: str
    heading: str
    text: str

    def find(self, words: str) -> tuple[int, int]:
        """Return where *words* stand, as character offsets.

        Raises `MisquoteError` when they do not stand here word for word.
        """
        start = self.text.find(words)
        if start < 0 or not words:
            raise MisquoteError(f"{self.id} ({self.language}): {words!r}")
        return start, start + len(words)


@dataclass(frozen=True)
class Citation:
    """Words of the policy text that an answer rests on, cut from its files.

    Attributes:
        quote: The words in the language of the answer.
        original: The same words in the binding German text.
        start: Where *original* begins in the binding passage, in characters.
        end: Where it ends.
        policy_version: Beginning of the SHA-256 of the binding text.
        score: How sure the reading was that chose the passage, 0 to 1.

    """

    passage: str
    section: str
    heading: str
    quote: str
    original: str
    start: int
    end: int
    policy_version: str
    score: float
