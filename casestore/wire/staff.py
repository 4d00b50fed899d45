"""What goes over the wire about staff accounts and the customer directory."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from privacy.language import Language

Role = Literal["agent", "lead", "privacy", "auditor"]
StaffName = Annotated[str, Field(pattern=r"^[\w.@-]{1,64}$")]
GoodPassword = Annotated[str, Field(min_length=8, max_length=200)]


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


class StaffMember(BaseModel):
    """Who a staff token belongs to."""

    name: str
    role: str


class Colleagues(BaseModel):
    """Those to whom work can be given, by name."""

    names: list[str]


class IssuedToken(BaseModel):
    """A bearer token of a member of staff, told only once."""

    token: str
