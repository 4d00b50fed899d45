"""What the gateway itself says, from `content/chat.yml`."""

from pathlib import Path
from typing import Any

import yaml

from privacy.language import Language


class ChatWords:
    """Sentences by name and language."""

    def __init__(self, entries: dict[str, Any]) -> None:
        self._entries = entries

    @classmethod
    def load(cls, content: Path) -> "ChatWords":
        """Read `chat.yml`."""
        return cls(yaml.safe_load((content / "chat.yml").read_text(encoding="utf-8")))

    def say(self, name: str, language: Language) -> str:
        """One sentence."""
        return str(self._entries[name][language])

    def problem(self, name: str, language: Language) -> str:
        """What a person is told when a call fails."""
        return str(self._entries["problems"][name][language])

    def greeting(self, language: Language, controller: str) -> str:
        """The first message: a machine speaks, for whom, and what it keeps (AI Act Art. 50, GDPR Art. 13)."""
        of_controller = self.say("of_controller", language).format(controller=controller)
        return self.say("greeting", language).format(of_controller=of_controller if controller else "")

    def page(self, language: Language) -> dict[str, str]:
        """The labels of the chat page."""
        return {name: str(words[language]) for name, words in self._entries["page"].items()}
