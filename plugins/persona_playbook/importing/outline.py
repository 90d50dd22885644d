"""Lines of Markdown → headings and blocks, each by its lines: what is not moved stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"( *)(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+|$)")
_ROW = re.compile(r"[ ]{0,3}\|.*\|[ \t]*$|[^|\n]+\|[^\n]*$")
_DASHES = re.compile(r"[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_DEFINITION = re.compile(r" {0,3}:[ \t]+\S")


@dataclass(frozen=True)
class Heading:
    """A heading: its first line, the line after it, its level and its words."""

    line: int
    end: int
    level: int
    text: str


@dataclass
class Block:
    """Lines that belong together: text, list, table, definitions, quote, code, html or a rule.

    The blank lines after a block belong to it. `items` are the first lines of the items of a
    list.
    """

    kind: str
    start: int
    end: int
    items: list[int] = field(default_factory=list)


def headings(lines: Sequence[str]) -> list[Heading]:
    """The headings among lines, those in code and comments left out."""
    found: list[Heading] = []
    for number, line, is_text in _outside_code(lines):
        if not is_text:
            continue
        if match := _HEADING.match(line):
            text = _words(line[match.end() :])
            found.append(Heading(number, number + 1, len(match[1]), text))
        elif (
            (match := _UNDERLINE.match(line))
            and number
            and _may_be_underlined(lines, number - 1)
            and not (found and found[-1].end == number)
        ):
            level = 1 if match[1][0] == "=" else 2
            found.append(Heading(number - 1, number + 1, level, _words(lines[number - 1])))
    return found


def blocks(lines: Sequence[str], start: int, end: int) -> Iterator[Block]:
    """The blocks of a part without headings."""
    number = start
    while number < end:
        block = _block(lines, number, end)
        while block.end < end and not lines[block.end].strip():
            block.end += 1
        yield block
        number = block.end


def _block(lines: Sequence[str], start: int, end: int) -> Block:
    line = lines[start]
    if fence := _FENCE.match(line):
        return Block("code", start, _after_fence(lines, start, end, fence[1]))
    if _RULE.match(line):
        return Block("rule", start, start + 1)
    if _ITEM.match(line):
        return _list(lines, start, end)
    if line.startswith(("    ", "\t")) and line.strip():
        return Block("code", start, _while(lines, start, end, ("    ", "\t")))
    if line.lstrip().startswith(">"):
        return Block("quote", start, _paragraph(lines, start, end))
    if line.lstrip().startswith("<"):
        return Block("html", start, _paragraph(lines, start, end))
    below = lines[start + 1] if start + 1 < end else ""
    if "|" in below and _ROW.match(line) and _DASHES.match(below):
        last = start + 2
        while last < end and _ROW.match(lines[last]):
            last += 1
        return Block("table", start, last)
    last = _paragraph(lines, start, end)
    if last < end and _DEFINITION.match(lines[last]):
        return Block("definitions", start, _definitions(lines, start, end))
    return Block("text", start, last)


def _paragraph(lines: Sequence[str], start: int, end: int) -> int:
    """The line after a paragraph; a list or code can begin without a blank line before it."""
    last = start + 1
    while last < end and lines[last].strip():
        line = lines[last]
        item = _ITEM.match(line)
        if _FENCE.match(line) or _DEFINITION.match(line) or _RULE.match(line):
            break
        if item and len(item[1]) < 4 and line.strip() != item[0].strip():
            break
        last += 1
    return last


def _definitions(lines: Sequence[str], start: int, end: int) -> int:
    """The line after a definition list: terms, each with lines that begin with a colon."""
    last = _paragraph(lines, start, end)
    while last < end:
        line = lines[last]
        if _DEFINITION.match(line) or (line.startswith(("  ", "\t")) and line.strip()):
            last += 1
            continue
        following = last
        while following < end and not lines[following].strip():
            following += 1
        if following >= end:
            break
        if _DEFINITION.match(lines[following]) or lines[following].startswith(("    ", "\t")):
            last = following + 1
            continue
        # Another term, if a definition stands right below it.
        if following + 1 < end and _DEFINITION.match(lines[following + 1]):
            last = following + 1
            continue
        break
    return last


def _list(lines: Sequence[str], start: int, end: int) -> Block:
    first = _ITEM.match(lines[start])
    indent = len(first[1]) if first else 0
    block = Block("list", start, start + 1, [start])
    number = start + 1
    while number < end:
        line = lines[number]
        if not line.strip():
            following = number
            while following < end and not lines[following].strip():
                following += 1
            if following < end and (
                _starts_item(lines[following], indent) or lines[following].startswith(("  ", "\t"))
            ):
                number = following
                continue
            break
        if _RULE.match(line) and not line.startswith(("  ", "\t")):
            break
        if _starts_item(line, indent):
            block.items.append(number)
        elif _FENCE.match(line) and not line.startswith("  "):
            break
        number += 1
        block.end = number
    return block


def _starts_item(line: str, indent: int) -> bool:
    item = _ITEM.match(line)
    return item is not None and len(item[1]) <= indent + 1


def _while(lines: Sequence[str], start: int, end: int, starts: tuple[str, ...]) -> int:
    last = start
    while last < end and (lines[last].startswith(starts) or not lines[last].strip()):
        last += 1
    return last


def _after_fence(lines: Sequence[str], start: int, end: int, ticks: str) -> int:
    for number in range(start + 1, end):
        match = _FENCE.match(lines[number])
        stripped = lines[number].strip()
        if match and stripped == stripped[0] * len(stripped) and stripped.startswith(ticks):
            return number + 1
    return end


def _words(line: str) -> str:
    """A heading's words, without the signs that close it and the attributes behind it."""
    text = line.strip()
    if text.endswith("}") and "{" in text:
        text = text[: text.rindex("{")].rstrip()
    without = text.rstrip("#")
    return without.rstrip() if without != text and without[-1:] in ("", " ", "\t") else text


def _outside_code(lines: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
    """Each line with its number, and whether it is neither in code nor in a comment."""
    ticks, in_comment = "", False
    for number, line in enumerate(lines):
        fence = _FENCE.match(line)
        stripped = line.strip()
        if ticks:
            if stripped.startswith(ticks) and not stripped.strip(ticks[0]):
                ticks = ""
            yield number, line, False
        elif in_comment:
            in_comment = "-->" not in line
            yield number, line, False
        elif fence:
            ticks = fence[1]
            yield number, line, False
        elif "<!--" in line and "-->" not in line.partition("<!--")[2]:
            in_comment = True
            yield number, line, False
        else:
            yield number, line, True


def _may_be_underlined(lines: Sequence[str], number: int) -> bool:
    """Whether a line is a paragraph of its own, which a line below it makes a heading."""
    line = lines[number]
    if not line.strip() or _ITEM.match(line) or line.lstrip()[0] in ">|<#":
        return False
    if line.startswith(("    ", "\t")) or _DASHES.match(line):
        return False
    return number == 0 or not lines[number - 1].strip() or bool(_HEADING.match(lines[number - 1]))
