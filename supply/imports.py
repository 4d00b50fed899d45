"""Which packages of others our own import."""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from supply.requirements import ROOT, canonical


def imported(folder: Path) -> dict[str, set[str]]:
    """The packages that the modules in *folder* import, by canonical name, each with the files that do."""
    found: dict[str, set[str]] = {}
    ours = {path.name for path in ROOT.iterdir() if path.is_dir()}
    offered = packages_distributions()
    for file in folder.rglob("*.py"):
        for module in _modules(ast.parse(file.read_text(encoding="utf-8"))):
            if module in ours or module in sys.stdlib_module_names:
                continue
            for package in offered.get(module, [module]):
                found.setdefault(canonical(package), set()).add(file.relative_to(ROOT).as_posix())
    return found


def _modules(tree: ast.Module) -> set[str]:
    """The top-level names that *tree* imports, wherever in it."""
    plain = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    froms = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in [*plain, *filter(None, froms)]}
