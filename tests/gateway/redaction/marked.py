"""Messages of the two sets: a line is a kind, and a message with what must go between ‹ and ›.

`worked_on.*.txt` is what the rules were made with. `frozen.*.txt` was written when they were finished: never
tune on it. A `-` in place of a kind is a message that must stay as it is.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from gateway.redaction import redact

HERE = Path(__file__).parent
_MARKED = re.compile("‹([^›]*)›")
_MASK = r"\[[^\]]*…[^\]]*\]"


@dataclass(frozen=True)
class Marked:
    kind: str
    line: str

    @property
    def text(self) -> str:
        """The message as a visitor writes it."""
        return _MARKED.sub(r"\1", self.line)

    @property
    def is_right(self) -> bool:
        """Whether all that is marked goes, and nothing else."""
        redacted = redact(self.text)
        stays = _MARKED.split(self.line)[::2]
        fits = re.fullmatch(_MASK.join(map(re.escape, stays)), redacted.text)
        return fits is not None and list(redacted.kinds) == [self.kind] * (self.kind != "-")


def marked(name: str, language: str) -> list[Marked]:
    """The messages of a set."""
    lines = (HERE / f"{name}.{language}.txt").read_text(encoding="utf-8").splitlines()
    return [Marked(*line.split("|", 1)) for line in lines]
