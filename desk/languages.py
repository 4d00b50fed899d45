"""Which language a member of staff reads: chosen by a link and kept with the account, else the browser's."""

from aiohttp import web
from aiohttp.typedefs import Handler

from casestore.wire.accounts import DeskLanguage
from desk.access import CASES, STAFF, TOKEN, bearer_in
from privacy.language import Language

COOKIE = "desk_language"
_YEAR = 365 * 24 * 3600


def language_of(http: web.Request) -> Language:
    """The language of the page that answers *http*; German without a wish."""
    own = http[STAFF].language if STAFF in http else None
    for wish in (http.query.get("language"), own, http.cookies.get(COOKIE), *_wishes(http)):
        if wish in set(Language):
            return Language(wish)
    return Language.GERMAN


def other_than(language: Language) -> Language:
    """The language that a page offers to switch to."""
    return Language.ENGLISH if language is Language.GERMAN else Language.GERMAN


@web.middleware
async def keep_language(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Keep a language chosen by who is logged in, for all their browsers."""
    wish = request.query.get("language")
    is_by_hand = STAFF in request and not bearer_in(request)
    if is_by_hand and wish in set(Language) and wish != request[STAFF].language:
        await request.app[CASES].choose_desk_language(request[TOKEN], DeskLanguage(language=Language(wish)))
    return await handler(request)


def remember_language(http: web.Request, response: web.Response) -> None:
    """Keep a language that was chosen, for the log-in page of this browser; the cookie says nothing else."""
    wish = http.query.get("language")
    if wish in set(Language):
        chosen = Language(wish).value
        response.set_cookie(COOKIE, chosen, max_age=_YEAR, path="/", httponly=True, samesite="Lax")


def _wishes(http: web.Request) -> list[str]:
    return [wish.strip()[:2].lower() for wish in http.headers.get("Accept-Language", "").split(",")]
