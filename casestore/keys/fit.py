"""Whether the keys at hand are those that the database was written with, by looking at a few rows."""

from cryptography.fernet import InvalidToken
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.keys.stored import stored
from casestore.requests.search import terms_of
from casestore.requests.trail import break_in
from casestore.storage.tables import Customer, Request, RequestTerm
from casestore.verification.directory import index_of

_LOOKED_AT = 5  # trails: one alone may have been changed


async def misfits(context: Context) -> list[str]:
    """The names of the keys that do not fit what is stored; without the data key only that is known."""
    async with context.database.reading() as session:
        if not await _opens(session, context):
            return ["data_key"]
        found, holds = await _finds(session, context), await _holds(session, context)
    return [name for name, fits in (("index_key", found), ("audit_key", holds)) if not fits]


async def _opens(session: AsyncSession, context: Context) -> bool:
    for each in stored():
        for token in each.tokens:
            first = (
                select(token).select_from(each.table).where(token.is_not(None)).order_by(*each.key).limit(1)
            )
            lying = await session.scalar(first)
            try:
                if lying is not None:
                    context.database.vault.decrypt(lying)
            except InvalidToken:
                return False
    return True


async def _finds(session: AsyncSession, context: Context) -> bool:
    vault = context.database.vault
    customer = await session.scalar(select(Customer).order_by(Customer.number).limit(1))
    if customer:
        return customer.address_index == index_of(customer.person["email"], vault)
    known = select(Request).join(RequestTerm, RequestTerm.request == Request.id).order_by(Request.id).limit(1)
    request = await session.scalar(known)
    if request is None:
        return True
    terms = select(RequestTerm.term).where(RequestTerm.request == request.id)
    return set(await session.scalars(terms)) == {
        term.term for term in terms_of(vault, request.id, request.person)
    }


async def _holds(session: AsyncSession, context: Context) -> bool:
    newest = list(await session.scalars(select(Request).order_by(Request.id.desc()).limit(_LOOKED_AT)))
    held = [await break_in(session, context, request) is None for request in newest]
    return any(held) or not held
