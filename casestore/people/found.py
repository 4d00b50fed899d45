"""All that is held on whoever reads one mailbox, what they proved apart from what was only claimed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.requests.search import of_address
from casestore.storage.encryption import Vault
from casestore.storage.tables import Code, Conversation, Customer, Mail, Request
from casestore.verification.directory import index_of, mailbox_of
from privacy.verification import Level


@dataclass(frozen=True)
class Found:
    """Rows that are theirs; *claimed* ones name the address, but anybody may have typed it."""

    customers: list[Customer]
    requests: list[Request]
    chats: list[Conversation]
    codes: list[Code]
    mails: list[Mail]  # that were not sent: others tell no address
    claimed_requests: list[Request]
    claimed_chats: list[Conversation]


async def find(session: AsyncSession, context: Context, address: str) -> Found:
    """What there is; who claimed the address without proof is found by reading what lies encrypted."""
    mine = _Mailbox(address, context.database.vault)
    proved, claimed = await _requests(session, mine)
    codes = await _codes(session, mine)
    chats = await _proved_chats(session, mine)
    theirs = {chat.id for chat in chats}
    named = {code.conversation for code in codes} | {r.conversation for r in [*proved, *claimed]}
    vouched = {r.conversation for r in proved if r.level == Level.STAFF}
    others = list(await session.scalars(_in(named - theirs)))
    is_theirs = {chat.id: chat.proved is None and chat.id in vouched for chat in others}
    return Found(
        customers=await _customers(session, mine),
        requests=proved,
        chats=[*chats, *(chat for chat in others if is_theirs[chat.id])],
        codes=codes,
        mails=[m for m in await session.scalars(_unsent()) if mine.reads(m.mail.get("to"))],
        claimed_requests=claimed,
        claimed_chats=[chat for chat in others if not is_theirs[chat.id]],
    )


class _Mailbox:
    """One address; what follows a plus counts, as it does for proof."""

    def __init__(self, address: str, vault: Vault) -> None:
        self.address = address
        self.vault = vault
        self._index = index_of(address, vault)

    def reads(self, address: str | None) -> bool:
        return bool(address) and index_of(address or "", self.vault) == self._index


async def _customers(session: AsyncSession, mine: _Mailbox) -> list[Customer]:
    on_file = Customer.address_index == index_of(mine.address, mine.vault)
    return list(await session.scalars(select(Customer).where(on_file).order_by(Customer.number)))


async def _requests(session: AsyncSession, mine: _Mailbox) -> tuple[list[Request], list[Request]]:
    """Those of which somebody made sure whose they are, and the others."""
    indexed = Request.id.in_(of_address(mine.address, mine.vault))
    typed = Request.level.in_((Level.NONE, Level.STAFF)) & Request.shredded_at.is_(None) & ~indexed
    known = list(await session.scalars(select(Request).where(indexed)))
    claimed = [r for r in await session.scalars(select(Request).where(typed)) if _claims(r, mine)]
    found = sorted([*known, *claimed], key=lambda request: request.id)
    return [r for r in found if r.level != Level.NONE], [r for r in found if r.level == Level.NONE]


def _claims(request: Request, mine: _Mailbox) -> bool:
    return bool(request.person.get("claimed")) and mine.reads(request.person.get("address"))


async def _proved_chats(session: AsyncSession, mine: _Mailbox) -> list[Conversation]:
    proved = select(Conversation).where(Conversation.proved_at.is_not(None))
    found = await session.scalars(proved.order_by(Conversation.created_at))
    return [chat for chat in found if chat.proved and mine.reads(chat.proved["address"])]


async def _codes(session: AsyncSession, mine: _Mailbox) -> list[Code]:
    alike = Code.address_index == index_of(mailbox_of(mine.address), mine.vault)
    found = await session.scalars(select(Code).where(alike).order_by(Code.id))
    return [code for code in found if mine.reads(code.address["address"])]


def _unsent() -> Any:
    return select(Mail).where(Mail.state != "sent").order_by(Mail.id)


def _in(conversations: Iterable[str | None]) -> Any:
    wanted = [one for one in conversations if one]
    return select(Conversation).where(Conversation.id.in_(wanted)).order_by(Conversation.created_at)
