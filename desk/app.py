"""The desk as an aiohttp application: pages for staff, and an API for their programs."""

from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web

from answers.replies import Replies
from casestore.client import CaseStore
from desk import (
    account,
    answer_page,
    answers,
    assets,
    chat_pages,
    chats,
    enrolment,
    events,
    health,
    library,
    login,
    numbers,
    openapi,
    provider_login,
    replies,
    request_acts,
    request_intake_page,
    request_list_page,
    request_page,
    request_print_page,
    requests,
    review,
    silences,
    start,
)
from desk.access import CASES, check_access
from desk.aid import Advice
from desk.answer_page import ADVICE
from desk.answers import RASA
from desk.cookies import SETTINGS
from desk.csrf import refuse_foreign
from desk.errors import errors_in_words
from desk.languages import keep_language
from desk.library import LIBRARY, Library
from desk.oidc import Provider
from desk.pages import WORDING
from desk.provider_login import PROVIDER
from desk.replies import REPLIES
from desk.seals import seal
from desk.wording import Wording
from doors.bodies import hang_up_on_the_unread, refuse_the_unreadable
from doors.clients import PROXIES, Proxies, is_proxied
from doors.patience import PATIENCE, Patience
from doors.rasa import RasaServers
from monitoring.calls import follow_calls, number_answer
from monitoring.figures import TOKEN, token_in
from monitoring.readiness import READINESS, Readiness
from settings import Settings, content_folder

_AREAS = (
    requests,
    request_list_page,
    request_intake_page,
    request_page,
    request_acts,
    request_print_page,
    chats,
    chat_pages,
    events,
    answers,
    answer_page,
    library,
    replies,
    review,
    silences,
    numbers,
    openapi,
    start,
    login,
    provider_login,
    enrolment,
    account,
    assets,
    health,
)


def create_app(settings: Settings, patience: Patience | None = None) -> web.Application:
    """Assemble the desk; nothing is opened before it starts."""
    app = web.Application(
        middlewares=[
            follow_calls(is_proxied),
            hang_up_on_the_unread,
            errors_in_words,
            refuse_the_unreadable,
            check_access,
            refuse_foreign,
            keep_language,
        ],
        client_max_size=64 * 1024,
    )
    app[PROXIES], app[PATIENCE] = Proxies.of(settings), patience or Patience()

    async def clients(app: web.Application) -> AsyncIterator[None]:
        app[CASES], app[RASA] = CaseStore.at(settings), RasaServers.at(settings)
        outside = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=8))
        app[PROVIDER] = Provider(settings, outside)
        app[READINESS] = Readiness({"casestore": app[CASES].is_ready, "rasa": app[RASA].is_ready})
        yield
        await outside.close()
        await app[CASES].close()
        await app[RASA].close()

    app[SETTINGS], app[TOKEN] = settings, token_in(settings)
    app[WORDING] = Wording.load(content_folder())
    app[LIBRARY], app[ADVICE] = Library.load(content_folder()), Advice.load(content_folder())
    app[REPLIES] = Replies.load(content_folder(), app[LIBRARY].corpus)
    app.cleanup_ctx.append(clients)
    app.on_response_prepare.extend((number_answer, seal))
    for area in _AREAS:
        app.add_routes(area.routes)
    return app
