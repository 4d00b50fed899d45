"""A case store with a row in every table that keys have to do with."""

import pytest
from sqlalchemy import select

from casestore.keys.stored import stored
from casestore.outgoing.webhooks import _switch_off
from casestore.reports.feedback import FeedbackList
from casestore.requests.calls import Call, act
from casestore.staff import login_limits
from casestore.storage.tables import ChatNote, RecoveryCode, Staff
from casestore.wire.feedback import NewFeedback
from casestore.wire.requests import NewRequest, Representative
from casestore.wire.staff import StaffMember
from privacy.right import Right

LEAD = StaffMember(name="someone-lead", role="lead")
RECOVERED = "anna"


@pytest.fixture
async def reference(context, visitor, store, hire, call) -> str:
    """The reference of a request by Erika, whose address is on file, about which staff wrote a note."""
    await hire("lead")
    await call(RECOVERED)
    await visitor.says("Guten Tag", client="192.0.2.7")
    new = NewRequest(
        key="1", rights=[Right.ACCESS], language=visitor.language, on_behalf_of=Representative(role="lawyer")
    )
    card = await store.file_request(visitor.chat.id, new)
    await visitor.proves("erika@example.com")
    noted = Call(LEAD, None, b"")
    await act(context, noted, lambda handling, _: handling.note(card.reference, "Rang, no answer."))
    opinion = NewFeedback(text="Wie lange?", language=visitor.language, verdict="right", topic="retention")
    await FeedbackList(context).add(opinion, LEAD)
    async with context.database.writing() as session:
        await login_limits.attempt(session, context, RECOVERED, "192.0.2.9")
        anna = await session.get_one(Staff, RECOVERED)
        anna.totp = anna.totp_offered = {"secret": "JBSWY3DP"}
        session.add(RecoveryCode(code_index=context.database.vault.index("recovery"), name=RECOVERED))
        note = {"text": "Freundlich.", "language": "de"}
        place = {"conversation": visitor.chat.id, "sequence": 1, "after": 1, "author": RECOVERED}
        session.add(ChatNote(**place, created_at=context.now(), content=note))
    await _switch_off(context)
    async with context.database.reading() as session:
        for each in stored():
            for token in each.tokens:
                lying = select(token).select_from(each.table).where(token.is_not(None)).limit(1)
                assert await session.scalar(lying), f"nothing lies in {each.table.name}.{token.key}"
    await context.mail_waits.until_idle()
    return card.reference
