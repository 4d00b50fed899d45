"""The calls about feedback on answers, and about the numbers, each with the token of who makes it."""

from __future__ import annotations

from typing import Literal

from pydantic import TypeAdapter

from casestore.client.connection import Connection
from casestore.client.staff import by_staff
from casestore.wire.feedback import FeedbackItem, FeedbackPage, FeedbackQuery, NewFeedback, Phrase, Review
from casestore.wire.numbers import NumbersView, Silences

_phrases = TypeAdapter(list[Phrase])


class FeedbackCalls(Connection):
    """What staff think of answers, and what comes of it."""

    async def give_feedback(self, new: NewFeedback, staff_token: str) -> FeedbackItem:
        """Keep what a member of staff thinks of an answer."""
        body = new.model_dump(mode="json")
        return await self._ask(FeedbackItem, "POST", "/feedback", headers=by_staff(staff_token), json=body)

    async def feedback(self, query: FeedbackQuery, staff_token: str) -> FeedbackPage:
        """List feedback of a state."""
        params = {name: str(value) for name, value in query.model_dump(exclude_none=True).items()}
        return await self._ask(FeedbackPage, "GET", "/feedback", params=params, headers=by_staff(staff_token))

    async def review_feedback(
        self, number: int, state: Literal["accepted", "rejected"], staff_token: str
    ) -> FeedbackItem:
        """Accept or reject feedback; raises `ConflictingError` when a colleague did otherwise."""
        body = Review(state=state).model_dump()
        where = f"/feedback/{number}/review"
        return await self._ask(FeedbackItem, "POST", where, headers=by_staff(staff_token), json=body)

    async def feedback_phrases(self, staff_token: str) -> list[Phrase]:
        """What was accepted, to learn from; the call is recorded."""
        return _phrases.validate_json(
            await self._call("GET", "/feedback/phrases", headers=by_staff(staff_token))
        )

    async def numbers(self, staff_token: str) -> NumbersView:
        """Tell how well it all works."""
        return await self._ask(NumbersView, "GET", "/numbers", headers=by_staff(staff_token))

    async def silences(self, staff_token: str) -> Silences:
        """Tell what people ask that the policy does not say."""
        return await self._ask(Silences, "GET", "/silences", headers=by_staff(staff_token))
