"""Small words: numbers of things, lists of them, and where two texts differ."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from ..difference.documents import Fate
from ..report import count

SHORT = 40  # a text that is shown whole, before and after
_AROUND = 5  # words before and after those that differ
FATES = {
    Fate.BROKEN: "broken",
    Fate.REMOVED: "removed",
    Fate.MENDED: "mended",
    Fate.RENAMED: "renamed or moved",
    Fate.CHANGED: "changed",
    Fate.ADDED: "added",
}


def fates(found: Sequence[Fate]) -> str:
    """How many documents met which fate: "1 document removed, 2 changed"."""
    told = [(found.count(fate), words) for fate, words in FATES.items() if fate in found]
    first = [f"{count(number, 'document')} {words}" for number, words in told[:1]]
    return ", ".join([*first, *(f"{number:,} {words}" for number, words in told[1:])])


def differing(before: str, after: str) -> tuple[str, str, str, str]:
    """The words before those that differ, the old ones, the new ones, and the words after them."""
    old, new = before.split(), after.split()
    start = len(list(takewhile(_same, zip(old, new, strict=False))))
    rest = zip(reversed(old[start:]), reversed(new[start:]), strict=False)
    end = len(list(takewhile(_same, rest)))
    head, tail = old[:start], old[len(old) - end :]
    return (
        " ".join([*(["…"] if start > _AROUND else []), *head[-_AROUND:]]),
        " ".join(old[start : len(old) - end]),
        " ".join(new[start : len(new) - end]),
        " ".join([*tail[:_AROUND], *(["…"] if end > _AROUND else [])]),
    )


def _same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]
