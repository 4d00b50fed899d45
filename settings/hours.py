"""When somebody is at the desk, in a part of the notation of OpenStreetMap's `opening_hours`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_SPAN = r"\d{2}:\d{2}-\d{2}:\d{2}"
_RULE = re.compile(rf"({'|'.join(_DAYS)})(?:-({'|'.join(_DAYS)}))? ({_SPAN}(?:,{_SPAN})*)")
_NO_HOLIDAYS = "PH off"
_DAY = 24 * 60  # minutes
_AHEAD = 370  # days that are searched for the next opening

IsHoliday = Callable[[date], bool]
Span = tuple[int, int]  # from and until which minute of a day


@dataclass(frozen=True)
class Hours:
    """The spans of each day of the week; always open without any."""

    spans: dict[int, tuple[Span, ...]]
    on_holidays: bool = True

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-12:00; PH off`; raises `ValueError`."""
        rules = [rule.strip() for rule in text.split(";") if rule.strip()]
        spans: dict[int, tuple[Span, ...]] = {}
        for rule in rules:
            if rule != _NO_HOLIDAYS:
                spans |= _read(rule)
        if rules and not spans:
            raise ValueError("open on no day")
        return cls(spans, on_holidays=_NO_HOLIDAYS not in rules)

    def opened_at(self, moment: datetime, is_holiday: IsHoliday) -> datetime | None:
        """Since when it is open at *moment*, a local time, itself if it always is; `None` while closed."""
        if not self.spans:
            return moment
        minute = moment.hour * 60 + moment.minute
        for start, end in self._on(moment.date(), is_holiday):
            if start <= minute < end:
                return _at(moment, moment.date(), start)
        return None

    def opens_at(self, moment: datetime, is_holiday: IsHoliday) -> datetime | None:
        """When it opens next after *moment*, a local time; `None` when not within a year."""
        for ahead in range(_AHEAD):
            day = moment.date() + timedelta(days=ahead)
            for start, _ in self._on(day, is_holiday):
                if (opens := _at(moment, day, start)) > moment:
                    return opens
        return None

    def _on(self, day: date, is_holiday: IsHoliday) -> tuple[Span, ...]:
        if not self.on_holidays and is_holiday(day):
            return ()
        return self.spans.get(day.weekday(), ())


def hours_by_language(text: str) -> dict[str, Hours]:
    """Read `de: … | en: …`; what has no language, under "", holds for all others. Raises `ValueError`."""
    parts = [re.fullmatch(r"(?:([a-z]{2}):)?(.*)", part.strip(), re.DOTALL) for part in text.split("|")]
    return {part[1] or "": Hours.parse(part[2]) for part in parts if part}


def _read(rule: str) -> dict[int, tuple[Span, ...]]:
    found = _RULE.fullmatch(rule)
    if not found:
        raise ValueError(f"not like Mo-Fr 09:00-17:00: {rule}")
    first, last = _DAYS.index(found[1]), _DAYS.index(found[2] or found[1])
    spans = tuple(sorted(_span(part) for part in found[3].split(",")))
    return dict.fromkeys([day % 7 for day in range(first, last + 1 + 7 * (last < first))], spans)


def _span(text: str) -> Span:
    (from_hour, from_minute), (to_hour, to_minute) = (map(int, t.split(":")) for t in text.split("-"))
    start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if max(from_minute, to_minute) > 59 or not 0 <= start < end <= _DAY:  # noqa: PLR2004
        raise ValueError(f"no span of a day: {text}")
    return start, end


def _at(like: datetime, day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=like.tzinfo)
