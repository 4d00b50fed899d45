"""What stands in `domain.yml`."""

from typing import Any


def actions_of(domain: dict[str, Any]) -> list[str]:
    """The names of the actions; one that wants something besides is a mapping."""
    return [next(iter(each)) if isinstance(each, dict) else each for each in domain["actions"]]
