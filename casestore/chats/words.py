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

    def say(self, name: str, language: Language, staff: str = "") -> str:
        """One sentence; *staff* is the name of the member of staff it may tell of."""
        return self._sentences[name][language].format(name=staff)
