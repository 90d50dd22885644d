"""Two versions of a document's fields → what was added, removed and changed, by schema and words.

What reads the same is no change: one text or a list of one, a bare text or a mapping with nothing
else, fields in another order, a reference that follows a document to its new id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..finding import DataPath
from ..schema import Node
from .items import Item, match, tokens
from .values import Change, Said, Step, What
from .words import Reader, is_empty


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a document: in words, and in the data; and whose teams' it is."""

    steps: tuple[Step, ...] = ()
    where: DataPath = ()
    teams: frozenset[str] = frozenset()

    def to(self, key: str | int, step: Step | None, teams: frozenset[str]) -> _Place:
        steps = (*self.steps, step) if step else self.steps
        return _Place(steps, (*self.where, key), self.teams | teams)


@dataclass(frozen=True)
class Comparer:
    """Compares what two versions of a document say."""

    before: Reader
    after: Reader

    def changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
        """The changes of a whole document, in the order of its schema."""
        root = (self.before.schema.root, self.after.schema.root)
        return list(self._fields(root, dict(before), dict(after), _Place()))

    def _value(self, nodes: tuple[Node, Node], old: Any, new: Any, at: _Place) -> Iterator[Change]:
        """Yield how a value that is there in both versions differs."""
        if self.before.meaning(nodes[0], old) == self.after.meaning(nodes[1], new):
            return
        was_list = isinstance(old, list) or isinstance(new, list)
        old, new = self.before.full(nodes[0], old), self.after.full(nodes[1], new)
        if isinstance(old, list) and isinstance(new, list):
            items = (self.before.schema.items(nodes[0]), self.after.schema.items(nodes[1]))
            if was_list:
                yield from self._items(items, old, new, at)
            else:
                yield from self._value(items, old[0], new[0], at)
            return
        old, new = self.before.full(nodes[0], old), self.after.full(nodes[1], new)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from self._fields(nodes, old, new, at)
        else:
            yield self._change(nodes, old, new, at)

    def _fields(
        self, nodes: tuple[Node, Node], old: dict[str, Any], new: dict[str, Any], at: _Place
    ) -> Iterator[Change]:
        # What an item or a statement is called needs no label, if both are called by it.
        heads = {self.before.heading(nodes[0], old), self.after.heading(nodes[1], new)}
        is_named = bool(at.steps and at.steps[-1].is_item) or self.after.short(nodes[1])
        head = heads.pop() if is_named and len(heads) == 1 else None
        nodes = self.before.mapping(nodes[0]), self.after.mapping(nodes[1])
        teams = _teams(self.before, nodes[0], old) | _teams(self.after, nodes[1], new)
        for name in _order(nodes, old, new):
            reader, node = (self.before, nodes[0]) if name in old else (self.after, nodes[1])
            step = None if name == head else Step(reader.label(node, name))
            here = at.to(name, step, teams)
            was, now = self.before.schema, self.after.schema
            children = was.child(nodes[0], name), now.child(nodes[1], name)
            mine, yours = old.get(name), new.get(name)
            if not is_empty(mine) and not is_empty(yours):
                yield from self._value(children, mine, yours, here)
            elif not is_empty(mine) or not is_empty(yours):
                yield from self._alone(children, mine, yours, here)
        if "properties" not in nodes[1] and _moved(old, new):
            yield Change(What.MOVED, at.steps, at.where, teams=at.teams | teams)

    def _alone(self, nodes: tuple[Node, Node], old: Any, new: Any, at: _Place) -> Iterator[Change]:
        """Yield what a field says that the other version leaves out: a list item by item."""
        if isinstance(old if is_empty(new) else new, list):
            items = (self.before.schema.items(nodes[0]), self.after.schema.items(nodes[1]))
            yield from self._items(items, old or [], new or [], at)
        else:
            yield self._change(nodes, old, new, at)

    def _items(
        self, nodes: tuple[Node, Node], old: list[Any], new: list[Any], at: _Place
    ) -> Iterator[Change]:
        old = [self.before.full(nodes[0], item) for item in old if not is_empty(item)]
        new = [self.after.full(nodes[1], item) for item in new if not is_empty(item)]
        names = _names(self.before, nodes[0], old), _names(self.after, nodes[1], new)
        pairs = match(_compared(self.before, nodes[0], old), _compared(self.after, nodes[1], new))
        for i, j in pairs:
            if i is not None and j is not None:
                here = at.to(j, Step(names[0][i], is_item=True), frozenset())
                yield from self._value(nodes, old[i], new[j], here)
            elif j is not None:
                here = at.to(j, Step(names[1][j], is_item=True), _of(self.after, nodes[1], new[j]))
                yield self._change(nodes, None, new[j], here)
            elif i is not None:
                here = at.to(i, Step(names[0][i], is_item=True), _of(self.before, nodes[0], old[i]))
                yield self._change(nodes, old[i], None, here)
        kept = [i for i, j in pairs if i is not None and j is not None]
        if kept != sorted(kept):
            yield Change(What.MOVED, at.steps, at.where, teams=at.teams)

    def _change(self, nodes: tuple[Node, Node], old: Any, new: Any, at: _Place) -> Change:
        before = None if is_empty(old) else Said(old, self.before.words(nodes[0], old))
        after = None if is_empty(new) else Said(new, self.after.words(nodes[1], new))
        what = What.CHANGED if before and after else What.REMOVED if before else What.ADDED
        return Change(what, at.steps, at.where, before, after, at.teams)


