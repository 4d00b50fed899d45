"""When a person answers, as far as that can be said."""

import json

from babel.dates import format_date, format_skeleton, format_time

from actions.services import answers
from casestore.wire.conversations import Queued
from privacy.language import Language

_OFFERED = ("access", "erasure")  # the rights asked for most


def when_answered(queued: Queued, language: Language) -> str:
    """Promises nothing but the opening hours."""
    topics = answers().topics
    if queued.opens_at is None:
        return topics["desk_open"].lead[language]
    return (
        topics["desk_closed"]
        .lead[language]
        .format(
            weekday=format_date(queued.opens_at, "EEEE", locale=language.locale),
            day=format_skeleton("MMMMd", queued.opens_at, locale=language.locale),
            time=format_time(queued.opens_at, "short", locale=language.locale),
        )
    )


def filing_offered(language: Language) -> tuple[str, list[dict[str, str]]]:
    """What can be done while nobody is there: take in a request, whose period then runs."""
    topics = answers().topics
    buttons = [
        {"title": topics[right].title[language], "payload": f"/exercise_right{json.dumps({'topic': right})}"}
        for right in _OFFERED
    ]
    return topics["file_meanwhile"].lead[language], buttons
