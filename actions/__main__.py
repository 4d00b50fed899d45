"""Run the action server: `python -m actions`."""

from aiohttp import web

from actions.app import create_app
from settings import Settings
from settings.logs import configure_logs

if __name__ == "__main__":  # the SDK imports every module of the package
    settings = Settings.load()
    configure_logs(settings.log_level)
    web.run_app(
        create_app(settings),
        host="127.0.0.1",
        port=settings.actions_port,
        access_log=None,
        print=None,
        shutdown_timeout=1.0,
    )
