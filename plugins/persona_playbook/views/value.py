"""A value of a document together with its place, so that its schema and its source are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..catalog import Entry
from ..finding import DataPath


@dataclass(frozen=True, slots=True)
class Value:
    """What a document says at a place; false where it says nothing."""

    entry: Entry
    where: DataPath = ()

    @property
    def raw(self) -> Any:
        """What was written, None if nothing was."""
        value: Any = self.entry.data
        for step in self.where:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    @property
    def text(self) -> str:
        """What it says, whether written as a text or as a mapping with more about it."""
        raw = self.raw
        if isinstance(raw, dict):
            schema = self.entry.kind.schema
            short = schema.short(schema.node(self.where, self.entry.data), raw)
            raw = raw.get(short) if short else None
        return "" if raw is None or isinstance(raw, list) else str(raw)

    def __bool__(self) -> bool:
        return self.raw not in (None, "", [], {})

    def __getitem__(self, step: str | int) -> Value:
        return Value(self.entry, (*self.where, step))

    def __iter__(self) -> Iterator[Value]:
        """Its items; a single one may be written without the list."""
        raw = self.raw
        if isinstance(raw, list):
            for index in range(len(raw)):
                yield self[index]
        elif self:
            yield self
