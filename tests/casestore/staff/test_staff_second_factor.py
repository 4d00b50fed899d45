"""With a second factor a password alone opens nothing, and no code opens twice."""

import asyncio

import pytest

from casestore.client import ForbiddenError, NotPermittedError
from casestore.staff.accounts import StaffAccounts
from casestore.wire.accounts import Proof
from casestore.wire.staff import NewStaff
from tests.casestore.colleague import AT_HOME, ELSEWHERE, PASSWORD, Colleague
from tests.casestore.storage.test_encryption import stored_bytes


@pytest.fixture
def wanted():
    return "offered"


@pytest.fixture
def settings(settings, wanted):
    return settings.model_copy(update={"staff_totp": wanted})


@pytest.fixture
async def anna(store, context, clock):
    await StaffAccounts(context).add(NewStaff(name="anna", role="agent", password=PASSWORD))
    return Colleague(store, clock)


@pytest.fixture
async def recovery_codes(anna):
    """Anna has set up her second factor, and waited for the next code."""
    codes = await anna.sets_up(await anna.logs_in())
    anna.clock.forward(seconds=30)
    return codes


@pytest.fixture
async def halfway(anna, recovery_codes):
    """She has given her password."""
    assert recovery_codes
    entered = await anna.enters()
    assert entered.outcome == "second_factor"
    return entered.token


async def test_password_and_code_open_a_session(anna, halfway):
    entered = await anna.proves(halfway, anna.code())

    assert (await anna.store.staff(entered.token)).name == "anna"


async def test_after_the_password_alone_nothing_is_open(anna, halfway):
    calls = [
        anna.store.staff(halfway),
        anna.store.account(halfway),
        anna.store.offer_second_factor(halfway, anna.password()),
        anna.store.change_password(halfway, anna.new_password("another one")),
    ]

    for call in calls:
        with pytest.raises(ForbiddenError):
            await call


async def test_what_was_open_halfway_is_closed_afterwards(anna, halfway):
    await anna.proves(halfway, anna.code())
    anna.clock.forward(seconds=30)

    with pytest.raises(ForbiddenError):
        await anna.proves(halfway, anna.code())


async def test_no_code_is_taken_twice(anna, halfway):
    code = anna.code()
    await anna.proves(halfway, code)

    again = (await anna.enters()).token

    assert (await anna.proves(again, code)).outcome == "wrong"


async def test_of_two_who_enter_one_code_at_once_one_gets_in(anna, halfway):
    other = (await anna.enters()).token

    entered = await asyncio.gather(*(anna.proves(token, anna.code()) for token in (halfway, other)))

    assert sorted(one.outcome for one in entered) == ["open", "wrong"]


async def test_the_code_that_set_it_up_opens_nothing(anna):
    token = await anna.logs_in()
    await anna.sets_up(token)
    halfway = (await anna.enters()).token

    assert (await anna.proves(halfway, anna.code())).outcome == "wrong"


@pytest.mark.parametrize(("steps", "outcome"), [(-2, "wrong"), (-1, "wrong"), (1, "open"), (2, "wrong")])
async def test_the_clock_of_the_device_may_be_half_a_minute_off(anna, halfway, steps, outcome):
    # the step before now is that of the code which set it up
    assert (await anna.proves(halfway, anna.code(steps))).outcome == outcome


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "äöüäöü", "1" * 100])
async def test_what_is_no_code_is_wrong(anna, halfway, code):
    assert (await anna.proves(halfway, code)).outcome == "wrong"


async def test_a_code_may_be_typed_in_groups(anna, halfway):
    code = anna.code()

    assert (await anna.proves(halfway, f" {code[:3]} {code[3:]} ")).outcome == "open"


async def test_each_recovery_code_opens_once_however_it_is_typed(anna, halfway, recovery_codes):
    assert len(set(recovery_codes)) == 10
    entered = await anna.proves(halfway, recovery_codes[0].lower().replace("-", " "))
    again = (await anna.enters()).token

    assert entered.outcome == "open"
    assert (await anna.store.account(entered.token)).recovery_codes_left == 9
    assert (await anna.proves(again, recovery_codes[0])).outcome == "wrong"
    assert (await anna.proves(again, recovery_codes[1])).outcome == "open"


