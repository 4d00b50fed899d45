"""Run the case store: `python -m casestore`."""

from aiohttp import web

from casestore.app import create_app
from monitoring.traces import start_traces
from settings import Settings
from settings.files import most_files
from settings.logs import configure_logs
from settings.memory import settle


def main() -> None:
    """Serve our other processes until told to stop."""
    settings = Settings.load()
    configure_logs("casestore", settings.log_level)
    start_traces("casestore", settings.otlp)
    most_files()
    app = create_app(settings)
    settle()
    web.run_app(
        app,
        host=settings.internal_host,
        port=settings.casestore_port,
        access_log=None,
        print=None,
        shutdown_timeout=1.0,
    )


main()
