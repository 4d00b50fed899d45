"""What goes over the wire when staff log in and look after their accounts."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from casestore.wire.passwords import GoodPassword
from casestore.wire.staff import DisplayName, Role, StaffName
from privacy.language import Language

Stage = Literal["open", "second_factor", "enrolment"]


class LogIn(BaseModel):
    """A name and a password, as they were typed, and where."""

    name: StaffName
    password: str = Field(max_length=200)
    client: str = Field(max_length=100)
    browser: str = Field(max_length=100)


class ExternalLogIn(BaseModel):
    """Who a provider says it is; *subject* is its own name for them, with that of the provider."""

    subject: str = Field(min_length=1, max_length=600)
    name: StaffName
    role: Role
    browser: str = Field(max_length=100)


class Proof(BaseModel):
    """A code of the second factor, or a recovery code."""

    code: str = Field(max_length=100)
    client: str = Field(max_length=100)


class Entered(BaseModel):
    """What became of a log-in; *token* opens what the outcome names next, and nothing else."""

    outcome: Literal[Stage, "wrong", "limited", "refused"]
    token: str | None = None


class Password(BaseModel):
    """The password of who calls, once more before something that matters."""

    password: str = Field(max_length=200)
    client: str = Field(max_length=100)


class NewPassword(Password):
    """The password, and the one to take its place."""

    new: GoodPassword


class NewDisplayName(BaseModel):
    """What visitors read in place of the account's name; nothing leaves them without a name."""

    display_name: DisplayName


class DeskLanguage(BaseModel):
    """The language in which to read the desk, in every browser."""

    language: Language


class Offer(BaseModel):
    """The secret of a second factor, told only once; nothing but the outcome when the password was wrong."""

    outcome: Literal["offered", "wrong", "limited"]
    secret: str | None = None
    uri: str | None = None  # otpauth://


class Confirmation(BaseModel):
    """A second factor that holds from now on, and its recovery codes, told only once."""

    outcome: Literal["set", "wrong", "limited"]
    recovery_codes: list[str] = []
    token: str | None = None


class SessionView(BaseModel):
    """One log-in of a member of staff."""

    id: str
    browser: str
    created_at: datetime
    last_seen_at: datetime
    is_this: bool


class AccountView(BaseModel):
    """What members of staff see of their own account."""

    name: str
    display_name: str | None
    role: Role
    has_password: bool
    has_second_factor: bool
    second_factor: Literal["off", "offered", "required"]
    recovery_codes_left: int
    sessions: list[SessionView]


class StaffListItem(BaseModel):
    """A line of the list of accounts."""

    name: str
    display_name: str | None
    role: Role
    disabled: bool
    has_second_factor: bool
    is_external: bool