async def test_the_recovery_code_of_a_colleague_opens_nothing(anna, halfway, context, store, clock):
    await StaffAccounts(context).add(NewStaff(name="paul", role="lead", password=PASSWORD))
    paul = Colleague(store, clock, "paul")
    codes = await paul.sets_up(await paul.logs_in())

    assert (await anna.proves(halfway, codes[0])).outcome == "wrong"


async def test_codes_are_guessed_five_times_whatever_the_password_step_says(anna, halfway):
    outcomes = []
    for _ in range(6):
        outcomes.append((await anna.proves(halfway, "000000")).outcome)
        halfway = (await anna.enters(client=ELSEWHERE)).token or halfway

    assert outcomes == ["wrong"] * 5 + ["limited"]
    assert (await anna.proves(halfway, anna.code())).outcome == "limited"


async def test_the_second_step_has_ten_minutes(anna, halfway, clock):
    clock.forward(minutes=10)

    with pytest.raises(ForbiddenError):
        await anna.proves(halfway, anna.code())


async def test_setting_it_up_ends_the_sessions_opened_without_it(anna):
    here, there = await anna.logs_in(), await anna.logs_in()

    await anna.sets_up(here)

    for token in (here, there):
        with pytest.raises(ForbiddenError):
            await anna.store.staff(token)


async def test_a_secret_that_is_not_confirmed_does_not_hold(anna):
    token = await anna.logs_in()
    await anna.store.offer_second_factor(token, anna.password())
    wrong = await anna.store.confirm_second_factor(token, Proof(code="000000", client=AT_HOME))

    assert (wrong.outcome, wrong.recovery_codes) == ("wrong", [])
    assert (await anna.enters()).outcome == "open"


async def test_who_comes_by_a_session_sets_up_and_removes_nothing_without_the_password(anna):
    token = await anna.logs_in()
    wrong = anna.password("wrong enough")

    assert (await anna.store.offer_second_factor(token, wrong)).model_dump() == {
        "outcome": "wrong",
        "secret": None,
        "uri": None,
    }
    assert (await anna.store.remove_second_factor(token, wrong)).outcome == "wrong"


async def test_removed_by_its_owner_or_the_operator_the_password_is_enough(anna, halfway, context):
    entered = await anna.proves(halfway, anna.code())
    await anna.store.remove_second_factor(entered.token, anna.password())
    first = await anna.enters()
    await anna.sets_up(first.token)
    await StaffAccounts(context).remove_second_factor("anna")

    assert (first.outcome, (await anna.enters()).outcome) == ("open", "open")


async def test_the_secret_lies_encrypted_and_the_recovery_codes_as_hashes(anna, recovery_codes, settings):
    stored = stored_bytes(settings)

    assert b"anna" in stored
    assert [code for code in [anna.secret, *recovery_codes] if code.encode() in stored] == []


class TestWhereItIsRequired:
    @pytest.fixture
    def wanted(self):
        return "required"

    async def test_who_has_none_sets_it_up_before_anything_else(self, anna):
        entered = await anna.enters()
        assert entered.outcome == "enrolment"
        with pytest.raises(ForbiddenError):
            await anna.store.staff(entered.token)

        await anna.sets_up(entered.token)

        anna.clock.forward(seconds=30)
        halfway = await anna.enters()
        assert (await anna.proves(halfway.token, anna.code())).outcome == "open"

    async def test_nobody_removes_it(self, anna):
        entered = await anna.enters()
        offer = await anna.store.offer_second_factor(entered.token, anna.password(""))
        anna.secret = offer.secret
        set_up = await anna.store.confirm_second_factor(
            entered.token, Proof(code=anna.code(), client=AT_HOME)
        )

        with pytest.raises(NotPermittedError):
            await anna.store.remove_second_factor(set_up.token, anna.password())


class TestWhereItIsOff:
    @pytest.fixture
    def wanted(self):
        return "off"

    async def test_nobody_sets_it_up(self, anna):
        with pytest.raises(NotPermittedError):
            await anna.store.offer_second_factor(await anna.logs_in(), anna.password())
