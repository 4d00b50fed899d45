"""Run the desk: `python -m desk`."""

from aiohttp import web

from desk.app import create_app
from settings import Settings
from settings.logs import configure_logs


def main() -> None:
    """Serve until told to stop."""
    configure_logs()
    settings = Settings.load()
    web.run_app(
        create_app(settings),
        host=settings.host,
        port=settings.desk_port,
        access_log=None,
        print=None,
        shutdown_timeout=1.0,
    )


main()
