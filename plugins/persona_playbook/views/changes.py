"""What changed lately: which documents, and what in them, day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime

from ..catalog import Catalog, Entry
from ..difference.words import Reader, is_empty
from ..frontmatter import Document, parse
from ..git import Gap
from ..history import FileChange, History, Version
from ..kinds import Kind

MOST = 200  # what is told in all
MOST_A_DAY = 100
MANY = 10  # more of one sort on a day are folded


@dataclass(frozen=True, slots=True)
class News:
    """What happened to a document on one day.

    `entry` is None where it has no page any more. `what` is added, changed, moved or removed;
    `fields` are the fields that say something else now; `notes` whether the text below them does.
    """

    entry: Entry | None
    kind: Kind
    title: str
    path: str
    what: str
    when: datetime
    fields: tuple[str, ...] = ()
    notes: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its changes, by kind and title; `more` is how many files are left out."""

    day: date
    changes: tuple[News, ...]
    more: int = 0

    @property
    def few(self) -> list[News]:
        """The changes that are told one by one."""
        folded = {what for what, _ in self.many}
        return [one for one in self.changes if one.what not in folded]

    @property
    def many(self) -> list[tuple[str, list[News]]]:
        """The changes of which there are so many that a line about them is enough."""
        counts = Counter(one.what for one in self.changes)
        return [
            (what, [one for one in self.changes if one.what == what])
            for what, count in counts.items()
            if count > MANY
        ]


@dataclass(frozen=True, slots=True)
class Changes:
    """The days with changes, the latest first; `gap` says why there is nothing, or not all."""

    days: tuple[Day, ...] = ()
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class _Net:
    """What a day did to a file, whatever happened in between."""

    before: Version | None
    after: Version | None
    when: datetime


def changes(catalog: Catalog, history: History) -> Changes:
    """Tell what changed."""
    days: dict[date, dict[str, _Net]] = {}
    for revision in history.revisions:
        day = days.setdefault(revision.when.date(), {})
        for change in revision.changes:
            day[change.path] = _joined(change, day.get(change.path), revision.when)
    told: list[Day] = []
    left = MOST
    kinds = list(catalog.kinds)
    for day_, files in sorted(days.items(), reverse=True):
        told_of_day, more = _of_day(catalog, files, min(left, MOST_A_DAY))
        left -= len(told_of_day)
        if told_of_day:
            told_of_day.sort(key=lambda one: (kinds.index(one.kind.name), one.title.casefold()))
            told.append(Day(day_, tuple(told_of_day), more))
        if left <= 0:
            break
    return Changes(tuple(told), history.gap)


def _joined(change: FileChange, later: _Net | None, when: datetime) -> _Net:
    if later is None:
        return _Net(change.before, change.after, when)
    return _Net(change.before, later.after, later.when)


def _of_day(catalog: Catalog, files: dict[str, _Net], most: int) -> tuple[list[News], int]:
    """The first of a day's changes, and how many files were not looked at."""
    found: list[News] = []
    for seen, (path, net) in enumerate(sorted(files.items())):
        if len(found) == most:
            return found, 0 if catalog.is_narrowed else len(files) - seen
        if news := _news(catalog, path, net):
            found.append(news)
    return found, 0


def _news(catalog: Catalog, path: str, net: _Net) -> News | None:
    before, after = _document(net.before), _document(net.after)
    last = after or before
    if last is None or net.before == net.after:
        return None  # it came and went on one day, or is what it was
    entry = catalog.by_path.get(path)
    if catalog.is_narrowed and entry is None:
        return None  # who may read what is gone is not known
    kind = entry.kind if entry else catalog.kinds.get(str(last.data.get("kind")))
    if kind is None:
        return None  # no document of ours, or not yet
    name = path.rpartition("/")[2].rpartition(".")[0]
    title = entry.title if entry else str(last.data.get(kind.title_field, name))
    has_page = entry is not None and catalog.has_page(entry)
    what, notes = "changed", False
    fields: tuple[str, ...] = ()
    if before is None or after is None:
        what = "added" if before is None else "removed"
    elif before.readable and after.readable:
        if entry and entry.document.is_partial:
            return News(entry if has_page else None, kind, title, path, what, net.when)
        fields = _differing(catalog, kind, before, after)
        notes = before.body.split() != after.body.split()
        if not fields and not notes:
            if before.path == after.path:
                return None
            what = "moved"
    return News(entry if has_page else None, kind, title, path, what, net.when, fields, notes)


def _document(version: Version | None) -> Document | None:
    return parse(version.content or b"", version.path) if version else None


def _differing(catalog: Catalog, kind: Kind, before: Document, after: Document) -> tuple[str, ...]:
    """The fields that say something else, in the order of the schema."""
    reader = Reader(kind.schema, catalog.settings)

    def says(document: Document, name: str) -> Hashable:
        value = document.data.get(name)
        return None if is_empty(value) else reader.meaning(kind.fields.get(name, {}), value)

    names = {*before.data, *after.data} - catalog.settings.ignored_keys
    return tuple(
        name
        for name in sorted(names, key=lambda name: (kind.order(name), name))
        if (name in kind.fields or name.startswith("x-"))
        and says(before, name) != says(after, name)
    )
