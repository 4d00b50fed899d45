"""The calls of the case store by which staff log in and look after their accounts."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from casestore.client.connection import Connection, part
from casestore.wire.accounts import (
    AccountView,
    Confirmation,
    DeskLanguage,
    Entered,
    ExternalLogIn,
    LogIn,
    NewDisplayName,
    NewPassword,
    Offer,
    Password,
    Proof,
)

_Model = TypeVar("_Model", bound=BaseModel)


class AccountCalls(Connection):
    """Each call but the first with the token of a session, which may be at its second step."""

    async def log_in(self, given: LogIn | ExternalLogIn) -> Entered:
        """Open a session; `ConflictingError` when the name of whom a provider vouches for is taken."""
        path = "/staff/logins" if isinstance(given, LogIn) else "/staff/logins/external"
        return await self._ask(Entered, "POST", path, json=given.model_dump(mode="json"))

    async def prove_second_factor(self, token: str, proof: Proof) -> Entered:
        """Go on after the password."""
        return await self._own(Entered, "POST", "/staff/logins/second-factor", token, proof)

    async def account(self, token: str) -> AccountView:
        """Show one's own account."""
        return await self._own(AccountView, "GET", "/staff/me/account", token)

    async def log_out(self, token: str) -> None:
        """End this session."""
        await self._call("DELETE", "/staff/me/session", headers=_staff(token))

    async def log_out_everywhere(self, token: str) -> None:
        """End every session of one's own."""
        await self._call("DELETE", "/staff/me/sessions", headers=_staff(token))

    async def end_session(self, token: str, number: str) -> None:
        """End one session of one's own."""
        await self._call("DELETE", f"/staff/me/sessions/{part(number)}", headers=_staff(token))

    async def change_password(self, token: str, given: NewPassword) -> Entered:
        """Take a new password; go on with the token returned."""
        return await self._own(Entered, "PUT", "/staff/me/password", token, given)

    async def change_display_name(self, token: str, given: NewDisplayName) -> None:
        """Be called something else in chats."""
        what = given.model_dump(mode="json")
        await self._call("PUT", "/staff/me/display-name", headers=_staff(token), json=what)

    async def choose_desk_language(self, token: str, given: DeskLanguage) -> None:
        """Read the desk in a language, in every browser."""
        what = given.model_dump(mode="json")
        await self._call("PUT", "/staff/me/language", headers=_staff(token), json=what)

    async def offer_second_factor(self, token: str, given: Password) -> Offer:
        """Make a secret for a second factor."""
        return await self._own(Offer, "POST", "/staff/me/second-factor", token, given)

    async def confirm_second_factor(self, token: str, given: Proof) -> Confirmation:
        """Let it hold; go on with the token returned."""
        return await self._own(Confirmation, "POST", "/staff/me/second-factor/confirmation", token, given)

    async def remove_second_factor(self, token: str, given: Password) -> Entered:
        """Log in without it from now on; go on with the token returned."""
        return await self._own(Entered, "POST", "/staff/me/second-factor/removal", token, given)

    async def _own(
        self, model: type[_Model], method: str, path: str, token: str, given: BaseModel | None = None
    ) -> _Model:
        body = given.model_dump(mode="json") if given else None
        return await self._ask(model, method, path, headers=_staff(token), json=body)


def _staff(token: str) -> dict[str, str]:
    return {"X-Staff-Token": token}
