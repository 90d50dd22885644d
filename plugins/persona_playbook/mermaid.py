"""Diagrams of Mermaid: its script comes from the site itself, on the pages that have one."""

from __future__ import annotations

import re
from pathlib import Path

from markupsafe import Markup

# Material and Zensical fetch Mermaid from elsewhere unless a page has brought it.
SCRIPT = "mermaid.min.js"
FILES = (SCRIPT, "mermaid.LICENSE")
FOLDER = Path(__file__).parent / "assets"
_FENCE = re.compile(
    rb"^[ \t>]*(?:```|~~~)[ \t]*(?:\{[ \t]*\.)?mermaid\b|class=.mermaid.", re.MULTILINE
)


def is_in(html: str) -> bool:
    """Whether a page has a diagram."""
    return 'class="mermaid"' in html


def is_drawn(markdown: bytes) -> bool:
    """Whether a text has a diagram."""
    return _FENCE.search(markdown) is not None


def tag(url: str) -> str:
    """What loads the script in a page; deferred, the page is there before it."""
    return str(Markup('<script defer src="{}"></script>').format(url))
