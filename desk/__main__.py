"""Run the desk: `python -m desk`."""

from desk.app import create_app
from doors.serving import serve
from monitoring.traces import start_traces
from settings import Settings
from settings.logs import configure_logs


def main() -> None:
    """Serve until told to stop."""
    settings = Settings.load()
    configure_logs("desk", settings.log_level)
    start_traces("desk", settings.otlp)
    serve(create_app(settings), settings, settings.desk_port)


main()
