"""What goes over the wire about what is deleted after its time."""

from pydantic import AwareDatetime, BaseModel


class Before(BaseModel):
    """The moment since which nobody has written in a chat that is to go."""

    before: AwareDatetime


class StaleChats(BaseModel):
    """Chats nobody has written in for long, the longest first."""

    chats: list[str]


class Expired(BaseModel):
    """Whether a chat was deleted; not when somebody has written in it meanwhile."""

    deleted: bool
