"""A member of staff who logs in from somewhere."""

from dataclasses import dataclass

import pyotp

from casestore.client import CaseStore
from casestore.wire.accounts import Entered, LogIn, NewPassword, Password, Proof
from tests.casestore.conftest import Clock

PASSWORD = "long enough"  # noqa: S105
AT_HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@dataclass
class Colleague:
    """Types into the log-in what they are told to, their own name and password otherwise."""

    store: CaseStore
    clock: Clock
    name: str = "anna"
    secret: str = ""

    async def enters(self, password: str = PASSWORD, client: str = AT_HOME, name: str = "") -> Entered:
        given = LogIn(name=name or self.name, password=password, client=client, browser="Firefox, Linux")
        return await self.store.log_in(given)

    async def logs_in(self, client: str = AT_HOME) -> str:
        entered = await self.enters(client=client)
        assert entered.outcome == "open", entered
        assert entered.token
        return entered.token

    async def proves(self, token: str, code: str, client: str = AT_HOME) -> Entered:
        return await self.store.prove_second_factor(token, Proof(code=code, client=client))

    async def sets_up(self, token: str) -> list[str]:
        """A second factor; returns the recovery codes."""
        offer = await self.store.offer_second_factor(token, self.password())
        assert offer.secret, offer
        self.secret = offer.secret
        set_up = await self.store.confirm_second_factor(token, Proof(code=self.code(), client=AT_HOME))
        assert set_up.outcome == "set", set_up
        return set_up.recovery_codes

    def code(self, steps: int = 0) -> str:
        """What the device shows, *steps* of 30 seconds from now."""
        device = pyotp.TOTP(self.secret)
        return device.generate_otp(device.timecode(self.clock.moment) + steps)

    def password(self, password: str = PASSWORD) -> Password:
        return Password(password=password, client=AT_HOME)

    def new_password(self, new: str, password: str = PASSWORD) -> NewPassword:
        return NewPassword(password=password, new=new, client=AT_HOME)
