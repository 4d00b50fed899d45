"""A mail that was given up goes out once it is tried again; a code that nobody can use any more does not."""

from casestore.outgoing.outbox import deliver_next, post
from casestore.outgoing.revival import try_again
from casestore.storage.tables import Mail
from tests.casestore.outgoing.test_outbox import TO, mail_to, rows


async def _given_up(context, kind):
    async with context.database.writing() as session:
        post(session, context, mail_to(TO), kind=kind)
        [mail] = [one for one in session.new if isinstance(one, Mail)]
        mail.state, mail.problem = "dead", "SMTPConnectError"


async def test_mail_goes_out_when_the_server_is_back(context, inbox):
    await _given_up(context, "receipt")
    assert not await deliver_next(context)

    assert await try_again(context) == 1
    assert await deliver_next(context)

    assert inbox.arrived.get_nowait()["To"] == TO
    assert [row.state for row in await rows(context)] == ["sent"]


async def test_a_code_stays_given_up(context):
    await _given_up(context, "verification_code")

    assert await try_again(context) == 0
    assert not await deliver_next(context)


async def test_what_was_sent_is_not_sent_again(context, inbox):
    await _given_up(context, "receipt")
    await try_again(context)
    await deliver_next(context)

    assert await try_again(context) == 0
    assert inbox.arrived.qsize() == 1
