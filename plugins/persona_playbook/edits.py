"""Changes of a document's front matter, made in its text: all else stays, byte for byte.

An `Editing` collects them by place. It refuses what it can't write so that the result, read
again, is what was meant.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from . import dump
from .finding import DataPath
from .frontmatter import Document
from .tree import CanNotEdit, Node, children, grow, places, plain

_BOM = codecs.BOM_UTF8
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in place of what stands from `start` to `end` of a document's text."""

    start: int
    end: int
    text: str


def apply(raw: bytes, document: Document, edits: Iterable[Edit]) -> bytes:
    """The bytes of a file with changes to its text; byte order mark and line ends are kept."""
    bom = _BOM if raw.startswith(_BOM) else b""
    # A file that is no text any more is another one, too.
    text = raw[len(bom) :].decode("utf-8", "surrogateescape")
    if _LINE_END.sub("\n", text) != document.text:
        raise CanNotEdit("the file is not the one that was read")
    first = _LINE_END.search(text)
    newline = first[0] if first else "\n"
    parts, position = [], 0  # `position` is one of `text`
    in_file = _in_file(text)
    for edit in ordered(edits):
        start, end = in_file(edit.start), in_file(edit.end)
        parts += [text[position:start], edit.text.replace("\n", newline)]
        position = end
    return bom + "".join([*parts, text[position:]]).encode("utf-8")


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A document's text with changes to it."""
    parts, position = [], 0
    for edit in ordered(edits):
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, text[position:]])


def ordered(edits: Iterable[Edit]) -> list[Edit]:
    """Changes in the order of their places; two for one place are refused."""
    found = sorted(edits, key=lambda edit: (edit.start, edit.end))
    for one, other in pairwise(found):
        if other.start < one.end:
            raise CanNotEdit("two changes for one place")
    return found


