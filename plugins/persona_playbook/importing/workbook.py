"""The first sheet of an .xlsx file → rows of texts.

Read here and not by a library: a workbook is a zip file of XML by a stranger. So its size is
looked at before anything is unpacked, no entity may be declared, and no formula is computed: its
last result stands beside it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from posixpath import join, normpath
from xml.parsers import expat

from .record import CanNotImport
from .source import lines
from .table import MAX_COLUMNS, MAX_ROWS, Rows

MAX_UNPACKED = 20_000_000  # of each part; pictures in it are not looked at

_DAYS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))  # Excel's own date formats
_DAY_FORMAT = re.compile(r"[dy]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_COLUMN = re.compile(r"[A-Z]{1,3}")
_ESCAPED = re.compile(r"_x([0-9A-F]{4})_")  # how Excel writes signs that XML has not

_Attributes = dict[str, str]


def rows(data: bytes) -> tuple[Rows, list[str]]:
    """The cells of the first sheet, and the names of the sheets that are not read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Workbook(archive).read()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        raise CanNotImport("it is no workbook that can be read; save it again as .xlsx") from None
    except expat.ExpatError:
        raise CanNotImport("a part of it is no XML; save it again as .xlsx") from None
    except (KeyError, ValueError, IndexError, OverflowError) as error:
        if isinstance(error, CanNotImport):
            raise
        raise CanNotImport("a part of it is missing; save it again as .xlsx") from None


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.texts: list[str] = []
        self.is_day: list[bool] = []
        self.first_day = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no time zone

    def read(self) -> tuple[Rows, list[str]]:
        sheets, targets = self._sheets()
        names = set(self.archive.namelist())
        if "xl/sharedStrings.xml" in names:
            self._read_texts()
        if "xl/styles.xml" in names:
            self._read_formats()
        (_, first), *others = sheets
        target = targets[first].lstrip("/")
        path = target if target.startswith("xl/") else normpath(join("xl", target))
        return self._read_sheet(path), [name for name, _ in others]

    def _sheets(self) -> tuple[list[tuple[str, str]], dict[str, str]]:
        sheets: list[tuple[str, str]] = []
        targets: dict[str, str] = {}

        def in_workbook(name: str, attributes: _Attributes) -> None:
            if name == "sheet" and attributes.get("state", "visible") == "visible":
                sheets.append((attributes["name"], attributes["id"]))
            elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self.first_day = datetime(1904, 1, 1)  # noqa: DTZ001 - see above

        def in_relations(name: str, attributes: _Attributes) -> None:
            if name == "Relationship":
                targets[attributes["Id"]] = attributes["Target"]

        self._parse("xl/workbook.xml", in_workbook)
        self._parse("xl/_rels/workbook.xml.rels", in_relations)
        if not sheets:
            raise CanNotImport("it has no sheet")
        return sheets, targets

    def _read_texts(self) -> None:
        pieces: list[str] = []
        reading = phonetic = False

        def start(name: str, _: _Attributes) -> None:
            nonlocal reading, phonetic
            phonetic = phonetic or name == "rPh"
            reading = name == "t" and not phonetic

        def end(name: str) -> None:
            nonlocal reading, phonetic
            reading = False
            if name == "rPh":
                phonetic = False
            elif name == "si":
                self.texts.append("".join(pieces))
                pieces.clear()

        def text(piece: str) -> None:
            if reading:
                pieces.append(piece)

        self._parse("xl/sharedStrings.xml", start, end, text)

    def _read_formats(self) -> None:
        """Which of the styles show a number as a day."""
        days = set(_DAYS)
        in_cells = False

        def start(name: str, attributes: _Attributes) -> None:
            nonlocal in_cells
            if name == "numFmt":
                if _DAY_FORMAT.search(_LITERAL.sub("", attributes["formatCode"])):
                    days.add(int(attributes["numFmtId"]))
            elif name == "cellXfs":
                in_cells = True
            elif name == "xf" and in_cells:
                self.is_day.append(int(attributes.get("numFmtId", 0)) in days)

        def end(name: str) -> None:
            nonlocal in_cells
            in_cells = in_cells and name != "cellXfs"

        self._parse("xl/styles.xml", start, end)

    def _read_sheet(self, path: str) -> Rows:
        found: Rows = []
        pieces: list[str] = []
        cell: _Attributes = {}
        reading = False

        def start(name: str, attributes: _Attributes) -> None:
            nonlocal reading, cell
            if name == "row":
                number = int(attributes.get("r", len(found) + 1))
                if number > MAX_ROWS + 1:
                    raise CanNotImport(f"it has more than {MAX_ROWS:,} rows")
                found.extend([] for _ in range(number - len(found)))
            elif name == "c":
                cell = attributes
                pieces.clear()
            reading = name in ("v", "t")

        def end(name: str) -> None:
            nonlocal reading
            reading = False
            if name == "c" and pieces:
                row = found[-1]
                index = _column(cell["r"]) if "r" in cell else len(row)
                if index >= MAX_COLUMNS:
                    message = f"it has more columns than {MAX_COLUMNS}; at most so many are read"
                    raise CanNotImport(message)
                row.extend("" for _ in range(index + 1 - len(row)))
                row[index] = self._value("".join(pieces), cell)

        def text(piece: str) -> None:
            if reading:
                pieces.append(piece)

        self._parse(path, start, end, text)
        return found

    def _value(self, written: str, cell: _Attributes) -> str:
        type_ = cell.get("t", "n")
        if type_ == "s":
            return _text(self.texts[int(written)])
        if type_ == "b":
            return "true" if written == "1" else "false"
        if type_ != "n":
            return _text(written)
        style = int(cell.get("s", 0))
        if style < len(self.is_day) and self.is_day[style]:
            day = self.first_day + timedelta(days=float(written))
            whole = (day.hour, day.minute, day.second) == (0, 0, 0)
            return day.date().isoformat() if whole else day.isoformat(" ", "minutes")
        number = float(written)
        # Excel writes 0.1 as 0.10000000000000001.
        return str(int(number)) if number.is_integer() else f"{number:.15g}"

    def _parse(
        self,
        path: str,
        start: Callable[[str, _Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        # Never more is unpacked than is said here.
        unpacked = self.archive.getinfo(path).file_size
        if unpacked > MAX_UNPACKED:
            message = f"unpacked it has {unpacked:,} bytes; at most {MAX_UNPACKED:,} are read"
            raise CanNotImport(message)
        parser = expat.ParserCreate(namespace_separator=" ")

        def refuse(*_: object) -> None:
            raise CanNotImport("it declares a document type, as no workbook does")

        parser.StartDoctypeDeclHandler = refuse
        parser.StartElementHandler = lambda name, attributes: start(
            _local(name), {_local(key): value for key, value in attributes.items()}
        )
        if end:
            parser.EndElementHandler = lambda name: end(_local(name))
        parser.CharacterDataHandler = text
        with self.archive.open(path) as file:
            parser.ParseFile(file)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _column(place: str) -> int:
    """The index of a column from a place such as `AB12`."""
    letters = _COLUMN.match(place)
    if letters is None:
        raise ValueError(place)
    index = 0
    for letter in letters[0]:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _text(written: str) -> str:
    """A text with its line breaks as we write them."""
    return lines(_ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), written))
