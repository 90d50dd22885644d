"""One form for the fields of every document: that of the form editors, so that changes are small.

Fields stand in the order of the schema, indented by two, lists below their field, texts on one line
and in quotes only where they need them; see `dump`. Comments stay with the field below them, or at
the end of their line. Blank lines between fields go. The text below the fields is not looked at.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from . import dump
from .edits import Edit, applied
from .finding import DataPath
from .frontmatter import Document
from .kinds import Kind
from .tree import CanNotEdit, Node, children, grow, plain

_COMMENT = re.compile(r"#[^\n]*")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(?=#)")  # of a text over several lines


@dataclass
class _Part:
    """A field or item, and the comments that belong to it."""

    start: int
    column: int
    node: Node
    parent: _Part | None
    above: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


def formatted(document: Document, kind: Kind) -> list[Edit]:
    """What to change so that a document has the one form; CanNotEdit if something would be lost."""
    edits = _formatted(document, kind)
    after = document.fresh(applied(document.text, edits))
    before = document.fresh()
    is_same = (
        _canonical(after.data) == _canonical(before.data)
        and after.body == before.body
        and len(after.faults) == len(before.faults)
        and _all_comments(after) == _all_comments(before)
    )
    if not is_same or (edits and _formatted(after, kind)):
        raise CanNotEdit("it can't be written otherwise without losing something")
    return edits


def _formatted(document: Document, kind: Kind) -> list[Edit]:
    root = grow(document)
    old = document.text[document.yaml_start : document.yaml_end]
    new = _Writer(document, root, kind).write()
    return [Edit(document.yaml_start, document.yaml_end, new)] if new != old and root.fields else []


def _canonical(data: Any) -> str:
    return json.dumps(data, sort_keys=True)


def _all_comments(document: Document) -> list[str]:
    return sorted(comment for _, comment in _comments(document, grow(document)))


def _comments(document: Document, root: Node) -> Iterator[tuple[int, str]]:
    """Every comment with its place: what begins with # between the texts, not in them."""
    position = document.yaml_start
    for node in _scalars(root):
        for found in _COMMENT.finditer(document.text, position, node.start):
            yield found.start(), found[0].rstrip()
        if header := _HEADER.match(document.text, node.start, node.end):
            line = document.text[header.end() : node.end].partition("\n")[0]
            yield header.end(), line.rstrip()
        position = node.end
    for found in _COMMENT.finditer(document.text, position, document.yaml_end):
        yield found.start(), found[0].rstrip()


def _scalars(node: Node) -> Iterator[Node]:
    """The texts and names of a tree, in their order."""
    if node.is_scalar:
        yield node
    for key, value in node.fields:
        yield key
        yield from _scalars(value)
    for item in node.items:
        yield from _scalars(item)


class _Writer:
    def __init__(self, document: Document, root: Node, kind: Kind) -> None:
        self.document, self.root, self.kind = document, root, kind
        self.text = document.text
        self.data = plain(root)
        self.head: list[str] = []
        self.foot: list[str] = []
        self.parts = list(self._parts(root, None))
        self.by_node = {id(part.node): part for part in self.parts}
        self.starts = [part.start for part in self.parts]
        end = self.starts[0] if self.starts else document.yaml_end
        self.blank = self.text.rfind("\n\n", document.yaml_start, end)  # the last above all fields
        for offset, comment in _comments(document, root):
            self._attach(offset, comment)

    def write(self) -> str:
        lines = [*self.head, ""] if self.head else []
        lines += self._mapping(self.root, (), "")
        return "".join(f"{line}\n" for line in [*lines, *self.foot])

    def _parts(self, node: Node, parent: _Part | None) -> Iterator[_Part]:
        """All fields and items in their order, those around others first."""
        for key, value in node.fields:
            part = _Part(key.start, self._column(key.start), value, parent)
            yield part
            yield from self._parts(value, part)
        for item in node.items:
            # The items of a list over several lines begin with their hyphens.
            column = self._column(item.start if node.in_brackets else node.start)
            part = _Part(item.start, column, item, parent)
            yield part
            yield from self._parts(item, part)

    def _attach(self, offset: int, comment: str) -> None:
        """Give a comment to the field or item that it is about."""
        place = bisect_left(self.starts, offset)
        part = self.parts[place - 1] if place else None
        after = self.parts[place] if place < len(self.parts) else None
        column = self._column(offset)
        if self.text[offset - column : offset].strip():
            while part and part.parent and part.parent.node.in_brackets:
                if part.parent.node.end > offset:
                    break
                part = part.parent
            (part.beside if part else self.head).append(comment)
        elif after and not part and offset <= self.blank:
            self.head.append(comment)
        elif after and column <= after.column:
            after.above.append(comment)
        else:
            while part and part.column > column:
                part = part.parent
            is_last = after is None and column == 0
            (self.foot if is_last or not part else part.below).append(comment)

    def _column(self, offset: int) -> int:
        return offset - (self.text.rfind("\n", 0, offset) + 1)

    def _mapping(self, node: Node, path: DataPath, indent: str) -> list[str]:
        known = list(self.kind.schema.at(path, self.data).get("properties", ()))
        order = {name: place for place, name in enumerate(known)}
        lines = []
        for key, value in sorted(
            node.fields, key=lambda pair: order.get(str(pair[0].value), len(order))
        ):
            part, name = self.by_node[id(value)], str(key.value)
            written = dump.scalar(name) if key.style else self.text[key.start : key.end]
            lines += [indent + comment for comment in part.above]
            lines += self._field(f"{indent}{written}:", part, (*path, name), indent)
            lines += [indent + comment for comment in part.below]
        return lines

    def _field(self, head: str, part: _Part, path: DataPath, indent: str) -> list[str]:
        node = part.node
        beside = "".join(f" {comment}" for comment in part.beside[:1])
        more = [indent + comment for comment in part.beside[1:]]
        if node.fields:
            return [*more, head + beside, *self._mapping(node, path, f"{indent}  ")]
        if node.items:
            return [*more, head + beside, *self._list(node, path, f"{indent}  ")]
        value = self._value(node, f"{indent}  ")
        first, newline, rest = value.partition("\n")
        return [*more, *f"{head}{first and f' {first}'}{beside}{newline}{rest}".split("\n")]

    def _list(self, node: Node, path: DataPath, indent: str) -> list[str]:
        places = {id(child): (*path, step) for step, child in children(node)}
        lines = []
        for item in node.items:
            part, where = self.by_node[id(item)], places.get(id(item), path)
            above = [indent + comment for comment in part.above]
            if item.fields or item.items:
                write = self._mapping if item.fields else self._list
                below = write(item, where, f"{indent}  ")
                # What stands above its first field stands above the hyphen.
                first = next(i for i, line in enumerate(below) if line.lstrip()[:1] != "#")
                above += [indent + comment for comment in part.beside]
                above += [indent + line.lstrip() for line in below[:first]]
                below = [f"{indent}- {below[first].lstrip()}", *below[first + 1 :]]
            else:
                below = self._field(f"{indent}-", part, where, indent)
            lines += [*above, *below, *(indent + comment for comment in part.below)]
        return lines

    def _value(self, node: Node, indent: str) -> str:
        """What a text, number, empty list or empty mapping looks like."""
        if not node.is_scalar:
            return "[]" if node.style in ("[", "-") else "{}"
        if not isinstance(node.value, str):
            return self.text[node.start : node.end].strip()  # `1.0` stays what it is
        long = dump.block(node.value, indent) if "\n" in node.value else None
        return long or dump.scalar(node.value)
