"""What tests share: a playbook written down in the test that reads it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("house", deadline=None)
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

    def write(tree: str) -> Path:
        folder = tmp_path / "personas"
        folder.mkdir(exist_ok=True)
        files: dict[str, list[str]] = {}
        content: list[str] = []
        for line in textwrap.dedent(tree).strip("\n").splitlines():
            if line and not line[0].isspace():
                content = files.setdefault(line.strip(), [])
            else:
                content.append(line)
        for name, lines in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent("\n".join(lines)).strip("\n") + "\n", encoding="utf-8")
        return folder

    return write
