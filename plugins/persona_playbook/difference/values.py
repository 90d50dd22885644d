"""What differs, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..finding import DataPath


class What(StrEnum):
    """What happened to a field, to an item of a list, or to a part of the text."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # a list has the same items in another order
    RENAMED = "renamed"  # a part of the text, which perhaps changed too


@dataclass(frozen=True, slots=True)
class Step:
    """One step to a place: a field by its title, or an item of a list by its words."""

    words: str
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a document says at a place: as data, and in words."""

    raw: Any
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happened at one place of a document.

    `where` is the place in the data: of the new version, or of the old one if it is removed.
    `teams` are the ids in fields around it that name a team. What `is_faulty` in a version was not
    read there, and is compared as it was written.
    """

    what: What
    place: tuple[Step, ...]
    where: DataPath
    before: Said | None = None
    after: Said | None = None
    teams: frozenset[str] = frozenset()
    is_faulty: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What happened to a part of the text below the fields, by its heading; "" before the first.

    `added` and `removed` count words; both are 0 if they only stand in another order. A part that
    is renamed has both headings, with an arrow between them. `before` and `after` are its words,
    without the headings.
    """

    what: What
    heading: str
    added: int
    removed: int
    before: str
    after: str
