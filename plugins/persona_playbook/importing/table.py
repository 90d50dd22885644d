"""CSV and rows of a spreadsheet → records: a row each, its columns the labelled parts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator

from ..links import unclosed
from .record import CanNotImport, Content, Part, Record, content

MAX_ROWS = 2_000
MAX_COLUMNS = 500

_DELIMITERS = ",;\t"
_QUOTED = re.compile('"[^"]*"')
_BULLET = re.compile(r"(?:[-*+•·‣▪–]|[0-9]{1,3}[.)])[ \t]+")

Rows = list[list[str]]


def rows(text: str) -> Rows:
    """The cells of a CSV text, whatever parts them: commas, semicolons or tabs."""
    head = _QUOTED.sub("", text.lstrip("\n").partition("\n")[0])
    delimiter = max(_DELIMITERS, key=head.count)
    found: Rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            found.append(row)
            if len(found) > MAX_ROWS + 1:
                break
    except csv.Error as error:
        raise CanNotImport(f"row {len(found) + 1} is no CSV: {error}") from None
    return found


def records(
    table: Rows, source: str, field_of: Callable[[str], str], name_field: str
) -> list[Record]:
    """A record for each row below the first, which holds the labels.

    `field_of` gives the field of a label. If the first column holds more labels of fields than
    the first row, the table is turned: a column a record.
    """
    table = [[cell.strip() for cell in row] for row in table]
    filled = [(number, row) for number, row in enumerate(table, 1) if any(row)]
    widest = max((len(row) for row in table), default=0)
    if len(table) > MAX_ROWS + 1:
        raise CanNotImport(f"it has more than {MAX_ROWS:,} rows")
    if widest > MAX_COLUMNS:
        raise CanNotImport(f"it has {widest:,} columns; at most {MAX_COLUMNS} are read")
    if not filled:
        raise CanNotImport("it is empty")
    place = "row"
    if _known(field_of, (row[0] for _, row in filled)) > _known(field_of, filled[0][1]):
        turned = [[_cell(row, column) for _, row in filled] for column in range(widest)]
        filled = [(number, cells) for number, cells in enumerate(turned, 1) if any(cells)]
        place = "column"
    labels = filled[0][1]
    if not any(field_of(label) == name_field for label in labels):
        shown = ", ".join(f"'{label}'" for label in labels[:8] if label)
        raise CanNotImport(
            f"no column is known to hold the names; of {shown[:300]} say which one, "
            f'as in --map "Column={name_field}"'
        )
    if len(filled) < 2:
        raise CanNotImport("there is nothing below the names of its columns")
    found = []
    for number, row in filled[1:]:
        parts = list(_parts(labels, row, f"{place} {number}"))
        found.append(Record(source, f"{place} {number}", parts, is_row=True))
    return found


def _known(field_of: Callable[[str], str], labels: Iterable[str]) -> int:
    return sum(bool(field_of(label)) for label in labels)


def cell(text: str) -> Content:
    """What one cell holds: lines, or texts parted by semicolons, are the items of a list."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) == 1 and not _BULLET.match(lines[0]):
        items = [item.strip() for item in lines[0].split(";")]
        return content(items, len(items) > 1, line=lines[0])
    items = [_BULLET.sub("", line, count=1) for line in lines]
    return content(items, is_list=True)


def _parts(labels: list[str], row: list[str], place: str) -> Iterator[Part]:
    for index in range(max(len(labels), len(row))):
        if text := _cell(row, index):
            label = " ".join(_cell(labels, index).split()) or f"column {index + 1}"
            heading = f"## {label}\n\n"
            yield Part(label, place, f"{heading}{text}{unclosed(text)}\n\n", cell(text))


def _cell(row: list[str], index: int) -> str:
    return row[index] if index < len(row) else ""
