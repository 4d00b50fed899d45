"""Whether an OpenAPI document is whole, and whether a process that runs does what it says."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.fuzz.sized import TIMES

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
GUARD = 600 * TIMES  # seconds; only ends a run that would hang
_OPTIONS = ("--phases", "coverage,fuzzing", "--generation-deterministic", "--no-color")
_ODD = r"""
dictionaries.odd.values = [
  "\u0000", "a\u0000b", "9999999999", "-99999999999999999999", "\uFEFF", "\r\nX: y", "../..",
]
phases.coverage.unexpected-methods = []
generation.with-security-parameters = false
generation.dictionaries.string = { dictionary = "odd", probability = 0.4 }
"""


def operations(document: dict[str, Any]) -> set[tuple[str, str]]:
    """Method and path of all that the document describes."""
    return {(method.upper(), path) for path, item in document["paths"].items() for method in item}


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in the document."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from nodes(child)


def components(document: dict[str, Any]) -> set[str]:
    """What may be referred to."""
    kinds = document["components"].items()
    return {f"#/components/{k}/{name}" for k, named in kinds for name in named if k != "securitySchemes"}


async def complaints(url: str, folder: Path, examples: int, config: str = "") -> str:
    """What Schemathesis finds wrong with the process whose document is at *url*; "" when nothing."""
    file = folder / "schemathesis.toml"
    file.write_text(_ODD + config)
    command = [Path(sys.executable).with_name("schemathesis"), "--config-file", file, "run", url]
    run = await asyncio.create_subprocess_exec(
        *command,
        *("--checks", CHECKS, "--max-examples", str(examples * TIMES), *_OPTIONS),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        said, _ = await asyncio.wait_for(run.communicate(), GUARD)
    except TimeoutError:
        run.kill()
        raise
    return said.decode() if run.returncode else ""
