"""Search for texts that break something, guided by which code they reach: `python -m bench.fuzz.guided`.

Wants atheris, which nothing else does: `.venv/bin/pip install atheris`.
"""

import hashlib
import importlib
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

_REACHED = ["actions", "answers", "gateway", "privacy", "langdetect", "stdnum", "email_validator"]
_MESSAGES = Path(__file__).resolve().parents[2] / "tests"
_SETS = ("gateway/redaction/*.txt", "nlu/*.jsonl")
_SIGNS = [
    *"\u200b\u202e\u0301\u0308\u2028\x85\x1c／０９•…ſKßİ",
    ". ",
    "\n- ",
    "DSR-",
    "a@b.de",
    "123456",
    "12.11.26",
]
_LONGEST = 2000  # bytes of a text


def write_seeds(folder: Path) -> None:
    """Write messages to begin with, one a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for message in _messages()[::7]:
        (folder / hashlib.sha256(message).hexdigest()[:16]).write_bytes(message)


def write_dictionary(file: Path) -> None:
    """Write the words that stand in messages most often, and the signs that rules look for."""
    words = Counter(word for message in _messages() for word in re.findall(rb"\w{3,}", message.lower()))
    tokens = [*(word for word, _ in words.most_common(1500)), *(sign.encode() for sign in _SIGNS)]
    lines = ("".join(f"\\x{byte:02x}" for byte in token) for token in tokens)
    file.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")


def _messages() -> list[bytes]:
    """Those that understanding and redaction are measured with."""
    files = (path for each in _SETS for path in sorted(_MESSAGES.glob(each)))
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return [re.sub("[‹›]", "", line).encode()[:_LONGEST] for line in lines]


class Findings:
    """The shortest text for each complaint, in a file of its own."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._shortest: dict[str, int] = {}

    def keep(self, complaint: str, text: str) -> None:
        """Keep *text* if it is the shortest so far."""
        if len(text) >= self._shortest.get(complaint, sys.maxsize):
            return
        self._shortest[complaint] = len(text)
        named = re.sub(r"\W+", "_", f"{self._name} {complaint}")
        (self._folder / f"{named}.txt").write_text(ascii(text), encoding="utf-8")
        print(f"{self._name}: {complaint}: {text[:100]!a}", flush=True)


def main(
    name: Annotated[str, typer.Argument(help="A property of `bench.fuzz.text`.")],
    seconds: Annotated[int, typer.Option(help="How long to search.")] = 240,
    seed: Annotated[int, typer.Option(help="Of the changes made to texts.")] = 1,
    out: Annotated[Path, typer.Option(help="Where texts and findings are kept.")] = Path("var/fuzz"),
    *,
    patterns: Annotated[bool, typer.Option("--patterns", help="Try what regular expressions match.")] = False,
) -> None:
    """Search, and keep what was found; ends with figures of executions and of code that was reached.

    *patterns* is not for `redaction`: atheris's patterns cannot begin inside a text, and raise `TypeError`.
    """
    atheris: Any = importlib.import_module("atheris")
    if patterns:
        atheris.enabled_hooks.add("RegEx")
    with atheris.instrument_imports(include=_REACHED):
        complaint = importlib.import_module("bench.fuzz.text").complaint
    corpus, findings = out / "texts" / name, Findings(out, name)
    write_seeds(corpus)
    write_dictionary(out / "words.dict")

    def one(data: bytes) -> None:
        text = data.decode(errors="surrogateescape")
        if said := complaint(name, text):
            findings.keep(said, text)

    options = [
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        f"-max_len={_LONGEST}",
        f"-dict={out / 'words.dict'}",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    typer.run(main)
