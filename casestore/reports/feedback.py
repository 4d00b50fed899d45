"""What staff thought of answers: kept encrypted, reviewed by those who decide, handed out to learn from."""

import secrets

from sqlalchemy import select

from casestore.context import ConflictError, Context, NotFoundError
from casestore.requests.register import PAGE
from casestore.storage.tables import AuditEvent, Feedback
from casestore.wire.feedback import (
    FeedbackItem,
    FeedbackPage,
    FeedbackQuery,
    NewFeedback,
    Phrase,
    Review,
)
from casestore.wire.staff import StaffMember
from privacy.hygiene import plain_text
from privacy.language import Language


class FeedbackList:
    """Takes, lists and reviews feedback."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def add(self, new: NewFeedback, by: StaffMember) -> FeedbackItem:
        """Keep what *by* thinks; raises `ValueError` when there is nothing to read in it."""
        if not (text := plain_text(new.text)):
            raise ValueError("empty")
        given = Feedback(
            **new.model_dump(exclude={"text"}),
            key=secrets.token_hex(16),
            at=self._context.now(),
            author=by.name,
            state="new",
            content={"text": text},
        )
        async with self._context.database.writing() as session:
            session.add(given)
        return _item(given)

    async def page(self, query: FeedbackQuery) -> FeedbackPage:
        """Fifty of a state, newest first."""
        wanted = select(Feedback).where(Feedback.state == query.state)
        if query.cursor:
            wanted = wanted.where(Feedback.id < query.cursor)
        async with self._context.database.reading() as session:
            rows = list(await session.scalars(wanted.order_by(Feedback.id.desc()).limit(PAGE + 1)))
        more = rows[PAGE - 1].id if len(rows) > PAGE else None
        return FeedbackPage(items=[_item(row) for row in rows[:PAGE]], next=more)

    async def review(self, number: int, review: Review, by: StaffMember) -> FeedbackItem:
        """Accept or reject; the text of what is rejected goes. Raises `ConflictError` once it is reviewed."""
        async with self._context.database.writing() as session:
            given = await session.get(Feedback, number, with_for_update=True)
            if given is None:
                raise NotFoundError(str(number))
            if given.state not in {"new", review.state}:
                raise ConflictError(given.state)
            if given.state == "new":
                now = self._context.now()
                given.state, given.reviewed_by, given.reviewed_at = review.state, by.name, now
                given.content = given.content if review.state == "accepted" else None
                what = f"{review.state} feedback"
                session.add(AuditEvent(at=now, actor=by.name, action=what, object=f"feedback {number}"))
            return _item(given)

    async def phrases(self, by: StaffMember) -> list[Phrase]:
        """What was accepted and says which topic is right, oldest first; that it was read is recorded."""
        accepted = select(Feedback).where(Feedback.state == "accepted").order_by(Feedback.id)
        async with self._context.database.writing() as session:
            event = AuditEvent(at=self._context.now(), actor=by.name, action="exported", object="feedback")
            session.add(event)
            return [phrase for row in await session.scalars(accepted) if (phrase := _phrase(row))]


def _item(given: Feedback) -> FeedbackItem:
    plain = {name: getattr(given, name) for name in FeedbackItem.model_fields if name != "text"}
    return FeedbackItem(**plain, text=given.content["text"] if given.content else None)


def _phrase(given: Feedback) -> Phrase | None:
    topic = given.topic if given.verdict == "right" else given.right_topic
    if topic is None or given.content is None:
        return None
    return Phrase(topic=topic, language=Language(given.language), text=given.content["text"])
