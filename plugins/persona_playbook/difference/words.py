"""A value of a document in words: as a reader would say it, not as it is written down."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..catalog import Key
from ..language import field_label
from ..schema import Node, Schema
from ..settings import Settings

_Titles = Callable[[str, str], str | None]


@dataclass(frozen=True)
class Reader:
    """Reads values of one version of a playbook.

    `title_of` gives the title of the document that a reference leads to. `same_as` gives the key
    that a document is known by on both sides, if a reference to it is no change.
    """

    schema: Schema
    settings: Settings
    title_of: _Titles = lambda kind, id_: None  # noqa: ARG005 - nobody is asked
    same_as: Mapping[Key, Key] = field(default_factory=dict)

    def mapping(self, node: Node) -> Node:
        """The schema of a value that is written as a mapping."""
        return self.schema.branch(node, {})

    def label(self, node: Node, name: str) -> str:
        """What a field of a mapping is called."""
        if name in node.get("properties", {}):
            return field_label(self.settings.language, name, self.schema.child(node, name))
        if isinstance(node.get("additionalProperties"), dict):
            return name  # the author's own label
        return field_label(self.settings.language, name, {})

    def full(self, node: Node, value: Any) -> Any:
        """A value in its full form: a list where there may be one, a mapping for a short text."""
        if not isinstance(value, list) and self.schema.items(node):
            return [value]
        if not isinstance(value, dict | list) and (short := self.short(node)):
            return {short: value}
        return value

    def short(self, node: Node) -> str | None:
        """The field of a mapping that a bare text stands for."""
        return self.schema.short(node, {})

    def heading(self, node: Node, value: Mapping[str, Any]) -> str | None:
        """The field of a mapping that says what it is called."""
        return self.schema.heading(self.mapping(node), value)

    def meaning(self, node: Node, value: Any) -> Hashable:
        """A value as something to compare: the same if it says the same, however written."""
        value = self.full(node, value)
        if isinstance(value, list):
            items = self.schema.items(node)
            return ("list", *(self.meaning(items, item) for item in value if not is_empty(item)))
        if isinstance(value, dict):
            mapping = self.mapping(node)
            pairs = [
                (name, self.meaning(self.schema.child(mapping, name), item))
                for name, item in value.items()
                if not is_empty(item)
            ]
            if "properties" in mapping:
                pairs.sort(key=lambda pair: pair[0])  # the order of fields means nothing
            return ("mapping", *pairs)
        if "x-ref" in node and isinstance(value, str):
            return self.same_as.get((node["x-ref"], value), (node["x-ref"], value))
        return isinstance(value, bool), value

    def words(self, node: Node, value: Any) -> str:
        """A value in words, on one line."""
        if isinstance(value, list):
            items = self.schema.items(node)
            return ", ".join(self.words(items, item) for item in value)
        if isinstance(value, dict):
            return self._mapping(node, value)
        node = self.schema.branch(node, value) | {k: v for k, v in node.items() if k[:2] == "x-"}
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float):
            number = f"{value:+}" if "x-words" in node and value else str(value)
            return number.replace("-", "−")
        text = " ".join(str(value).split())
        if "x-ref" in node:
            return self.title_of(node["x-ref"], text) or text
        if "x-term" in node:
            return self.settings.term(node["x-term"], text)
        if "enum" in node and "x-own" not in node:
            return self.settings.language.label(text)
        return text

    def name(self, node: Node, value: Any) -> str:
        """What an item of a list is called; nothing if only its place tells it from others."""
        if not isinstance(value, dict):
            return self.words(node, value)
        name = self.heading(node, value)
        return self.words(self.schema.child(self.mapping(node), name), value[name]) if name else ""

    def _mapping(self, node: Node, value: Mapping[str, Any]) -> str:
        """A mapping: what it is called, and in brackets all else."""
        mapping, head, child = self.mapping(node), self.heading(node, value), self.schema.child
        rest = [
            f"{self.label(mapping, name)}: {self.words(child(mapping, name), value[name])}"
            for name in value
            if name != head
        ]
        name = self.name(node, value)
        if not name:
            return ", ".join(rest)
        return f"{name} ({', '.join(rest)})" if rest else name


def is_empty(value: Any) -> bool:
    """Whether a field or an item counts as not filled in."""
    return value is None or value in ([], {})
