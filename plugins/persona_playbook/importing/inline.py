"""A paragraph of Markdown → the plain text that a field holds, if a field can hold it."""

from __future__ import annotations

import html
import re

MAX = 20_000  # a longer paragraph is no statement; it stays Markdown

_TOKEN = re.compile(
    r"""
      (?P<escape>\\[!-/:-@\[-`{-~])
    | (?P<code>`+)
    | (?P<image>!\[)
    | (?P<address><(?:https?://|mailto:)[^<>\s]{1,2000}>)
    | (?P<tag></?[a-zA-Z][^<>]{0,300}>|<!--)
    | (?P<link>\[[^\[\]\n]{1,300}\]\([^\s()<>]{1,2000}\))
    | (?P<other>\[[^\[\]\n]{1,300}\](?:\[[^\[\]\n]{0,300}\]|\())
    | (?P<note>\[\^[^\[\]\s]{1,100}\])
    | (?P<entity>&\#?\w{1,30};)
    | (?P<stars>\*{1,3}|(?<![^\W_])_{1,3}|_{1,3}(?![^\W_]))
    """,
    re.VERBOSE,
)


def plain(markdown: str) -> str | None:
    """The text of one paragraph without its marks; None if it has what only Markdown can say.

    A field shows addresses and links to them, so links stay as they are written.
    """
    text = " ".join(markdown.split())
    if len(text) > MAX:
        return None
    parts: list[str] = []
    open_marks: list[int] = []  # the places in `parts` of stars that may begin marked words
    position = 0
    while match := _TOKEN.search(text, position):
        parts.append(text[position : match.start()])
        position = match.end()
        kind, token = match.lastgroup, match[0]
        if kind in ("image", "tag", "other", "note"):
            return None
        if kind == "escape":
            parts.append(token[1:])
        elif kind == "code":
            end = text.find(token, position)
            if end < 0:
                parts.append(token)
            else:
                parts.append(text[position:end].strip())
                position = end + len(token)
        elif kind == "address":
            parts.append(token[1:-1])
        elif kind == "link":
            parts.append(token)
        elif kind == "entity":
            parts.append(html.unescape(token))
        else:
            start = match.start()
            before, after = text[max(0, start - 1) : start], text[position : position + 1]
            _mark(parts, open_marks, token, before, after)
    parts.append(text[position:])
    return " ".join("".join(parts).split()) or None


def _mark(parts: list[str], open_marks: list[int], token: str, before: str, after: str) -> None:
    """Take out stars or underscores that mark words, in pairs; any other stays."""
    closes = before.strip() != ""
    for place in reversed(open_marks) if closes else ():
        if parts[place] == token:
            parts[place] = ""
            del open_marks[open_marks.index(place) :]
            return
    if after.strip():
        open_marks.append(len(parts))
    parts.append(token)
