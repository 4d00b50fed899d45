"""Commands that look into the case store directly, with the server running or not."""

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.fernet import InvalidToken

from auskunft.failure import OperatorError
from casestore.context import ConflictError, Context, NotFoundError, open_context
from casestore.keys.fit import misfits
from casestore.outgoing.revival import try_again
from casestore.reports.feedback import FeedbackList
from casestore.requests.anchor import AnotherKeyError, anchor, missing
from casestore.requests.export import Export, Shape, total
from casestore.requests.register import Query, Register
from casestore.requests.trail import breaks
from casestore.requests.unreadable import unreadable_ones
from casestore.staff.accounts import StaffAccounts
from casestore.storage import schema
from casestore.storage.encryption import MisplacedError
from casestore.wire.accounts import StaffListItem
from casestore.wire.feedback import Phrase
from casestore.wire.requests import RequestPage, RequestView
from casestore.wire.staff import NewStaff, StaffMember
from privacy.request import State
from settings import Settings

OPERATOR = StaffMember(name="operator", role="privacy")


async def add_staff(settings: Settings, new: NewStaff) -> None:
    """Make a staff account."""
    async with open_store(settings) as context:
        try:
            await StaffAccounts(context).add(new)
        except ConflictError as error:
            message = f"There is a staff account {new.name} already."
            raise OperatorError(message) from error


async def staff_token(settings: Settings, name: str) -> str:
    """Make a bearer token."""
    async with open_store(settings) as context:
        with _told_of(name):
            return await StaffAccounts(context).issue_token(name)


async def retry_mails(settings: Settings) -> int:
    """Have mail that was given up tried again; how much it is."""
    async with open_store(settings) as context:
        return await try_again(context)


async def list_staff(settings: Settings) -> list[StaffListItem]:
    """Every account."""
    async with open_store(settings) as context:
        return await StaffAccounts(context).everybody()


async def change_staff(
    settings: Settings, name: str, change: Callable[[StaffAccounts], Awaitable[None]]
) -> None:
    """Change the account *name*."""
    async with open_store(settings) as context:
        with _told_of(name):
            await change(StaffAccounts(context))


async def list_requests(settings: Settings, state: str | None) -> RequestPage:
    """The newest requests, masked."""
    async with open_store(settings) as context:
        return await Register(context).page(Query(state=state))


async def show_request(settings: Settings, reference: str) -> RequestView:
    """One request, whole; the opening is recorded."""
    async with open_store(settings) as context:
        try:
            return await Register(context).open(reference, OPERATOR)
        except NotFoundError as error:
            message = f"There is no request {reference}."
            raise OperatorError(message) from error


async def export_requests(settings: Settings, shape: Shape, state: State | None, out: Path | None) -> int:
    """Write the requests, whole, to *out* or standard output; returns how many. It is recorded."""
    async with open_store(settings) as context:
        export = Export(context, shape, OPERATOR, Query(state=state))
        with written_to(out) as file:
            async for piece in export.pieces():
                file.write(piece)
        return export.count


async def export_feedback(settings: Settings) -> list[Phrase]:
    """What staff's accepted feedback teaches; the export is recorded."""
    async with open_store(settings) as context:
        return await FeedbackList(context).phrases(OPERATOR)


async def verify_trails(settings: Settings, anchored: Sequence[str] | None = None) -> int:
    """How many trails there are, when all hold, and all is there that an anchor of these lines tells of."""
    async with open_store(settings) as context, context.database.reading() as session:
        async for broken in breaks(session, context):
            message = f"{broken.reference} event {broken.sequence} {broken.what}"
            raise OperatorError(message)
        async for reference in unreadable_ones(session):
            message = f"{reference} was changed, or its key is not here: it cannot be decrypted"
            raise OperatorError(message)
        if anchored is not None:
            try:
                async for gone in missing(session, context, anchored):
                    raise OperatorError(gone)
            except AnotherKeyError as error:
                message = "This is no anchor that was made under the present audit key."
                raise OperatorError(message) from error
        return await total(session)


async def write_anchor(settings: Settings, out: Path | None) -> None:
    """Write what all trails come to now to *out* or standard output."""
    async with open_store(settings) as context, context.database.reading() as session:
        with written_to(out) as file:
            async for line in anchor(session, context):
                file.write(f"{line}\n".encode())


@contextmanager
def _told_of(name: str) -> Iterator[None]:
    """Say what is wrong with the account *name*."""
    try:
        yield
    except NotFoundError as error:
        message = f"There is no staff account {name}: make one with `auskunft staff add {name} --role …`."
        raise OperatorError(message) from error
    except ConflictError as error:
        message = f"{name} is disabled, or logs in with a provider and has no password here."
        raise OperatorError(message) from error


@contextmanager
def written_to(out: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a new file that only its owner reads, and that is gone again when this fails."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
    except BaseException:
        out.unlink()
        raise


async def misfitting_keys(settings: Settings) -> list[str]:
    """The names of the keys that do not fit what is stored."""
    async with open_store(settings) as context:
        return await misfits(context)


def refuse_old_schema(settings: Settings) -> None:
    """Raise `OperatorError` unless the database has the newest schema."""
    if schema.revision(settings) != schema.newest(settings):
        message = "The database is not up to date: run `auskunft db upgrade`."
        raise OperatorError(message)


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Context]:
    """The case store of *settings*, past its server; what goes wrong is told to the operator."""
    refuse_old_schema(settings)
    context = open_context(settings)
    try:
        yield context
    except MisplacedError as error:
        message = f"{error} holds what was encrypted for another place: somebody moved it there."
        raise OperatorError(message) from error
    except InvalidToken as error:
        message = "Something in the database was changed, or encrypted with another data key."
        raise OperatorError(message) from error
    finally:
        await context.database.close()
