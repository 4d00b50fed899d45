"""Who is in a chat at this moment, and who is typing: remembered for seconds, and never written down."""

import asyncio
from collections.abc import Callable
from typing import Literal, NamedTuple

TYPES_SECONDS = 6.0  # that a word of typing holds; it is said again every three
LISTENS_SECONDS = 5.0  # that a visitor's line may pause between two waits
READS: tuple[Literal["reads"], Literal["reads all"]] = ("reads", "reads all")  # with addresses whole, or not
VISITOR = ""  # stands for the visitor among names of staff


class Trace(NamedTuple):
    """What somebody does in a chat."""

    chat: str
    what: Literal["reads", "reads all", "types", "listens"]
    who: str


class Presence:
    """Traces that vanish by themselves; *changed* hears of the chat when one comes or goes.

    *tell* takes a trace, and the seconds it holds, to all case stores.
    """

    def __init__(self, changed: Callable[[str], None]) -> None:
        self.tell: Callable[[Trace, float], None] = lambda _trace, _seconds: None
        self._changed = changed
        self._ends: dict[Trace, asyncio.TimerHandle] = {}

    def keep(self, trace: Trace, seconds: float) -> bool:
        """Let it stay for *seconds* from now; whether it was there before."""
        before = self.hear(trace, seconds)
        self.tell(trace, seconds)
        if not before:
            self._changed(trace.chat)
        return before

    def drop(self, trace: Trace) -> None:
        """Let it vanish now."""
        if self.hear(trace, 0):
            self.tell(trace, 0)
            self._changed(trace.chat)

    def hear(self, trace: Trace, seconds: float) -> bool:
        """A trace stays for *seconds* from now, or vanishes at 0; whether it was there before."""
        if before := self._ends.pop(trace, None):
            before.cancel()
        if seconds:
            self._ends[trace] = asyncio.get_running_loop().call_later(seconds, self._end, trace)
        return before is not None

    def _end(self, trace: Trace) -> None:
        del self._ends[trace]
        self._changed(trace.chat)

    def of(self, chat: str, *what: str) -> set[str]:
        """Who does one of *what* in a chat."""
        return {trace.who for trace in self._ends if trace.chat == chat and trace.what in what}
