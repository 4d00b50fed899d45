"""Find requests by what is encrypted in them: keyed hashes of addresses, customer numbers and names."""

import re

from sqlalchemy import ColumnElement, Select, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.encryption import Vault
from casestore.tables import Request, RequestTerm

_WORD = re.compile(r"\w+")


async def index_requester(session: AsyncSession, vault: Vault, request: Request) -> None:
    """Write the terms by which the requester is found, in place of those before."""
    await session.execute(delete(RequestTerm).where(RequestTerm.request == request.id))
    person = request.person
    identifying = {_term(vault, person[part]) for part in ("address", "customer_number") if person.get(part)}
    names = {_term(vault, word) for word in _WORD.findall(person.get("name") or "")} - identifying
    for terms, identifies in ((identifying, True), (names, False)):
        session.add_all(RequestTerm(term=t, request=request.id, identifies=identifies) for t in terms)


async def earlier_of_same(session: AsyncSession, request: Request) -> str | None:
    """The first request of the same address or customer number, to which a further one is linked."""
    await session.flush()
    terms = select(RequestTerm.term).where(RequestTerm.request == request.id, RequestTerm.identifies)
    same = select(RequestTerm.request).where(RequestTerm.term.in_(terms), RequestTerm.request < request.id)
    first: str | None = await session.scalar(
        select(Request.reference).where(Request.id.in_(same)).order_by(Request.id).limit(1)
    )
    return first


def of_address(address: str, vault: Vault) -> Select[tuple[int]]:
    """The requests of whoever reads the mailbox *address*."""
    mine = RequestTerm.term == _term(vault, address)
    return select(RequestTerm.request).where(mine, RequestTerm.identifies)


def mentions(query: str, vault: Vault) -> ColumnElement[bool]:
    """Whether a request is of an address or customer number *query*, or of a name with all its words."""
    whole = Request.id.in_(_with(vault, query))
    words = _WORD.findall(query)
    if not words:
        return whole
    return whole | and_(*(Request.id.in_(_with(vault, word)) for word in words))


def _with(vault: Vault, text: str) -> Select[tuple[int]]:
    return select(RequestTerm.request).where(RequestTerm.term == _term(vault, text))


def _term(vault: Vault, text: str) -> str:
    return vault.index(text.strip().casefold())
