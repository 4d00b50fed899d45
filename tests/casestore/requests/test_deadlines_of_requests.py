"""When requests are due where the controller sits, by its clock and its public holidays."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from casestore.wire.requests import Extension
from casestore.workdays import working_days
from privacy.deadline import due_on, extended_until

BERLIN = ZoneInfo("Europe/Berlin")

REQUESTS = [
    # The day of receipt is Berlin's, whatever day it is in UTC.
    ("2025-12-31T23:59+01:00", "DE", "2026-02-02", "2026-03-31"),  # 31 January, a Saturday
    ("2026-01-01T00:01+01:00", "DE", "2026-02-02", "2026-04-01"),  # 1 February, a Sunday
    ("2026-01-31T23:59+01:00", "DE", "2026-03-02", "2026-04-30"),  # 28 February, a Saturday
    ("2026-02-01T00:01+01:00", "DE", "2026-03-02", "2026-05-04"),  # Sunday; Labour Day, weekend
    ("2028-01-31T23:59+01:00", "DE", "2028-02-29", "2028-05-02"),  # 30 April, a Sunday; Labour Day
    ("2028-02-01T00:01+01:00", "DE", "2028-03-01", "2028-05-02"),  # Labour Day
    ("2026-03-31T23:59+02:00", "DE", "2026-04-30", "2026-06-30"),
    ("2026-04-01T00:01+02:00", "DE", "2026-05-04", "2026-07-01"),  # Labour Day, weekend
    ("2026-06-30T23:59+02:00", "DE", "2026-07-30", "2026-09-30"),
    ("2026-07-01T00:01+02:00", "DE", "2026-08-03", "2026-10-01"),  # Saturday
    ("2026-08-31T23:59+02:00", "DE", "2026-09-30", "2026-11-30"),
    ("2026-09-01T00:01+02:00", "DE", "2026-10-01", "2026-12-01"),
    ("2025-11-30T23:59+01:00", "DE", "2025-12-30", "2026-03-02"),  # 28 February, a Saturday
    ("2025-12-01T00:01+01:00", "DE", "2026-01-02", "2026-03-02"),  # New Year's Day; 1 March, a Sunday
    # The clocks go forward and back.
    ("2026-03-28T23:59+01:00", "DE", "2026-04-28", "2026-06-29"),  # 28 June, a Sunday
    ("2026-03-29T00:01+01:00", "DE", "2026-04-29", "2026-06-29"),
    ("2026-03-29T01:59+01:00", "DE", "2026-04-29", "2026-06-29"),
    ("2026-03-29T03:00+02:00", "DE", "2026-04-29", "2026-06-29"),
    ("2026-03-29T23:59+02:00", "DE", "2026-04-29", "2026-06-29"),
    ("2026-03-30T00:01+02:00", "DE", "2026-04-30", "2026-06-30"),  # still the 29th at +01:00
    ("2026-10-24T23:59+02:00", "DE", "2026-11-24", "2027-01-25"),  # 24 January, a Sunday
    ("2026-10-25T00:01+02:00", "DE", "2026-11-25", "2027-01-25"),
    ("2026-10-25T02:30+02:00", "DE", "2026-11-25", "2027-01-25"),
    ("2026-10-25T02:30+01:00", "DE", "2026-11-25", "2027-01-25"),  # an hour later
    ("2026-10-25T23:59+01:00", "DE", "2026-11-25", "2027-01-25"),  # already the 26th at +02:00
    ("2026-10-26T00:01+01:00", "DE", "2026-11-26", "2027-01-26"),
    ("2027-03-28T03:01+02:00", "DE", "2027-04-28", "2027-06-28"),  # received on Easter Sunday
    ("2027-10-31T02:30+01:00", "DE", "2027-11-30", "2028-01-31"),  # November has no 31st
    # The last month is shorter, or longer.
    ("2026-01-28T12:00+01:00", "DE", "2026-03-02", "2026-04-28"),  # Saturday
    ("2026-01-29T12:00+01:00", "DE", "2026-03-02", "2026-04-29"),  # 28 February, a Saturday
    ("2027-01-29T12:00+01:00", "DE", "2027-03-01", "2027-04-29"),  # 28 February, a Sunday
    ("2027-01-31T12:00+01:00", "DE", "2027-03-01", "2027-04-30"),  # 28 February, a Sunday
    ("2024-01-29T12:00+01:00", "DE", "2024-02-29", "2024-04-29"),  # leap year
    ("2028-01-29T12:00+01:00", "DE", "2028-02-29", "2028-05-02"),  # leap year; weekend, Labour Day
    ("2028-01-30T12:00+01:00", "DE", "2028-02-29", "2028-05-02"),  # leap year; Sunday, Labour Day
    ("2028-02-28T12:00+01:00", "DE", "2028-03-28", "2028-05-29"),  # Sunday
    ("2028-02-29T12:00+01:00", "DE", "2028-03-29", "2028-05-29"),
    ("2029-02-28T12:00+01:00", "DE", "2029-03-28", "2029-05-28"),
    ("2029-01-30T12:00+01:00", "DE", "2029-02-28", "2029-04-30"),
    ("2100-01-31T12:00+01:00", "DE", "2100-03-01", "2100-04-30"),  # no leap year; 28 February, a Sunday
    ("2026-05-31T12:00+02:00", "DE", "2026-06-30", "2026-08-31"),
    ("2026-07-31T12:00+02:00", "DE", "2026-08-31", "2026-11-02"),  # Saturday
    ("2026-10-31T12:00+01:00", "DE", "2026-11-30", "2027-02-01"),  # 31 January, a Sunday
    ("2024-11-30T12:00+01:00", "DE", "2024-12-30", "2025-02-28"),
    ("2026-11-30T12:00+01:00", "DE", "2026-12-30", "2027-03-01"),  # 28 February, a Sunday
    ("2027-11-29T12:00+01:00", "DE", "2027-12-29", "2028-02-29"),  # leap year
    ("2027-11-30T12:00+01:00", "DE", "2027-12-30", "2028-02-29"),  # leap year
    ("2026-12-31T12:00+01:00", "DE", "2027-02-01", "2027-03-31"),  # 31 January, a Sunday
    # Weekends.
    ("2026-10-23T12:00+02:00", "DE", "2026-11-23", "2027-01-25"),  # Saturday
    ("2026-01-15T12:00+01:00", "DE", "2026-02-16", "2026-04-15"),  # Sunday
    ("2026-07-08T12:00+02:00", "DE", "2026-08-10", "2026-10-08"),  # Saturday
    ("2025-03-29T12:00+01:00", "DE", "2025-04-29", "2025-06-30"),  # Sunday
    # Easter, and what is counted from it.
    ("2024-02-29T12:00+01:00", "DE", "2024-04-02", "2024-05-29"),  # Good Friday to Easter Monday
    ("2026-01-03T12:00+01:00", "DE", "2026-02-03", "2026-04-07"),  # Good Friday to Easter Monday
    ("2026-01-06T12:00+01:00", "DE", "2026-02-06", "2026-04-07"),  # Easter Monday
    ("2026-03-03T12:00+01:00", "DE", "2026-04-07", "2026-06-03"),  # Good Friday to Easter Monday
    ("2026-03-06T12:00+01:00", "DE", "2026-04-07", "2026-06-08"),  # Easter Monday; Saturday
    ("2027-02-26T12:00+01:00", "DE", "2027-03-30", "2027-05-26"),  # Good Friday to Easter Monday
    ("2027-02-28T12:00+01:00", "DE", "2027-03-30", "2027-05-28"),  # Easter Sunday and Monday
    ("2028-03-14T12:00+01:00", "DE", "2028-04-18", "2028-06-14"),  # Good Friday to Easter Monday
    ("2028-12-30T12:00+01:00", "DE", "2029-01-30", "2029-04-03"),  # Good Friday to Easter Monday
    ("2028-12-31T12:00+01:00", "DE", "2029-01-31", "2029-04-03"),  # Saturday to Easter Monday
    ("2025-04-29T12:00+02:00", "DE", "2025-05-30", "2025-07-29"),  # Ascension Day
    ("2026-02-14T12:00+01:00", "DE", "2026-03-16", "2026-05-15"),  # Saturday; Ascension Day
    ("2026-04-14T12:00+02:00", "DE", "2026-05-15", "2026-07-14"),  # Ascension Day
    ("2027-04-06T12:00+02:00", "DE", "2027-05-07", "2027-07-06"),  # Ascension Day
    ("2026-04-25T12:00+02:00", "DE", "2026-05-26", "2026-07-27"),  # Whit Monday; Saturday
    ("2027-04-17T12:00+02:00", "DE", "2027-05-18", "2027-07-19"),  # Whit Monday; Saturday
    ("2026-05-04T12:00+02:00", "DE", "2026-06-04", "2026-08-04"),  # Corpus Christi is regional
    ("2026-05-04T12:00+02:00", "DE-NW", "2026-06-05", "2026-08-04"),  # Corpus Christi
    ("2026-05-04T12:00+02:00", "DE-SN", "2026-06-04", "2026-08-04"),  # in some parishes only
    ("2026-03-04T12:00+01:00", "DE-BY", "2026-04-07", "2026-06-05"),  # Easter; Corpus Christi
    ("2027-04-27T12:00+02:00", "DE-HE", "2027-05-28", "2027-07-27"),  # Corpus Christi
    ("2025-05-19T12:00+02:00", "DE-BW", "2025-06-20", "2025-08-19"),  # Corpus Christi
    ("2028-03-15T12:00+01:00", "DE-NW", "2028-04-18", "2028-06-16"),  # Easter; Corpus Christi
    # Christmas and New Year.
    ("2026-11-24T12:00+01:00", "DE", "2026-12-24", "2027-02-24"),  # Christmas Eve is a working day
    ("2024-11-25T12:00+01:00", "DE", "2024-12-27", "2025-02-25"),  # both days of Christmas
    ("2026-11-25T12:00+01:00", "DE", "2026-12-28", "2027-02-25"),  # both days of Christmas, Sunday
    ("2027-11-25T12:00+01:00", "DE", "2027-12-27", "2028-02-25"),  # holidays on a weekend are lost
    ("2026-09-25T12:00+02:00", "DE", "2026-10-26", "2026-12-28"),  # Sunday; Christmas, Sunday
    ("2023-11-30T12:00+01:00", "DE", "2024-01-02", "2024-02-29"),  # weekend, New Year's Day
    ("2026-10-01T12:00+02:00", "DE", "2026-11-02", "2027-01-04"),  # Sunday; New Year's Day, weekend
    ("2026-12-01T12:00+01:00", "DE", "2027-01-04", "2027-03-01"),  # New Year's Day, weekend
    ("2027-12-01T12:00+01:00", "DE", "2028-01-03", "2028-03-01"),  # New Year's Day on a Saturday
    # German Unity Day.
    ("2025-07-03T12:00+02:00", "DE", "2025-08-04", "2025-10-06"),  # Sunday; Unity Day, weekend
    ("2025-09-03T12:00+02:00", "DE", "2025-10-06", "2025-12-03"),  # Unity Day, weekend
    ("2026-09-03T12:00+02:00", "DE", "2026-10-05", "2026-12-03"),  # Unity Day on a Saturday
    ("2025-09-03T12:00+02:00", "AT", "2025-10-03", "2025-12-03"),
    # Epiphany.
    ("2026-12-06T12:00+01:00", "DE", "2027-01-06", "2027-03-08"),  # Saturday
    ("2026-12-06T12:00+01:00", "DE-BY", "2027-01-07", "2027-03-08"),
    ("2026-12-06T12:00+01:00", "DE-BE", "2027-01-06", "2027-03-09"),  # Saturday to Women's Day
    ("2026-12-06T12:00+01:00", "AT", "2027-01-07", "2027-03-08"),
    ("2026-10-06T12:00+02:00", "DE-BW", "2026-11-06", "2027-01-07"),
    ("2026-10-06T12:00+02:00", "DE-ST", "2026-11-06", "2027-01-07"),
    # Reformation Day and All Saints.
    ("2027-10-01T12:00+02:00", "DE", "2027-11-01", "2028-01-03"),  # New Year's Day on a Saturday
    ("2027-10-01T12:00+02:00", "DE-BY", "2027-11-02", "2028-01-03"),
    ("2027-10-01T12:00+02:00", "DE-NW", "2027-11-02", "2028-01-03"),
    ("2028-08-01T12:00+02:00", "DE-NW", "2028-09-01", "2028-11-02"),
    ("2028-08-01T12:00+02:00", "DE-BB", "2028-09-01", "2028-11-01"),
    ("2028-07-31T12:00+02:00", "DE-NW", "2028-08-31", "2028-10-31"),
    ("2028-07-31T12:00+02:00", "DE-BB", "2028-08-31", "2028-11-01"),
    ("2028-07-31T12:00+02:00", "DE-SN", "2028-08-31", "2028-11-01"),
    ("2033-09-30T12:00+02:00", "DE-SN", "2033-11-01", "2033-12-30"),  # Sunday, Reformation Day
    ("2033-09-30T12:00+02:00", "DE-BY", "2033-10-31", "2033-12-30"),  # Sunday
    # What only one state keeps.
    ("2026-10-18T12:00+02:00", "DE-SN", "2026-11-19", "2027-01-18"),  # Repentance Day
    ("2026-10-18T12:00+02:00", "DE-BB", "2026-11-18", "2027-01-18"),
    ("2027-08-20T12:00+02:00", "DE-TH", "2027-09-21", "2027-11-22"),  # Children's Day; Saturday
    ("2028-07-15T12:00+02:00", "DE-SL", "2028-08-16", "2028-10-16"),  # Assumption; Sunday
    ("2025-04-08T12:00+02:00", "DE-BE", "2025-05-09", "2025-07-08"),  # liberation, in 2025 only
    ("2027-02-08T12:00+01:00", "DE-MV", "2027-03-09", "2027-05-10"),  # Women's Day; Saturday
    ("2027-02-08T12:00+01:00", "DE", "2027-03-08", "2027-05-10"),  # Saturday
    # Austria.
    ("2026-03-03T12:00+01:00", "AT-9", "2026-04-03", "2026-06-03"),  # Good Friday is a working day
    ("2026-03-04T12:00+01:00", "AT", "2026-04-07", "2026-06-05"),  # Easter; Corpus Christi
    ("2028-07-15T12:00+02:00", "AT-9", "2028-08-16", "2028-10-16"),  # Assumption; Sunday
    ("2026-09-25T12:00+02:00", "AT", "2026-10-27", "2026-12-28"),  # Sunday, National Day; Christmas
    ("2026-09-26T12:00+02:00", "AT-9", "2026-10-27", "2026-12-28"),  # National Day; St Stephen, Sunday
    ("2027-10-01T12:00+02:00", "AT-9", "2027-11-02", "2028-01-03"),  # All Saints; Saturday
    ("2027-10-15T12:00+02:00", "AT-9", "2027-11-15", "2028-01-17"),  # St Leopold closes schools only
    ("2026-11-08T12:00+01:00", "AT", "2026-12-09", "2027-02-08"),  # Immaculate Conception
    ("2026-11-08T12:00+01:00", "DE", "2026-12-08", "2027-02-08"),
]
REGIONS = sorted({region for _, region, _, _ in REQUESTS})

# By law: month and day, or days from Easter Sunday.
GERMANY = {(1, 1), -2, 1, (5, 1), 39, 50, (10, 3), (12, 25), (12, 26)}
AUSTRIA = {(1, 1), (1, 6), 1, (5, 1), 39, 50, 60, (8, 15), (10, 26), (11, 1), (12, 8), (12, 25), (12, 26)}
HOLIDAYS = {
    "DE": GERMANY,
    "DE-BB": GERMANY | {(10, 31)},
    "DE-BE": GERMANY | {(3, 8)},
    "DE-BW": GERMANY | {(1, 6), 60, (11, 1)},
    "DE-BY": GERMANY | {(1, 6), 60, (11, 1)},
    "DE-HB": GERMANY | {(10, 31)},
    "DE-HE": GERMANY | {60},
    "DE-HH": GERMANY | {(10, 31)},
    "DE-MV": GERMANY | {(3, 8), (10, 31)},
    "DE-NI": GERMANY | {(10, 31)},
    "DE-NW": GERMANY | {60, (11, 1)},
    "DE-RP": GERMANY | {60, (11, 1)},
    "DE-SH": GERMANY | {(10, 31)},
    "DE-SL": GERMANY | {60, (8, 15), (11, 1)},
    "DE-ST": GERMANY | {(1, 6), (10, 31)},
    "DE-TH": GERMANY | {(9, 20), (10, 31)},
    "AT": AUSTRIA,
    "AT-9": AUSTRIA,
}


def first_working_day(region: str, day: date) -> date:
    """*day* or the first one after it that is neither of the weekend nor a holiday by law."""
    following = (day + timedelta(days=days) for days in count())
    return next(
        day
        for day in following
        if day.isoweekday() not in {6, 7}
        and not HOLIDAYS[region] & {(day.month, day.day), (day - easter(day.year)).days}
    )


@pytest.mark.parametrize(("received", "region", "due", "extended"), REQUESTS)
def test_a_request_is_due_one_month_after_the_day_of_receipt_and_three_when_extended(
    received, region, due, extended
):
    day = datetime.fromisoformat(received).astimezone(UTC).astimezone(BERLIN).date()
    is_working_day = working_days(region)

    days = due_on(day, is_working_day), extended_until(day, is_working_day)

    assert days == (date.fromisoformat(due), date.fromisoformat(extended))


@pytest.mark.parametrize("region", REGIONS)
async def test_what_is_filed_and_extended_at_that_moment_is_due_on_that_day(
    store, visitor, hire, clock, region
):
    wanted = sorted(days for days in REQUESTS if days[1] == region)
    staff = await hire("privacy")

    for received, _, due, extended in wanted:
        clock.moment = datetime.fromisoformat(received).astimezone(UTC)
        card = await visitor.files(key=received)
        view = await store.act(card.reference, Extension(reason="Es ist viel."), staff)
        assert (card.due_on.isoformat(), view.extended_until.isoformat()) == (due, extended), received


@pytest.mark.parametrize("received", sorted({received for received, *_ in REQUESTS}))
def test_the_moments_above_are_written_as_a_clock_in_berlin_shows_them(received):
    moment = datetime.fromisoformat(received)

    assert moment.astimezone(UTC).astimezone(BERLIN).isoformat(timespec="minutes") == received


@pytest.mark.parametrize("region", HOLIDAYS)
@given(received=st.dates(date(2026, 1, 1), date(2099, 9, 30)))
def test_both_days_agree_with_the_holidays_by_law(region, received):
    is_working_day = working_days(region)

    days = due_on(received, is_working_day), extended_until(received, is_working_day)

    assert days == tuple(
        first_working_day(region, received + relativedelta(months=months)) for months in (1, 3)
    )
