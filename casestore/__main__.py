"""Run the case store: `python -m casestore`."""

from aiohttp import web

from casestore.app import create_app
from settings import Settings
from settings.files import most_files
from settings.logs import configure_logs


def main() -> None:
    """Serve on loopback until told to stop."""
    settings = Settings.load()
    configure_logs(settings.log_level)
    most_files()
    web.run_app(
        create_app(settings),
        host="127.0.0.1",
        port=settings.casestore_port,
        access_log=None,
        print=None,
        shutdown_timeout=1.0,
    )


main()
