"""Wakes who waits for something to happen in a chat."""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

_EVERY = ""  # stands for every chat
_KEPT = 1000  # changes that are remembered for who was not waiting just then

Change = dict[str, Any]


class Wakeups:
    """Who waits in this process, by chat, and what changed last.

    Changes have numbers, each higher than all of a process that ran before; when *together* with other case
    stores, Redis gives them. *tell* takes a change to all of them, where each hears it.
    """

    def __init__(self, *, together: bool = False) -> None:
        self.tell: Callable[[Change], None] = partial(self.hear, None)
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._latest: deque[tuple[int, str]] = deque(maxlen=_KEPT)
        self._together = together
        self.number = self._known_since = 0 if together else time.time_ns() // 1000
        self._moved = 0

    @contextmanager
    def watch(self, chat: str = _EVERY) -> Iterator[asyncio.Event]:
        """An event that is set whenever *chat* changes, or any when left out; clear it before you look."""
        event = asyncio.Event()
        self._waiting[chat].add(event)
        try:
            yield event
        finally:
            self._waiting[chat].discard(event)
            if not self._waiting[chat]:
                del self._waiting[chat]

    def changed(self, chat: str, *, queue: bool = False, moved: bool = False) -> None:
        """Something happened in *chat*, which *moved* to another list or within its own.

        When it was the *queue* that moved, everybody's place in it may be another.
        """
        self.tell({"chat": chat, "queue": queue, "moved": moved})

    def hear(self, number: int | None, change: Change) -> None:
        """A change, with its *number* when all case stores count together."""
        chat, queue = str(change["chat"]), bool(change["queue"])
        self.number = max(number or 0, self.number + 1)
        if queue or change["moved"]:
            self._moved = self.number
        if len(self._latest) == _KEPT:
            self._known_since = self._latest[0][0]
        self._latest.append((self.number, chat))
        some = (self._waiting.get(chat, ()), self._waiting.get(_EVERY, ()))
        for waiting in self._waiting.values() if queue else some:
            for event in waiting:
                event.set()

    def catch_up(self, number: int) -> None:
        """What changed before *number* may have been missed: everybody looks again."""
        self.number = self._known_since = self._moved = max(number, self.number + 1)
        self._latest.clear()
        for waiting in self._waiting.values():
            for event in waiting:
                event.set()

    def moved_since(self, number: int) -> bool:
        """Whether a list of chats may look different since a change."""
        return self._moved > number or number < self._known_since

    def since(self, number: int) -> list[str] | None:
        """The chats that have changed since a change; `None` when that is not known.

        It was too long ago, or of another process; but when *together*, another one may only be ahead.
        """
        if number < self._known_since or (number > self.number and not self._together):
            return None
        return list(dict.fromkeys(chat for latest, chat in self._latest if latest > number))
