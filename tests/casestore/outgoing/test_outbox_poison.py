"""A mail that breaks its sender is given up like any other, and holds up none."""

import pytest
from sqlalchemy import select

from casestore.outgoing.outbox import ATTEMPTS, deliver_next, post
from casestore.storage.tables import Mail

TO = "erika@example.com"


async def test_a_mail_that_breaks_whoever_sends_it_is_dead_after_the_last_attempt(context, inbox, clock):
    for to in (None, TO):  # nothing that our code expects: it stands for what nobody has thought of
        async with context.database.writing() as session:
            post(session, context, {"to": to, "subject": "s", "text": "t", "html": ""}, kind="receipt")
    for _ in range(ATTEMPTS):
        with pytest.raises(TypeError):
            await deliver_next(context)
        while await deliver_next(context):
            pass
        clock.forward(days=4)

    assert await deliver_next(context)
    assert not await deliver_next(context)

    async with context.database.reading() as session:
        rows = await session.execute(select(Mail.state, Mail.attempts, Mail.problem).order_by(Mail.id))
        told = rows.all()
    assert told == [("dead", ATTEMPTS, "no attempt came to an end"), ("sent", 1, None)]
    assert inbox.arrived.get_nowait()["To"] == TO
