"""How well it all works, counted from facts that hold no content."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import product
from statistics import quantiles
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.reports.facts import week_of
from casestore.requests.filing import DATA_SUBJECT
from casestore.storage.tables import Fact, Feedback, Request, RequestEvent
from casestore.wire.numbers import Measured, NumbersView, Share, Silence, Silences
from privacy.language import Language
from privacy.request import Channel, State
from privacy.verification import Level

WEEKS = 12
MISTAKEN_WITHIN = timedelta(minutes=30)
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
        grouped = select(Fact.kind, Fact.week, Fact.language, func.count()).where(
            Fact.week >= self.weeks()[0]
        )
        for kind, week, language, number in await session.execute(
            grouped.group_by(Fact.kind, Fact.week, Fact.language)
        ):
            _add(tally, kind, week, language, number)

    async def _count_received(self, session: AsyncSession, tally: Tally) -> None:
        """Requests that people filed by themselves, by the week of receipt."""
        ours = (Request.received_at >= self._begin(self.weeks()[0]), Request.channel.in_(_BY_THEMSELVES))
        filed = select(Request.received_at, Request.language, Request.level).where(*ours)
        for at, language, level in await session.execute(filed):
            week = week_of(at, self._context)
            _add(tally, "filed", week, language)
            _add(tally, "verified", week, language, level != Level.NONE)
        cancelled = (
            select(Request.received_at, Request.language, RequestEvent.actor, RequestEvent.at)
            .join(RequestEvent, RequestEvent.request == Request.id)
            .where(*ours, Request.state == State.CANCELLED, RequestEvent.kind == State.CANCELLED)
        )
        for received_at, language, actor, at in await session.execute(cancelled):
            mistaken = actor != DATA_SUBJECT or at - received_at <= MISTAKEN_WITHIN
            _add(tally, "mistaken", week_of(received_at, self._context), language, mistaken)

    async def _count_due(self, session: AsyncSession, tally: Tally) -> None:
        """Requests whose last day is over, by the week of that day; withdrawn and paused ones aside."""
        last_day = func.coalesce(Request.extended_until, Request.due_on)
        answered_at = func.max(RequestEvent.at).filter(
            RequestEvent.state.in_((State.COMPLETED, State.REFUSED)), RequestEvent.kind == RequestEvent.state
        )
        due = (
            select(last_day, Request.language, answered_at)
            .join(RequestEvent, RequestEvent.request == Request.id)
            .where(last_day >= self.weeks()[0], last_day < self._today())
            .where(Request.state != State.CANCELLED, Request.paused_on.is_(None))
            .group_by(Request.id)
        )
        for day, language, answered in await session.execute(due):
            last, moment = _day(day), _moment(answered)
            week = last - timedelta(days=last.weekday())
            _add(tally, "due", week, language)
            in_time = moment is not None and moment.astimezone(self._context.settings.zone).date() <= last
            _add(tally, "in_time", week, language, in_time)

    async def _waits(self, session: AsyncSession) -> dict[Place, list[int]]:
        """The seconds until each claim, by every place they count in."""
        waits: dict[Place, list[int]] = defaultdict(list)
        claimed = select(Fact.week, Fact.language, Fact.seconds)
        for week, language, seconds in await session.execute(
            claimed.where(Fact.week >= self.weeks()[0], Fact.kind == "claimed")
        ):
            for place in _places(week, language):
                waits[place].append(seconds)
        return waits

    def _begin(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._context.settings.zone)

    def _today(self) -> date:
        return self._context.now().astimezone(self._context.settings.zone).date()


def _add(tally: Tally, what: str, week: date, language: str, number: int = 1) -> None:
    for place in _places(week, language):
        tally[what, *place] += number


def _places(week: date, language: str) -> Iterator[Place]:
    yield from product((week, None), (Language(language), None))


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


def _day(value: date | str) -> date:
    """A day as the database gives it: SQLite knows no type of an expression."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: datetime | str | None) -> datetime | None:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value
