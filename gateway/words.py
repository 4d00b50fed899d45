"""What the gateway itself says, from `content/chat.yml`."""

from pathlib import Path
from typing import Any

import yaml

from privacy.language import Language


class ChatWords:
    """Sentences by name and language."""

    def __init__(
        self, entries: dict[str, Any], removed: dict[str, Any], controller: str, keep_chats: int
    ) -> None:
        self._entries = entries
        self._removed = removed
        self._controller = controller
        self._keep_chats = keep_chats

    @classmethod
    def load(cls, content: Path, controller: str, keep_chats: int) -> "ChatWords":
        """Read `chat.yml` and `redaction.yml`; *keep_chats* are days."""
        chat, removed = (
            yaml.safe_load((content / name).read_text(encoding="utf-8"))
            for name in ("chat.yml", "redaction.yml")
        )
        return cls(chat, removed, controller, keep_chats)

    def say(self, name: str, language: Language) -> str:
        """One sentence."""
        return str(self._entries[name][language])

    def problem(self, name: str, language: Language) -> str:
        """What a person is told when a call fails."""
        return str(self._entries["problems"][name][language])

    def greeting(self, language: Language) -> str:
        """Say that a machine speaks, for whom, what is kept how long (AI Act Art. 50, GDPR Art. 13)."""
        of_controller = self.say("of_controller", language).format(controller=self._controller)
        return self.say("greeting", language).format(
            of_controller=of_controller if self._controller else "", days=self._keep_chats
        )

    def removed(self, kind: str, language: Language) -> str:
        """What of a message was not kept, and that it is not needed."""
        return str(self._removed[kind][language])

    def starters(self, language: Language) -> list[str]:
        """Questions to begin with."""
        return [str(starter[language]) for starter in self._entries["starters"]]
