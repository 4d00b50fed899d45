"""Find requests by what is encrypted in them: keyed hashes of addresses, customer numbers and names."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from casestore.storage.encryption import Vault
from casestore.storage.tables import Request, RequestTerm
from casestore.verification.directory import index_of

_WORD = re.compile(r"\w+")
_OFTEN = 200  # requests with a term; how many more does not matter


async def index_requester(session: AsyncSession, vault: Vault, request: Request) -> None:
    """Write the terms by which the requester is found, in place of those before."""
    await session.execute(delete(RequestTerm).where(RequestTerm.request == request.id))
    session.add_all(terms_of(vault, request.id, request.person))


def terms_of(vault: Vault, request: int, person: Mapping[str, Any]) -> list[RequestTerm]:
    """The terms by which *person* is found, whose request it is."""
    identifying = {_term(vault, person[part]) for part in ("address", "customer_number") if person.get(part)}
    names = {_term(vault, word) for word in _WORD.findall(person.get("name") or "")} - identifying
    return [
        RequestTerm(term=term, request=request, identifies=identifies)
        for terms, identifies in ((identifying, True), (names, False))
        for term in terms
    ]


async def earlier_of_same(session: AsyncSession, request: Request) -> str | None:
    """The first request of the same address or customer number, to which a further one is linked."""
    await session.flush()
    terms = select(RequestTerm.term).where(RequestTerm.request == request.id, RequestTerm.identifies)
    same = RequestTerm.term.in_(terms) & (RequestTerm.request < request.id)
    number = select(func.min(RequestTerm.request)).where(same).scalar_subquery()
    first: str | None = await session.scalar(select(Request.reference).where(Request.id == number))
    return first


def of_address(address: str, vault: Vault) -> Select[tuple[int]]:
    """The requests of whoever reads the mailbox *address*."""
    mine = RequestTerm.term == _term(vault, address)
    return select(RequestTerm.request).where(mine, RequestTerm.identifies)


async def ways_to(session: AsyncSession, query: str, vault: Vault) -> list[Select[tuple[int]]]:
    """Requests of an address or customer number *query*, and those of a name with all its words.

    Each is read along the index of its rarest term, in the order of the requests, as far as is wanted.
    """
    whole = [_term(vault, query)]
    words = list(dict.fromkeys(_term(vault, word) for word in _WORD.findall(query)))
    if words in ([], whole):
        return [_with(whole)]
    if len(words) == 1:
        return [_with(whole), _with(words)]
    counted = [
        select(func.count())
        .select_from(select(RequestTerm.request).where(RequestTerm.term == word).limit(_OFTEN).subquery())
        .scalar_subquery()
        for word in words
    ]
    counts = (await session.execute(select(*counted))).one()
    if 0 in counts:
        return [_with(whole)]
    return [_with(whole), _with([word for _, word in sorted(zip(counts, words, strict=True))])]


def _with(terms: list[str]) -> Select[tuple[int]]:
    """The requests that have all *terms*."""
    first, *others = (aliased(RequestTerm) for _ in terms)
    wanted = select(first.request).join(Request, Request.id == first.request).where(first.term == terms[0])
    for term, also in zip(terms[1:], others, strict=True):
        wanted = wanted.join(also, (also.request == first.request) & (also.term == term))
    return wanted


def _term(vault: Vault, text: str) -> str:
    """Müller-Groß is found as MÜLLER-GROSS; an address is compared as in the directory."""
    if "@" in text:
        return index_of(text, vault)
    return vault.index(text.strip().casefold())
