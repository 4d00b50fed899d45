"""The customer directory: whether we know an address, and whose it is."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.storage.encryption import Vault
from casestore.storage.tables import Customer
from casestore.wire.staff import NewCustomer


def index_of(address: str, vault: Vault) -> str:
    """The blind index of *address*; case does not count, but ß is not ss: those are two mailboxes."""
    return vault.index(address.strip().lower())


def mailbox_of(address: str) -> str:
    """*address* without what follows a plus: most servers put it into the same mailbox (RFC 5233)."""
    name, _, domain = address.rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


async def customer_with(session: AsyncSession, address: str, vault: Vault) -> Customer | None:
    """The customer whose address on file is *address*."""
    known = select(Customer).where(Customer.address_index == index_of(address, vault))
    found: Customer | None = await session.scalar(known.order_by(Customer.number).limit(1))
    return found


async def load(context: Context, customers: list[NewCustomer]) -> int:
    """Add or replace customers by number; return how many."""
    async with context.database.writing() as session:
        for new in customers:
            person = {"name": new.name, "email": new.email}
            index = index_of(new.email, context.database.vault)
            await session.merge(
                Customer(number=new.number, address_index=index, person=person, language=new.language)
            )
    return len(customers)
