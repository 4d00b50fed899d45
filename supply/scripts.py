"""Scripts of others: what the desk hands to browsers as it is, and what the widget is built with."""

import base64
import json
import re
from pathlib import Path

from supply.component import Component
from supply.requirements import ROOT

_UNMODIFIED = ROOT / "desk" / "assets" / "third-party" / "README.md"
_LOCK = ROOT / "widget" / "package-lock.json"
_ROW = re.compile(
    r"\| `(?P<file>[^`]+)` \| `(?P<name>[^`@]+)@(?P<version>[^`]+)`,[^|]*"
    r"\| (?P<licence>[^|]+) \| `(?P<hash>[^`]+)` \|"
)


def unmodified() -> list[Component]:
    """The files in `desk/assets/third-party`, as its README lists them."""
    return [
        Component(
            name=row["name"],
            version=row["version"],
            ecosystem="npm",
            licence=row["licence"],
            ships=True,
            algorithm="sha384",
            digest=base64.b64decode(row["hash"]).hex(),
            where=f"desk/assets/third-party/{row['file']}",
        )
        for row in _ROW.finditer(_UNMODIFIED.read_text(encoding="utf-8"))
    ]


def widget() -> list[Component]:
    """What is bundled into the widget, and what builds and tests it."""
    packages = json.loads(_LOCK.read_text(encoding="utf-8"))["packages"]
    return [_of(path, about) for path, about in packages.items() if path]


def _of(path: str, about: dict[str, str | bool]) -> Component:
    return Component(
        name=path.rpartition("node_modules/")[2],
        version=str(about["version"]),
        ecosystem="npm",
        licence=str(about.get("license", "")),
        ships=not about.get("dev", False),
        algorithm="sha512",
        digest=base64.b64decode(str(about["integrity"]).removeprefix("sha512-")).hex(),
        where="widget/dist" if not about.get("dev", False) else "widget, built with it",
    )


def files_without_a_row() -> set[str]:
    """Scripts in `desk/assets/third-party` that its README does not list."""
    listed = {Path(one.where).name for one in unmodified()}
    return {path.name for path in _UNMODIFIED.parent.glob("*.js")} - listed
