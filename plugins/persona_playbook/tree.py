"""A document's front matter as a tree with places: what an edit needs to know of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from .finding import DataPath
from .frontmatter import LOADER, Document, resolve

_BLOCK = re.compile(r"[|>][-+0-9]*")


@dataclass(frozen=True, slots=True)
class Node:
    """A value from `start` to `end` of the document's text; `end` is behind its last sign.

    `style` is the mark that a text begins with (`'`, `"`, `|`, `>` or nothing), `[` or `{` of a
    list or mapping in brackets, `-` or `:` of one that is written over several lines.
    """

    start: int
    end: int
    style: str
    value: Any = None  # of a scalar, as the reader reads it
    items: tuple[Node, ...] = ()
    fields: tuple[tuple[Node, Node], ...] = ()

    @property
    def in_brackets(self) -> bool:
        """Whether it is a list or mapping in brackets."""
        return self.style in ("[", "{")

    @property
    def is_scalar(self) -> bool:
        """Whether it is a single text, number or the like."""
        return self.style not in ("[", "{", "-", ":")


class CanNotEdit(ValueError):
    """A change that can't be made without touching more than it should; the message says why."""


def grow(document: Document) -> Node:
    """The tree of a document's front matter; an empty one is a mapping without fields.

    CanNotEdit says what is in it that only its author can tidy up.
    """
    if not document.readable:
        raise CanNotEdit(document.faults[0].message)
    text = document.text
    source = text[document.yaml_start : document.yaml_end]
    events = iter(yaml.parse(source, Loader=LOADER))
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            root = _node(event, events, text, document.yaml_start)
            if not root.is_scalar:
                return root
    return Node(document.yaml_start, document.yaml_start, ":")


def plain(node: Node) -> Any:
    """The data of a tree, as the reader reads it: what is empty is not there."""
    if node.style in ("{", ":"):
        found = ((str(key.value), plain(value)) for key, value in node.fields)
        return {name: value for name, value in found if value is not None}
    if node.style in ("[", "-"):
        return [value for item in node.items if (value := plain(item)) is not None]
    return node.value


def children(node: Node) -> Iterator[tuple[str | int, Node]]:
    """The parts of a list or mapping by the steps of their paths; empty items have none."""
    for key, value in node.fields:
        yield str(key.value), value
    filled = (item for item in node.items if not (item.is_scalar and item.value is None))
    yield from enumerate(filled)


def places(node: Node, path: DataPath = ()) -> Iterator[tuple[DataPath, Node]]:
    """A tree and all parts of it, by their paths in the data as written."""
    yield path, node
    for step, child in children(node):
        yield from places(child, (*path, step))


def _node(event: Any, events: Iterator[Any], text: str, base: int) -> Node:
    # A readable document is not deep: see MAX_DEPTH.
    if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag:
        raise CanNotEdit("it has an anchor, an alias or a tag")
    start, end = base + event.start_mark.index, base + event.end_mark.index
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, text, start, end)
    if isinstance(event, yaml.SequenceStartEvent):
        return _list(event, events, text, base)
    return _mapping(event, events, text, base)


def _mapping(event: Any, events: Iterator[Any], text: str, base: int) -> Node:
    start = base + event.start_mark.index
    fields: list[tuple[Node, Node]] = []
    names = set()
    while not isinstance(part := next(events), yaml.MappingEndEvent):
        key = _node(part, events, text, base)
        value = _node(next(events), events, text, base)
        if not key.is_scalar or key.value in (None, "") or str(key.value) in names:
            raise CanNotEdit("a field stands there twice or has no name")
        names.add(str(key.value))
        fields.append((key, value))
    if event.flow_style:
        return Node(start, _end(part, base), "{", fields=tuple(fields))
    return Node(start, fields[-1][1].end, ":", fields=tuple(fields))


def _list(event: Any, events: Iterator[Any], text: str, base: int) -> Node:
    items: list[Node] = []
    while not isinstance(part := next(events), yaml.SequenceEndEvent):
        items.append(_node(part, events, text, base))
    start = base + event.start_mark.index
    if event.flow_style:
        return Node(start, _end(part, base), "[", items=tuple(items))
    return Node(start, items[-1].end, "-", items=tuple(items))


def _scalar(event: Any, text: str, start: int, end: int) -> Node:
    style = event.style or ""
    if event.implicit[0]:
        value = resolve(event.value)
    else:
        value = "" if event.value.isspace() else event.value
    header = _BLOCK.match(text, start)
    if style in ("|", ">") and header and "+" not in header[0]:
        # Blanks at the end of its last line are a part of it; the lines below are not.
        end = start + len(text[start:end].rstrip(" \t\n\x85\u2028\u2029"))
        while text[end : end + 1] in (" ", "\t"):
            end += 1
    return Node(start, end, style, value)


def _end(event: Any, base: int) -> int:
    return base + int(event.end_mark.index)
