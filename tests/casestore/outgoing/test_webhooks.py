"""Each event of a request is told to the ticket system: signed, and without a word about anybody."""

import base64
import hashlib
import hmac
import re
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from casestore.outgoing.webhook_call import signature
from casestore.outgoing.webhooks import deliver_next
from casestore.requests.filing import received, store, verify
from casestore.requests.handling import Handling
from casestore.requests.trail import record
from casestore.storage.tables import Request
from casestore.wire.requests import Assignment, Extension, NewRequest, RecordedRequest, Requester, Transition
from casestore.wire.staff import StaffMember
from privacy.request import State
from privacy.right import Right
from tests.casestore.receiver import SECRET, drain, filed, rows, standing

OTHER_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"  # noqa: S105
GUIDE = Path(__file__).parents[3] / "docs" / "webhooks.md"
STAFF = StaffMember(name="canary-staff", role="privacy")
LIFE = "received proved assigned note paused resumed in_progress extended refused"


@pytest.fixture
def settings(settings, receiver):
    return receiver.told_by(settings)


@pytest.fixture
def is_ours():
    """What `docs/webhooks.md` shows to receivers."""
    shown = re.search(r"```python\n(.+?)```", GUIDE.read_text(), re.DOTALL)
    names = {}
    exec(shown[1], names)  # noqa: S102
    return names["is_ours"]


async def handle(context, act):
    async with context.database.writing() as session:
        return await act(Handling(context, session, STAFF))


async def whole_life(context):
    """All that staff can do with a request, by someone whom every body could name."""
    who = Requester(name="Canary Byron", email="canary@example.com", customer_number="canary-1")
    letter = RecordedRequest(rights=[Right.ACCESS, Right.ERASURE], requester=who, details="canary details")
    recorded = await handle(context, lambda handling: handling.record("letter", letter))
    reference = recorded.reference
    async with context.database.writing() as session:
        request = await session.get(Request, recorded.id)
        await verify(session, context, request, {"address": "canary@example.com", "customer": None})
    for act in (
        lambda handling: handling.assign(reference, Assignment(assignee=None)),
        lambda handling: handling.note(reference, "canary note"),
        lambda handling: handling.pause(reference, "canary: who?"),
        lambda handling: handling.resume(reference, "canary: ah!"),
        lambda handling: handling.move(reference, Transition(to=State.IN_PROGRESS)),
        lambda handling: handling.extend(reference, Extension(reason="canary: it is a lot.")),
        lambda handling: handling.move(reference, Transition(to=State.REFUSED, reason="canary reason")),
    ):
        await handle(context, act)
    return reference


def test_the_signature_is_the_one_of_the_scheme_for_its_own_example():
    key, body = base64.b64decode(SECRET.removeprefix("whsec_")), b'{"test": 2432232314}'

    signed = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_the_signature_holds_for_id_time_and_body_as_they_arrive(context, receiver, clock):
    await filed(context)

    assert await deliver_next(context)

    ((headers, body, _),) = receiver.heard
    signed = f"{headers['webhook-id']}.{int(clock().timestamp())}.{body.decode()}"
    mac = hmac.new(base64.b64decode(SECRET[6:]), signed.encode(), hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(mac).decode()}"
    assert headers["webhook-timestamp"] == str(int(clock().timestamp()))
    assert headers["Content-Type"] == "application/json"


async def test_what_the_guide_shows_takes_ours_and_nothing_else(context, receiver, clock, is_ours):
    await filed(context)
    await deliver_next(context)
    ((headers, body, _),) = receiver.heard
    now = clock().timestamp()

    assert is_ours(SECRET, headers, body, now)
    assert not is_ours(OTHER_SECRET, headers, body, now)
    assert not is_ours(SECRET, headers, body.replace(b"received", b"refused"), now)
    assert not is_ours(SECRET, headers | {"webhook-id": "msg_other"}, body, now)
    assert not is_ours(SECRET, headers | {"webhook-timestamp": str(int(now) + 1)}, body, now)


async def test_a_replay_has_the_id_of_the_first_and_after_five_minutes_its_time_is_over(
    context, receiver, clock, is_ours
):
    receiver.answers = [500]
    await filed(context)
    await deliver_next(context)
    clock.forward(minutes=6)
    await deliver_next(context)
    (overheard, body, _), (again, _, _) = receiver.heard
    now = clock().timestamp()

    assert overheard["webhook-id"] == again["webhook-id"]
    assert not is_ours(SECRET, overheard, body, now)
    assert not is_ours(SECRET, overheard | {"webhook-timestamp": again["webhook-timestamp"]}, body, now)
    assert is_ours(SECRET, again, body, now)


async def test_a_webhook_says_what_happened_to_which_request(context, receiver, clock):
    reference = await filed(context)

    await drain(context)

    data = {"reference": reference, "state": "received", "rights": ["access"], "due_on": "2026-04-02"}
    happened = {"type": "request.received", "timestamp": clock().isoformat(), "data": data | {"sequence": 1}}
    assert receiver.told == [happened]
    assert await standing(context) == [("sent", 1, None)]


async def test_without_a_url_nothing_is_posted(context, receiver):
    context.settings = context.settings.model_copy(update={"webhook_url": ""})
    await filed(context)

    await drain(context)

    assert (await rows(context), receiver.heard) == ([], [])


async def test_of_what_was_taken_back_nothing_is_told(context, receiver):
    with suppress(RuntimeError):
        async with context.database.writing() as session:
            request = received(context, "1", NewRequest(key="1", rights=[Right.ACCESS]), context.now())
            await store(session, context, request, "data subject")
            await session.flush()
            raise RuntimeError

    assert not await deliver_next(context)
    assert (await rows(context), receiver.heard) == ([], [])


async def test_a_whole_life_arrives_in_its_order(context, receiver):
    reference = await whole_life(context)

    await drain(context)

    data = [told["data"] for told in receiver.told]
    assert [told["type"] for told in receiver.told] == [f"request.{kind}" for kind in LIFE.split()]
    assert [told["sequence"] for told in data] == list(range(1, len(LIFE.split()) + 1))
    assert [told["state"] for told in data] == ["received"] * 6 + ["in_progress"] * 2 + ["refused"]
    assert [told["due_on"] for told in data] == ["2026-04-02"] * 7 + ["2026-06-02"] * 2
    assert {told["reference"] for told in data} == {reference}
    assert len(set(receiver.all_of("webhook-id"))) == len(LIFE.split())


async def test_nothing_that_leaves_names_anybody(context, receiver):
    await whole_life(context)
    async with context.database.writing() as session:
        request = await session.scalar(select(Request))
        record(context, request, STAFF.name, f"assigned: {STAFF.name}")

    await drain(context)

    assert len(receiver.heard) == len(LIFE.split()) + 1
    assert "canary" not in str(receiver.heard).lower()
