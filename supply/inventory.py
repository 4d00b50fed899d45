"""Everything of others that is in here, and what licences it may have."""

from supply.component import Component
from supply.licences import licence_of
from supply.requirements import requirements, shipped
from supply.scripts import unmodified, widget

ACCEPTED = {  # any use, with the licence's text beside it
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "PSF-2.0",
    "TCL",
    "Unlicense",
}
UNMODIFIED = {  # as a library of its own that is not changed: whoever changes it publishes the change
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "MPL-2.0",
}


def inventory() -> list[Component]:
    """Python packages and scripts, what ships first; the packages must be installed."""
    locked = requirements()
    ours = shipped(locked)
    packages = [
        Component(
            name=one.name,
            version=one.version,
            ecosystem="pypi",
            licence=licence_of(one.name),
            ships=one.name in ours,
            algorithm="sha256",
            digest=one.hashes[0],
        )
        for one in locked
    ]
    return sorted(
        [*packages, *unmodified(), *widget()], key=lambda one: (not one.ships, one.ecosystem, one.name)
    )


def licences_in(expression: str) -> set[str]:
    """The licences that *expression* names."""
    return set(expression.replace("(", " ").replace(")", " ").split()) - {"AND", "OR"}


def refused(components: list[Component]) -> list[Component]:
    """Those with no licence, or with one that was not looked at."""
    return [one for one in components if not one.licence or licences_in(one.licence) - ACCEPTED - UNMODIFIED]
