"""Folders of files for tests, each written down as one text."""

from __future__ import annotations

import textwrap
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
