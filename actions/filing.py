"""What a message exercises, filed with the case store in the data subject's own words."""

from rasa_sdk import Tracker

from actions.services import cases
from actions.turn import language_of, reading_of, text_of, turn_id
from answers.precedence import MINOR
from answers.wording import acts_for_another, changes_mind, tells_of_a_minor
from casestore.wire.requests import Change, NewRequest, Representative, RequestCard, Review
from privacy.right import Right

_LIKELY = 0.5


def open_reference(tracker: Tracker) -> str | None:
    """The request being taken in, if one is."""
    reference: str | None = tracker.get_slot("reference") if tracker.active_loop else None
    return reference


async def file_or_widen(tracker: Tracker) -> RequestCard:
    """File what is exercised, or add it to the request being taken in; raises `CaseStoreError`."""
    reference = open_reference(tracker)
    return await (_widen(tracker, reference) if reference else _file(tracker))


def replaces(tracker: Tracker) -> bool:
    """Whether what is wanted now replaces what was wanted before."""
    return changes_mind(text_of(tracker), language_of(tracker))


def role_of(tracker: Tracker) -> str | None:
    """In which role the visitor acts for somebody else; `None` for themselves."""
    return acts_for_another(text_of(tracker), language_of(tracker))


def review_of(tracker: Tracker) -> Review | None:
    """Why staff should look at what was said with special care: it is about a minor."""
    read = any(c.label == MINOR and c.score > _LIKELY for c in reading_of(tracker).candidates)
    return "minor" if read or tells_of_a_minor(text_of(tracker), language_of(tracker)) else None


async def _file(tracker: Tracker) -> RequestCard:
    new = NewRequest(
        key=turn_id(tracker),
        rights=_rights(tracker),
        language=language_of(tracker),
        details=text_of(tracker),
        on_behalf_of=Representative(role=role) if (role := role_of(tracker)) else None,
        review=review_of(tracker),
    )
    return await cases().file_request(tracker.sender_id, new)


async def _widen(tracker: Tracker, reference: str) -> RequestCard:
    wanted = _rights(tracker)
    instead_of = wanted if replaces(tracker) else []
    change = Change(rights=wanted, instead_of=instead_of, details=text_of(tracker), review=review_of(tracker))
    return await cases().change_request(tracker.sender_id, reference, change)


def _rights(tracker: Tracker) -> list[Right]:
    return [Right(name) for name in reading_of(tracker).rights]
