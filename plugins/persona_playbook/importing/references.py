"""Links by reference → links in place: a file that becomes several would tear the two apart."""

from __future__ import annotations

import re

from ..links import prose, scan

_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)(?P<name>[^\[\]\n]{1,300})\]:[ \t]*(?P<target>\S+)"
    r"(?:[ \t]+(?P<title>\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$",
    re.MULTILINE,
)
_USE = re.compile(
    r"(?<!\\)\[(?P<words>[^\[\]\n]{1,300})\](?:\[(?P<name>[^\[\]\n]{0,300})\])?(?![\[(:])"
)


def in_place(text: str) -> str:
    """The text with the target of each reference written where it is used; no line moves."""
    if "]:" not in text:
        return text
    plain = prose(text)  # code is blanked out; every sign keeps its place
    targets: dict[str, str] = {}
    spans: list[tuple[int, int]] = []
    starts = {link.start for link in scan(text)}
    for match in _DEFINITION.finditer(text):
        if match.start("target") in starts:
            title = f" {match['title']}" if match["title"] else ""
            targets.setdefault(_fold(match["name"]), match["target"] + title)
            spans.append(match.span())
    if not targets:
        return text
    pieces = [(start, end, "") for start, end in spans]
    for match in _USE.finditer(plain):
        name = _fold(match["name"] or match["words"])
        if name in targets:
            words = text[match.start("words") : match.end("words")]
            pieces.append((*match.span(), f"[{words}]({targets[name]})"))
    parts, position = [], 0
    for start, end, new in sorted(pieces):
        if start >= position:
            parts += [text[position:start], new]
            position = end
    return "".join([*parts, text[position:]])


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
