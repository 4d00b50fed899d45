"""Sessions end: by themselves, by logging out, and whenever the account changes."""

import pytest
from sqlalchemy import select

from casestore.client import ForbiddenError
from casestore.context import ConflictError
from casestore.staff.accounts import StaffAccounts
from casestore.storage.tables import StaffSession
from casestore.wire.staff import NewStaff
from tests.casestore.colleague import ELSEWHERE, PASSWORD, Colleague


@pytest.fixture
async def anna(store, context, clock):
    await StaffAccounts(context).add(NewStaff(name="anna", role="agent", password=PASSWORD))
    return Colleague(store, clock)


@pytest.fixture
def is_open(store):
    async def is_open(token):
        try:
            await store.staff(token)
        except ForbiddenError:
            return False
        return True

    return is_open


async def test_a_session_that_is_not_used_ends_after_half_an_hour(anna, clock, is_open):
    token = await anna.logs_in()
    clock.forward(minutes=29)
    used = await is_open(token)
    clock.forward(minutes=29)
    still = await is_open(token)
    clock.forward(minutes=30)

    assert (used, still, await is_open(token)) == (True, True, False)


async def test_a_session_that_is_used_all_the_time_ends_after_twelve_hours(anna, clock, is_open):
    token = await anna.logs_in()
    for _ in range(36):
        assert await is_open(token)
        clock.forward(minutes=20)

    assert not await is_open(token)


async def test_what_is_stored_opens_nothing(anna, context, is_open):
    await anna.logs_in()

    async with context.database.reading() as session:
        [stored] = await session.scalars(select(StaffSession))

    assert not await is_open(stored.token_hash)
    assert not await is_open(stored.id)


async def test_logging_out_ends_this_session_and_no_other(anna, is_open):
    here, there = await anna.logs_in(), await anna.logs_in()

    await anna.store.log_out(here)

    assert [await is_open(token) for token in (here, there)] == [False, True]


async def test_logging_out_everywhere_ends_all_sessions_and_leaves_tokens_of_programs(anna, context, is_open):
    program = await StaffAccounts(context).issue_token("anna")
    here, there = await anna.logs_in(), await anna.logs_in()

    await anna.store.log_out_everywhere(here)

    assert [await is_open(token) for token in (here, there, program)] == [False, False, True]


async def test_members_of_staff_see_and_end_their_own_sessions_only(anna, context, is_open):
    await StaffAccounts(context).add(NewStaff(name="paul", role="lead", password=PASSWORD))
    here, there = await anna.logs_in(), await anna.logs_in()
    pauls = await Colleague(anna.store, anna.clock, "paul").logs_in()
    [of_paul] = (await anna.store.account(pauls)).sessions

    seen = (await anna.store.account(here)).sessions
    for one in [of_paul, *seen]:
        if not one.is_this:
            await anna.store.end_session(here, one.id)

    assert sorted(one.is_this for one in seen) == [False, True]
    assert [await is_open(token) for token in (here, there, pauls)] == [True, False, True]


async def test_a_new_password_ends_all_sessions_and_goes_on_with_a_new_one(anna, is_open):
    here, there = await anna.logs_in(), await anna.logs_in()

    changed = await anna.store.change_password(here, anna.new_password("another one"))

    assert [await is_open(token) for token in (here, there, changed.token)] == [False, False, True]
    assert (await anna.enters()).outcome == "wrong"
    assert (await anna.enters("another one")).outcome == "open"


async def test_without_the_present_password_there_is_no_new_one(anna):
    token = await anna.logs_in()

    outcomes = [
        (await anna.store.change_password(token, anna.new_password("another one", "wrong enough"))).outcome
        for _ in range(6)
    ]

    assert outcomes == ["wrong"] * 5 + ["limited"]
    assert (await anna.enters("another one", client=ELSEWHERE)).outcome == "wrong"


@pytest.mark.parametrize(
    ("act", "kept"),
    [
        (lambda accounts: accounts.disable("anna"), [False, False]),
        (lambda accounts: accounts.revoke("anna"), [False, False]),
        (lambda accounts: accounts.set_role("anna", "lead"), [False, True]),
        (lambda accounts: accounts.set_password("anna", "another one"), [False, True]),
        (lambda accounts: accounts.remove_second_factor("anna"), [False, True]),
    ],
    ids=["disable", "revoke", "role", "password", "second factor"],
)
async def test_what_the_operator_changes_ends_sessions(anna, context, is_open, act, kept):
    accounts = StaffAccounts(context)
    tokens = [await anna.logs_in(), await accounts.issue_token("anna")]

    await act(accounts)

    assert [await is_open(token) for token in tokens] == kept


async def test_a_new_role_holds_for_tokens_at_once(anna, context):
    accounts = StaffAccounts(context)
    program = await accounts.issue_token("anna")

    await accounts.set_role("anna", "auditor")

    assert (await anna.store.staff(program)).role == "auditor"


@pytest.mark.usefixtures("anna")
async def test_a_disabled_account_gets_no_token(context):
    await StaffAccounts(context).disable("anna")

    with pytest.raises(ConflictError):
        await StaffAccounts(context).issue_token("anna")


async def test_the_token_of_a_program_is_no_log_in(anna, context):
    program = await StaffAccounts(context).issue_token("anna")

    with pytest.raises(ForbiddenError):
        await anna.store.account(program)
    with pytest.raises(ForbiddenError):
        await anna.store.change_password(program, anna.new_password("another one"))


async def test_sessions_that_are_over_do_not_pile_up(anna, context, clock):
    await anna.logs_in()
    clock.forward(hours=12)

    await anna.logs_in()

    async with context.database.reading() as session:
        assert len(list(await session.scalars(select(StaffSession)))) == 1
