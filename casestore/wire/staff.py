"""What goes over the wire about staff accounts and the customer directory."""

import unicodedata
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from casestore.wire.passwords import GoodPassword, is_easy
from privacy.language import Language

Role = Literal["agent", "lead", "privacy", "auditor"]
StaffName = Annotated[str, Field(pattern=r"^[\w.@-]{1,64}$")]


def _tidied(given: object) -> object:
    """Without blanks around it; one of blanks alone is none."""
    return (unicodedata.normalize("NFC", given).strip() or None) if isinstance(given, str) else given


def _in_one_line(name: str | None) -> str | None:
    if name and not name.isprintable():
        raise ValueError("characters that nobody sees")
    return name


DisplayName = Annotated[  # what visitors read in place of the account's name
    Annotated[str, Field(max_length=60)] | None, BeforeValidator(_tidied), AfterValidator(_in_one_line)
]


class NewCustomer(BaseModel):
    """A row of the customer directory."""

    number: str
    name: str
    email: str
    language: Language


class Loaded(BaseModel):
    """How many customers were loaded."""

    loaded: int


class NewStaff(BaseModel):
    """A staff account to make."""

    name: StaffName
    role: Role
    password: GoodPassword
    display_name: DisplayName = None

    @model_validator(mode="after")
    def _refuse_own_name(self) -> Self:
        if is_easy(self.password, self.name):
            raise ValueError("a password that is the name")
        return self


class StaffMember(BaseModel):
    """Who a staff token belongs to; *language* is the one they have chosen for the desk, if any."""

    name: str
    role: str
    display_name: str | None = None
    language: Language | None = None


class Colleagues(BaseModel):
    """Those to whom work can be given, by name; *display_names* are those of all who have one."""

    names: list[str]
    display_names: dict[str, str]


class IssuedToken(BaseModel):
    """A bearer token of a member of staff, told only once."""

    token: str
