"""One key: where it lies, what it was, and how a new one takes its place."""

import os
from dataclasses import dataclass
from pathlib import Path

from auskunft.failure import OperatorError
from settings import PREFIX, Settings
from settings.keys import new_key, replace_key

WITHOUT = {
    "data_key": "Without the data key names, addresses and what people wrote cannot be read.",
    "index_key": "Without the index key nobody is found by address, number or name.",
    "audit_key": "Without the audit key no trail can be shown to hold.",
}


@dataclass
class Key:
    """A key and those it replaces, newest first; without a file it was given in the environment."""

    name: str
    file: Path | None
    held: list[str]

    @classmethod
    def of(cls, settings: Settings, name: str) -> "Key":
        """The key *name*, one of `settings.keys.MADE`."""
        given = os.environ.get(f"{PREFIX}{name.upper()}")
        if given is not None:
            return cls(name, None, given.split(","))
        file = settings.data / "keys" / f"{PREFIX.lower()}{name}"
        return cls(name, file, file.read_text().strip().split(","))

    @property
    def is_begun(self) -> bool:
        """Whether an older key is still kept beside it."""
        return len(self.held) > 1

    def begin(self) -> None:
        """Put a new key before the old one, unless that was done before; no value is without its key."""
        if self.is_begun:
            return
        if self.file is None:
            message = (
                f"{PREFIX}{self.name.upper()} is set from outside: put a new key and a comma before it there."
            )
            raise OperatorError(message)
        self.held.insert(0, new_key(self.name))
        replace_key(self.file, ",".join(self.held))

    def finish(self) -> str:
        """Let the older ones go; returns what is left to do."""
        if self.file is None:
            return f"Take what follows the comma out of {PREFIX}{self.name.upper()}, then start the system."
        replace_key(self.file, self.held[0])
        return f"The old key is gone from {self.file}; start the system."
