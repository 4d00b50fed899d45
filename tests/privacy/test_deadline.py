"""When a request is due: one calendar month, or three, moved off weekends and German holidays."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.deadline import due_on, extended_until, months_after

WorkingDays = Callable[[date], bool]
PeriodEnd = Callable[[date, WorkingDays], date]

EASTER = {
    2024: date(2024, 3, 31),
    2025: date(2025, 4, 20),
    2026: date(2026, 4, 5),
    2027: date(2027, 3, 28),
    2028: date(2028, 4, 16),
    2029: date(2029, 4, 1),
}
# Good Friday, Easter Monday, Ascension Day, Whit Monday, counted from Easter Sunday.
MOVABLE = (-2, 1, 39, 50)
FIXED = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))

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

EXTENDED = {
    "2026-09-30": "2026-12-30",  # Wednesday
    "2026-01-31": "2026-04-30",  # April has no 31st
    "2026-10-31": "2027-02-01",  # 31 January, a Sunday, over the turn of the year
    "2026-11-30": "2027-03-01",  # 28 February, a Sunday
    "2027-11-29": "2028-02-29",  # leap year
    "2027-11-30": "2028-02-29",  # leap year
    "2028-02-29": "2028-05-29",  # the same number, not the last of the month
    "2026-01-03": "2026-04-07",  # Good Friday, weekend, Easter Monday
    "2026-02-01": "2026-05-04",  # Labour Day, weekend
    "2026-02-14": "2026-05-15",  # Ascension Day
    "2026-02-25": "2026-05-26",  # Whit Monday
    "2025-07-03": "2025-10-06",  # German Unity Day, weekend
    "2026-09-25": "2026-12-28",  # both days of Christmas, Sunday
    "2026-10-01": "2027-01-04",  # New Year's Day, weekend
}


def repeating(pattern: list[bool]) -> WorkingDays:
    return lambda day: pattern[day.toordinal() % len(pattern)]


def near_the_end_of_the_month(day: date, later: int) -> date:
    return day.replace(day=28) + timedelta(days=later)


DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
RECEIVED = DAYS | st.builds(near_the_end_of_the_month, DAYS, st.integers(0, 3))
DENSE = st.lists(st.booleans(), min_size=1, max_size=100).filter(any).map(repeating)
SPARSE = st.integers(0, 150).map(lambda free: repeating([True] + [False] * free))
WORKING_DAYS = DENSE | SPARSE

each_period = pytest.mark.parametrize(("end_of", "months"), [(due_on, 1), (extended_until, 3)])


def is_working_day_by_hand(day: date) -> bool:
    movable = {EASTER[day.year] + timedelta(days=days) for days in MOVABLE}
    return day.weekday() < 5 and day not in movable and (day.month, day.day) not in FIXED


def days_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=days) for days in count())


def walked(day: date, months: int) -> date:
    """Walk over *months* first days of a month, then to the same number or to the month's end."""
    number, firsts = day.day, 0
    while firsts < months:
        day += timedelta(days=1)
        firsts += day.day == 1
    while day.day < number and (day + timedelta(days=1)).day != 1:
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize(("received", "due"), DUE.items())
def test_a_request_is_due_a_month_after_receipt_or_on_the_next_working_day(received: str, due: str) -> None:
    day = due_on(date.fromisoformat(received), is_working_day_by_hand)

    assert day == date.fromisoformat(due)


@pytest.mark.parametrize(("received", "extended"), EXTENDED.items())
def test_an_extended_period_ends_three_months_after_receipt_or_on_the_next_working_day(
    received: str, extended: str
) -> None:
    day = extended_until(date.fromisoformat(received), is_working_day_by_hand)

    assert day == date.fromisoformat(extended)


@given(day=RECEIVED, months=st.integers(0, 36))
def test_months_are_calendar_months_however_many(day: date, months: int) -> None:
    end = months_after(day, months)

    assert end == walked(day, months)


@each_period
@given(received=RECEIVED, is_working_day=WORKING_DAYS)
def test_a_period_ends_where_walking_day_by_day_ends(
    end_of: PeriodEnd, months: int, received: date, is_working_day: WorkingDays
) -> None:
    end = end_of(received, is_working_day)

    assert end == next(filter(is_working_day, days_from(walked(received, months))))


@each_period
@given(received=RECEIVED, is_working_day=WORKING_DAYS)
def test_a_period_ends_on_a_working_day_and_never_before_the_same_number(
    end_of: PeriodEnd, months: int, received: date, is_working_day: WorkingDays
) -> None:
    end = end_of(received, is_working_day)

    assert is_working_day(end)
    assert end >= walked(received, months)


@each_period
@given(received=RECEIVED, is_working_day=WORKING_DAYS)
def test_no_working_day_is_skipped(
    end_of: PeriodEnd, months: int, received: date, is_working_day: WorkingDays
) -> None:
    end = end_of(received, is_working_day)

    skipped = takewhile(lambda day: day < end, days_from(walked(received, months)))
    assert not any(map(is_working_day, skipped))


@pytest.mark.parametrize("end_of", [due_on, extended_until])
@given(received=RECEIVED, is_working_day=WORKING_DAYS)
def test_what_comes_a_day_later_is_never_due_earlier(
    end_of: PeriodEnd, received: date, is_working_day: WorkingDays
) -> None:
    first = end_of(received, is_working_day)
    second = end_of(received + timedelta(days=1), is_working_day)

    assert first <= second


@given(received=RECEIVED, is_working_day=WORKING_DAYS)
def test_an_extension_ends_later_if_a_day_of_the_two_further_months_works(
    received: date, is_working_day: WorkingDays
) -> None:
    due, extended = due_on(received, is_working_day), extended_until(received, is_working_day)

    last = walked(received, 3)
    further = takewhile(lambda day: day < last, days_from(walked(received, 1)))
    assert due <= extended
    assert (due < extended) is any(map(is_working_day, further))


def test_without_holidays_and_weekends_the_period_ends_on_the_same_number() -> None:
    day = due_on(date(2026, 3, 3), lambda _: True)

    assert day == date(2026, 4, 3)
