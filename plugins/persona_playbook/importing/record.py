"""What sources are read into: one record a document to be, made of labelled parts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

_PAIR = re.compile(r"([^:\n]{1,60}?):\s+(\S.*)", re.DOTALL)


class CanNotImport(ValueError):
    """A source can't be read, or nothing in it can become a document; said in one line."""


@dataclass(frozen=True)
class Content:
    """What stands under a label, as plain texts: paragraphs, or the items of a list.

    `line` is all of it where that is one paragraph. `pairs` are its texts as labels and values,
    if all are written so. What only Markdown can hold (a list in a list, code) `fits` no field.
    """

    texts: tuple[str, ...] = ()
    line: str = ""
    is_list: bool = False
    pairs: tuple[tuple[str, str], ...] = ()
    fits: bool = True


def content(texts: Iterable[str], is_list: bool, line: str | None = None) -> Content:
    """Content of plain texts."""
    found = tuple(text for text in texts if text)
    if line is None:
        line = found[0] if len(found) == 1 else ""
    pairs = [(match[1], match[2]) for text in found if (match := _PAIR.fullmatch(text))]
    return Content(found, line, is_list, tuple(pairs) if len(pairs) == len(found) else ())


@dataclass(frozen=True)
class Part:
    """One piece of a source, in its order; without a label it is text that belongs to none.

    `written` is its Markdown for a body, `heading` the line of it that names it. A heading has a
    `level`: the parts after it are within it, until the next of that level. If its own content
    fits no field, `inner` has the same in smaller parts.
    """

    label: str
    place: str
    written: str
    content: Content | None = None
    level: int = 0
    heading: str = ""
    under: str = ""  # the label of the heading around it
    inner: tuple[Part, ...] = ()
    is_title: bool = False  # the heading that names the document
    data: Any = None  # a value of front matter, read already


@dataclass
class Record:
    """One document to be."""

    source: str
    place: str
    parts: list[Part] = field(default_factory=list)
    title: str = ""  # what names it if no part does
    is_row: bool = False


@dataclass(frozen=True)
class Reading:
    """The records of a source, and what in it belongs to none of them."""

    records: list[Record]
    left_out: list[Part] = field(default_factory=list)
