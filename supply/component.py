"""One thing that somebody else made."""

from dataclasses import dataclass
from typing import Literal

Ecosystem = Literal["pypi", "npm"]


@dataclass(frozen=True)
class Component:
    """A package as it is locked; *licence* is an SPDX expression, *digest* that of a file of it.

    `ships` tells whether an installation runs it, or hands it to browsers; others build and test.
    """

    name: str
    version: str
    ecosystem: Ecosystem
    licence: str
    ships: bool
    algorithm: Literal["sha256", "sha384", "sha512"]
    digest: str
    where: str = ""
