"""What goes over the wire about what staff thought of answers."""

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from privacy.hygiene import MAX_CHARACTERS
from privacy.language import Language

Verdict = Literal["right", "wrong", "missing"]
ReviewState = Literal["new", "accepted", "rejected"]
_TOPIC = r"^[a-z0-9_]{1,60}$"


class NewFeedback(BaseModel):
    """What a member of staff thinks of the answer *topic* to *text*; *right_topic* is what it should be."""

    text: str = Field(min_length=1, max_length=MAX_CHARACTERS)
    language: Language
    verdict: Verdict
    topic: str = Field(pattern=_TOPIC)
    right_topic: str | None = Field(None, pattern=_TOPIC)

    @model_validator(mode="after")
    def _say_what_is_right(self) -> Self:
        if self.verdict == "wrong" and self.right_topic in {None, self.topic}:
            raise ValueError("wrong, and no other topic")
        return self


class FeedbackQuery(BaseModel):
    """Which feedback a list shows; *cursor* is the `next` of the page before."""

    state: ReviewState = "new"
    cursor: int | None = Field(None, ge=1, le=2**31 - 1)


class FeedbackItem(BaseModel):
    """Feedback as the review lists it; *text* is gone once it was rejected."""

    id: int
    at: datetime
    author: str
    language: Language
    verdict: Verdict
    topic: str
    right_topic: str | None
    state: ReviewState
    reviewed_by: str | None
    reviewed_at: datetime | None
    text: str | None


class FeedbackPage(BaseModel):
    """Newest first; *next* is the cursor of the page after it."""

    items: list[FeedbackItem]
    next: int | None


class Review(BaseModel):
    """What became of feedback."""

    state: Literal["accepted", "rejected"]


class Phrase(BaseModel):
    """What somebody said, and the topic it is about: accepted feedback to learn from."""

    topic: str
    language: Language
    text: str
