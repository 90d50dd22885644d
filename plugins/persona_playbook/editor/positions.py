"""Offsets of a text ↔ lines and characters, counted as an editor counts them.

Editors count the units of UTF-8, UTF-16 or UTF-32; what ends a line is what ends one in a document.
"""

from __future__ import annotations

from dataclasses import dataclass

_UNIT = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
_CODEC = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
UTF_16 = "utf-16"


def newlines(text: str) -> str:
    """A text with the line ends of a document."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def units(text: str, encoding: str = UTF_16) -> int:
    """How long a text is in the units of an encoding."""
    if text.isascii():
        return len(text)
    return len(text.encode(_CODEC[encoding], "surrogatepass")) // _UNIT[encoding]


@dataclass(frozen=True, slots=True)
class Lines:
    """A text with `\\n` line ends, by lines and characters from 0."""

    text: str
    encoding: str = UTF_16

    def offset(self, line: int, character: int) -> int:
        """The offset of a position; the nearest one if there is none."""
        start = 0
        for _ in range(line):
            start = self.text.find("\n", start) + 1
            if not start:
                return len(self.text)
        written = self.text[start:].partition("\n")[0]
        if written.isascii():
            return start + min(max(character, 0), len(written))
        count = 0
        for index, sign in enumerate(written):
            if count >= character:
                return start + index
            count += units(sign, self.encoding)
        return start + len(written)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and character of an offset."""
        start = self.text.rfind("\n", 0, offset) + 1
        return self.text.count("\n", 0, start), units(self.text[start:offset], self.encoding)
