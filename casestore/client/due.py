"""The call that asks when a request would be due."""

from datetime import date

from casestore.client.connection import Connection
from casestore.wire.due import DueOn


class DueCalls(Connection):
    """About a request that is not filed yet."""

    async def due(self, received_on: date) -> date:
        """The last day to answer a request that reached us on *received_on*."""
        query = {"received_on": received_on.isoformat()}
        return (await self._ask(DueOn, "GET", "/due", params=query)).due_on
