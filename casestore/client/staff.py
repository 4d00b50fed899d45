"""The calls of the case store that staff make, through the desk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import aiohttp
from pydantic import BaseModel

from casestore.client.connection import CALL_SECONDS, Connection, part
from casestore.wire.requests import (
    Assignment,
    Count,
    Extension,
    RecordedRequest,
    Remark,
    RequestPage,
    RequestView,
    SentMail,
    SentMails,
    TrailProof,
    Transition,
)
from casestore.wire.staff import Colleagues, StaffMember


class StaffCalls(Connection):
    """Each call with the token of the member of staff who makes it."""

    async def staff(self, token: str) -> StaffMember:
        """Tell whose token it is."""
        return await self._ask(StaffMember, "GET", "/staff/me", headers=by_staff(token))

    async def requests(self, query: Mapping[str, str]) -> RequestPage:
        """List requests, masked."""
        return await self._ask(RequestPage, "GET", "/requests", params=query)

    async def count_requests(self, query: Mapping[str, str]) -> int:
        """Count the requests that fit; `MANY` stands for as many or more."""
        return (await self._ask(Count, "GET", "/requests/count", params=query)).count

    async def export_requests(self, query: Mapping[str, str], staff_token: str) -> AsyncIterator[bytes]:
        """Export the requests that fit, as a table, piece by piece."""
        unhurried = aiohttp.ClientTimeout(sock_connect=CALL_SECONDS, sock_read=30.0)
        options = {"params": query, "headers": by_staff(staff_token), "timeout": unhurried}
        async for piece in self._stream("GET", "/requests/export", **options):
            yield piece

    async def mails(self, reference: str, staff_token: str) -> list[SentMail]:
        """List the mails to the requester, oldest first."""
        where = f"/requests/{part(reference)}/mails"
        return (await self._ask(SentMails, "GET", where, headers=by_staff(staff_token))).items

    async def prove_trail(self, reference: str, staff_token: str) -> TrailProof:
        """Tell whether the trail of a request holds."""
        where = f"/requests/{part(reference)}/proof"
        return await self._ask(TrailProof, "GET", where, headers=by_staff(staff_token))

    async def colleagues(self, staff_token: str) -> Colleagues:
        """Name those to whom work can be given."""
        return await self._ask(Colleagues, "GET", "/staff/colleagues", headers=by_staff(staff_token))

    async def open_request(self, reference: str, staff_token: str) -> RequestView:
        """Open one request for a member of staff."""
        return await self._ask(
            RequestView, "GET", f"/requests/{part(reference)}", headers=by_staff(staff_token)
        )

    async def record_request(
        self, new: RecordedRequest, staff_token: str, key: str | None = None
    ) -> RequestView:
        """Record a request that reached staff; the same *key* records it once."""
        return await self._act("/requests", new, staff_token, key)

    async def act(
        self,
        reference: str,
        what: Transition | Extension | Assignment | Remark,
        staff_token: str,
        key: str | None = None,
        act: str = "notes",
    ) -> RequestView:
        """Change a request; *act* says what a remark is for: notes, pause or resumption."""
        path = {Transition: "transitions", Extension: "extension", Assignment: "assignment"}
        where = f"/requests/{part(reference)}/{path.get(type(what), act)}"
        return await self._act(where, what, staff_token, key)

    async def _act(self, path: str, what: BaseModel, staff_token: str, key: str | None) -> RequestView:
        headers = by_staff(staff_token) | named(key)
        return await self._ask(RequestView, "POST", path, headers=headers, json=what.model_dump(mode="json"))


def by_staff(token: str) -> dict[str, str]:
    """The header that says which member of staff calls."""
    return {"X-Staff-Token": token}


def named(key: str | None) -> dict[str, str]:
    """The header that names a call, so that it counts once."""
    return {"Idempotency-Key": key} if key else {}
