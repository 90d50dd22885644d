"""Folders of files for tests, each written down as one text."""

from __future__ import annotations

import struct
import textwrap
import zlib
from pathlib import Path


def write(root: Path, tree: str) -> Path:
    """Write files: a line that is not indented is a path, what is indented below it the file."""
    root.mkdir(exist_ok=True)
    files: dict[str, list[str]] = {}
    content: list[str] = []
    for line in textwrap.dedent(tree).strip("\n").splitlines():
        if line and not line[0].isspace():
            content = files.setdefault(line.strip(), [])
        else:
            content.append(line)
    for name, lines in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent("\n".join(lines)).strip("\n") + "\n", encoding="utf-8")
    return root


def png(width: int = 1, height: int = 1) -> bytes:
    """A gray picture."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)

    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    points = zlib.compress((b"\0" + b"\x80" * width) * height)
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size)
    return head + chunk(b"IDAT", points) + chunk(b"IEND", b"")
