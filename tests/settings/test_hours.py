"""When the desk is open, and when it opens next."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from settings.hours import Hours, hours_by_language

BERLIN = ZoneInfo("Europe/Berlin")
USUAL = Hours.parse("Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-12:00; PH off")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def is_holiday(day):
    return day == date(2026, 12, 25)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-11-27 09:00", "2026-11-27 09:00"),  # a Friday
        ("2026-11-27 11:59", "2026-11-27 09:00"),
        ("2026-11-27 12:00", None),
        ("2026-11-27 13:30", "2026-11-27 13:00"),
        ("2026-11-27 17:00", None),
        ("2026-11-28 11:00", "2026-11-28 10:00"),
        ("2026-11-29 11:00", None),
        ("2026-12-25 11:00", None),
    ],
)
def test_it_is_open_within_its_hours(moment, opened):
    assert USUAL.opened_at(at(moment), is_holiday) == (opened and at(opened))


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-27 08:00", "2026-11-27 09:00"),
        ("2026-11-27 12:30", "2026-11-27 13:00"),
        ("2026-11-28 12:00", "2026-11-30 09:00"),
        ("2026-12-24 17:00", "2026-12-26 10:00"),
        ("2026-03-28 12:00", "2026-03-30 09:00"),  # summer time begins in between
    ],
)
def test_it_opens_next_on_a_day_that_is_none_off(moment, opens):
    assert USUAL.opens_at(at(moment), is_holiday) == at(opens)


def test_without_hours_it_is_always_open():
    moment = at("2026-12-25 03:00")

    assert Hours.parse("").opened_at(moment, is_holiday) == moment


def test_with_holidays_on_it_is_open_on_them():
    assert Hours.parse("Fr 09:00-17:00").opened_at(at("2026-12-25 11:00"), is_holiday)


def test_a_range_of_days_may_reach_over_the_week_end():
    assert set(Hours.parse("Sa-Mo 09:00-24:00").spans) == {5, 6, 0}


def test_each_language_has_its_own():
    hours = hours_by_language("de: Mo-Fr 09:00-17:00; PH off | en: Mo 10:00-12:00")

    assert (set(hours["de"].spans), set(hours["en"].spans)) == ({0, 1, 2, 3, 4}, {0})


@pytest.mark.parametrize(
    "text",
    [
        "9-17",
        "Mo-Fr",
        "Mo 09:00-09:00",
        "Mo 17:00-09:00",
        "Mo 09:60-10:00",
        "Mo 09:00-25:00",
        "PH off",
        "Mi 9:00-10:00",
    ],
)
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        hours_by_language(text)
