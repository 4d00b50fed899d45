"""Looks after chats that nobody attends to: who waits long raises an alarm, whom staff left waits again."""

import asyncio
import logging
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from casestore.chats import transcript
from casestore.chats.words import ChatWords
from casestore.context import Context
from casestore.outgoing.outbox import post
from casestore.storage.locks import hold_conversation
from casestore.storage.tables import AuditEvent, Conversation, Staff
from privacy.handoff import Priority
from privacy.language import Language

logger = logging.getLogger(__name__)

PAUSE = 10.0  # seconds between two looks
_SYSTEM = "system"


async def attend_for_ever(context: Context, words: ChatWords) -> None:
    """Look again and again; what fails is logged and tried again."""
    while True:
        try:
            await return_left_chats(context, words)
            await raise_alarms(context)
        except Exception:
            logger.exception("chats that nobody attends to were not looked after")
        await asyncio.sleep(PAUSE)


async def raise_alarms(context: Context) -> None:
    """Mark the chats that have waited too long while the desk was open, and write to who wants to know."""
    limit = context.now() - timedelta(minutes=context.settings.alarm_minutes)
    waiting = select(Conversation).where(Conversation.status == "waiting", Conversation.alarmed_at.is_(None))
    async with context.database.reading() as session:
        found = list(await session.scalars(waiting.where(Conversation.waiting_since <= limit)))
    for chat in found:
        if _open_since(context, chat.language, limit):
            await _alarm(context, chat.id)


async def return_left_chats(context: Context, words: ChatWords) -> None:
    """Put chats back into the queue whose member of staff has had no desk open for long."""
    limit = context.now() - timedelta(minutes=context.settings.away_minutes)
    gone = or_(Staff.at_desk_at.is_(None), Staff.at_desk_at <= limit)
    left = select(Conversation.id).join(Staff, Staff.name == Conversation.assignee)
    async with context.database.reading() as session:
        found = list(await session.scalars(left.where(Conversation.status == "open", gone)))
    for chat in found:
        await _return(context, words, chat)


def _open_since(context: Context, language: str, limit: datetime) -> bool:
    """Whether the desk is open now, and was at *limit*: waiting overnight is nobody's fault."""
    zone, hours = context.settings.zone, context.settings.hours_for(language)
    opened = hours.opened_at(context.now().astimezone(zone), context.is_holiday)
    return opened is not None and (opened <= limit or not hours.spans)


async def _alarm(context: Context, conversation: str) -> None:
    async with context.database.writing() as session:
        chat = await hold_conversation(session, conversation)
        if chat.status != "waiting" or chat.alarmed_at:
            return
        chat.alarmed_at = context.now()
        if to := context.settings.alarm_mail:
            desk = context.settings.desk_url
            mail = context.letters.write_in_both(
                "alarm",
                to=to,
                minutes=context.settings.alarm_minutes,
                link=f"{desk}/chats/{chat.id}" if desk else "",
            )
            post(session, context, mail, kind="alarm")
    context.wakeups.changed(conversation, moved=True)


async def _return(context: Context, words: ChatWords, conversation: str) -> None:
    async with context.database.writing() as session:
        chat = await hold_conversation(session, conversation)
        if chat.status != "open" or chat.assignee is None:
            return
        gone = await session.get_one(Staff, chat.assignee)
        chat.status, chat.assignee = "waiting", None
        chat.waiting_since = chat.waiting_since or context.now()
        chat.reason, chat.priority = chat.reason or "person", chat.priority or Priority.NORMAL
        text = words.tell_of(gone.display_name, "returned", Language(chat.language))
        said = {"text": text, "language": chat.language}
        await transcript.add(session, context, conversation, "system", said)
        action = f"returned from {gone.name}"
        session.add(AuditEvent(at=context.now(), actor=_SYSTEM, action=action, object=conversation))
    context.wakeups.changed(conversation, queue=True)
