"""A new index key: keyed hashes are computed anew, and those of what is not kept are let go."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.keys.batches import batches
from casestore.requests.search import terms_of
from casestore.storage.database import Database
from casestore.storage.tables import (
    Code,
    Conversation,
    Customer,
    GoneReceiver,
    LoginAttempt,
    RecoveryCode,
    Request,
    RequestTerm,
)
from casestore.verification.directory import index_of, mailbox_of


class Reindexed(NamedTuple):
    """How many customers, requests and codes are found by the new key; who lost their recovery codes."""

    customers: int
    requests: int
    codes: int
    without_recovery: list[str]


async def refuse_unreadable(database: Database) -> None:
    """Raise `cryptography.fernet.InvalidToken` now rather than half-way, should a value not open."""
    for of, value in ((Customer, Customer.person), (Request, Request.person), (Code, Code.address)):
        key = list(of.__table__.primary_key)
        async for _ in batches(database, select(*key, value), key):
            pass


async def reindex(database: Database) -> Reindexed:
    """Let all that is looked up be found by the index key of *database*; may be cut short and begun again."""
    customers, requests, codes = await _customers(database), await _requests(database), await _codes(database)
    async with database.writing() as session:
        return Reindexed(customers, requests, codes, await _let_go(session))


async def _customers(database: Database) -> int:
    count = 0
    wanted = select(Customer.number, Customer.person)
    async for session, rows in batches(database, wanted, [Customer.__table__.c.number]):
        for row in rows:
            index = index_of(row.person["email"], database.vault)
            await _set(session, Customer, Customer.number == row.number, address_index=index)
        count += len(rows)
    return count


async def _requests(database: Database) -> int:
    count = 0
    wanted = select(Request.id, Request.person)
    async for session, rows in batches(database, wanted, [Request.__table__.c.id]):
        numbers = [row.id for row in rows]
        await session.execute(delete(RequestTerm).where(RequestTerm.request.in_(numbers)))
        session.add_all(term for row in rows for term in terms_of(database.vault, row.id, row.person))
        count += len(rows)
    return count


async def _codes(database: Database) -> int:
    """The limits of a mailbox go on; codes are void, for their digits were not kept to be hashed again."""
    count = 0
    wanted = select(Code.id, Code.address)
    async for session, rows in batches(database, wanted, [Code.__table__.c.id]):
        for row in rows:
            index = index_of(mailbox_of(row.address["address"]), database.vault)
            await _set(session, Code, Code.id == row.id, address_index=index, alive=False, client=None)
        count += len(rows)
    return count


async def _let_go(session: AsyncSession) -> list[str]:
    """Hashes of network addresses, of recovery codes and of URLs: what they are of is not kept."""
    await session.execute(update(Conversation).values(client=None))
    await session.execute(delete(LoginAttempt))
    await session.execute(delete(GoneReceiver))
    names = list(await session.scalars(select(RecoveryCode.name).distinct().order_by(RecoveryCode.name)))
    await session.execute(delete(RecoveryCode))
    return names


async def _set(session: AsyncSession, table: Any, which: ColumnElement[bool], **values: Any) -> None:
    await session.execute(
        update(table).where(which).values(**values), execution_options={"synchronize_session": False}
    )
