"""A Markdown file → records: its front matter, and which of its headings are documents."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..frontmatter import parse
from ..language import in_words
from .inline import plain
from .outline import Heading, headings
from .prose import Prose
from .record import CanNotImport, Content, Part, Reading, Record, content
from .references import in_place

MAX_LINES = 20_000
MAX_LINE = 20_000
MAX_DOCUMENTS = 500

FieldOf = Callable[[str, str], str]  # the field of a label, within another one; or nothing


def read(
    text: str, source: str, field_of: FieldOf, name_field: str, levels: Sequence[int] = ()
) -> Reading:
    """Read a file that is one document, or has several under headings of one level.

    Which headings these are is seen from the fields that occur below more than one of them, or
    said by `levels`.
    """
    _refuse_too_much(text)
    front, start = _front_matter(text)
    text = text[:start] + in_place(text[start:])
    lines = text[start:].split("\n")
    found = headings(lines)
    prose = Prose(
        lines, lambda label, under: bool(field_of(label, under)), text.count("\n", 0, start)
    )
    if levels:
        chosen = [one for one in found if one.level in levels]
        if not chosen:
            raise CanNotImport("it has no heading of the level to split at")
    else:
        chosen = _documents(prose, found, field_of, name_field)
    if not chosen:
        return _single(prose, front, found, source, field_of)
    if len(chosen) > MAX_DOCUMENTS:
        raise CanNotImport(f"it has more than {MAX_DOCUMENTS} documents; split the file")
    starts = [one.line for one in found]
    chosen_lines = {one.line for one in chosen}
    reading = Reading([])
    reading.left_out.extend(front)

    def parts(start: int, end: int) -> Iterator[Part]:
        within = found[bisect_left(starts, start) : bisect_left(starts, end)]
        return prose.parts(start, end, within)

    position = 0
    for one in chosen:
        reading.left_out.extend(_with_words(parts(position, one.line)))
        following = found[bisect_left(starts, one.line) + 1 :]
        position = next(
            (
                other.line
                for other in following
                if other.level <= one.level or other.line in chosen_lines
            ),
            len(lines),
        )
        title, *rest = parts(one.line, position)
        title = replace(title, is_title=True)
        reading.records.append(Record(source, title.place, [title, *rest], title.label))
    reading.left_out.extend(_with_words(parts(position, len(lines))))
    return reading


def _refuse_too_much(text: str) -> None:
    if text.count("\n") > MAX_LINES:
        raise CanNotImport(f"it has more than {MAX_LINES:,} lines; split the file")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            raise CanNotImport(f"line {number} has more than {MAX_LINE:,} characters")


def _with_words(parts: Iterable[Part]) -> Iterator[Part]:
    return (part for part in parts if part.label or part.written.strip())


def _single(
    prose: Prose,
    front: list[Part],
    found: list[Heading],
    source: str,
    field_of: FieldOf,
) -> Reading:
    """The whole file as one document; the heading above all others is its title."""
    parts = list(prose.parts(0, len(prose.lines), found))
    title = ""
    levels = [one.level for one in found]
    top = next((index for index, part in enumerate(parts) if part.level), None)
    is_above = top is not None and levels.count(levels[0]) == 1 and levels[0] == min(levels)
    if top is not None and is_above and not field_of(parts[top].label, ""):
        parts[top] = replace(parts[top], is_title=True)
        title = parts[top].label
    if not title:
        stem = source.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
        title = in_words(stem)
    return Reading([Record(source, "line 1", [*front, *parts], title)])


def _documents(
    prose: Prose, found: list[Heading], field_of: FieldOf, name_field: str
) -> list[Heading]:
    """The headings that are documents each; none if the file as a whole is one."""
    above: list[Heading] = []
    # By level: the headings of that level above each field.
    owners: dict[int, dict[str, set[Heading]]] = defaultdict(lambda: defaultdict(set))
    for index, heading in enumerate(found):
        above = [one for one in above if one.level < heading.level]
        end = found[index + 1].line if index + 1 < len(found) else len(prose.lines)
        label = plain(heading.text) or heading.text
        field = field_of(label, "")
        fields = {field} if field else set()
        if not field:
            above.append(heading)
            fields |= {field_of(name, "") for name in prose.labels(heading.end, end)}
        for one in above:
            for name in fields - {"", name_field}:
                owners[one.level][name].add(one)
    for level in sorted(owners):
        for several in owners[level].values():
            if len({one.text for one in several}) > 1:
                chosen = {one for some in owners[level].values() for one in some}
                return sorted(chosen, key=lambda one: one.line)
    tops = [one for one in found if one.level == 1]
    is_plain = not any(field_of(plain(one.text) or one.text, "") for one in tops)
    return tops if len(tops) > 1 and is_plain else []


def _front_matter(text: str) -> tuple[list[Part], int]:
    """The fields of front matter, whatever tool they are for, and where the text below begins."""
    if not text.startswith("---"):
        return [], 0
    document = parse(text.encode(), "source.md")
    if document.faults or not document.readable:
        return [], 0  # then it is text like any other
    parts = []
    for name, value in document.data.items():
        line, _ = document.line_and_column(document.span((name,), at_key=True).start)
        parts.append(Part(name, f"line {line}", "", _content(value), data=value))
    return parts, document.body_start


def _content(value: Any) -> Content:
    values = value if isinstance(value, list) else [value]
    if any(isinstance(one, dict | list) for one in values):
        return Content(fits=False)
    texts = [str(one).lower() if isinstance(one, bool) else str(one) for one in values]
    return content(texts, is_list=isinstance(value, list))
