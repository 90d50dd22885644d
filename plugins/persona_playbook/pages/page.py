"""A page: Markdown with front matter, which is all that any engine needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .. import escape


@dataclass(frozen=True, slots=True)
class Page:
    """A page as Markdown with front matter. `source` is its document, or None for a computed page.

    `uri` is relative to the site's source folder, `source` to the playbook's folder.
    """

    uri: str
    title: str
    markdown: str
    source: str | None = None
    is_listed: bool = True  # whether a navigation names it


def finish(fields: dict[str, Any], content: str) -> str:
    """A whole page: front matter, and what it says without gaps."""
    # Macros render every page; what comes from documents is text to them.
    head = escape.front_matter({**fields, "render_macros": False})
    content = re.sub(r"\n{3,}", "\n\n", content).strip("\n")
    return f"{head}\n{content}\n"
