"""How well it all works, counted from facts that hold no content."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import product
from statistics import quantiles
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, String, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.reports.facts import week_of
from casestore.reports.spans import Span, days_as_table, weeks_as_table
from casestore.requests.filing import DATA_SUBJECT
from casestore.storage.tables import Fact, Feedback, Request, RequestEvent
from casestore.wire.numbers import Measured, NumbersView, Share, Silence, Silences
from privacy.language import Language
from privacy.request import Cause, Channel, State
from privacy.verification import Level

WEEKS = 12
MISTAKEN_WITHIN = timedelta(minutes=30)
_WEEK, _DAY = timedelta(weeks=1), timedelta(days=1)
_NO_REQUEST = f"{State.CANCELLED}: {Cause.NOT_A_REQUEST}"  # as staff say it in the trail
_COUNTED = ("chat", "person", "answered", "not_in_policy")
_BY_THEMSELVES = (Channel.CHAT, Channel.FORM)  # filed without staff

Place = tuple[date | None, Language | None]
Tally = Counter[tuple[str, date | None, Language | None]]


class Numbers:
    """Counts the last twelve weeks, this one included."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def view(self) -> NumbersView:
        """All numbers by week and language."""
        weeks = self.weeks()
        tally: Tally = Counter()
        async with self._context.database.reading() as session:
            await self._count_facts(session, tally)
            await self._count_received(session, tally)
            await self._count_due(session, tally)
            waits = await self._waits(session)
        places = product([*weeks, None], [*Language, None])
        return NumbersView(weeks=weeks, rows=[_measured(tally, waits[place], place) for place in places])

    async def silences(self) -> Silences:
        """What people ask that the policy does not say."""
        since = self.weeks()[0]
        asked = select(Fact.topic, Fact.language, func.count()).where(
            Fact.week >= since, Fact.kind == "not_in_policy"
        )
        missing = select(func.coalesce(Feedback.right_topic, ""), Feedback.language, func.count()).where(
            Feedback.at >= self._begin(since), Feedback.verdict == "missing", Feedback.state != "rejected"
        )
        async with self._context.database.reading() as session:
            told = await session.execute(asked.group_by(Fact.topic, Fact.language))
            counts = {(topic, language): number for topic, language, number in told}
            told = await session.execute(missing.group_by(Feedback.right_topic, Feedback.language))
            reports = {(topic, language): number for topic, language, number in told}
        items = [
            Silence(
                topic=topic,
                language=Language(code),
                asked=counts.get((topic, code), 0),
                reported=reports.get((topic, code), 0),
            )
            for topic, code in {**counts, **reports}
        ]
        return Silences(
            since=since, items=sorted(items, key=lambda i: (-i.asked - i.reported, i.topic, i.language))
        )

    def weeks(self) -> list[date]:
        """The Mondays, oldest first."""
        this = week_of(self._context.now(), self._context)
        return [this - timedelta(weeks=before) for before in reversed(range(WEEKS))]

    async def _count_facts(self, session: AsyncSession, tally: Tally) -> None:
        about = (Fact.kind, Fact.week, Fact.language)  # in the order of the index
        counted = select(*about, func.count()).where(Fact.kind.in_(_COUNTED), Fact.week >= self.weeks()[0])
        for kind, week, language, number in await session.execute(counted.group_by(*about)):
            _add(tally, kind, week, language, number)

    async def _count_received(self, session: AsyncSession, tally: Tally) -> None:
        """Requests that people filed by themselves, by the week of receipt."""
        spans = [self._span(monday, _WEEK) for monday in self.weeks()]
        weeks, lately = weeks_as_table(spans), Request.received_at >= self._begin(self.weeks()[0])
        within = (Request.received_at >= weeks.c.begin) & (Request.received_at < weeks.c.end)
        ours = select(weeks.c.week, Request.language).join_from(weeks, Request, within)
        ours = ours.where(Request.channel.in_(_BY_THEMSELVES), lately)  # else PostgreSQL uses no index
        filed = ours.add_columns(func.count(), _how_many(Request.level != Level.NONE))
        for week, language, number, verified in await session.execute(
            filed.group_by(weeks.c.week, Request.language)
        ):
            _add(tally, "filed", week, language, number)
            _add(tally, "verified", week, language, verified)
        ended = ours.add_columns(Request.received_at, *_ends())
        for week, language, received_at, withdrawn_at, unmeant_at in await session.execute(
            ended.where(Request.state == State.CANCELLED)
        ):
            at_once = withdrawn_at is not None and withdrawn_at - received_at <= MISTAKEN_WITHIN
            _add(tally, "mistaken", week, language, at_once or unmeant_at is not None)

    async def _count_due(self, session: AsyncSession, tally: Tally) -> None:
        """Requests whose last day is over, by the week of that day; withdrawn and paused ones aside."""
        first, today = self.weeks()[0], self._today()
        days = days_as_table(self._span(first + _DAY * day, _DAY) for day in range((today - first).days))
        last_day = func.coalesce(Request.extended_until, Request.due_on)
        answered_at = _when(RequestEvent.kind.in_((State.COMPLETED, State.REFUSED)))
        due = (
            select(days.c.week, Request.language, func.count(), _how_many(answered_at < days.c.end))
            .join_from(days, Request, last_day == days.c.day)
            .where(last_day >= first, last_day < today)  # else PostgreSQL uses no index
            .where(Request.state != State.CANCELLED, Request.paused_on.is_(None))
            .group_by(days.c.week, Request.language)
        )
        for week, language, number, in_time in await session.execute(due):
            _add(tally, "due", week, language, number)
            _add(tally, "in_time", week, language, in_time)

    async def _waits(self, session: AsyncSession) -> dict[Place, list[int]]:
        """The seconds until each claim, by every place they count in."""
        waits: dict[Place, list[int]] = defaultdict(list)
        seconds = func.aggregate_strings(cast(Fact.seconds, String), ",")  # a row a claim takes far longer
        claimed = select(Fact.week, Fact.language, seconds).where(
            Fact.kind == "claimed", Fact.week >= self.weeks()[0]
        )
        for week, language, joined in await session.execute(claimed.group_by(Fact.week, Fact.language)):
            for place in _places(week, language):
                waits[place] += map(int, joined.split(","))
        return waits

    def _span(self, day: date, length: timedelta) -> Span:
        return day, self._begin(day), self._begin(day + length)

    def _begin(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._context.settings.zone)

    def _today(self) -> date:
        return self._context.now().astimezone(self._context.settings.zone).date()


