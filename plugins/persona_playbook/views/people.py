"""Whom documents and their parts are for; a part that names nobody is for everyone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from ..catalog import Catalog, Entry
from ..settings import listed
from .value import Value


@dataclass(frozen=True)
class People:
    """Which documents and which parts of them are for which persona."""

    catalog: Catalog

    @cached_property
    def everyone(self) -> list[Entry]:
        """Every persona that is not retired, what matters first."""
        return self.catalog.current("persona")

    def of(self, value: Value) -> list[Entry]:
        """The personas that a document or a part of one names in `personas`."""
        found = [self.catalog.get("persona", str(id_)) for id_ in listed(value["personas"].raw)]
        return list(dict.fromkeys(entry for entry in found if entry))

    def ids(self, part: Value) -> frozenset[str]:
        """The ids that a part names in `personas`, earlier ids replaced by the present ones."""
        ids = listed(part["personas"].raw)
        get = self.catalog.get
        return frozenset(
            found.id if (found := get("persona", str(id_))) else str(id_) for id_ in ids
        )

    def is_for(self, value: Value, persona: Entry) -> bool:
        """Whether a part is for a persona: it names her, or nobody."""
        named = listed(value["personas"].raw)
        return not named or persona in self.of(value)

    def documents(self, kind: str, persona: Entry) -> list[Entry]:
        """The documents of a kind that are for a persona, those for everyone last; none retired."""
        own = self._by_persona.get((kind, persona.id), [])
        return own + self.common(kind)

    def common(self, kind: str) -> list[Entry]:
        """The documents of a kind that are for everyone; none retired."""
        return self._by_persona.get((kind, ""), [])

    @cached_property
    def _by_persona(self) -> dict[tuple[str, str], list[Entry]]:
        """By kind and persona, and under no persona what is for everyone: documents in order."""
        found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for kind in self.catalog.kinds:
            for entry in self.catalog.current(kind):
                for persona in self.of(Value(entry)):
                    found[kind, persona.id].append(entry)
                if entry.is_for_everyone("personas"):
                    found[kind, ""].append(entry)
        return found


def is_negative(persona: Entry) -> bool:
    """Whether this is a persona whom we don't want to serve."""
    return persona.data.get("priority") == "negative"
