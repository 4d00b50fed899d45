"""Run the case store: `python -m casestore`."""

from aiohttp import web

from casestore.app import create_app
from settings import Settings
from settings.logs import configure_logs


def main() -> None:
    """Serve on loopback until told to stop."""
    configure_logs()
    settings = Settings.load()
    web.run_app(
        create_app(settings),
        host="127.0.0.1",
        port=settings.casestore_port,
        access_log=None,
        print=None,
        shutdown_timeout=1.0,
    )


main()
