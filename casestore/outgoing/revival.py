"""Mail that was given up is tried again: its server was away for longer than anybody waits for one."""

from typing import Any

from sqlalchemy import update

from casestore.context import Context
from casestore.storage.tables import Mail

_VOID = "verification_code"  # nobody waits for it any more


async def try_again(context: Context) -> int:
    """All but codes, from their first attempt on; how many they are. The outbox sees them by itself."""
    given_up = update(Mail).where(Mail.state == "dead", Mail.kind != _VOID)
    anew = given_up.values(state="waiting", attempts=0, next_at=context.now())
    async with context.database.writing() as session:
        changed: Any = await session.execute(anew.execution_options(synchronize_session=False))
        return int(changed.rowcount)
