"""What goes over the wire about what is deleted after its time."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field


class Before(BaseModel):
    """The moment since which nobody has written in a chat that is to go."""

    before: AwareDatetime


class StaleChats(BaseModel):
    """Chats nobody has written in for long, the longest first."""

    chats: list[str]


class Sweeping(BaseModel):
    """As if it were which moment, for whom, only counted or not; *chats* were deleted before."""

    at: AwareDatetime
    by: Annotated[str, Field(max_length=100)] = "system"
    dry: bool = False
    chats: Annotated[int, Field(ge=0)] = 0


class Swept(BaseModel):
    """How many there were of each kind whose time was over."""

    counts: dict[str, int]


class Due(BaseModel):
    """Whether the caller is the one process that sweeps this hour."""

    due: bool


class Expired(BaseModel):
    """Whether a chat was deleted; not when somebody has written in it meanwhile."""

    deleted: bool
