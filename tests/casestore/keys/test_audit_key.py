"""K5. After a change of the audit key all trails hold under the new one, and what was changed shows."""

from dataclasses import replace

import pytest
from pydantic import SecretStr
from sqlalchemy import event, func, select, update

from casestore.keys import batches
from casestore.keys.audit_key import reseal
from casestore.requests.calls import Call, act
from casestore.requests.trail import Break, breaks
from casestore.storage.tables import RequestEvent
from casestore.wire.requests import RecordedRequest, Requester
from casestore.wire.staff import StaffMember
from privacy.right import Right

NEW = "a new audit key"
LEAD = Call(StaffMember(name="someone-lead", role="lead"), None, b"")


class KilledError(Exception):
    """Nothing after this moment is done."""


@pytest.fixture
def old(settings) -> str:
    return settings.audit_key.get_secret_value()


def under(context, key: str):
    return replace(context, settings=context.settings.model_copy(update={"audit_key": SecretStr(key)}))


async def broken(context, key: str) -> list[str]:
    """The references of the trails that do not hold under *key*."""
    async with context.database.reading() as session:
        return [one.reference async for one in breaks(session, under(context, key))]


@pytest.fixture
async def references(context, hire) -> list[str]:
    """Three requests, each with a note."""
    await hire("lead")
    made = []
    for name in ("Ada", "Grace", "Emmy"):
        new = RecordedRequest(rights=[Right.ACCESS], requester=Requester(name=name))
        view = await act(context, LEAD, lambda handling, key, new=new: handling.record(key, new))
        await act(context, LEAD, lambda h, _, view=view: h.note(view.reference, "Rang, no answer."))
        made.append(view.reference)
    return made


async def test_trails_hold_under_the_new_key_and_go_on_with_it(context, old, references):
    done = await reseal(context, [NEW, old])

    assert (done.sealed, done.broken) == (3, [])
    assert await broken(context, NEW) == []
    assert await broken(context, old) == references
    await act(under(context, NEW), LEAD, lambda handling, _: handling.note(references[0], "Rang again."))
    assert await broken(context, NEW) == []


async def test_a_trail_that_was_changed_is_named_and_is_not_made_good(context, old, references):
    async with context.database.writing() as session:
        first = select(func.min(RequestEvent.request)).scalar_subquery()
        await session.execute(update(RequestEvent).where(RequestEvent.request == first).values(actor="x"))
    changed = references[:1]
    assert await broken(context, old) == changed

    done = await reseal(context, [NEW, old])

    assert [one.reference for one in done.broken] == changed
    assert await broken(context, NEW) == changed


async def test_what_is_cut_short_can_be_run_again(context, old, references, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 1)
    engine = context.database._engine.sync_engine  # noqa: SLF001
    commits = []

    def stop(*_):
        commits.append(1)
        if len(commits) > 1:
            raise KilledError

    event.listen(engine, "commit", stop)
    with pytest.raises(KilledError):
        await reseal(context, [NEW, old])
    event.remove(engine, "commit", stop)
    assert await broken(context, NEW) == references[1:]

    done = await reseal(context, [NEW, old])

    assert (done.sealed, done.broken) == (3, [])
    assert await broken(context, NEW) == []


async def test_where_a_trail_broke_is_told_by_the_key_that_it_was_sealed_with(context, old, references):
    async with context.database.writing() as session:
        await session.execute(update(RequestEvent).where(RequestEvent.sequence == 2).values(kind="x"))

    done = await reseal(context, [NEW, old])

    assert done.broken == [Break(reference, 2, "was changed") for reference in references]
