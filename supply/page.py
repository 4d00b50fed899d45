"""`docs/licences.md`: the licence of everything that ships, for people to read."""

from collections import Counter

from supply.component import Component
from supply.inventory import UNMODIFIED, licences_in

_HEAD = """# Licences of what is in here

Written by `make licences` from what is locked; a test compares. Auskunft itself is Apache-2.0. No licence is
unknown, none is the GPL, the AGPL or anything like it: a package with a licence that is not among these fails
the test until somebody has read it.
"""
_UNCHANGED = """Under a licence that wants changes to the package itself published, and used unchanged, as
packages of their own:"""


def page(components: list[Component]) -> str:
    """The page about *components*, as Markdown."""
    ships = [one for one in components if one.ships]
    tools = [one for one in components if not one.ships]
    careful = [one for one in ships if licences_in(one.licence) & UNMODIFIED]
    names = ", ".join(f"{one.name} ({one.licence})" for one in careful)
    return "\n".join(
        [
            _HEAD,
            f"{_UNCHANGED} {names}.",
            "",
            f"## Ships: {len(ships)}",
            "",
            *_table(ships),
            "",
            f"## Only builds and tests: {len(tools)}",
            "",
            ", ".join(f"{count} × {licence}" for licence, count in _counted(tools)) + ".",
            "",
        ]
    )


def _table(components: list[Component]) -> list[str]:
    rows = [f"| {one.name} | {one.version} | {one.licence} | {one.where or 'Python'} |" for one in components]
    return ["| package | version | licence | where |", "|---|---|---|---|", *rows]


def _counted(components: list[Component]) -> list[tuple[str, int]]:
    return sorted(Counter(one.licence for one in components).items(), key=lambda pair: (-pair[1], pair[0]))
