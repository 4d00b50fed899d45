"""Which language a member of staff reads: chosen by a link and remembered, else as the browser wishes."""

from aiohttp import web

from privacy.language import Language

COOKIE = "desk_language"
_YEAR = 365 * 24 * 3600


def language_of(http: web.Request) -> Language:
    """The language of the page that answers *http*; German without a wish."""
    for wish in (http.query.get("language"), http.cookies.get(COOKIE), *_wishes(http)):
        if wish in set(Language):
            return Language(wish)
    return Language.GERMAN


def other_than(language: Language) -> Language:
    """The language that a page offers to switch to."""
    return Language.ENGLISH if language is Language.GERMAN else Language.GERMAN


def remember_language(http: web.Request, response: web.Response) -> None:
    """Keep a language that was chosen; the cookie says nothing else."""
    wish = http.query.get("language")
    if wish in set(Language):
        chosen = Language(wish).value
        response.set_cookie(COOKIE, chosen, max_age=_YEAR, path="/", httponly=True, samesite="Lax")


def _wishes(http: web.Request) -> list[str]:
    return [wish.strip()[:2].lower() for wish in http.headers.get("Accept-Language", "").split(",")]
