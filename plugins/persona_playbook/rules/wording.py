"""Rules about the text itself: what was left unfinished, or contradicts its own title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..catalog import Catalog, Entry
from ..finding import DataPath, Severity
from ..links import prose
from ..validate import shown
from .registry import Problem, rule
from .scope import checked_terms

# Stands for a text wherever it occurs. TODO only in capitals, and neither in a text all in
# capitals (Spanish: "TODO INCLUIDO") nor as the name of a list.
_ANYWHERE = re.compile(
    r"""
      (?<![A-ZÀ-Ý]{2}[ ])\bTODO\b(?!,?[ ][A-ZÀ-Ý]{2}|[ -]lists?\b)
    | \bX{3,}\b
    | \b(?i:tbd|tbc|fixme|modif[ií]came|lorem\s+ipsum)\b
    | (?i:[<\[]insert\b[^<>\[\]\n]{0,80}[>\]])
    """,
    re.VERBOSE,
)
_ALL_OF_IT = r"(?:X{1,3}|\.{3,}|…+|(?i:not\ specified)\.?|\[[A-Z][a-z][\w '/-]{0,60}\])"
# Stands for a text where it is all there is: a field, or in the body a line, an item, a label.
_FIELD = re.compile(rf"\s*{_ALL_OF_IT}\s*\Z", re.VERBOSE)
_LINE = re.compile(
    rf"""
    ^[ \t>]*(?:[-*+][ ]+|[0-9]{{1,3}}[.)][ ]+|\#{{1,6}}[ ]+)?
    (?:[*_]{{0,2}}[^\s:*_][^\n:*_]{{0,40}}(?::[*_]{{0,2}}|[*_]{{2}}:?)[ ]+)?
    (?P<text>{_ALL_OF_IT})[ \t]*$
    """,
    re.VERBOSE | re.MULTILINE,
)
# What these contain. Looking for it in the whole file first spares most documents the search.
_HINTS_ANYWHERE = ("todo", "xxx", "tbd", "tbc", "fixme", "modif", "lorem", "<insert", "[insert")
_HINTS_ALL_OF_IT = ("...", "…", "not specified")
# Two patterns, since one that begins with a fixed letter is ten times as fast.
_LONE_X = re.compile(r"X(?<!\wX)X{0,2}(?!\w)")
_LONE_BRACKET = re.compile(r"\[[A-Z][a-z][\w '/-]{0,60}\][\"']?$", re.MULTILINE)
_TARGET = re.compile(r"^[ ]{0,3}(\[[^\]\n]+\]):", re.MULTILINE)
_HEADING = re.compile(r"^(?:[ ]{0,3}#[ \t]+(\S[^\n]*)|(\S[^\n]*)\n=+[ \t]*)$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}\s*\Z")
_NO_WORD = re.compile(r"[\W_]+")


@rule("placeholder-text", Severity.WARNING, alone=True)
def placeholder_text(catalog: Catalog) -> Iterator[Problem]:
    """A text is still to be written: TODO, TBD, Lorem ipsum, three dots.

    Why: Readers can't tell a gap from a fact. A persona with placeholders looks finished on lists
    and is believed. An empty field is better: it is not shown, and is counted as a gap.

    Bad:

        goals:
          - TODO ask Marta
          - ...

    Good:

        goals:
          - Be at work on time

    Mend: Write the text, or delete the field or item. `N/A` is fine where something does not
    apply. Code in the text below the fields is not looked at.
    """
    for entry in catalog.entries:
        text = entry.document.text
        folded = text.lower()
        anywhere = any(hint in folded for hint in _HINTS_ANYWHERE)
        alone = any(hint in folded for hint in _HINTS_ALL_OF_IT) or any(
            pattern.search(text) for pattern in (_LONE_X, _LONE_BRACKET)
        )
        if anywhere or alone:
            yield from _in_fields(catalog, entry, anywhere, alone)
            yield from _in_body(entry, anywhere, alone)


def _in_fields(catalog: Catalog, entry: Entry, anywhere: bool, alone: bool) -> Iterator[Problem]:
    document = entry.document
    # These are no texts; what is wrong with them is an unknown reference.
    ids = {reference.where for reference in entry.references}
    ids |= {where for where, _, _ in checked_terms(catalog, entry)}
    for where, value in _texts(entry.data):
        if where in ids or where[0] == "excuses":
            continue
        if alone and _FIELD.match(value):
            yield Problem(entry, where, _message(value))
        elif anywhere and (found := _ANYWHERE.search(value)):
            span = document.span(where)
            start = document.text.find(found[0], span.start, span.end)
            yield Problem(entry, start if start >= 0 else where, _message(found[0]))


def _texts(value: Any, where: DataPath = ()) -> Iterator[tuple[DataPath, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for name, child in value.items():
            yield from _texts(child, (*where, name))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _texts(child, (*where, index))


def _in_body(entry: Entry, anywhere: bool, alone: bool) -> Iterator[Problem]:
    start = entry.document.body_start
    body = prose(entry.document.body)
    places = {}
    if anywhere:
        places = {match.start(): match[0] for match in _ANYWHERE.finditer(body)}
    # `[Name]` is a link if its target stands elsewhere.
    links = set(_TARGET.findall(entry.document.body))
    for match in _LINE.finditer(body) if alone else ():
        if match["text"] not in links:
            places.setdefault(match.start("text"), match["text"])
    for offset, text in places.items():
        yield Problem(entry, start + offset, _message(text))


def _message(text: str) -> str:
    return f"{shown(text.strip())} stands for something still to be written; write or delete it"


@rule("heading-differs", Severity.WARNING, alone=True)
def heading_differs(catalog: Catalog) -> Iterator[Problem]:
    """The heading of the text is not the name or title of the document.

    Why: One of the two is left over from another document, mostly from the one that this was
    copied from. Readers don't know whom they read about.

    Bad:

        ---
        kind: persona
        name: Amelia Hart
        ---
        # Ben Okafor

    Good:

        ---
        kind: persona
        name: Amelia Hart
        ---
        # Amelia Hart, commuter

    Mend: Correct the heading or the name. You can also delete the heading: the page has one.
    """
    for entry in catalog.entries:
        document = entry.document
        body = document.body
        may_have = body.startswith("# ") or "\n# " in body or "\n=" in body
        if not may_have or entry.kind.title_field not in entry.data:
            continue
        match = _HEADING.search(prose(body))
        if match is None:
            continue
        start, end = match.span(1 if match[1] else 2)
        heading = _ATTRIBUTES.sub("", body[start:end].partition("<!--")[0].rstrip("# \t"))
        title, said = _words(entry.title), _words(heading)
        if title.strip() and said.strip() and title not in said and said not in title:
            message = f"the heading {shown(heading)} differs from the title {shown(entry.title)}"
            yield Problem(entry, document.body_start + start, message, "delete the heading")


def _words(text: str) -> str:
    """A text as words between spaces, so that one within another is found at whole words."""
    return f" {_NO_WORD.sub(' ', text.casefold()).strip()} "
