"""Style, scripts and icons."""

from pathlib import Path

from aiohttp import web

from desk.access import ANYONE, open_to

_FOLDER = Path(__file__).resolve().parent / "assets"
_FILES = {str(path.relative_to(_FOLDER)): path for path in _FOLDER.rglob("*.*") if path.is_file()}

routes = web.RouteTableDef()


@routes.get("/assets/{file:.+}")
@open_to(ANYONE)
async def asset(http: web.Request) -> web.FileResponse:
    """Send a file, which browsers ask for again only when it has changed."""
    path = _FILES.get(http.match_info["file"])
    if path is None:
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
