"""Values → YAML, in quotes only where YAML or our reader would read something else."""

from __future__ import annotations

import json
import re
from typing import Any

from .frontmatter import resolve

# What a text without quotes can't begin with, hold or end in. The same that the form editors ask
# for, so that people and forms write the same.
_NEEDS_QUOTES = re.compile(
    r"^[\n\t ,\[\]{}#&*!|>'\"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :-]$"
    r"|^---|^\.\.\."
)
_LINE_END = re.compile("[\n\x85\u2028\u2029]")  # YAML folds all of these
_IN_BRACKETS = re.compile(r"[\[\]{},]|^[:?-]|:\?")
_OUR_READER = re.compile(r"-[^\W\d_]")  # it takes this for an item whose space was forgotten


def scalar(value: Any, style: str = "", in_brackets: bool = False) -> str:
    """A text, number or truth value on one line; `style` are the quotes that it had."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    if style == '"':
        return _double(value)
    if style == "'" and value.isprintable():
        return _single(value)
    if not needs_quotes(value, in_brackets):
        return value
    if '"' in value and "'" not in value and not _LINE_END.search(value):
        return _single(value)
    return _double(value)


def needs_quotes(value: str, in_brackets: bool = False) -> bool:
    """Whether a text would be read as something else without quotes."""
    return (
        resolve(value) != value
        or _LINE_END.search(value) is not None
        or _NEEDS_QUOTES.search(value) is not None
        or _OUR_READER.match(value) is not None
        or (in_brackets and _IN_BRACKETS.search(value) is not None)
    )


def flow(value: Any) -> str:
    """A value on one line, in brackets if it is a list or mapping."""
    if isinstance(value, dict):
        pairs = (f"{scalar(key, in_brackets=True)}: {flow(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value, in_brackets=True)


def _double(value: str) -> str:
    # Only line ends are escaped: libyaml refuses JSON's way to spell an emoji.
    quoted = json.dumps(value, ensure_ascii=False)
    return _LINE_END.sub(lambda end: f"\\u{ord(end[0]):04x}", quoted)


def _single(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
