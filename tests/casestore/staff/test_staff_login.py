"""Staff log in with their password; who guesses is stopped, and stops nobody else."""

import asyncio

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from casestore.client import ConflictingError, ForbiddenError
from casestore.staff.accounts import StaffAccounts
from casestore.storage.tables import AuditEvent, Staff
from casestore.wire.accounts import ExternalLogIn
from casestore.wire.staff import NewStaff
from tests.casestore.colleague import AT_HOME, ELSEWHERE, PASSWORD, Colleague


@pytest.fixture
async def anna(store, context, clock):
    await StaffAccounts(context).add(NewStaff(name="anna", role="agent", password=PASSWORD))
    return Colleague(store, clock)


@pytest.fixture
def limited_to(context):
    def limited_to(**limits):
        context.settings = context.settings.model_copy(
            update={f"limit_login_{name}": limit for name, limit in limits.items()}
        )

    return limited_to


async def audited(context):
    async with context.database.reading() as session:
        events = await session.scalars(select(AuditEvent).order_by(AuditEvent.id))
        return [(event.actor, event.action, event.object) for event in events if event.actor != "operator"]


async def test_the_right_password_opens_a_session_that_tells_whose_it_is(anna):
    token = await anna.logs_in()

    holder = await anna.store.staff(token)

    assert (holder.name, holder.role) == ("anna", "agent")


@pytest.mark.parametrize(
    ("name", "password"),
    [("anna", "wrong enough"), ("anna", ""), ("nobody", PASSWORD), ("Anna", PASSWORD), ("unknown", "")],
)
async def test_whatever_is_wrong_the_answer_is_the_same(anna, name, password):
    entered = await anna.enters(password, name=name)

    assert entered.model_dump() == {"outcome": "wrong", "token": None}


async def test_a_disabled_account_is_not_let_in_and_hears_no_more_than_a_stranger(anna, context):
    await StaffAccounts(context).disable("anna")

    assert (await anna.enters()).outcome == "wrong"
    assert await audited(context) == [("anna", "failed to log in", "staff anna")]

    await StaffAccounts(context).enable("anna")
    await anna.logs_in()


async def test_an_account_without_a_password_has_none_that_fits(anna):
    await anna.store.log_in(ExternalLogIn(subject="p 1", name="otto", role="agent", browser=""))

    assert (await anna.enters("", name="otto")).outcome == "wrong"


async def test_after_five_wrong_passwords_the_right_one_is_not_looked_at_for_a_while(anna, clock):
    wrong = [(await anna.enters("wrong enough")).outcome for _ in range(5)]

    limited = (await anna.enters()).outcome
    clock.forward(minutes=15)

    assert (wrong, limited) == (["wrong"] * 5, "limited")
    assert (await anna.enters()).outcome == "open"


async def test_names_there_are_not_are_limited_alike(anna):
    outcomes = [(await anna.enters(name="nobody")).outcome for _ in range(6)]

    assert outcomes == ["wrong"] * 5 + ["limited"]


async def test_who_guesses_elsewhere_does_not_lock_a_colleague_out(anna):
    for _ in range(6):
        await anna.enters("wrong enough", client=ELSEWHERE)

    assert (await anna.enters(client=AT_HOME)).outcome == "open"


async def test_guesses_at_once_are_all_counted(anna):
    outcomes = await asyncio.gather(*(anna.enters("wrong enough") for _ in range(12)))

    assert sorted(entered.outcome for entered in outcomes) == ["limited"] * 7 + ["wrong"] * 5


async def test_one_client_guesses_at_so_many_accounts_only(anna, limited_to):
    limited_to(client="3/hour")

    outcomes = [(await anna.enters(name=f"nobody-{n}")).outcome for n in range(4)]

    assert outcomes == ["wrong"] * 3 + ["limited"]
    assert (await anna.enters(client=ELSEWHERE)).outcome == "open"


async def test_guesses_from_everywhere_are_limited_save_where_the_owner_has_been(anna, limited_to):
    limited_to(anywhere="3/hour")
    await anna.logs_in(client=AT_HOME)

    outcomes = [(await anna.enters("wrong enough", client=f"203.0.113.{n}")).outcome for n in range(4)]

    assert outcomes == ["wrong"] * 3 + ["limited"]
    assert (await anna.enters(client=ELSEWHERE)).outcome == "limited"
    assert (await anna.enters(client=AT_HOME)).outcome == "open"


async def test_logging_in_often_is_no_failure(anna):
    outcomes = {(await anna.enters()).outcome for _ in range(7)}

    assert outcomes == {"open"}


async def test_a_password_hashed_with_weaker_parameters_is_hashed_anew(anna, context):
    async with context.database.writing() as session:
        weak = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
        (await session.get_one(Staff, "anna")).password_hash = weak

    await anna.logs_in()

    async with context.database.reading() as session:
        stored = (await session.get_one(Staff, "anna")).password_hash
    assert not PasswordHasher().check_needs_rehash(stored)
    await anna.logs_in()


async def test_log_ins_are_noted_without_what_was_typed(anna, context):
    await anna.enters("wrong enough")
    await anna.enters("my-password", name="my-password")
    await anna.logs_in()

    assert await audited(context) == [
        ("anna", "failed to log in", "staff anna"),
        ("unknown", "failed to log in", "staff unknown"),
        ("anna", "logged in", "staff anna"),
    ]


async def test_whom_a_provider_vouches_for_gets_an_account_and_later_the_role_it_says(store):
    first = await store.log_in(ExternalLogIn(subject="p 1", name="otto", role="agent", browser=""))
    second = await store.log_in(ExternalLogIn(subject="p 1", name="renamed", role="privacy", browser=""))

    holder = await store.staff(second.token)
    assert (holder.name, holder.role) == ("otto", "privacy")
    with pytest.raises(ForbiddenError):  # opened with the old role
        await store.staff(first.token)


@pytest.mark.usefixtures("anna")
async def test_a_provider_cannot_take_over_the_account_of_somebody_else(store):
    await store.log_in(ExternalLogIn(subject="p 1", name="otto", role="agent", browser=""))

    for name in ("anna", "otto"):
        with pytest.raises(ConflictingError):
            await store.log_in(ExternalLogIn(subject="p 2", name=name, role="agent", browser=""))


async def test_a_provider_cannot_let_in_whom_we_disabled(store, context):
    otto = ExternalLogIn(subject="p 1", name="otto", role="agent", browser="")
    await store.log_in(otto)
    await StaffAccounts(context).disable("otto")

    assert (await store.log_in(otto)).model_dump() == {"outcome": "refused", "token": None}
