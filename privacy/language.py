"""The two languages the assistant speaks."""

from enum import StrEnum


class Language(StrEnum):
    """A language, by its ISO 639-1 code."""

    GERMAN = "de"
    ENGLISH = "en"

    @property
    def locale(self) -> str:
        """The locale in which dates are written."""
        return {Language.GERMAN: "de_DE", Language.ENGLISH: "en_GB"}[self]
