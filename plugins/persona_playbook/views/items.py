"""What views over several documents share: items, places on a page, and what is left to show."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ..catalog import Entry, slug
from .value import Value

_ABOUT = ("glance", "page")  # the sections in which a document speaks about itself


def names(items: Sequence[Value]) -> tuple[str, ...]:
    """Return the fields that items fill in, in the order of the schema."""
    found: dict[str, None] = {}
    order: list[str] = []
    for item in items:
        if isinstance(item.raw, dict):
            found |= dict.fromkeys(name for name in item.raw if item[name])
            schema = item.entry.kind.schema
            order = order or list(schema.at(item.where, item.entry.data).get("properties", {}))
    return tuple(dict.fromkeys(name for name in (*order, *found) if name in found))


def anchors(prefix: str, titles: Sequence[str]) -> Iterator[str]:
    """Yield a place on the page for each title, no two the same."""
    taken: set[str] = set()
    for title in titles:
        wanted = name = f"{prefix}-{slug(title)}"
        number = 1
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(name)
        yield name


def rest(entries: Sequence[Entry], shown: Collection[str]) -> Iterator[tuple[str, list[Value]]]:
    """Yield the fields that are not shown yet with their values, in the order of the schema."""
    for name in names([Value(entry) for entry in entries]):
        section = entries[0].kind.fields.get(name, {}).get("x-section")
        if name not in shown and section not in _ABOUT:
            yield name, [Value(entry)[name] for entry in entries if Value(entry)[name]]
