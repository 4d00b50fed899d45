"""When a request is due: periods in months by Regulation (EEC, Euratom) No 1182/71."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

ANSWER_MONTHS = 1  # Art. 12(3) GDPR, first sentence
EXTENDED_MONTHS = 3  # Art. 12(3) GDPR, second sentence: two further months, counted from receipt


def months_after(day: date, months: int) -> date:
    """The same-numbered day *months* later, else that month's last day (Art. 3(2)(c))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def due_on(received_on: date, is_working_day: Callable[[date], bool], paused_days: int = 0) -> date:
    """The last day to answer a request received on *received_on*, whose period stood still for *paused_days*.

    A period that would end on a Saturday, a Sunday or a public holiday ends
    with the next working day (Art. 3(4)).
    """
    return _last_day(received_on, ANSWER_MONTHS, paused_days, is_working_day)


def extended_until(received_on: date, is_working_day: Callable[[date], bool], paused_days: int = 0) -> date:
    """The last day to answer a request whose period was extended."""
    return _last_day(received_on, EXTENDED_MONTHS, paused_days, is_working_day)


def may_extend(due: date, today: date, *, extended: bool, paused: bool) -> bool:
    """Whether a period may still be extended: once, while it runs, and within the first month."""
    return not extended and not paused and today <= due


def _last_day(start: date, months: int, paused_days: int, is_working_day: Callable[[date], bool]) -> date:
    day = months_after(start, months) + timedelta(days=paused_days)
    return working_day_from(day, is_working_day)


def working_day_from(day: date, is_working_day: Callable[[date], bool]) -> date:
    """*day*, or the next working day when it is none."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
