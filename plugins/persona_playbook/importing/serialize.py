"""A document's fields and text → its file, which our reader reads as exactly the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .. import dump


def document(data: Mapping[str, Any], body: str) -> bytes:
    """A Markdown file with front matter."""
    text = "".join(f"{line}\n" for line in _mapping(data, ""))
    return f"---\n{text}---\n{body and chr(10)}{body}".encode()


def _mapping(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in data.items():
        key = f"{indent}{dump.scalar(name)}:"
        if isinstance(value, dict) and value:
            yield key
            yield from _mapping(value, f"{indent}  ")
        elif isinstance(value, list) and value:
            yield key
            yield from _list(value, f"{indent}  ")
        else:
            yield f"{key} {_inline(value)}"


def _list(values: list[Any], indent: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, dict) and value:
            first, *rest = _mapping(value, f"{indent}  ")
            yield f"{indent}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield f"{indent}- {_inline(value)}"


def _inline(value: Any) -> str:
    return dump.flow(value) if isinstance(value, dict | list) else dump.scalar(value)
