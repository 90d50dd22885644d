"""Links of a text that moved: to the documents that its neighbours became, or to nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..links import Link, rewrite, scan

# What a link to another text ends in; a picture of the same name is none.
_PAGE = re.compile(r"(?:\.(?:md|markdown|[qr]md|html?)|(?:^|/)[^./]*)/?\Z", re.IGNORECASE)
_NEAR = 2_000  # as far before its target as a link may begin


def relink(text: str, moved: Mapping[str, str], is_there: Callable[[str], bool]) -> str:
    """Point links at the files that others became; one that leads nowhere becomes its words.

    `moved` has the new files by the names of the old ones without their endings.
    """

    def target(link: Link) -> str | None:
        is_page = link.is_relative and _PAGE.search(link.path) is not None
        new = moved.get(stem(link.path)) if is_page else None
        return None if new is None else f"{new}{link.anchor}"

    text = rewrite(text, target)
    for link in reversed(list(scan(text))):
        if link.is_relative and not link.html and not is_there(link.path):
            text = _words_only(text, link)
    return text


def stem(path: str) -> str:
    """A file's name without its ending, as names are compared."""
    name = path.rstrip("/").rpartition("/")[2]
    return (name.rpartition(".")[0] or name).casefold()


def _words_only(text: str, link: Link) -> str:
    """The text with one link as words and, as code, what it led to."""
    line = text.rfind("\n", 0, link.start) + 1
    bracket = text.rfind("](", line, link.start)
    if bracket < 0:  # `[words]: target` on a line of its own
        end = text.find("\n", link.end)
        end = len(text) if end < 0 else end
        return f"{text[:line]}`{text[line:end].strip()}`{text[end:]}"
    close = text.find(")", link.end)
    depth, start = 1, bracket
    while depth and start > max(0, bracket - _NEAR):
        start -= 1
        depth += {"]": 1, "[": -1}.get(text[start], 0)
    if depth or close < 0:
        return text
    words = text[start + 1 : bracket]
    start -= text[:start].endswith("!")
    return f"{text[:start]}{words} (`{link.target}`){text[close + 1 :]}"
