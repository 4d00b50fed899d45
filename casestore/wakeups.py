"""Wakes who waits for something to happen in a chat."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Wakeups:
    """Who waits in this process, by chat."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @contextmanager
    def watch(self, chat: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever *chat* changes; clear it before you look."""
        event = asyncio.Event()
        self._waiting[chat].add(event)
        try:
            yield event
        finally:
            self._waiting[chat].discard(event)
            if not self._waiting[chat]:
                del self._waiting[chat]

    def changed(self, chat: str, *, queue: bool = False) -> None:
        """Something happened in *chat*; to the *queue* too, in which everybody's place may be another."""
        for waiting in self._waiting.values() if queue else (self._waiting.get(chat, ()),):
            for event in waiting:
                event.set()
