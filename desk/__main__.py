"""Run the desk: `python -m desk`."""

from desk.app import create_app
from doors.serving import serve
from settings import Settings
from settings.logs import configure_logs


def main() -> None:
    """Serve until told to stop."""
    settings = Settings.load()
    configure_logs(settings.log_level)
    serve(create_app(settings), settings, settings.desk_port)


main()
