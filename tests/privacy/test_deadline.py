"""When a request is due: one calendar month, moved off weekends and German holidays."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from casestore.workdays import working_days
from privacy.deadline import due_on, months_after

# Good Friday, Easter Monday, Ascension Day, Whit Monday, counted from Easter Sunday.
MOVABLE = (-2, 1, 39, 50)
FIXED = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
DAYS = st.dates(date(2018, 6, 1), date(2099, 10, 31))

DUE = {
    "2026-10-23": "2026-11-23",  # Monday
    "2026-11-30": "2026-12-30",  # Wednesday
    "2026-01-15": "2026-02-16",  # Sunday
    "2026-07-08": "2026-08-10",  # Saturday
    "2026-10-01": "2026-11-02",  # Sunday
    "2026-12-31": "2027-02-01",  # Sunday, over the turn of the year
    "2026-03-31": "2026-04-30",  # April has no 31st
    "2026-05-31": "2026-06-30",  # June has no 31st
    "2026-08-31": "2026-09-30",  # September has no 31st
    "2026-10-31": "2026-11-30",  # November has no 31st
    "2026-01-29": "2026-03-02",  # 28 February, a Saturday
    "2026-01-31": "2026-03-02",  # 28 February, a Saturday
    "2027-01-31": "2027-03-01",  # 28 February, a Sunday
    "2024-01-29": "2024-02-29",  # leap year
    "2028-01-30": "2028-02-29",  # leap year
    "2028-01-31": "2028-02-29",  # leap year
    "2028-02-29": "2028-03-29",  # the same number, not the last of the month
    "2029-02-28": "2029-03-28",  # the same number, not the last of the month
    "2024-02-29": "2024-04-02",  # Good Friday, weekend, Easter Monday
    "2026-03-03": "2026-04-07",  # Good Friday, weekend, Easter Monday
    "2026-03-06": "2026-04-07",  # Easter Monday
    "2028-03-14": "2028-04-18",  # Good Friday, weekend, Easter Monday
    "2026-04-01": "2026-05-04",  # Labour Day, weekend
    "2026-04-14": "2026-05-15",  # Ascension Day
    "2027-04-06": "2027-05-07",  # Ascension Day
    "2026-04-25": "2026-05-26",  # Whit Monday
    "2027-04-17": "2027-05-18",  # Whit Monday
    "2025-09-03": "2025-10-06",  # German Unity Day, weekend
    "2026-09-03": "2026-10-05",  # German Unity Day on a Saturday
    "2026-11-24": "2026-12-24",  # Christmas Eve is a working day by law
    "2024-11-25": "2024-12-27",  # both days of Christmas
    "2026-11-25": "2026-12-28",  # both days of Christmas, Sunday
    "2025-12-01": "2026-01-02",  # New Year's Day
    "2026-12-01": "2027-01-04",  # New Year's Day, weekend
    "2025-11-30": "2025-12-30",  # Tuesday
    "2024-11-30": "2024-12-30",  # Monday
    "2025-12-31": "2026-02-02",  # Saturday
    "2026-12-06": "2027-01-06",  # Epiphany is a holiday in three states only
    "2026-05-04": "2026-06-04",  # Corpus Christi is not a holiday nationwide
}


def is_working_day_by_hand(day: date) -> bool:
    movable = {easter(day.year) + timedelta(days=days) for days in MOVABLE}
    return day.weekday() < 5 and day not in movable and (day.month, day.day) not in FIXED


CALENDARS = {"by hand": is_working_day_by_hand, "the case store's": working_days("DE")}


@pytest.fixture(params=CALENDARS.values(), ids=CALENDARS.keys(), scope="module")
def is_working_day(request: pytest.FixtureRequest) -> Callable[[date], bool]:
    return request.param


@pytest.mark.parametrize(("received", "due"), DUE.items())
def test_a_request_is_due_a_month_after_receipt_or_on_the_next_working_day(
    received: str, due: str, is_working_day: Callable[[date], bool]
) -> None:
    day = due_on(date.fromisoformat(received), is_working_day)

    assert day == date.fromisoformat(due)


@given(received=DAYS)
def test_the_due_date_agrees_with_an_independent_computation(received: date) -> None:
    end = received + relativedelta(months=1)
    following = (end + timedelta(days=days) for days in range(10))

    day = due_on(received, working_days("DE"))

    assert day == next(filter(is_working_day_by_hand, following))


@given(day=DAYS, months=st.integers(0, 36))
def test_months_are_calendar_months_however_many(day: date, months: int) -> None:
    end = months_after(day, months)

    assert end == day + relativedelta(months=months)


def test_without_holidays_and_weekends_the_period_ends_on_the_same_number() -> None:
    day = due_on(date(2026, 3, 3), lambda _: True)

    assert day == date(2026, 4, 3)
