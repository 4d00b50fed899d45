"""`auskunft run`: one of the processes, in the place of this one; something else keeps it running."""

import os
from enum import StrEnum

from auskunft.failure import ROOT, OperatorError
from auskunft.processes import environment, processes
from auskunft.training import model_path
from settings import Settings


class Name(StrEnum):
    """The processes."""

    CASE_STORE = "casestore"
    ACTIONS = "actions"
    RASA = "rasa"
    DESK = "desk"
    GATEWAY = "gateway"


def run(settings: Settings, name: Name) -> None:
    """Become the process; raises `OperatorError` when it must not be started."""
    model = model_path(settings)
    if name is Name.RASA and not model.exists():
        message = f"There is no model at {model}: run `auskunft train` first."
        raise OperatorError(message)
    [process] = [process for process in processes(settings, model) if process.name == name]
    process.check()
    os.chdir(ROOT)
    os.execve(process.command[0], process.command, environment(settings))  # noqa: S606  # our own command
