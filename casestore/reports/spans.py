"""Weeks and days as tables inside a statement: the database counts by the midnights of the controller."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import CTE, Date, column, values

from casestore.storage.tables import Instant

Span = tuple[date, datetime, datetime]  # its first day, and the moments at which it begins and is over


def weeks_as_table(weeks: Iterable[Span]) -> CTE:
    """A row for each of *weeks*: `week`, `begin`, `end`."""
    columns = column("week", Date), column("begin", Instant), column("end", Instant)
    return values(*columns, name="weeks").data(list(weeks)).cte("weeks")


def days_as_table(days: Iterable[Span]) -> CTE:
    """A row for each of *days*: `week`, `day`, `end`."""
    columns = column("week", Date), column("day", Date), column("end", Instant)
    rows = [(day - timedelta(days=day.weekday()), day, end) for day, _, end in days]
    return values(*columns, name="days").data(rows).cte("days")
