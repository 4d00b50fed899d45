"""Commands that look into the case store directly, with the server running or not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from alembic.script import ScriptDirectory

from auskunft.failure import OperatorError
from casestore import schema
from casestore.context import ConflictError, Context, NotFoundError, open_context
from casestore.register import Query, Register
from casestore.staff import StaffAccounts
from casestore.wire import NewStaff, RequestPage, RequestView, StaffMember
from settings import Settings

OPERATOR = StaffMember(name="operator", role="privacy")


async def add_staff(settings: Settings, new: NewStaff) -> None:
    """Make a staff account."""
    async with _store(settings) as context:
        try:
            await StaffAccounts(context).add(new)
        except ConflictError as error:
            message = f"There is a staff account {new.name} already."
            raise OperatorError(message) from error


async def staff_token(settings: Settings, name: str) -> str:
    """Make a bearer token."""
    async with _store(settings) as context:
        try:
            return await StaffAccounts(context).issue_token(name)
        except NotFoundError as error:
            message = f"There is no staff account {name}: make one with `auskunft staff add {name} --role …`."
            raise OperatorError(message) from error


async def list_requests(settings: Settings, state: str | None) -> RequestPage:
    """The newest requests, masked."""
    async with _store(settings) as context:
        return await Register(context).page(Query(state=state))


async def show_request(settings: Settings, reference: str) -> RequestView:
    """One request, whole; the opening is recorded."""
    async with _store(settings) as context:
        try:
            return await Register(context).open(reference, OPERATOR)
        except NotFoundError as error:
            message = f"There is no request {reference}."
            raise OperatorError(message) from error


@asynccontextmanager
async def _store(settings: Settings) -> AsyncIterator[Context]:
    newest = ScriptDirectory.from_config(schema.configuration(settings)).get_current_head()
    if schema.revision(settings) != newest:
        message = "The database is not up to date: run `auskunft db upgrade`."
        raise OperatorError(message)
    context = open_context(settings)
    try:
        yield context
    finally:
        await context.database.close()
