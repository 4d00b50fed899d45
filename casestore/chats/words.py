"""What the chat says when staff come and go, from `content/chat.yml`."""

from pathlib import Path
from typing import Self

import yaml

from privacy.language import Language


class ChatWords:
    """Sentences by name and language."""

    def __init__(self, sentences: dict[str, dict[str, str]]) -> None:
        self._sentences = sentences

    @classmethod
    def load(cls, content: Path) -> Self:
        """Read the part `handoff` of `chat.yml`."""
        return cls(yaml.safe_load((content / "chat.yml").read_text(encoding="utf-8"))["handoff"])

    def say(self, name: str, language: Language) -> str:
        """One sentence."""
        return self._sentences[name][language]

    def tell_of(self, colleague: str | None, name: str, language: Language) -> str:
        """One sentence about a member of staff, by the name that visitors may read, if there is one."""
        entry = self._sentences[name if colleague else f"{name}_unnamed"]
        return entry[language].format(name=colleague)
