"""Where documents name a stage, a channel or a team."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from ..catalog import Catalog, Entry
from ..finding import DataPath
from ..settings import TOPICS
from .value import Value

OWNER = ("owner",)  # the field of the whole document
# What the page of a term shows in a place of its own; any other part comes last, on a list.
_SHOWN = {
    "stage": {
        ("journey", ("stages", "stage")),
        ("messaging", ("messages", "stage")),
        ("messaging", ("campaigns", "stage")),
        ("service", ("scenarios", "stage")),
        ("service", ("stages",)),
    },
    "channel": {
        ("persona", ("channels",)),
        ("persona", ("channels", "channel")),
        ("service", ("response_targets", "channel")),
        ("service", ("scenarios", "channel")),
        ("service", ("channels",)),
        ("messaging", ("messages", "channel")),
        ("messaging", ("campaigns", "channel")),
        ("journey", ("stages", "steps", "channel")),
        ("journey", ("steps", "channel")),
    },
    "team": {
        ("journey", ("stages", "owner")),
        ("journey", ("stages", "steps", "owner")),
        ("journey", ("steps", "owner")),
        ("journey", ("transitions", "owner")),
        ("journey", ("opportunities", "owner")),
        ("service", ("escalation", "to")),
        ("service", ("proactive", "owner")),
    },
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A document names a term: at `where` in the entry, inside of `part`.

    `path` are the names of the fields that lead there.
    """

    entry: Entry
    where: DataPath
    path: tuple[str, ...]

    @property
    def part(self) -> Value:
        """The part of the document that names the term; the whole document at the top."""
        where = self.where
        while where and isinstance(where[-1], int):
            where = where[:-1]
        return Value(self.entry, where[:-1])


@dataclass(frozen=True)
class Mentions:
    """Everything that names a term which has a page; nothing retired."""

    catalog: Catalog

    def parts(self, vocabulary: str, id_: str, kind: str, *path: str) -> tuple[Value, ...]:
        """The parts of documents of a kind that name a term in the field at `path`."""
        found = self._by_field.get((vocabulary, id_, kind, path), ())
        return tuple(dict.fromkeys(mention.part for mention in found))

    def documents(self, vocabulary: str, id_: str) -> list[Entry]:
        """The documents that name a term, each once."""
        return list(dict.fromkeys(one.entry for one in self.of(vocabulary, id_)))

    def of(self, vocabulary: str, id_: str) -> list[Mention]:
        """Where documents name a term, in the order of kinds and titles."""
        return self._by_term.get((vocabulary, id_), [])

    def rest(self, vocabulary: str, id_: str) -> tuple[Mention, ...]:
        """The mentions of a term that its page shows nowhere else."""
        return tuple(
            mention
            for mention in self.of(vocabulary, id_)
            if (mention.entry.kind.name, mention.path) not in _SHOWN[vocabulary]
            and (vocabulary != "team" or mention.path != OWNER)
        )

    @cached_property
    def _by_term(self) -> dict[tuple[str, str], list[Mention]]:
        found: dict[tuple[str, str], list[Mention]] = defaultdict(list)
        for kind in self.catalog.kinds.values():
            for entry in self.catalog.current(kind.name):
                for where, vocabulary, id_ in kind.terms.find(entry.data):
                    if vocabulary in TOPICS and isinstance(id_, str):
                        path = tuple(step for step in where if isinstance(step, str))
                        found[vocabulary, id_].append(Mention(entry, where, path))
        return found

    @cached_property
    def _by_field(self) -> dict[tuple[str, str, str, tuple[str, ...]], list[Mention]]:
        found: dict[tuple[str, str, str, tuple[str, ...]], list[Mention]] = defaultdict(list)
        for term, mentions in self._by_term.items():
            for mention in mentions:
                found[*term, mention.entry.kind.name, mention.path].append(mention)
        return found
