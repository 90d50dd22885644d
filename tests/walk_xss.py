"""Every page of the attacked site, opened and stirred: `pytest tests/walk_xss.py -n 2`.

It takes many minutes, so `make test` opens one page of each make; run this when `clean.py`,
`blocks.py`, `escape.py` or a template changes.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from sites import Built
from test_xss import built, walk

__all__ = ["built"]  # the fixture

PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_runs_on_any_page(part: int, built: Built, browser: Browser) -> None:
    troubles = walk(built, browser, sorted(built.files("**/*.html"))[part::PARTS])
    assert not troubles, "\n".join(str(one)[:400] for one in troubles[:40])
