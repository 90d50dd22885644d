"""Author's text → Markdown and HTML in which it stands exactly as written, and lines for logs.

Values from documents are never markup. Numeric entities are used rather than backslashes: they
mean the same to Python-Markdown, to every extension that looks for its own signs (emoji, keys,
snippets, macros, tables, abbreviations), and to other engines.

Nor does text reach a terminal raw: an escape sequence, or a sign that turns the direction of a
line, could make a report say something else. Logs of GitHub Actions obey words, too.
"""

from __future__ import annotations

import html as html_
import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote

# Signs that mean something in the middle of a line, to Markdown or to a common extension.
_INLINE = re.compile(
    r"""
      [\\`*_{}\[\]<>&\#|~^=$@]
    | [\u2028\u2029]                      # they end a line for Python
    | :(?=//|[\w+-]{1,40}:)               # addresses, emoji
    | w(?=ww\.)                           # addresses without a scheme
    | \+(?=\+)|(?<=\+)\+                 # keys
    | \((?=(?:c|r|tm)\))                 # (c), (r), (tm)
    | (?<=[0-9c+])/(?=[0-9o-])           # 1/2, c/o, +/-
    | (?<=[0-9])[snrt](?=[tdh]\b)        # 1st
    | [!?](?=[1-9])                      # !1 and ?1: a forge's requests and discussions
    | \b[a-f0-9](?=[a-f0-9]{39}\b)       # a commit
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Where a forge's shorthand is cut in two: mentions, issues, labels, emoji, addresses, commits.
_SHORTHAND = re.compile(
    r"""
      (?<=[@\#!$~%&^*:?])(?=[\w"'/{(\[])
    | (?<=\[)(?=\[)
    | (?<=\bwww)(?=\.)
    | (?<=[a-z]-)(?=[0-9])
    | (?<=[0-9a-f]{6})(?=[0-9a-f])
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Signs that mean something at the start of a line: lists, definitions, rules, admonitions, blocks.
_START = re.compile(r"[-+:!?/]|[0-9]{1,9}[.)](?=\s|\Z)")
# What XML can't hold, and file names can.
_NO_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Overrides and isolates: they reorder what stands around them.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# GitHub obeys a line that begins with `::`, and `##[` anywhere in one; it may not see some signs.
_UNSEEN = r"\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_OBEYED = re.compile(rf"(?<![^\s{_UNSEEN}]):(?=[{_UNSEEN}]*:)|#(?=[{_UNSEEN}]*#[{_UNSEEN}]*\[)")
_SPACE = re.compile("[ \t\n\x85]+")
_ADDRESS = re.compile(
    r"""
      \[(?P<words>[^\[\]\n]{1,300})\]\((?P<target>(?:https?://|mailto:)[^\s<>()"'`\\]{1,2000})\)
    | \bhttps?://[^\s<>()\[\]"'`\\|^{}]*[^\s<>()\[\]"'`\\|^{}.,;:!?]
    """,
    re.VERBOSE | re.IGNORECASE,
)


def text(value: object) -> str:
    """Return a value as one line of Markdown that shows exactly these words."""
    return _text(str(value))


def comment(value: object) -> str:
    """Return a value as one line of Markdown for a forge, where nothing in it becomes a link.

    A forge looks for mentions and the like after it has read the Markdown, entities and all. So an
    invisible sign, which ends no line and no word, parts the signs of its shorthand.
    """
    return _text(_SHORTHAND.sub("\u2060", _SPACE.sub(" ", str(value))))


def hint(value: object) -> str:
    """Return a text of ours as one line of Markdown, in which `…` stands for code."""
    parts = text(value).split(_entity("`"))
    parts[1::2] = [f"<code>{part}</code>" for part in parts[1::2]]
    return "".join(parts)


def prose(value: object) -> str:
    """Return a longer text as one line of Markdown, its line breaks kept and its addresses links.

    `https://…` and `[words](https://…)` are all of Markdown that a field's value can have.
    """
    written = str(value).strip()
    parts, position = [], 0
    for match in _ADDRESS.finditer(written):
        words, address = match["words"] or match[0], match["target"] or match[0]
        before = _lines(written[position : match.start()])
        if before.endswith("!"):
            before = before[:-1] + _entity("!")  # the link is no picture
        parts += [before, f"[{_line(words)}]({url(address)})"]
        position = match.end()
    return "".join([*parts, _lines(written[position:])])


def paragraphs(value: object) -> str:
    """Return a longer text as Markdown paragraphs; empty lines part them."""
    parts = re.split(r"\n[ \t]*\n", str(value).strip())
    return "\n\n".join(prose(part) for part in parts)


def html(value: object) -> str:
    """Return a value as HTML text or as the value of a quoted attribute."""
    return html_.escape(str(value), quote=True)


def part(value: object) -> str:
    """Return a value for HTML that stands in Markdown: text, or the value of a quoted attribute.

    Extensions look for their signs in HTML too (fences, snippets), so those are entities as well.
    """
    return _part(str(value))


def verbatim(value: str) -> str:
    """Return a text for HTML that stands in Markdown, every space and line end kept."""
    safe = _escape(value).replace('"', "&#34;").replace("'", "&#39;")
    return safe.replace("\t", "&#9;").replace("\n", "&#10;")


def plain(value: object) -> str:
    """Return a value as text that any file can hold: without control characters."""
    return _NO_TEXT.sub("", str(value))


def printable(value: str) -> str:
    """Return a text with every sign spelled out that a terminal would obey instead of show."""
    return (
        value if value.isprintable() and not _TURNING & set(value) else "".join(map(_sign, value))
    )


def inert(text: str) -> str:
    """Return a text in which a log of GitHub Actions finds no command.

    JSON means the same after it.
    """
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def url(target: str) -> str:
    """Return a link's target as Markdown takes it, in angle brackets where it needs them."""
    safe = quote(target, safe="/:?#[]@!$&'()*+,;=%~-._")
    return f"<{safe}>" if re.search(r"[()*\[\]]", safe) else safe.replace("_", "%5F")


def front_matter(fields: dict[str, Any]) -> str:
    """Return front matter; themes print it unescaped, so texts are HTML here, and always quoted.

    Quoting as JSON is valid YAML; emoji stay as they are, since libyaml refuses their JSON escapes.
    """
    lines = []
    for name, value in fields.items():
        safe = html(value) if isinstance(value, str) else value
        lines.append(f"{name}: {json.dumps(safe, ensure_ascii=False)}")
    return "\n".join(["---", *lines, "---", ""])


def day(value: str, written: Callable[[date], str]) -> str:
    """Return an ISO date as people write it, with the machine's form beside it."""
    try:
        parsed = date.fromisoformat(value)
    except ValueError:
        return text(value)
    return f'<time datetime="{value}">{text(written(parsed))}</time>'


# The same titles and labels stand on many pages; kept, they cost half as much (measured).
@lru_cache(1 << 14)
def _text(value: str) -> str:
    return _line(_SPACE.sub(" ", value).strip())


@lru_cache(1 << 14)
def _part(value: str) -> str:
    return _text(value).replace('"', "&#34;").replace("'", "&#39;")


def _lines(part: str) -> str:
    return "<br>".join(_line(_SPACE.sub(" ", line)) for line in part.split("\n"))


def _line(line: str) -> str:
    start = _START.match(line)
    if start:
        sign = start.end() - 1
        return _escape(line[:sign]) + _entity(line[sign]) + _escape(line[sign + 1 :])
    return _escape(line)


def _escape(line: str) -> str:
    return _INLINE.sub(lambda match: _entity(match[0]), line)


def _sign(char: str) -> str:
    """Return one sign as it is shown: itself, or spelled out as in `\\u202e`."""
    if char in _TURNING or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp"):
        return char.encode("unicode_escape").decode()
    return char


def _entity(sign: str) -> str:
    return f"&#{ord(sign)};"
