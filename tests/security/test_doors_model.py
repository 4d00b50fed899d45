"""R13: a model is code, so that none is loaded but the one that was trained here, to the byte."""

import asyncio
import os
import signal
import sys
from dataclasses import replace

import pytest

from auskunft import processes, training
from auskunft.failure import ROOT, OperatorError
from auskunft.log_files import LogFiles
from auskunft.model_pin import pin
from auskunft.supervisor import Supervisor
from settings import Settings
from tests.journeys.system import System

SERVES_ONCE = """
import http.server, sys
open(sys.argv[2], "a").write("started ")
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler)
server.handle_request()
"""


@pytest.fixture
def system(tmp_path):
    """A data folder with a model that is noted as the one trained here."""
    system = System(tmp_path / "data")
    model = training.model_path(settings_of(system))
    model.parent.mkdir(parents=True)
    model.write_bytes(b"trained here")
    pin(model)
    return system


def settings_of(system):
    return Settings.load(data=system.data, **{name.lower(): port for name, port in system.ports.items()})


@pytest.mark.parametrize("command", [("up",), ("ask", "Hallo"), ("train",)])
def test_a_model_that_was_swapped_is_refused_in_one_line(system, command):
    model = training.model_path(settings_of(system))
    model.write_bytes(b"trained elsewhere")

    refused = system.run(*command)

    assert (refused.returncode, refused.stdout) == (1, "")
    (line,) = refused.stderr.splitlines()
    assert line.startswith(f"auskunft: {model} is not the model that was trained here: find out who")


def test_a_model_that_was_not_trained_here_is_not_loaded_but_trained(system, monkeypatch):
    settings, trained = settings_of(system), []
    monkeypatch.setattr(training, "train", lambda _, path, __: trained.append(path))
    model = training.ensure_model(settings, None)
    as_it_is = list(trained)
    model.with_name(f"{model.name}.sha256").unlink()

    training.ensure_model(settings, None)

    assert (as_it_is, trained) == ([], [model])


async def test_rasa_is_not_started_again_with_a_model_that_was_swapped_meanwhile(system, tmp_path):
    settings, said, starts = settings_of(system), [], tmp_path / "starts"
    model = training.model_path(settings)
    (rasa,) = (each for each in processes.processes(settings, model) if each.name == "rasa")
    served = [sys.executable, "-c", SERVES_ONCE, str(rasa.port), str(starts)]

    def say(line):
        said.append(line)
        if "is ready" in line:
            model.write_bytes(b"trained elsewhere")
        if "not the model" in line:
            os.kill(os.getpid(), signal.SIGTERM)

    supervisor = Supervisor(
        [replace(rasa, command=served)],
        environment=dict(os.environ),
        logs=LogFiles(tmp_path / "log", 1, 1000),
        say=say,
    )
    async with asyncio.timeout(60):
        await supervisor.run(lambda: None)

    assert starts.read_text() == "started "
    assert next(line for line in said if str(model) in line).startswith(f"{model} is not the model")


def test_a_server_of_models_is_refused(system, tmp_path, monkeypatch):
    endpoints = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    there = endpoints + "models:\n  url: http://models.example.com/latest\n"
    (tmp_path / "endpoints.yml").write_text(there, encoding="utf-8")
    monkeypatch.setattr(processes, "ROOT", tmp_path)

    with pytest.raises(OperatorError, match=r"^endpoints.yml names a server of models: .* take `models:`"):
        processes.processes(settings_of(system), training.model_path(settings_of(system)))
