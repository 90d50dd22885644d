"""Two lists → which item of one is which of the other, although their places differ.

An item that is inserted must not look as if all behind it had changed. Nothing here prefers one of
the two lists: compared the other way round, they are matched the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

_ALIKE = 0.55  # as many of their words, or of their letters by threes, must be the same
_MOST = 20_000  # pairs to look at; the rest of a longer list counts as removed and added
_SIGNS = 20_000  # of a text that are compared
_LETTERS = 300  # and as many of them by threes

Tokens = tuple[Counter[str], Counter[str]]
Pair = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Item:
    """What an item says; what it is called, if it is; its words, if others may be like it."""

    meaning: Hashable
    name: Hashable | None
    tokens: Tokens | None


def tokens(text: str) -> Tokens:
    """The words of a text, and the letters of its beginning by threes; enough to know it by."""
    folded = text[:_SIGNS].casefold()
    start = f" {folded[:_LETTERS]} "
    return Counter(folded.split()), Counter(start[i : i + 3] for i in range(len(start) - 2))


def alike(one: Tokens, other: Tokens) -> float:
    """How much two texts have in common, from 0 to 1."""
    return max(_share(mine, yours) for mine, yours in zip(one, other, strict=True))


def match(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    """Pair the items of two lists, in the order of the second; what is only in the first is last.

    First those that say the same, then those of one name, then those that are much alike.
    """
    found: dict[int, int] = {}

    def free() -> tuple[list[int], list[int]]:
        taken = set(found.values())
        return (
            [i for i in range(len(before)) if i not in found],
            [j for j in range(len(after)) if j not in taken],
        )

    for key in (attrgetter("meaning"), attrgetter("name")):
        left, right = free()
        ours, theirs = _grouped(before, left, key), _grouped(after, right, key)
        for name in ours.keys() & theirs.keys():
            found |= _closest(before, after, ours[name], theirs[name], 0)
    found |= _closest(before, after, *free(), _ALIKE)
    back = {j: i for i, j in found.items()}
    pairs: list[Pair] = [(back.get(j), j) for j in range(len(after))]
    return pairs + [(i, None) for i in range(len(before)) if i not in found]


def _grouped(
    items: Sequence[Item], indices: Iterable[int], key: Callable[[Item], Hashable]
) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index in indices:
        if (value := key(items[index])) is not None:
            groups[value].append(index)
    return groups


def _closest(
    before: Sequence[Item], after: Sequence[Item], left: list[int], right: list[int], least: float
) -> dict[int, int]:
    """Pair those that are most alike; of equals those whose places are nearest."""
    if len(left) * len(right) > _MOST:
        return {} if least else dict(zip(left, right, strict=False))
    ranked = []
    for i in left:
        for j in right:
            mine, yours = before[i].tokens, after[j].tokens
            score = alike(mine, yours) if mine and yours else 0.0
            if score >= least:
                ranked.append((-score, abs(i - j), i + j, i, j))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, _, i, j in sorted(ranked):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _share(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
