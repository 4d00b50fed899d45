"""Follow-up questions: “and how long?” asks about the topic of the turn before."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

from answers.topic import ContentError


@dataclass(frozen=True)
class FollowUp:
    """What one kind of short question leads to: *after* a topic, or *otherwise*."""

    otherwise: str
    after: dict[str, str]


@dataclass(frozen=True)
class FollowUps:
    """Which topic a short question asks about, by its intent and the topic before."""

    kinds: dict[str, FollowUp]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read `follow_ups.yml`; raises `ContentError`."""
        try:
            entries = yaml.safe_load(path.read_text(encoding="utf-8"))
            return cls({name: _follow_up(entry) for name, entry in entries.items()})
        except (OSError, AttributeError, KeyError, TypeError, yaml.YAMLError) as error:
            raise ContentError(f"cannot read {path}: {error!r}") from error

    def topics(self) -> set[str]:
        """Every topic that is named."""
        return {
            name
            for kind in self.kinds.values()
            for name in (kind.otherwise, *kind.after.keys(), *kind.after.values())
        }

    def topic(self, intent: str, before: str | None) -> str | None:
        """The topic that *intent* asks about after *before*; `None` where there is nothing to follow up."""
        kind = self.kinds.get(intent)
        if kind is None or before is None:
            return None
        return kind.after.get(before, kind.otherwise)


def _follow_up(entry: dict[str, Any]) -> FollowUp:
    after = {before: topic for topic, befores in entry.get("after", {}).items() for before in befores}
    return FollowUp(entry["otherwise"], after)
