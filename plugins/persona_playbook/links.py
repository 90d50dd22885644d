"""Links in a Markdown body, with their places: to check them, and to point them at pages.

One scanner serves both, so what is checked is what is rewritten. It knows inline links and
images, reference definitions, `href` and `src` of raw HTML; it leaves code and comments alone.
No library gives the place of an inline link: markdown-it-py has line numbers of blocks only.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

# Everything is one alternation, tried from left to right, so that code wins over links in it.
# No part can match the empty string, nest a repetition, or look far for an end that may not come:
# linear in the text.
_PATTERN = re.compile(
    r"""
      (?P<fence>^[ \t>]*(?P<ticks>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$)
    | (?P<escape>\\[\\`\[\]<])
    | (?P<code>`+)
    | (?P<comment><!--)
    | \]\(\s{0,9}<(?P<angled>[^<>\n]*)>
    | \]\(\s{0,9}(?P<inline>[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)?)
    | ^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]{0,9}(?:<(?P<spaced>[^<>\n]+)>|(?P<definition>[^\s<>]+))
    | \b(?P<attribute>href|src)\s{0,9}=\s{0,9}["'](?P<html>[^"'\n]*)["']
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
# How far before its target a link may begin: as far as a long description of a picture.
_NEAR = 2000
_TARGETS = ("angled", "inline", "spaced", "definition", "html")
_VISIBLE = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Link:
    """The target of a link as written, from `start` to `end` of the text scanned."""

    start: int
    end: int
    target: str
    html: bool  # in raw HTML, which no engine rewrites

    @property
    def path(self) -> str:
        """The file it points to, decoded; empty for a link within the page."""
        return unquote(self.target.partition("#")[0].partition("?")[0])

    @property
    def anchor(self) -> str:
        """The part after the file: query and anchor, as written."""
        return self.target[len(self.target.partition("#")[0].partition("?")[0]) :]

    @property
    def is_relative(self) -> bool:
        """Whether it points to a file, relative to its document."""
        return bool(self.path) and not _SCHEME.match(self.target) and self.target[0] != "/"

    def shows(self, text: str) -> bool:
        """Whether its target is shown: `![…](…)`, `<img src=…>`."""
        near = max(0, self.start - _NEAR)
        if self.html:
            tag = text.rfind("<", near, self.start)
            return text[tag : tag + 4].lower() == "<img"
        bracket = text.rfind("[", near, self.start)
        # A link around a picture has the picture's brackets in its own: [![…](shown)](not shown).
        is_own = text.count("](", max(bracket, near), self.start) == 1
        return is_own and text[max(bracket - 1, 0) : bracket] == "!"


def scan(text: str) -> Iterator[Link]:
    """Yield the links of a Markdown text in order."""
    for match, _ in _tokens(text):
        if not (match["fence"] or match["comment"] or match["code"]):
            group = next(name for name in _TARGETS if match[name] is not None)
            yield Link(match.start(group), match.end(group), match[group], group == "html")


def prose(text: str) -> str:
    """Blank out code, comments and the targets of links; what stays keeps its place."""
    parts, position = [], 0
    for match, end in _tokens(text):
        parts += [text[position : match.start()], _VISIBLE.sub(" ", text[match.start() : end])]
        position = end
    return "".join([*parts, text[position:]])


def rewrite(text: str, target: Callable[[Link], str | None]) -> str:
    """Replace the targets for which `target` gives another."""
    parts, position = [], 0
    for link in scan(text):
        if (new := target(link)) is not None:
            parts += [text[position : link.start], new]
            position = link.end
    return "".join([*parts, text[position:]])


def _tokens(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield what the pattern finds, and where it ends: code and comments as a whole."""
    position = 0
    ticks = _ticks(text)
    while match := _PATTERN.search(text, position):
        position = match.end()
        if match["escape"]:
            continue
        if match["code"]:
            end = _code_end(text, ticks[len(match["code"])], position)
            if end is None:
                continue
            position = end
        elif match["fence"]:
            position = _after_fence(text, match["ticks"], position)
        elif match["comment"]:
            end = text.find("-->", position)
            position = len(text) if end < 0 else end
        yield match, position


def _ticks(text: str) -> dict[int, list[int]]:
    """Where the runs of so many backticks end, in order: a code span ends at one of its size."""
    found: dict[int, list[int]] = defaultdict(list)
    for match in re.finditer("`+", text):
        found[match.end() - match.start()].append(match.end())
    return found


def _code_end(text: str, ends: list[int], start: int) -> int | None:
    """Where the code ends that begins before `start`; it is none if its paragraph ends first."""
    index = bisect_right(ends, start)
    if index == len(ends) or text.find("\n\n", start, ends[index]) >= 0:
        return None
    return ends[index]


def unclosed(text: str) -> str:
    """What has to follow a text so that its last code block ends; mostly nothing."""
    fence = None
    for match in re.finditer(r"^[ \t>]*(`{3,}(?=[^`\n]*$)|~{3,})([^\n]*)$", text, re.MULTILINE):
        ticks = match[1]
        if fence is None:
            fence = ticks
        elif ticks.startswith(fence) and not match[2].strip():
            fence = None
    return f"\n{fence}" if fence else ""


def _after_fence(text: str, ticks: str, position: int) -> int:
    closing = re.compile(rf"^[ \t>]*{re.escape(ticks[0])}{{{len(ticks)},}}[ \t]*$", re.MULTILINE)
    match = closing.search(text, position)
    return match.end() if match else len(text)
