"""What makes a site's search find things: words apart in its index, and a script that forgives."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

NAME = "search.js"
_BLOCK = r"(?:caption|dd|div|dl|dt|h[1-6]|section|summary|table|td|th|tr)"
_SEAM = re.compile(rf"(?<=\S)(?=<{_BLOCK}\b)|(<br ?/?>|</{_BLOCK}>)(?=\S)")


def script(synonyms: Sequence[Sequence[str]]) -> bytes:
    """The script of `assets/`, with the synonyms that it reads."""
    code = (Path(__file__).parent / "assets" / NAME).read_bytes()
    return f"const PLAYBOOK_SYNONYMS = {json.dumps(synonyms)};\n".encode() + code


def apart(html: str) -> str:
    """Keep the words of two blocks apart: an index drops tags, and makes cells one word."""
    return _SEAM.sub(r"\1\n", html)
