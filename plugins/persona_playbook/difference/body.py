"""Two texts → which parts of them, from one heading to the next, differ, and in which words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .. import links
from .items import Item, match, tokens
from .values import Part, What

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*(?:[ \t]*\{[^{}]*\})?[ \t]*$")


def compare(before: str, after: str) -> Iterator[Part]:
    """Yield the parts that differ, in the order of the new text, then those that are gone."""
    old, new = (list(_parts(text)) for text in (before, after))
    pairs = match(*([_item(heading, words) for heading, words in parts] for parts in (old, new)))
    for left, right in pairs:
        if left is None and right is not None:
            heading, words = new[right]
            yield Part(What.ADDED, heading, len(words), 0, "", " ".join(words))
        elif right is None and left is not None:
            heading, words = old[left]
            yield Part(What.REMOVED, heading, 0, len(words), " ".join(words), "")
        elif left is not None and right is not None and old[left] != new[right]:
            added, removed = Counter(new[right][1]), Counter(old[left][1])
            more, less = (added - removed).total(), (removed - added).total()
            what, headings = What.CHANGED, dict.fromkeys((old[left][0], new[right][0]))
            if len(headings) > 1:
                what = What.RENAMED
            heading = " → ".join(one for one in headings if one)
            yield Part(
                what, heading, more, less, *(" ".join(one[1]) for one in (old[left], new[right]))
            )


def _item(heading: str, words: list[str]) -> Item:
    meaning = (heading, tuple(words))
    return Item(meaning, heading or None, tokens(f"{heading} {' '.join(words)}"))


def _parts(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each part's heading and words; what comes before the first heading has none."""
    heading, words = "", list[str]()
    # What is code or a comment is blank in the prose, line for line; a heading may have code, too.
    for line, prose in zip(text.split("\n"), links.prose(text).split("\n"), strict=True):
        if _HEADING.match(prose) and (found := _HEADING.match(line)):
            if heading or words:
                yield heading, words
            heading, words = found[1], []
        else:
            words += line.split()
    if heading or words:
        yield heading, words