def _order(nodes: tuple[Node, Node], old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The fields of both versions: those that a schema knows in its order, then the others."""
    known = [*nodes[1].get("properties", {}), *nodes[0].get("properties", {})]
    names = dict.fromkeys([*known, *new, *old])
    return [name for name in names if name in old or name in new]


def _moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether what two mappings share stands in another order."""
    return [name for name in old if name in new] != [name for name in new if name in old]


def _compared(reader: Reader, node: Node, values: list[Any]) -> list[Item]:
    """Items as they are matched: ids, terms and choices are the same or not, never alike."""
    is_id = "x-ref" in node or "x-term" in node or "enum" in node
    found = []
    for value in values:
        name: Any = None
        if isinstance(value, dict) and (head := reader.heading(node, value)):
            child = reader.schema.child(reader.mapping(node), head)
            name = head, reader.meaning(child, value[head])
        words = None if is_id else tokens(reader.words(node, value))
        found.append(Item(reader.meaning(node, value), name, words))
    return found


def _names(reader: Reader, node: Node, values: list[Any]) -> list[str]:
    """What the items of a list are called, by more than one field where one is not enough."""
    names = [reader.name(node, value) for value in values]
    counts = Counter(names)
    mapping = reader.mapping(node)
    found = []
    for number, (name, value) in enumerate(zip(names, values, strict=True), 1):
        if isinstance(value, dict) and counts[name] > 1:
            head = reader.heading(node, value)
            rest = [key for key in mapping.get("properties", {}) if key in value and key != head]
            more = [reader.words(reader.schema.child(mapping, key), value[key]) for key in rest[:1]]
            name = ", ".join(one for one in (name, *more) if one)  # noqa: PLW2901 - a longer one
        found.append(name or str(number))
    return found


def _teams(reader: Reader, node: Node, value: Mapping[str, Any]) -> frozenset[str]:
    """The teams that the fields of a mapping name, those of mappings in it left out."""
    return frozenset(
        str(value[name])
        for name in node.get("properties", {})
        if name in value
        and reader.schema.child(node, name).get("x-term") == "team"
        and isinstance(value[name], str)
    )


def _of(reader: Reader, node: Node, item: Any) -> frozenset[str]:
    return _teams(reader, reader.mapping(node), item) if isinstance(item, dict) else frozenset()
