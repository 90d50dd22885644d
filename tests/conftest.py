"""What tests share: a playbook written down in the test that reads it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import hypothesis
import pytest

from browser import address, browser, page, site
from trees import write

__all__ = ["address", "browser", "page", "site"]

# In CI the same examples each time: a landing must not hang on luck. New ones are sought locally.
hypothesis.settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("house")

TODAY = date(2026, 11, 22)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day on which all tests that ask for it run."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    return TODAY


@pytest.fixture
def playbook(tmp_path: Path) -> Callable[[str], Path]:
    """Write a folder of documents from one text and return it.

    A line that is not indented is a file's path; what is indented below it is the file.

        amelia.md
            ---
            kind: persona
            name: Amelia
            ---
        journeys/first-order.md
            …
    """

    return lambda tree: write(tmp_path / "personas", tree)
