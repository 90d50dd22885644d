"""What the YAML parser says → where to look, what is wrong, and the way out."""

from __future__ import annotations

import re

import yaml

IN_QUOTES = "put the whole text in quotes"
_QUOTED_START = re.compile(r"""[ ]*(?:- )*(?:[\w-]+: )?("[^"\n]*"|'[^'\n]*')[ ]*[^\s,:#\]}]""")

# What libyaml says, and what an author can do about it.
_SYNTAX = {
    "mapping values are not allowed": (
        "a colon followed by a space inside a text without quotes",
        'put the text in quotes: field: "Note: like this"',
    ),
    "could not find expected ':'": (
        "a line that is neither `field: value` nor part of the text above",
        "write `field: value`, or indent the line under the field that it belongs to",
    ),
    "did not find expected key": (
        "the indentation does not fit the lines above",
        "fields of one level begin in one column; quote a text that has quotes inside",
    ),
    "did not find expected '-' indicator": (
        "the indentation does not fit the list above",
        "items of one list begin in one column, each with a hyphen and a space",
    ),
    "did not find expected ',' or": (
        "a bracket that is opened and not closed",
        "close it with ] or }, or put the text in quotes",
    ),
    "did not find expected node content": (
        "a value is missing here",
        "write one, and close every bracket that is opened; put texts with special signs in quotes",
    ),
    "did not find expected alphabetic or numeric character": (
        "a text without quotes that begins with * or &",
        "put the whole text in quotes",
    ),
    "found character that cannot start any token": (
        "a character that a text without quotes may not begin with",
        "put the text in quotes, and indent with spaces, not with tabs",
    ),
    "found unexpected end of stream": (
        "a quotation mark that is opened and not closed",
        "close the text with the same mark; put a text with double quotes inside in single ones",
    ),
    "found unknown escape character": (
        "a backslash inside double quotes",
        "use single quotes, or write the backslash twice",
    ),
    "found a tab character": ("a tab where spaces are expected", "indent with spaces"),
    "block sequence entries are not allowed": (
        "a list that begins on the line of its field",
        "put each item on a line of its own, with a hyphen and a space",
    ),
}


def place(error: yaml.MarkedYAMLError) -> yaml.Mark | None:
    """Where an author has to look."""
    opened, noticed = error.context_mark, error.problem_mark
    problem = error.problem or ""
    # A quotation mark or bracket without its other half is reported where it stands, not where
    # the text ends or the next field begins.
    if opened and ("end of stream" in problem or "expected ',' or" in problem):
        return opened if noticed is None or noticed.line > opened.line else noticed
    return noticed or opened


def explain(error: yaml.MarkedYAMLError, source: str) -> tuple[str, str]:
    """What is wrong, and the way out, in words for an author."""
    problem = error.problem or "unknown fault"
    noticed = error.problem_mark
    if noticed and problem.startswith("did not find expected"):
        line = source[source.rfind("\n", 0, noticed.index) + 1 :].partition("\n")[0]
        if _QUOTED_START.match(line):
            return "more text after a closing quotation mark", IN_QUOTES
    for known, (message, help_) in _SYNTAX.items():
        if problem.startswith(known):
            return message, help_
    return f"not valid YAML: {problem}", "put texts with special characters in quotes"
