"""The actions' own client of a case store that a test has started."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from actions import services
from tests.installation import Installation, installed


@asynccontextmanager
async def acting(
    folder: Path, monkeypatch: pytest.MonkeyPatch, **overrides: Any
) -> AsyncIterator[Installation]:
    """Run what `installed` runs, and let the actions find it."""
    async with installed(folder, **overrides) as running:
        monkeypatch.setenv("AUSKUNFT_DATA", str(folder))
        monkeypatch.setenv("AUSKUNFT_CASESTORE_PORT", str(running.settings.casestore_port))
        services.cases.cache_clear()
        yield running
        await services.cases().close()
        services.cases.cache_clear()
