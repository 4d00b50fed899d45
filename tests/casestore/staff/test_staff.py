"""Staff accounts: one of each name, opened by its own token only."""

import asyncio

import pytest
from pydantic import ValidationError

from casestore.client import ForbiddenError
from casestore.context import ConflictError, NotFoundError
from casestore.staff.accounts import StaffAccounts
from casestore.wire.staff import NewStaff


def account(name: str = "anna", role: str = "agent", password: str = "long enough") -> NewStaff:  # noqa: S107
    return NewStaff(name=name, role=role, password=password)


async def test_a_token_tells_who_holds_it(store, context):
    accounts = StaffAccounts(context)
    await accounts.add(account("anna", "agent"))
    await accounts.add(account("paul", "privacy"))

    tokens = [await accounts.issue_token(name) for name in ("anna", "paul", "anna")]

    holders = [await store.staff(token) for token in tokens]
    assert [(h.name, h.role) for h in holders] == [("anna", "agent"), ("paul", "privacy"), ("anna", "agent")]
    assert len(set(tokens)) == 3


@pytest.mark.parametrize("wrong", ["", "wrong", "anna", "{}x", "{:.10}"])
async def test_a_wrong_token_opens_nothing(store, context, visitor, wrong):
    accounts = StaffAccounts(context)
    await accounts.add(account())
    token = wrong.format(await accounts.issue_token("anna"))
    card = await visitor.files()

    with pytest.raises(ForbiddenError):
        await store.staff(token)
    with pytest.raises(ForbiddenError):
        await store.open_request(card.reference, token)


async def test_a_name_that_exists_is_refused_and_stays_as_it_was(store, context):
    accounts = StaffAccounts(context)
    await accounts.add(account("anna", "agent"))

    with pytest.raises(ConflictError):
        await accounts.add(account("anna", "privacy"))

    assert (await store.staff(await accounts.issue_token("anna"))).role == "agent"


async def test_of_two_that_take_a_name_at_once_one_gets_it(context):
    accounts = StaffAccounts(context)

    made = await asyncio.gather(*(accounts.add(account()) for _ in range(2)), return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in made) == ["ConflictError", "StaffMember"]


async def test_there_is_no_token_for_a_name_that_does_not_exist(context):
    with pytest.raises(NotFoundError):
        await StaffAccounts(context).issue_token("nobody")


@pytest.mark.parametrize(
    "wrong", [{"name": "../anna"}, {"name": ""}, {"role": "admin"}, {"password": "short"}]
)
def test_an_account_needs_a_plain_name_a_known_role_and_a_long_password(wrong):
    with pytest.raises(ValidationError):
        account(**wrong)
