"""The last day of a request, as a date and in words."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from aiohttp import web

from casestore.wire.requests import SOON, RequestView
from desk.cookies import SETTINGS
from privacy.request import OPEN


class Deadline(NamedTuple):
    """*name* is that of a sentence of `requests.deadline`, which counts *days*; *kind* that of a badge."""

    day: date
    name: str
    days: int
    kind: str


def today(http: web.Request) -> date:
    """The day it is where the controller is."""
    return datetime.now(UTC).astimezone(http.app[SETTINGS].zone).date()


def deadline_of(view: RequestView, day: date) -> Deadline:
    """The deadline as seen on *day*."""
    last = view.extended_until or view.due_on
    left = (last - day).days
    if view.state not in OPEN:
        return Deadline(last, "closed", 0, "calm")
    if view.paused_on:
        return Deadline(last, "paused", 0, "calm")
    if left < 0:
        return Deadline(last, "overdue", -left, "bad")
    if left == 0:
        return Deadline(last, "today", 0, "bad")
    return Deadline(last, "left", left, "warning" if left < SOON.days else "calm")
