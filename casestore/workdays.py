"""Working days where the controller sits (Regulation 1182/71, Art. 2)."""

from collections.abc import Callable
from datetime import date

import holidays


def working_days(region: str) -> Callable[[date], bool]:
    """Return a test for working days in *region*, an ISO 3166-2 code: DE, DE-BY, AT-9.

    Raises `NotImplementedError` for a region that the calendar does not know.
    """
    return _calendar(region).is_working_day


def public_holidays(region: str) -> Callable[[date], bool]:
    """Return a test for public holidays in *region*; raises as `working_days` does."""
    calendar = _calendar(region)
    return lambda day: day in calendar


def _calendar(region: str) -> holidays.HolidayBase:
    country, _, subdivision = region.partition("-")
    return holidays.country_holidays(country, subdiv=subdivision or None)
