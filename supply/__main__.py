"""Write what this is made of: `python -m supply licences`, `python -m supply sbom`."""

import sys

from supply.bill import bill
from supply.inventory import inventory
from supply.page import page
from supply.requirements import ROOT

_WRITES = {"licences": ("docs/licences.md", page), "sbom": ("var/sbom.cdx.json", bill)}


def main() -> None:
    """Write what is named."""
    if len(sys.argv) != 2 or sys.argv[1] not in _WRITES:  # noqa: PLR2004  # one word
        sys.exit(f"Name one of {', '.join(_WRITES)}.")
    to, write = _WRITES[sys.argv[1]]
    (ROOT / to).parent.mkdir(exist_ok=True)
    (ROOT / to).write_text(write(inventory()), encoding="utf-8")
    sys.stdout.write(f"Wrote {to}.\n")


main()
