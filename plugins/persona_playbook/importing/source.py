"""Bytes of a stranger's file → text: which encoding it is in, and whether it is text at all."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from ..finding import reason
from .record import CanNotImport

MAX_BYTES = 10_000_000
_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# Spreadsheets write a line break within a cell in these ways, too.
_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")


def read(path: Path) -> bytes:
    """The bytes of a plain file of a sensible size."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(0, "it is not a plain file")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CanNotImport(reason(error)) from None
    if len(data) > MAX_BYTES:
        raise CanNotImport(f"it has more than {MAX_BYTES:,} bytes")
    return data


def decode(data: bytes) -> str:
    """Text in UTF-8, UTF-16 or Windows-1252, with `\\n` line ends."""
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    try:
        if encoding:
            text = data.decode(encoding)
        else:
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError:
                text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise CanNotImport("it is no text in UTF-8, UTF-16 or Windows-1252") from None
    return lines(text)


def lines(text: str) -> str:
    """A text with `\n` line ends, and without a sign that none of a person's texts holds."""
    text = _BREAKS.sub("\n", text)
    if odd := _NO_TEXT.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        message = f"line {line} holds the sign U+{ord(odd[0]):04X}; it is no text"
        raise CanNotImport(message)
    return text
