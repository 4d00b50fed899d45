"""Working days follow the public holidays of the controller's region."""

from datetime import date

import pytest

from casestore.workdays import working_days


@pytest.mark.parametrize(
    ("region", "day", "works"),
    [
        ("DE", date(2026, 10, 2), True),
        ("DE", date(2026, 10, 3), False),  # German Unity, a Saturday
        ("DE", date(2027, 1, 6), True),
        ("DE-BY", date(2027, 1, 6), False),  # Epiphany
        ("DE-BE", date(2027, 3, 8), False),  # Women's Day
        ("AT", date(2026, 10, 26), False),  # Austria's national day
        ("DE", date(2026, 4, 3), False),  # Good Friday
        ("DE", date(2026, 12, 24), True),  # no public holiday
    ],
)
def test_a_working_day_is_one_in_the_region(region, day, works):
    assert working_days(region)(day) is works


@pytest.mark.parametrize("region", ["XX", "DE-XX"])
def test_a_region_that_does_not_exist_is_refused_at_once(region):
    with pytest.raises(NotImplementedError):
        working_days(region)
