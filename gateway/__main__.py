"""Run the gateway: `python -m gateway`."""

from doors.serving import serve
from gateway.app import create_app
from monitoring.traces import start_traces
from settings import Settings
from settings.logs import configure_logs


def main() -> None:
    """Serve until told to stop."""
    settings = Settings.load()
    configure_logs("gateway", settings.log_level)
    start_traces("gateway", settings.otlp)
    serve(create_app(settings), settings, settings.port)


main()
