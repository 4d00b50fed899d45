"""Our topics with a policy text they were not written for, or with a changed one."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from answers.answer import Answers
from privacy.language import Language

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "tests" / "policies" / "library"

Edit = tuple[str, str]  # old words and new ones


@cache
def library_answers() -> Answers:
    """The answers under the second sample policy; its index is built once."""
    with TemporaryDirectory(prefix="auskunft-") as folder:
        return Answers.load(library_content(Path(folder)))


def library_content(folder: Path) -> Path:
    """Copy the content to *folder* with the second sample policy in place of ours."""
    shutil.copytree(ROOT / "content", folder, dirs_exist_ok=True)
    for language in Language:
        shutil.copy(LIBRARY / f"customers.{language}.md", folder / "policy")
    return folder


def edited_content(folder: Path, edits: dict[Language, list[Edit]]) -> Path:
    """Copy the content to *folder* and change words of the policy; every edit must find its words."""
    shutil.copytree(ROOT / "content", folder, dirs_exist_ok=True)
    for language, changes in edits.items():
        path = folder / "policy" / f"customers.{language}.md"
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return folder
