"""Train the model, only when what it is made from has changed."""

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from rich.console import Console

from answers.encoder import EncoderError, sha256_of
from auskunft.failure import ROOT, OperatorError
from auskunft.model_pin import is_pinned, pin, refuse_another
from settings import Settings

SOURCES = (
    "config.yml",
    "domain.yml",
    "data",
    "bot/nlu",
    "bot/phrase_importer.py",
    "bot/rule_policy.py",
    "answers/classifier.py",
    "answers/concepts",
    "answers/encoder.py",
    "answers/features.py",
    "answers/folding.py",
    "answers/language.py",
    "answers/lexicon.py",
    "answers/reader.py",
)
STILL_TRAINING_SECONDS = 10.0  # between two lines where no progress line can be drawn


def model_path(settings: Settings) -> Path:
    """Where the model made from today's sources lies or will lie: its name is their hash."""
    return settings.data.resolve() / "models" / f"{fingerprint()}.tar.gz"


def fingerprint() -> str:
    """Twelve hexadecimal digits that change with any source of the model."""
    total = hashlib.sha256()
    for source in SOURCES:
        path = ROOT / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in {".py", ".yml"}:
                total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    total.update(_encoders().encode())
    return total.hexdigest()[:12]


def _encoders() -> str:
    """The hash of the sentence encoder that a component of the pipeline wants; mostly nothing."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    try:
        return "".join(sha256_of(Path(part["encoder"])) for part in pipeline if part.get("encoder"))
    except EncoderError as error:
        raise OperatorError(str(error)) from error


def ensure_model(settings: Settings, console: Console) -> Path:
    """Return the model, trained now unless it is there already; raises `OperatorError` for another one."""
    path = model_path(settings)
    if not is_pinned(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone_in(path.parent):
            if not is_pinned(path):
                train(settings, path, console)
                return path
    refuse_another(path)
    return path


def refuse_unfit_model(settings: Settings) -> Path:
    """The model of today's sources; raises `OperatorError` when it is not there, or not as it was trained."""
    path = model_path(settings)
    if not path.exists():
        raise OperatorError(f"There is no model of these sources, {path}: `auskunft train` makes it.")
    refuse_another(path)
    return path


def train(settings: Settings, path: Path, console: Console) -> None:
    """Run Rasa's training, with a line that shows it is going on."""
    log = settings.data / "log" / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    name = path.name.removesuffix(".tar.gz")
    command = [sys.executable, "-m", "rasa", "train", "--skip-validation", "--out", str(path.parent)]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # our own command
            [*command, "--fixed-model-name", f"{name}-new"],
            cwd=ROOT,
            env=rasa_environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        seconds = _watch(process, console)
    made = path.with_name(f"{name}-new.tar.gz")
    if process.returncode != 0 or not made.exists():
        message = f"The training failed; {log} says why."
        raise OperatorError(message)
    made.replace(path)
    pin(path)
    console.print(f"Trained the model in {seconds:.0f} s.")


def rasa_environment(settings: Settings) -> dict[str, str]:
    """The environment of every Rasa process: no telemetry, no noise, its cache in the data folder."""
    return {
        **os.environ,
        "AUSKUNFT_DATA": str(settings.data.resolve()),
        "CUDA_VISIBLE_DEVICES": "-1",
        "PYTHONWARNINGS": "ignore",
        "RASA_CACHE_DIRECTORY": str(settings.data.resolve() / "cache"),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


@contextmanager
def _alone_in(models: Path) -> Iterator[None]:
    """Whoever comes second waits, and finds the model trained."""
    with (models / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _watch(process: subprocess.Popen[bytes], console: Console) -> float:
    """Wait for *process*; return how many seconds it took."""
    start = time.monotonic()
    with console.status("Training the model …") as status:
        console.print("Training the model; this takes two to four minutes.")
        while True:
            try:
                process.wait(1.0 if console.is_terminal else STILL_TRAINING_SECONDS)
            except subprocess.TimeoutExpired:
                passed = f"Training the model … {time.monotonic() - start:.0f} s"
                status.update(passed)
                if not console.is_terminal:
                    console.print(passed)
            except BaseException:
                process.kill()
                raise
            else:
                return time.monotonic() - start
