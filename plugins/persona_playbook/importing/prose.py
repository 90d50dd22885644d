"""Lines of Markdown → labelled parts, as teams write them.

A label is a heading, bold words before a colon, a term with its definition, or the first cell of
a table's row. Lines are kept as they are, for whatever becomes no field.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .inline import plain
from .outline import Block, Heading, blocks
from .record import Content, Part, content

_BULLET = re.compile(r" *(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+|$)")
_BOLD = re.compile(
    r"[ \t]*(\*\*|__)(?P<label>[^*_\n]{1,80}?)(?:[:：]\1|\1[ \t]{0,3}[:：])(?P<rest>.*)"
)
_BOLD_ALONE = re.compile(r"[ \t]*(\*\*|__)(?P<label>[^*_\n]{1,80})\1(?P<rest>)[ \t]*$")
_PLAIN = re.compile(r"[ \t]*(?P<label>[^\W_][^:*_\n|<>`]{0,59}):(?:[ \t]+(?P<rest>\S.*)|[ \t]*$)")
_QUOTE = re.compile(r" {0,3}> ?")
_CELL = re.compile(r"(?<!\\)\|")
_DEFINITION = re.compile(r" {0,3}:[ \t]+")
# What stands above the labels of a table, and says nothing.
_ABOVE_LABELS = {"", "attribute", "field", "key", "label", "item", "property", "aspect", "category"}

Known = Callable[[str, str], bool]  # whether a label, within another one, is that of a field


@dataclass(frozen=True)
class Prose:
    """The lines of a source, and which labels are known; `before` counts lines above them."""

    lines: Sequence[str]
    known: Known
    before: int = 0

    def parts(self, start: int, end: int, headings: Sequence[Heading]) -> Iterator[Part]:
        """The parts from one line to another; `headings` are those in between."""
        first = headings[0].line if headings else end
        yield from self._run(start, first, "")
        for index, heading in enumerate(headings):
            last = headings[index + 1].line if index + 1 < len(headings) else end
            after = heading.end
            while after < last and not self.lines[after].strip():
                after += 1
            label = plain(heading.text) or heading.text
            frame = self._text(heading.line, after)
            cut = self._next_label(after, last, label)
            yield Part(
                label,
                self._place(heading.line),
                frame + self._text(after, cut),
                content_of(self.lines[after:cut]) if after < cut else None,
                heading.level,
                frame,
                inner=tuple(self._run(after, cut, label)),
            )
            yield from self._run(cut, last, label)

    def _next_label(self, start: int, end: int, under: str) -> int:
        """The line where, below what a heading begins with, a paragraph has a label of its own."""
        for block in blocks(self.lines, start, end):
            is_first = block.start == start
            if (
                not is_first
                and block.kind == "text"
                and self._label(self.lines[block.start], under)
            ):
                return block.start
            if is_first and block.kind == "text" and self._label(self.lines[start], under):
                return end
        return end

    def _run(self, start: int, end: int, under: str) -> Iterator[Part]:
        """The parts of lines without headings."""
        waiting = deque(blocks(self.lines, start, end))
        while waiting:
            block = waiting.popleft()
            if block.kind == "definitions":
                yield from self._definitions(block, under)
            elif block.kind == "table" and (rows := self._labelled_rows(block, under)):
                yield from rows
            elif block.kind == "list" and self._has_labels(block, under):
                yield from self._items(block, under)
            elif block.kind == "text":
                yield from self._paragraph(block, waiting, under)
            else:
                yield self._part("", block.start, block.end, under)

    def labels(self, start: int, end: int) -> Iterator[str]:
        """The labels in lines without headings."""
        for part in self._run(start, end, ""):
            if part.label:
                yield part.label

    def _part(
        self, label: str, start: int, end: int, under: str, content_: Content | None = None
    ) -> Part:
        return Part(label, self._place(start), self._text(start, end), content_, under=under)

    def _place(self, line: int) -> str:
        return f"line {line + self.before + 1}"

    def _text(self, start: int, end: int) -> str:
        return "".join(f"{line}\n" for line in self.lines[start:end])

    def _label(self, line: str, under: str) -> tuple[str, str] | None:
        """The label that a line begins with, and the rest of it; one not in bold is to be known."""
        if match := _BOLD.match(line) or _BOLD_ALONE.match(line):
            return match["label"].strip(), match["rest"].strip()
        match = _PLAIN.match(line)
        if match and self.known(match["label"], under):
            return match["label"].strip(), (match["rest"] or "").strip()
        return None

    def _has_labels(self, block: Block, under: str) -> bool:
        """Whether one of a list's items begins with the label of a field."""
        for number in block.items:
            found = self._label(_BULLET.sub("", self.lines[number], count=1), under)
            if found and self.known(found[0], under):
                return True
        return False

    def _items(self, block: Block, under: str) -> Iterator[Part]:
        for number, end in zip(block.items, (*block.items[1:], block.end), strict=True):
            lines = _within(self.lines[number:end])
            if found := self._label(lines[0], under):
                content_ = content_of([found[1], *lines[1:]])
                yield self._part(found[0], number, end, under, content_)
            else:
                yield self._part("", number, end, under)

    def _definitions(self, block: Block, under: str) -> Iterator[Part]:
        lines = self.lines
        terms = [
            number
            for number in range(block.start, block.end)
            if lines[number].strip() and not lines[number].startswith(("  ", "\t", ":", " :"))
        ]
        for number, end in zip(terms, (*terms[1:], block.end), strict=True):
            texts = [_DEFINITION.sub("", line).strip() for line in lines[number + 1 : end]]
            starts = [bool(_DEFINITION.match(line)) for line in lines[number + 1 : end]]
            written = "\n".join(
                f"- {text}" if start else f"  {text}"
                for text, start in zip(texts, starts, strict=True)
                if text
            )
            body = written if sum(starts) > 1 else "\n".join(texts)
            label = plain(lines[number]) or lines[number].strip()
            yield self._part(label, number, end, under, content_of(body.split("\n")))

    def _labelled_rows(self, block: Block, under: str) -> list[Part]:
        """A part for each row of a table of labels and values; nothing for any other table."""
        rows = [(number, _cells(self.lines[number])) for number in _rows(self.lines, block)]
        if any(len(cells) != 2 for _, cells in rows):
            return []
        if not any(self.known(_plainly(cells[0]), under) for _, cells in rows):
            return []
        parts = []
        for number, (first, value) in rows:
            label = _plainly(first).rstrip(":").strip()
            place = self._place(number)
            written = f"**{label}:** {value}\n\n"
            found = content_of(re.split(r"<br ?/?>", value))
            parts.append(Part(label, place, written, found, under=under))
        return parts

    def _paragraph(self, block: Block, waiting: deque[Block], under: str) -> Iterator[Part]:
        """A paragraph, cut before each line that begins with a label."""
        found = {
            number: labelled
            for number in range(block.start, block.end)
            if (labelled := self._label(self.lines[number], under))
        }
        starts = sorted({block.start, *found})
        for number, following in zip(starts, (*starts[1:], block.end), strict=True):
            if number not in found:
                yield self._part("", number, following, under)
                continue
            label, rest = found[number]
            is_last = following == block.end
            end = self._with_following(following, rest, waiting, under) if is_last else following
            lines = [rest, *self.lines[number + 1 : end]]
            yield self._part(label, number, end, under, content_of(lines))

    def _with_following(self, end: int, rest: str, waiting: deque[Block], under: str) -> int:
        """The line after what belongs to a label at the end of a paragraph."""
        if rest:
            if waiting and waiting[0].kind == "list" and self.lines[end - 1].strip():
                end = waiting.popleft().end
            return end
        while waiting and waiting[0].kind in ("text", "list", "quote", "table", "code"):
            kind = waiting[0].kind
            if kind == "text" and self._label(self.lines[waiting[0].start], under):
                break
            if kind == "list" and self._has_labels(waiting[0], under):
                break
            end = waiting.popleft().end
            if kind != "text":
                break
        return end


