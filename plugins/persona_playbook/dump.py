"""Values → YAML, in quotes only where it would be read as something else without.

Lines may have any length, quotes are double ones where the text needs no backslash in them. A text
that YAML 1.2 takes for a number gets quotes even where our reader takes it for a text: a form would
turn `1.10` into 1.1. What a form saves (assets/forms.js) looks the same, or tidying would undo it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .frontmatter import resolve
from .syntax import BULLET

# What a text without quotes can't begin with, hold or end in.
_NEEDS_QUOTES = re.compile(
    r"^[\n\t ,\[\]{}#&*!|>'\"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :]$"
)
_NO_BLOCK = re.compile(r"\A\n*\t|\n[ \t]+\Z")  # what would be taken for its indentation
_IN_BRACKETS = re.compile(r"[\[\]{},]|^[:?-]|:\?")
_OUR_READER = re.compile(rf"{BULLET.pattern}|-[^\W\d_]|<<\Z")  # signs of items, a reference
_LINE_ENDS = re.compile("[\x7f\x85\u2028\u2029\ufeff]")  # and what else quotes must spell out
_SPELT = str.maketrans(
    {
        "\x7f": r"\x7F",
        "\x85": r"\N",
        "\xa0": r"\_",
        "\u2028": r"\L",
        "\u2029": r"\P",
        "\ufeff": r"\uFEFF",
    }
)
_BACKSLASH = re.compile(r"[\"\\\xa0]")  # what double quotes spell with one, and single ones don't
_NO_TEXT = re.compile(
    r"(?:~|=|[Nn]ull|NULL|[Tt]rue|TRUE|[Ff]alse|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)?\Z"
)


def scalar(value: Any, style: str = "", in_brackets: bool = False) -> str:
    """A text, number or truth value on one line; `style` are the quotes that it had."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    if "\n" in value or _LINE_ENDS.search(value) or style == '"':
        return _double(value)
    if style == "'":
        return _single(value)
    if not needs_quotes(value, in_brackets):
        return value
    return _single(value) if _BACKSLASH.search(value) else _double(value)


def needs_quotes(value: str, in_brackets: bool = False) -> bool:
    """Whether a text would be read as something else without quotes."""
    return (
        resolve(value) != value
        or _NO_TEXT.match(value) is not None
        or _LINE_ENDS.search(value) is not None
        or _NEEDS_QUOTES.search(value) is not None
        or _OUR_READER.match(value) is not None
        or (in_brackets and _IN_BRACKETS.search(value) is not None)
    )


def block(value: str, indent: str) -> str | None:
    """A text of several lines as it stands below its field; None if it has to stand in quotes."""
    if not value.strip() or _NO_BLOCK.search(value) or _LINE_ENDS.search(value):
        return None
    kept = len(value) - len(value.rstrip("\n"))
    mark = ("-", "", "+")[min(kept, 2)]
    first = "2" if value.lstrip("\n").startswith(" ") else ""
    lines = value.rstrip("\n").split("\n") + [""] * max(kept - 1, 0)
    return f"|{first}{mark}\n" + "\n".join(indent + line if line else "" for line in lines)


def flow(value: Any) -> str:
    """A value on one line, in brackets if it is a list or mapping."""
    if isinstance(value, dict):
        pairs = (f"{scalar(key, in_brackets=True)}: {flow(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value, in_brackets=True)


def _double(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).translate(_SPELT)


def _single(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