class Editing:
    """Changes to one document. Paths are those of the data as written, before any change."""

    def __init__(self, document: Document) -> None:
        self._root = grow(document)
        self._nodes = dict(places(self._root))
        self._keys = {id(value): key for node in self._nodes.values() for key, value in node.fields}
        self.document = document
        self.edits: list[Edit] = []
        self._values: dict[DataPath, Any] = {}
        self._names: dict[DataPath, str] = {}
        self._gone: set[DataPath] = set()
        self._more: dict[DataPath, list[Any]] = {}

    def replace(self, where: DataPath, value: Any) -> None:
        """Write another text, number or truth value; the author's quotes are kept.

        In place of a list or mapping only its own text can be written, read as a text.
        """
        node = self._node(where)
        if not node.is_scalar and value != self.document.text[node.start : node.end]:
            raise CanNotEdit("only a single value can be replaced")
        style = node.style if node.is_scalar and isinstance(value, str) else ""
        text = dump.scalar(value, style, self._in_brackets(where))
        # `name:` has no space behind it for the value that it gets.
        space = " " if node.start == node.end and self.document.text[node.start - 1] in ":-" else ""
        self.edits.append(Edit(node.start, node.end, space + text))
        self._values[where] = value

    def rename(self, where: DataPath, name: str) -> None:
        """Give a field another name."""
        if (*where[:-1], name) in self._nodes:
            raise CanNotEdit(f"there is a field '{name}' already")
        key, in_brackets = self._key(where), self._node(where[:-1]).in_brackets
        self.edits.append(Edit(key.start, key.end, dump.scalar(name, key.style, in_brackets)))
        self._names[where] = name

    def put(self, name: str, value: Any, order: Sequence[str] = ()) -> None:
        """Fill in a field of the document; a new one comes where `order` has it."""
        where = (name,)
        node = self._nodes.get(where)
        if node and node.is_scalar and not isinstance(value, list):
            self.replace(where, value)
        elif node and node.is_scalar and node.value is None:
            self.edits.append(Edit(self._key(where).end, node.end, f":{_below(value, '  ')}"))
        elif node:
            raise CanNotEdit(f"the field '{name}' has a value of another form")
        elif self._root.in_brackets:
            fields = self._root.fields
            at = fields[-1][1].end if fields else self._root.start + 1
            text = f"{', ' if fields else ''}{name}: {dump.flow(value)}"
            self.edits.append(Edit(at, at, text))
        else:
            self._insert(self._place(name, order), f"{name}:{_below(value, '  ')}")
        self._values[where] = value

    def add(self, where: DataPath, value: Any, order: Sequence[str] = ()) -> None:
        """Add an item to a list; one value becomes a list of two, and no field one of one."""
        node = self._nodes.get(where)
        if node is None or (node.is_scalar and node.value is None):
            if len(where) != 1:
                raise CanNotEdit("there is no list to add to")
            self.put(str(where[0]), [value], order)
            return
        item = dump.scalar(value, in_brackets=node.style != "-")
        if node.style == "[":
            at = node.items[-1].end if node.items else node.start + 1
            self.edits.append(Edit(at, at, f", {item}" if node.items else item))
        elif node.style == "-":
            dash = self._dash(node, len(node.items) - 1)
            indent = self.document.text[self._line(dash) : dash]
            if indent.strip():
                raise CanNotEdit("the list begins within a line")
            self._insert(self._after(node.end), f"{indent}- {item}")
        elif node.is_scalar:
            first = dump.scalar(node.value, node.style, in_brackets=True)
            self.edits.append(Edit(node.start, node.end, f"[{first}, {item}]"))
            self._values[where] = [node.value, value]
            return
        else:
            raise CanNotEdit("a set of fields is no list")
        self._more.setdefault(where, []).append(value)

    def remove(self, where: DataPath) -> None:
        """Take out an item or a field; the last item takes its field along."""
        parent = self._node(where[:-1])
        if isinstance(where[-1], int) and len(parent.items) == 1:
            self.remove(where[:-1])
            return
        node = self._node(where)
        parts = [(item, item) for item in parent.items] or list(parent.fields)
        index = next(i for i, (_, value) in enumerate(parts) if value is node)
        start = parts[index][0].start if parent.fields else node.start
        if parent.in_brackets:
            if index + 1 < len(parts):
                self.edits.append(Edit(start, parts[index + 1][0].start, ""))
            else:
                before = parts[index - 1][1].end if index else start
                self.edits.append(Edit(before, node.end, ""))
        else:
            start = start if parent.fields else self._dash(parent, index)
            line = self._line(start)
            if self.document.text[line:start].strip():
                raise CanNotEdit("it begins within a line")
            self.edits.append(Edit(line, self._after(node.end), ""))
        self._gone.add(where)

    def done(self) -> list[Edit]:
        """The changes, once it is sure that they make what was meant and nothing else."""
        before, edits = self.document, ordered(self.edits)
        after = before.fresh(applied(before.text, edits))
        expected = self._meant(self._root, ())
        if after.data != expected or after.body != before.body or not after.readable:
            raise CanNotEdit("the text is written so that it can't be changed without risk")
        if len(after.faults) > len(before.fresh().faults):
            raise CanNotEdit("the change would be read as something else")
        return edits

    def _meant(self, node: Node, path: DataPath) -> Any:
        """The data that a tree has after the changes."""
        if path in self._values:
            return self._values[path]
        if node.is_scalar:
            return plain(node)
        kept = [
            (name, self._meant(child, (*path, name)))
            for name, child in children(node)
            if (*path, name) not in self._gone
        ]
        if node.style in ("[", "-"):
            return [value for _, value in kept] + self._more.get(path, [])
        found = {
            self._names.get((*path, name), name): value for name, value in kept if value is not None
        }
        if not path:
            new = {str(where[0]): value for where, value in self._values.items() if len(where) == 1}
            found |= {name: value for name, value in new.items() if (name,) not in self._names}
        return found

    def _node(self, where: DataPath) -> Node:
        node = self._nodes.get(where)
        if node is None:
            raise CanNotEdit(f"there is no '{'.'.join(map(str, where))}' in it")
        return node

    def _key(self, where: DataPath) -> Node:
        return self._keys[id(self._node(where))]

    def _in_brackets(self, where: DataPath) -> bool:
        return any(self._node(where[:end]).in_brackets for end in range(len(where)))

    def _place(self, name: str, order: Sequence[str]) -> int:
        """Where a new field begins: behind the nearest one that comes before it in the order."""
        ends = {str(key.value): value.end for key, value in self._root.fields}
        before = order[: order.index(name)] if name in order else order
        for other in reversed(before):
            if other in ends:
                return self._after(ends[other])
        if name in order and ends:
            return self._line(self._root.start)
        return self._after(self._root.end) if ends else self.document.yaml_end

    def _insert(self, at: int, line: str) -> None:
        text = self.document.text
        lead = "\n" if at and text[at - 1] != "\n" else ""
        self.edits.append(Edit(at, at, f"{lead}{line}\n"))

    def _line(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return self.document.text.rfind("\n", 0, offset) + 1

    def _after(self, end: int) -> int:
        """Where the line begins that follows the one in which a value ends."""
        text = self.document.text
        if end and text[end - 1] == "\n":
            return end  # a text that keeps the blank lines behind it
        found = text.find("\n", end)
        return len(text) if found < 0 else found + 1

    def _dash(self, parent: Node, index: int) -> int:
        """The place of the hyphen before an item of a list over several lines."""
        before = parent.items[index - 1].end if index else parent.start
        found = self.document.text.rfind("-", before, parent.items[index].start)
        column = parent.start - self._line(parent.start)
        if found < 0 or found - self._line(found) != column:
            raise CanNotEdit("its hyphen stands where it is not looked for")
        return found


def _below(value: Any, indent: str) -> str:
    """What follows the colon of a new field."""
    if isinstance(value, list):
        return "".join(f"\n{indent}- {dump.scalar(item)}" for item in value)
    return f" {dump.scalar(value)}"


def _in_file(text: str) -> Callable[[int], int]:
    """From offsets of a text with `\\n` line ends to those of the text as it is in the file."""
    wide = [match.start() - index for index, match in enumerate(re.finditer("\r\n", text))]
    return lambda offset: offset + bisect_left(wide, offset)
