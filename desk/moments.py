"""Days, times and numbers as they are written in a language."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_decimal

from privacy.language import Language


@dataclass(frozen=True)
class Moments:
    """Writes moments as they are where the controller is."""

    language: Language
    zone: ZoneInfo

    def long_date(self, day: date) -> str:
        """27. November 2026."""
        return str(format_date(self._day(day), "long", locale=self.language.locale))

    def short_date(self, day: date) -> str:
        """27.11.2026, for tables."""
        return str(format_date(self._day(day), "medium", locale=self.language.locale))

    def time(self, moment: datetime) -> str:
        """16:05."""
        return str(format_time(moment, "short", tzinfo=self.zone, locale=self.language.locale))

    def long_time(self, moment: datetime) -> str:
        """27. November 2026, 16:05."""
        return f"{self.long_date(moment)}, {self.time(moment)}"

    def ago(self, moment: datetime) -> str:
        """Vor 3 Minuten, in 2 Tagen: seen from now."""
        passed = moment - datetime.now(UTC)
        return str(format_timedelta(passed, add_direction=True, locale=self.language.locale))

    def span(self, moment: datetime) -> str:
        """3 Minuten: how long ago, or until then."""
        return str(format_timedelta(moment - datetime.now(UTC), locale=self.language.locale))

    def number(self, number: float) -> str:
        """1.234,5."""
        return str(format_decimal(number, locale=self.language.locale))

    def _day(self, day: date) -> date:
        return day.astimezone(self.zone).date() if isinstance(day, datetime) else day
