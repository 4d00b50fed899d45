"""What happens in chats is noted for counting: kinds and topics, never a word that was said."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.storage.tables import Conversation, Fact
from casestore.wire.conversations import NewMessage

_COUNTED = frozenset({"answered", "not_in_policy"})


def week_of(moment: datetime, context: Context) -> date:
    """The Monday of the week of *moment*, where the controller is."""
    day = moment.astimezone(context.settings.zone).date()
    return day - timedelta(days=day.weekday())


def count_chat(session: AsyncSession, context: Context, chat: Conversation) -> None:
    """Note that a chat has begun: its visitor speaks for the first time."""
    session.add(Fact(week=week_of(chat.created_at, context), kind="chat", language=chat.language))


def count_answers(session: AsyncSession, context: Context, said: Iterable[NewMessage]) -> None:
    """Note what questions came to: that the policy answers them, or is silent."""
    week = week_of(context.now(), context)
    for message in said:
        if message.outcome in _COUNTED:
            session.add(
                Fact(week=week, kind=message.outcome, language=message.language, topic=message.topic or "")
            )


def count_person(session: AsyncSession, context: Context, chat: Conversation) -> None:
    """Note that a chat comes to a person; it counts once, in the week in which the chat began."""
    if not chat.had_person:
        chat.had_person = True
        session.add(Fact(week=week_of(chat.created_at, context), kind="person", language=chat.language))


def count_claim(session: AsyncSession, context: Context, chat: Conversation) -> None:
    """Note that staff take a chat, and how long its visitor has waited."""
    count_person(session, context, chat)
    if chat.waiting_since:
        week = week_of(context.now(), context)
        waited = int((context.now() - chat.waiting_since).total_seconds())
        session.add(Fact(week=week, kind="claimed", language=chat.language, seconds=waited))
