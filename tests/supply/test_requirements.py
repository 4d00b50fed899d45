"""S1, S2. What is installed is what was locked, byte for byte; what we import is what we declare."""

import re

import pytest

from supply.imports import imported
from supply.requirements import ROOT, canonical, declared, requirements

LOCKS = ["requirements.txt", "requirements-uv.txt"]
PRODUCT = [
    "actions",
    "answers",
    "auskunft",
    "bot",
    "casestore",
    "desk",
    "doors",
    "gateway",
    "monitoring",
    "privacy",
    "settings",
]
TOOLS = ["bench", "supply", "tests"]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_one_exact_version_with_its_hashes(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    lines = [
        line for line in text.replace("\\\n", " ").splitlines() if line.strip() and line.strip()[0] != "#"
    ]

    assert lines
    for line in lines:
        assert re.fullmatch(
            r"[a-z0-9.-]+(\[[a-z,-]+\])?==[0-9a-z.+!]+( *--hash=sha256:[0-9a-f]{64})+ *", line
        ), line


@pytest.mark.parametrize("lock", [*LOCKS, "widget/package-lock.json", "pyproject.toml"])
def test_no_lock_names_a_server_to_download_from(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert not re.search(r"(?i)index-url|find-links|extra-index|\bresolved\b|git\+|@ *(https?|file):", text)
    assert not re.search(r"https?://[^\"\s]*\.(whl|tgz|tar\.gz|zip)", text)


def test_what_is_installed_with_is_never_less_than_the_hashes():
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")

    installs = re.findall(r"^.*(?:pip install|pip sync).*$", recipe, re.MULTILINE)
    assert len(installs) == 3
    assert all("--require-hashes" in line or line.rstrip().endswith("--no-deps -e .") for line in installs)


def test_everything_declared_is_locked():
    locked = {one.name for one in requirements()}

    assert declared() | declared("dev", "encoder") <= locked | {"auskunft"}


@pytest.mark.parametrize("package", PRODUCT)
def test_the_product_imports_only_what_it_declares(package):
    used = imported(ROOT / package)
    brought = {} if package != "answers" else dict.fromkeys(declared("encoder"))  # where an operator has one

    assert {name: where for name, where in used.items() if name not in declared() | brought.keys()} == {}


@pytest.mark.parametrize("package", TOOLS)
def test_tools_and_tests_import_only_what_is_declared(package):
    used = imported(ROOT / package)

    known = declared() | declared("dev", "encoder")
    assert {name: where for name, where in used.items() if name not in known} == {}


def test_every_package_of_ours_is_looked_at():
    with_code = {file.parent.name for file in ROOT.glob("*/__init__.py")}

    assert with_code <= {*PRODUCT, *TOOLS}


def test_a_name_is_one_however_it_is_written():
    assert canonical("Ruamel.YAML_clib") == "ruamel-yaml-clib"