def content_of(lines: Sequence[str]) -> Content:
    """What lines hold, as plain texts, if they are paragraphs, a flat list or labels and values."""
    found = [block for block in blocks(lines, 0, len(lines)) if block.kind != "rule"]
    found = [block for block in found if any(map(str.strip, lines[block.start : block.end]))]
    kinds = {block.kind for block in found}
    texts: list[str | None] = []
    if kinds == {"list"} and len(found) == 1:
        starts = found[0].items
        for number, end in zip(starts, (*starts[1:], found[0].end), strict=True):
            item = _within(lines[number:end])
            is_flat = [block.kind for block in blocks(item, 0, len(item))] == ["text"]
            texts.append(plain("\n".join(item)) if is_flat else None)
    elif kinds == {"table"} and len(found) == 1:
        cells = [_cells(lines[number]) for number in _rows(lines, found[0])]
        texts += [
            plain(f"{row[0]}: {row[1]}") if len(row) == 2 and all(row) else None for row in cells
        ]
    elif kinds <= {"text", "quote"}:
        for block in found:
            own = [_QUOTE.sub("", line, count=1) for line in lines[block.start : block.end]]
            own = [line for line in own if line.strip()]
            if len(own) > 1 and all(_BOLD.match(line) or _PLAIN.match(line) for line in own):
                texts += map(plain, own)
            else:
                texts.append(plain("\n".join(own)))
    else:
        texts.append(None)
    if None in texts:
        return Content(fits=False)
    return content((text for text in texts if text), is_list=kinds == {"list"})


def _within(item: Sequence[str]) -> list[str]:
    """The lines of a list's item, without its mark and the indentation that it asks for."""
    mark = _BULLET.match(item[0])
    width = len(mark[0]) if mark else 0
    rest = [line[min(width, len(line) - len(line.lstrip())) :] for line in item[1:]]
    return [item[0][width:], *rest]


def _rows(lines: Sequence[str], block: Block) -> list[int]:
    """The rows of a table; the first one too, if it says more than that labels follow."""
    rows = [number for number in range(block.start, block.end) if lines[number].strip()]
    above = _plainly(_cells(lines[rows[0]])[0]).casefold()
    return rows[2:] if above in _ABOVE_LABELS else [rows[0], *rows[2:]]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELL.split(line.strip().removeprefix("|").removesuffix("|"))]


def _plainly(markdown: str) -> str:
    return plain(markdown) or markdown.strip()
