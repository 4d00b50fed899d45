"""Who waits for a person, and whose turn it is."""

from datetime import datetime

from sqlalchemy import Tuple, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.storage.tables import Conversation, Staff
from casestore.wire.conversations import ConversationState, Handoff, Queued, StaffWish
from privacy.handoff import Priority
from privacy.language import Language


def in_turn() -> Tuple:
    """What those who wait are sorted by."""
    return tuple_(Conversation.priority, Conversation.waiting_since, Conversation.id)


def enqueue(chat: Conversation, wish: StaffWish, now: datetime) -> bool:
    """Let *chat* wait, or more urgently than it does; false when that changes nothing."""
    if chat.status in {"bot", "closed"}:
        chat.status, chat.waiting_since, chat.assignee = "waiting", now, None
        chat.alarmed_at = chat.helped = None
    elif chat.status == "open" or (chat.priority, wish.priority) != (Priority.NORMAL, Priority.HIGH):
        return False
    chat.reason, chat.priority = wish.reason, wish.priority
    return True


def leave_to_bot(chat: Conversation) -> None:
    """Let the bot answer again, as if nobody had been asked for."""
    chat.status, chat.waiting_since = "bot", None
    chat.reason = chat.priority = chat.assignee = chat.alarmed_at = None


async def state_of(session: AsyncSession, context: Context, chat: Conversation) -> ConversationState:
    """How *chat* stands, for its visitor; while staff have it, the bot waits for nothing."""
    return ConversationState(
        id=chat.id,
        status=chat.status,  # type: ignore[arg-type]  # pydantic checks it
        language=Language(chat.language),
        expects=None if chat.status == "open" else chat.expects,
        handoff=await _handoff(session, context, chat),
    )


def queued(context: Context, chat: Conversation) -> Queued:
    """Whether somebody who speaks the language of *chat* is at the desk now, else from when on."""
    hours, now = context.settings.hours_for(chat.language), context.now().astimezone(context.settings.zone)
    if hours.opened_at(now, context.is_holiday):
        return Queued(is_open=True, opens_at=None)
    return Queued(is_open=False, opens_at=hours.opens_at(now, context.is_holiday))


async def _handoff(session: AsyncSession, context: Context, chat: Conversation) -> Handoff | None:
    if chat.status == "waiting":
        place, opens_at = await _place(session, chat), queued(context, chat).opens_at
        return Handoff(waiting_since=chat.waiting_since, place=place, staff=None, opens_at=opens_at)
    if chat.status == "open":
        typing = chat.assignee in context.presence.of(chat.id, "types")
        called = await session.scalar(select(Staff.display_name).where(Staff.name == chat.assignee))
        return Handoff(waiting_since=chat.waiting_since, place=None, staff=called, typing=typing)
    return None


async def _place(session: AsyncSession, chat: Conversation) -> int:
    """1 for who is next."""
    own = (chat.priority, chat.waiting_since, chat.id)
    before = select(func.count()).where(Conversation.status == "waiting", in_turn() < own)
    return (await session.scalar(before) or 0) + 1
