"""What goes over the wire about a request that is not filed yet."""

from datetime import date

from pydantic import BaseModel


class ReceivedOn(BaseModel):
    """The day on which a request reached us."""

    received_on: date


class DueOn(BaseModel):
    """The last day to answer it."""

    due_on: date