def _add(tally: Tally, what: str, week: date, language: str, number: int = 1) -> None:
    for place in _places(week, language):
        tally[what, *place] += number


def _places(week: date, language: str) -> Iterator[Place]:
    yield from product((week, None), (Language(language), None))


def _when(happened: ColumnElement[bool]) -> ScalarSelect[datetime]:
    """When such an event stands in the trail of the request at hand; null when none does."""
    found = select(func.max(RequestEvent.at)).where(RequestEvent.request == Request.id, happened)
    return found.correlate(Request).scalar_subquery()


def _ends() -> Iterator[ScalarSelect[datetime]]:
    """When the person withdrew, and when staff said that it was no request."""
    yield _when((RequestEvent.kind == State.CANCELLED) & (RequestEvent.actor == DATA_SUBJECT))
    yield _when(RequestEvent.kind == _NO_REQUEST)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _measured(tally: Tally, waits: list[int], place: Place) -> Measured:
    def share(part: str, *of: str) -> Share:
        return Share(part=tally[part, *place], of=sum(tally[one, *place] for one in of))

    week, language = place
    chats = tally["chat", *place]
    return Measured(
        week=week,
        language=language,
        containment=Share(part=max(chats - tally["person", *place], 0), of=chats),
        silence=share("not_in_policy", "answered", "not_in_policy"),
        mistaken=share("mistaken", "filed"),
        verified=share("verified", "filed"),
        in_time=share("in_time", "due"),
        claims=len(waits),
        **_spread(waits),
    )


def _spread(waits: list[int]) -> dict[str, Any]:
    """Median and ninth decile; one value is both."""
    if not waits:
        return {}
    cuts = quantiles(waits, n=10, method="inclusive") if len(waits) > 1 else waits * 9
    return {"claim_median": round(cuts[4]), "claim_p90": round(cuts[8])}
