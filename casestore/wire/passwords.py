"""What a new password must be: long enough, and not what guessers try first (NIST SP 800-63B, 3.1.1.2)."""

from functools import cache
from typing import Annotated

from pydantic import AfterValidator, Field

from settings import content_folder

_OF_OURS = ("auskunft", "datenschutz", "privacy")  # what a guesser tries here
_LEAST = 8  # characters that no such word explains


def _refuse_easy(password: str) -> str:
    if is_easy(password):
        raise ValueError("easily guessed")
    return password


def is_easy(password: str, name: str = "") -> bool:
    """Whether it is a common one, or little more than a word of ours, the *name* or a repetition."""
    small = password.lower()
    for word in filter(None, (*_OF_OURS, name.lower())):
        if word in small and len(small.replace(word, "")) < _LEAST:
            return True
    return small in _common() or len(set(small)) < _LEAST // 2


@cache
def _common() -> frozenset[str]:
    return frozenset((content_folder() / "passwords.txt").read_text(encoding="utf-8").split())


GoodPassword = Annotated[str, Field(min_length=8, max_length=200), AfterValidator(_refuse_easy)]
