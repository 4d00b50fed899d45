"""The image holds what the product needs, no tool to build with, and nothing of whoever built it."""

import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from auskunft.training import fingerprint
from tests.deploy.files import DEPLOY, ROOT, SETTINGS

RECIPE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
STAGES = re.split(r"(?m)^FROM ", RECIPE.replace("\\\n", " "))[1:]
CHECK = """
import os, sys
from auskunft.command import main
try:
    main()
finally:
    files = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
    ours, installed = os.environ["ELSEWHERE"], os.path.dirname(os.path.dirname(sys.executable))
    print(*sorted(file for file in files if file.startswith(ours) and not file.startswith(installed)))
"""


def let_in(path: Path) -> bool:
    """Whether `.dockerignore` lets a file into a build: of the lines that fit, the last one counts."""
    kept = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#" and _fits(path, line.removeprefix("!")):
            kept = line.startswith("!")
    return kept


def _fits(path: Path, pattern: str) -> bool:
    above = [path.as_posix(), *(parent.as_posix() for parent in path.parents)][:-1]
    if pattern.startswith("**/"):
        return any(fnmatch(Path(each).name, pattern.removeprefix("**/")) for each in above)
    return any(fnmatch(each, pattern) and each.count("/") == pattern.count("/") for each in above)


@pytest.fixture(scope="module")
def context(tmp_path_factory) -> Path:
    """What a build sees."""
    folder = tmp_path_factory.mktemp("context")
    for top in ROOT.iterdir():
        if top.name.startswith(".") or top.name in {"var", "node_modules"}:
            continue
        for file in [top] if top.is_file() else [each for each in top.rglob("*") if each.is_file()]:
            path = file.relative_to(ROOT)
            if let_in(path):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, folder / path)
    return folder


def test_what_is_in_it_is_enough_to_start_and_to_train_the_same_model(context, tmp_path):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AUSKUNFT_")}
    checked = subprocess.run(
        [sys.executable, "-c", CHECK, "config", "check", "--data", str(tmp_path / "none")],
        cwd=context,
        env={**clean, "PYTHONPATH": str(context), "ELSEWHERE": f"{ROOT}/"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.stdout == "\n"  # nothing was taken from outside of the image
    keys, model, database = checked.stderr.splitlines()
    assert "Keys are missing" in keys
    assert f"{fingerprint()}.tar.gz" in model
    assert "no database yet" in database


def test_nothing_of_who_builds_it_gets_in(context):
    names = {file.relative_to(context).as_posix() for file in context.rglob("*") if file.is_file()}

    assert not [name for name in names if name.startswith((".", "var/", "tests/", "deploy/", "docs/"))]
    for kept in (
        ".git/config",
        ".env",
        "var/keys/auskunft_data_key",
        "deploy/compose/secrets/x",
        "widget/src/x.ts",
    ):
        assert not let_in(Path(kept)), kept
    assert any(name.startswith("widget/dist/") for name in names)


def test_every_file_that_is_copied_is_there(context):
    for stage in STAGES:
        for given in re.findall(r"(?m)^COPY ([^-].*)$", stage):
            *sources, _ = given.split()
            assert all((context / source).exists() for source in sources), given


def test_it_is_based_on_one_version():
    assert re.search(r"(?m)^ARG PYTHON=python:3\.11\.\d+-slim-[a-z]+$", RECIPE)
    assert {stage.split()[0] for stage in STAGES} == {"${PYTHON}", "installed"}


def test_everything_is_installed_with_its_hashes_or_is_ours():
    installs = re.findall(r"(?:pip install|pip sync) [^&\n]*", STAGES[0])

    assert len(installs) == 3
    assert all("--require-hashes" in line or line.rstrip().endswith("--no-deps -e .") for line in installs)


def test_the_last_stage_has_no_tools_and_is_no_root():
    last = STAGES[-1]

    assert not re.search(
        r"build-essential|gcc|/opt/uv|pip install|apt-get install(?!.*--no-install-recommends)", last
    )
    assert "/usr/local/lib/python3.11/site-packages/*" in last
    assert re.findall(r"(?m)^USER (.*)$", last) == ["10001:10001"]
    assert last.index("USER 10001") > last.index("RUN ")
    assert re.search(r'(?m)^ENTRYPOINT \["auskunft"\]$', last)
    assert set(re.findall(r"AUSKUNFT_\w+", RECIPE)) <= SETTINGS


def test_the_keys_that_training_makes_stay_behind():
    copied = re.findall(r"COPY --from=trained (\S+) (\S+)", STAGES[-1])

    assert copied == [("/tmp/training/models", "/var/lib/auskunft/models")]  # noqa: S108
