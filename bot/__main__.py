"""Run a command of Rasa's whose every line is in our log's form: `python -m bot rasa run …`."""

import sys
from importlib import import_module
from typing import Any

from bot.imports import spare_tensorflow
from monitoring.traces import start_traces
from settings import Settings
from settings.logs import configure_logs


def main() -> None:
    """Be Rasa, as the rest of the command line says; what its imports warn of is logged, too."""
    settings = Settings.load()
    configure_logs("rasa", settings.log_level)
    start_traces("rasa", settings.otlp)
    del sys.argv[0]
    if "run" in sys.argv:
        spare_tensorflow()
    rasa = import_module("rasa.__main__")
    form: Any = import_module("rasa.utils.io")
    form.configure_colored_logging = lambda _: None  # or it would put its form of lines in the place of ours
    rasa.main()


main()
