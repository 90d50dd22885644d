"""One form for the fields of every document: tidy, and still as its author arranged it.

Fields are indented by two, lists stand below their field with a hyphen a line, texts have quotes
only where they need them (see `dump`), blank lines stand alone. What stands in brackets stays
there if it fits on one line. The order of fields, comments, blank lines and the lines of a text
are the author's. The text below the fields is not looked at.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import yaml

from . import dump
from .edits import Edit, applied
from .frontmatter import Document
from .tree import CanNotEdit, Node, grow

_WIDTH = 100  # of a line with brackets; texts may be longer
_COMMENT = re.compile(r"#[^\n]*|(?<=\n)[ \t]*(?=\n)")  # or a blank line
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(?=#)")  # of a text over several lines
_LINES = re.compile(r"([|>][-+]?)(?:[ \t]+#.*)?\n")  # such a header, where the lines may stay
_MARKS = re.compile(r"^(?:%|---|\.\.\.)", re.MULTILINE)  # of YAML's documents
_NO_COMMENT = re.compile(r"#[^\s#]")  # our reader takes it for a part of a text without quotes
_ELSEWHERE = yaml.SafeLoader.yaml_implicit_resolvers  # of YAML 1.1, which other tools read


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


def formatted(document: Document) -> list[Edit]:
    """What to change so that a document has the one form; CanNotEdit if something would be lost."""
    edits = _formatted(document)
    after = document.fresh(applied(document.text, edits))
    before = document.fresh()
    is_same = (
        _canonical(after.data) == _canonical(before.data)
        and after.body == before.body
        and len(after.faults) <= len(before.faults)
        and _all_comments(after) == _all_comments(before)
    )
    if not is_same or (edits and _formatted(after)):
        raise CanNotEdit("it can't be written otherwise without losing something")
    return edits


def _formatted(document: Document) -> list[Edit]:
    root = grow(document)
    old = document.text[document.yaml_start : document.yaml_end]
    if _MARKS.search(old):
        raise CanNotEdit("it has marks of YAML that would be lost")
    new = _Writer(document, root).write()
    return [Edit(document.yaml_start, document.yaml_end, new)] if new != old and root.fields else []


def _canonical(data: Any) -> str:
    return json.dumps(data)  # the order of fields counts


def _all_comments(document: Document) -> list[str]:
    return [comment for _, comment in _comments(document, grow(document)) if comment]


def _comments(document: Document, root: Node) -> Iterator[tuple[int, str]]:
    """Every comment and blank line between the texts, not in them, with its place."""
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
    def __init__(self, document: Document, root: Node) -> None:
        self.root = root
        self.text = document.text
        self.foot: list[str] = []
        self.parts = list(self._parts(root, None))
        self.by_node = {id(part.node): part for part in self.parts}
        self.starts = [part.start for part in self.parts]
        found = _comments(document, root)
        for place, comments in groupby(found, lambda one: bisect_left(self.starts, one[0])):
            self._attach(place, comments)

    def write(self) -> str:
        while self.foot and not self.foot[-1]:
            self.foot.pop()
        lines = [*self._mapping(self.root, ""), *_without_doubles(self.foot)]
        while lines and not lines[0]:
            del lines[0]
        return "".join(f"{line}\n" for line in lines)

    def _parts(self, node: Node, parent: _Part | None) -> Iterator[_Part]:
        """All fields and items in their order, those around others first."""
        for key, value in node.fields:
            part = _Part(key.start, self._column(key.start), value, parent)
            yield part
            yield from self._parts(value, part)
        for item, start in zip(node.items, self._starts(node), strict=True):
            part = _Part(start, self._column(start), item, parent)
            yield part
            yield from self._parts(item, part)

    def _starts(self, node: Node) -> Iterator[int]:
        """Where the items of a list begin: with their hyphens, if it has some."""
        if node.in_brackets:
            yield from (item.start for item in node.items)
            return
        hyphen = re.compile(rf"^ {{{self._column(node.start)}}}-(?=\s)", re.MULTILINE)
        for before, item in zip((None, *node.items), node.items, strict=False):
            found = hyphen.search(self.text, before.end, item.end) if before else None
            yield found.end() - 1 if found else node.start if before is None else item.start

    def _attach(self, place: int, comments: Iterable[tuple[int, str]]) -> None:
        """Give comments and blank lines to the fields or items that they are about.

        They stand between the part before `place` and the one that comes then; what comes first
        stays first.
        """
        part = self.parts[place - 1] if place else None
        after = self.parts[place] if place < len(self.parts) else None
        rest = after.above if after else self.foot
        target, blanks = None, list[str]()
        for offset, comment in comments:
            if not comment:
                blanks.append("")
                continue
            column, indent = self._column(offset), ""
            if part and self.text[offset - column : offset].strip():
                target = self._around(part, offset).beside
            elif part and part.node.is_scalar and offset < part.node.start:
                target = part.above  # between a field's name and its text
            elif (
                target is rest
                or not part
                or column <= (after.column if after else 0)
                or (after and after.parent is part)  # the first one in a field
            ):
                target = rest
            else:
                within = part
                while within.parent and within.column > column:
                    within = within.parent
                target = within.below
                indent = "  " * (within.column < column and not _is_block(within.node))
            target += [*blanks, indent + comment]
            blanks = []
        rest += blanks

    def _around(self, part: _Part, offset: int) -> _Part:
        """The outermost of the brackets that have ended where a part is, or the part."""
        while part.parent and part.parent.node.in_brackets and part.parent.node.end <= offset:
            part = part.parent
        return part

    def _column(self, offset: int) -> int:
        return offset - (self.text.rfind("\n", 0, offset) + 1)

    def _mapping(self, node: Node, indent: str) -> list[str]:
        lines = []
        for key, value in node.fields:
            part = self.by_node[id(value)]
            written = dump.scalar(str(key.value)) if key.style else self.text[key.start : key.end]
            lines += _indented(part.above, indent)
            lines += self._field(f"{indent}{written}:", part, indent)
            lines += _indented(part.below, indent)
        return lines

    def _list(self, node: Node, indent: str) -> list[str]:
        lines = []
        for item in node.items:
            part = self.by_node[id(item)]
            above = _indented(part.above, indent)
            if (item.fields or item.items) and not self._flow(item, f"{indent}-", part):
                write = self._mapping if item.fields else self._list
                below = write(item, f"{indent}  ")
                # What stands above its first field stands above the hyphen.
                first = next(
                    i for i, line in enumerate(below) if line.lstrip()[:1] not in ("#", "")
                )
                above += _indented(
                    [*part.beside, *(line.lstrip() for line in below[:first])], indent
                )
                below = [f"{indent}- {below[first].lstrip()}", *below[first + 1 :]]
            else:
                below = self._field(f"{indent}-", part, indent)
            lines += [*above, *below, *_indented(part.below, indent)]
        return lines

    def _field(self, head: str, part: _Part, indent: str) -> list[str]:
        node = part.node
        beside = "".join(f" {comment}" for comment in part.beside[:1])
        more = _indented(part.beside[1:], indent)
        if flow := self._flow(node, head, part):
            return [*more, f"{head} {flow}{beside}"]
        if node.fields:
            return [*more, head + beside, *self._mapping(node, f"{indent}  ")]
        if node.items:
            return [*more, head + beside, *self._list(node, f"{indent}  ")]
        value = self._value(part, f"{indent}  ")
        first, newline, rest = value.partition("\n")
        if rest and not value.startswith(("|", ">")):
            rest, beside = rest + beside, ""  # in the middle it would end the text
        return [*more, *f"{head}{first and f' {first}'}{beside}{newline}{rest}".split("\n")]

    def _flow(self, node: Node, head: str, part: _Part) -> str:
        """A list or mapping in brackets on the line of its field; nothing if it can't stand there.

        A comment in it needs a line of its own, and so does a value that is not there.
        """
        if not node.in_brackets or not (node.fields or node.items):
            return ""
        scalars = [one for one in _scalars(node) if one is not node]
        if any(one.start == one.end for one in scalars) or any(
            within.above or within.beside or within.below for within in self._within(node)
        ):
            return ""
        flow = self._brackets(node)
        beside = sum(len(comment) + 1 for comment in part.beside[:1])
        return flow if len(head) + 1 + len(flow) + beside <= _WIDTH else ""

    def _within(self, node: Node) -> Iterator[_Part]:
        for child in (*node.items, *(value for _, value in node.fields)):
            yield self.by_node[id(child)]
            yield from self._within(child)

    def _brackets(self, node: Node) -> str:
        if node.style == "[":
            return "[" + ", ".join(map(self._brackets, node.items)) + "]"
        if node.style == "{":
            pairs = (
                f"{self._brackets(key)}: {self._brackets(value)}" for key, value in node.fields
            )
            return "{" + ", ".join(pairs) + "}"
        if isinstance(node.value, str):
            return dump.scalar(node.value, _quotes(node), in_brackets=True)
        return self.text[node.start : node.end].strip()  # `1.0` stays what it is

    def _value(self, part: _Part, indent: str) -> str:
        """What a text, number, empty list or empty mapping looks like."""
        node = part.node
        if not node.is_scalar:
            return "[]" if node.style in ("[", "-") else "{}"
        written = self.text[node.start : node.end]
        if not isinstance(node.value, str):
            return written.strip()
        if node.value and (header := _LINES.match(written)):  # else there are no lines in it
            lines = written[header.end() :].removesuffix("\n").split("\n")
            depth = min(len(line) - len(line.lstrip(" ")) for line in lines if line.strip())
            if not lines[0][depth : depth + 1].isspace():
                below = [line[depth:] for line in lines]
                return "\n".join([header[1], *(line and indent + line for line in below)])
        if not _is_block(node) and "\n" in written:
            first, *below = (line.strip(" \t") for line in written.split("\n"))
            return "\n".join([first, *(line and indent + line for line in below)])
        long = dump.block(node.value, indent) if "\n" in node.value else None
        keeps = node.style in ("'", '"') and any(map(_NO_COMMENT.match, part.beside))
        return long or dump.scalar(node.value, node.style if keeps else _quotes(node))


def _is_block(node: Node) -> bool:
    return node.style in ("|", ">")


def _quotes(node: Node) -> str:
    """The quotes that a text keeps: other tools would read something else without."""
    known = _ELSEWHERE.get(node.value[:1], ())
    had = node.style in ("'", '"')
    return '"' if had and any(reads.match(node.value) for _, reads in known) else ""


def _indented(comments: list[str], indent: str) -> list[str]:
    return [comment and indent + comment for comment in _without_doubles(comments)]


def _without_doubles(comments: list[str]) -> list[str]:
    """Comments with no more than one blank line between them."""
    return [one for one, before in zip(comments, ["x", *comments], strict=False) if one or before]
