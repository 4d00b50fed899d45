"""The file that websites load: small, closed in itself, and as its source says."""

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gateway.embed import BUILDS, Builds

WIDGET = BUILDS.parent
NODE = shutil.which("node")
MOST = 25_000  # bytes, compressed
NAMESPACES = {
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/1998/Math/MathML",
}
SCRIPT = Builds(BUILDS).newest.content.decode()
DOCUMENT = Path(WIDGET.parent / "docs" / "widget.md").read_text(encoding="utf-8")


def test_it_is_small():
    assert len(gzip.compress(SCRIPT.encode(), 9)) <= MOST


@pytest.mark.parametrize(
    "forbidden",
    [
        "eval(",
        "new Function",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "document.cookie",
        "localStorage",
    ],
)
def test_it_makes_no_markup_of_texts_and_keeps_nothing_for_long(forbidden):
    assert forbidden not in SCRIPT


def test_its_source_sets_no_markup_and_what_preact_could_set_is_never_asked_for():
    source = "".join(path.read_text(encoding="utf-8") for path in (WIDGET / "src").rglob("*.ts*"))

    assert "innerhtml" not in source.lower()
    assert SCRIPT.count("innerHTML") <= 2


def test_it_names_no_address_of_anybody():
    assert set(re.findall(r"(?:https?|wss?)://[^\s\"'`]*", SCRIPT)) <= NAMESPACES


def test_its_version_is_that_of_its_package():
    assert (
        f"privacy-chat-{json.loads((WIDGET / 'package.json').read_text())['version']}.js"
        == Builds(BUILDS).newest.name
    )


def test_its_licences_are_named_in_it():
    assert "Apache-2.0" in SCRIPT[:200]
    assert "Preact, MIT" in SCRIPT[:200]


def test_its_packages_are_exact_hashed_and_bound_to_no_registry():
    package = json.loads((WIDGET / "package.json").read_text())
    locked = json.loads((WIDGET / "package-lock.json").read_text())["packages"]
    others = {name: entry for name, entry in locked.items() if name}

    wanted = {**package["dependencies"], **package["devDependencies"]}
    assert wanted == {name: others[f"node_modules/{name}"]["version"] for name in wanted}
    assert all(entry["integrity"].startswith("sha512-") for entry in others.values())
    assert not any("resolved" in entry for entry in others.values())


def test_properties_and_parts_are_those_that_websites_are_told_of():
    own = {"--privacy-chat-rem"}
    style = (WIDGET / "src" / "chat.css").read_text(encoding="utf-8")
    views = "".join(path.read_text(encoding="utf-8") for path in (WIDGET / "src" / "views").glob("*.tsx"))
    parts = {part for found in re.findall(r"part=[\"{`]+([a-z ]+)", views) for part in found.split()}

    assert set(re.findall(r"--privacy-chat-[a-z-]+", style)) - own == set(
        re.findall(r"--privacy-chat-[a-z-]+", DOCUMENT)
    )
    assert parts == set(re.findall(r"^\| `([a-z]+)` part", DOCUMENT, re.MULTILINE))


@pytest.mark.skipif(
    not (WIDGET / "node_modules").exists() or not NODE, reason="no Node packages: make widget"
)
def test_the_committed_file_is_what_its_source_builds(tmp_path):
    copy = shutil.copytree(WIDGET, tmp_path / "widget", ignore=shutil.ignore_patterns("node_modules", "dist"))
    (copy / "node_modules").symlink_to(WIDGET / "node_modules")

    subprocess.run([NODE, "build.mjs"], cwd=copy, check=True, timeout=120)

    assert (copy / "dist" / Builds(BUILDS).newest.name).read_text(encoding="utf-8") == SCRIPT
