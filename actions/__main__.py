"""Run the action server: `python -m actions`."""

from aiohttp import web

from actions.app import create_app
from actions.services import answers
from monitoring.traces import start_traces
from settings import Settings
from settings.logs import configure_logs
from settings.memory import settle

if __name__ == "__main__":  # the SDK imports every module of the package
    settings = Settings.load()
    configure_logs("actions", settings.log_level)
    start_traces("actions", settings.otlp)
    app = create_app(settings)
    answers().standing.prepare()
    settle()
    web.run_app(
        app,
        host=settings.internal_host,
        port=settings.actions_port,
        access_log=None,
        print=None,
        shutdown_timeout=1.0,
    )
