"""Which documents belong to which persona: as a picture of few lines, and as a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from ..catalog import Catalog, Entry
from ..kinds import Kind

# The columns of the picture in the order of their meaning: where people come from, who they are,
# their way, what we say, how we care. Evidence is left out: nearly everything rests on it.
COLUMNS = (("segment", "profile"), ("persona",), ("journey",), ("messaging",), ("service",))
MOST = 150  # with more boxes nobody finds a way through; documents are then counted, not drawn


@dataclass(frozen=True, slots=True)
class Group:
    """Documents of one kind."""

    kind: Kind
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    """A persona, and what she is connected with."""

    persona: Entry
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Relations:
    """All that is not retired: by persona, for everyone, and what belongs to no persona."""

    circles: tuple[Circle, ...]
    everyone: tuple[Group, ...]
    others: tuple[Group, ...]
    columns: tuple[tuple[Entry, ...], ...]

    @property
    def lines(self) -> Iterator[tuple[Entry, Entry]]:
        """The lines of the picture, from left to right: every one begins or ends at a persona."""
        column = {entry: number for number, some in enumerate(self.columns) for entry in some}
        for circle in self.circles:
            here = column[circle.persona]
            for group in circle.groups:
                for entry in group.entries:
                    if column.get(entry, here) < here:
                        yield entry, circle.persona
                    elif column.get(entry, here) > here:
                        yield circle.persona, entry

    @property
    def is_large(self) -> bool:
        """Whether there are too many documents to draw each of them."""
        return sum(map(len, self.columns)) > MOST


def relations(catalog: Catalog) -> Relations:
    """Find out what belongs to which persona."""
    entries = [entry for kind in catalog.kinds for entry in catalog.current(kind)]
    place = {entry: number for number, entry in enumerate(entries)}

    def groups(found: Iterable[Entry]) -> tuple[Group, ...]:
        by_kind: dict[str, list[Entry]] = defaultdict(list)
        for entry in sorted(found, key=place.__getitem__):
            by_kind[entry.kind.name].append(entry)
        return tuple(Group(catalog.kinds[name], tuple(some)) for name, some in by_kind.items())

    near = _near_personas(catalog, place.keys())
    everyone = {entry for _, entry in catalog.for_all.get("persona", ())} & place.keys()
    personas = [entry for entry in entries if entry.kind.name == "persona"]
    connected = {*personas, *everyone, *(entry for persona in personas for entry in near[persona])}
    return Relations(
        tuple(Circle(persona, groups(near[persona])) for persona in personas),
        groups(everyone),
        groups(place.keys() - connected),
        tuple(tuple(one for one in entries if one.kind.name in kinds) for kinds in COLUMNS),
    )


def _near_personas(catalog: Catalog, shown: Set[Entry]) -> dict[Entry, set[Entry]]:
    """What each persona refers to, and what refers to her."""
    near: dict[Entry, set[Entry]] = defaultdict(set)
    for reference in catalog.references:
        source, target = reference.source, catalog.get(*reference.key)
        if target and target is not source and {source, target} <= shown:
            for one, other in ((target, source), (source, target)):
                if one.kind.name == "persona":
                    near[one].add(other)
    return near
