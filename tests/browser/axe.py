"""axe-core, run on a page as it stands."""

from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "widget" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (rules) => {
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}"""


async def found_by_axe(page: Any) -> list[str]:
    """What axe-core finds, a line for each element; skips the test where it is not installed."""
    if not SCRIPT.exists():
        pytest.skip("no axe-core: npm ci in widget/")
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    return list(await page.evaluate(_RUN, RULES))
