"""What the YAML parser says → where to look, what is wrong, and the way out."""

from __future__ import annotations

import re

import yaml

IN_QUOTES = "put the whole text in quotes"
_QUOTED_START = re.compile(r"""[ ]*(?:- )*(?:[\w-]+: )?("[^"\n]*"|'[^'\n]*')[ ]*[^\s,:#\]}]""")
# A field whose colon has no space behind it; addresses and times are none.
_NO_COLON_SPACE = re.compile(
    r"^[ ]*(?:- )?(([a-zA-Z_][\w-]{0,39}):([^\s:/0-9][^\n]*))$", re.MULTILINE
)
_INDENTED = re.compile(r"[ ]+([a-zA-Z_][\w-]{0,39})(?=:(?:[ ]|$))")
_FIELD = re.compile(r"([ ]*)[a-zA-Z_][\w-]*:[ \n]")
_BESIDE = re.compile(r"([ ]*)\w[^:\n]*:(?:[ ]|$)")
_UNQUOTED = re.compile(r"([ ]*(?:- +)*(?:[\w-]+: +)?)(\S(?:.*[^ ])?)[ ]*")
# What begins an item in a word processor, the last two as its own font has them, and the dashes
# that it makes of a hyphen.
BULLETS = "•·‣▪▫◦●○■□➢\uf0a7\uf0b7"
DASHES = "–—‐‑−"
ODD_BLANKS = r"\u00a0\u2000-\u200a\u202f\u3000"  # blanks that are none to YAML
BLANKS = rf" \t{ODD_BLANKS}"
# A line that is an item of a list, or was to be one: its indentation, its sign, its text.
_ITEM = re.compile(rf"([ ]*)([-*{BULLETS}{DASHES}])([{BLANKS}]*)(\S[^\n]*)?")
# The sign of an item, where YAML sees none.
_SIGN = rf"-[{ODD_BLANKS}][{BLANKS}]*|[{BULLETS}](?:[{BLANKS}]+|(?=[^\W\d_]))"
BULLET = re.compile(_SIGN)
SIGN = re.compile(rf"{_SIGN}|-(?=[^\W\d_])|[{DASHES}][{BLANKS}]+")
_ANY_SIGN = re.compile(rf"{SIGN.pattern}|[-*][{BLANKS}]+")
# A pasted blank at the beginning of a line, or after the colon of a field.
_ODD_BLANK = re.compile(rf"^ *((?:- +)*[a-zA-Z_][\w-]{{0,39}}:)?([{ODD_BLANKS}])", re.MULTILINE)
_ODD_BLANKS = re.compile(f"[{ODD_BLANKS}]+")
# Quotation marks of typography: what opens a text, and what can close it.
_PAIRS = {"“": "”“", "„": "“”", "”": "”", "«": "»", "‘": "’", "‚": "‘’", "‹": "›"}
MARKS = "".join(_PAIRS)
# An apostrophe closes nothing, and a text is not longer than this.
_APOSTROPHE = r"|’(?=\w)"
_CURLY = re.compile(
    "|".join(
        rf"{mark}(?:[^{mark}{ends}]{_APOSTROPHE if '’' in ends else ''}){{1,500}}[{ends}]"
        for mark, ends in _PAIRS.items()
    )
)
_CURLY_END = re.compile(r"[ ]*(?:[,\]}\n]|[ ]#|\Z)")
_PLAIN = re.compile(r"[^\s\[\]{}&*!|>'\"%@`#,?:~-]")
_COMMENT = " #"
# What stands between a field, or a hyphen, and its value.
_VALUE = re.compile(r"[ ]*(?:- +)*(?:[\w-]+: +)?")
NO_SPACE = "is not read as an item of a list: the space after its hyphen is missing"
ODD_BLANK = "a blank that only looks like a space"
NO_QUOTES = "are not the quotes that YAML knows: a comma, colon or # between them cuts the text"
AFTER_HYPHEN = f"{ODD_BLANK} stands after the hyphen"
STAR = "an item of a list begins with a hyphen"
MORE_TEXT = "more text after a closing quotation mark"
_STRUCTURE = re.compile("did not find expected|mapping values are|could not find expected ':'")

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
        "put the whole text in quotes; items of a list begin with a hyphen",
    ),
    "found unexpected end of stream": (
        "a quotation mark that is opened and not closed",
        "close the text with the same mark, or put all of it in the other quotes if it holds one",
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


_MENDED_BY_QUOTES = (
    _SYNTAX["mapping values are not allowed"][0],
    _SYNTAX["did not find expected alphabetic or numeric character"][0],
    MORE_TEXT,
)


def explain(error: yaml.MarkedYAMLError, source: str) -> tuple[int, str, str]:
    """Where an author has to look, what is wrong, and the way out."""
    problem = error.problem or "unknown fault"
    noticed = error.problem_mark or error.context_mark
    index = noticed.index if noticed else 0
    start = source.rfind("\n", 0, index) + 1
    line = source[start:].partition("\n")[0]
    before = _lines_before(source, start, 2)  # the parser may notice it only below
    if odd := _ODD_BLANK.search(source, before, start + len(line)):
        place = "after the colon" if odd[1] else "in the indentation"
        help_ = "write a space instead; a word processor or a web page has put it there"
        return odd.start(2), f"{ODD_BLANK} stands {place}", help_
    if _STRUCTURE.match(problem) and (text := _typeset_around(line, index - start)):
        return start + text.start(), *no_quotes(text[0])
    if item := _item(error, source, start, line):
        return item
    if _STRUCTURE.match(problem):
        # The parser stumbles over the line below a field without its space.
        for found in _NO_COLON_SPACE.finditer(
            source, _lines_before(source, start, 3), start + len(line)
        ):
            message = f"'{found[1]}' needs a space after the colon"
            return found.start(1), message, f"write `{found[2]}: {found[3]}`"
        if _QUOTED_START.match(line):
            return index, MORE_TEXT, IN_QUOTES
        # Below a text, a field that is indented further is read as more of that text.
        field = _INDENTED.match(line)
        if field and index == start + field.end():
            message = f"'{field[1]}' begins further to the right than the fields beside it"
            return start + field.start(1), message, "let fields of one level begin in one column"
    if (begun := _without_colon(error, source, start, line)) is not None:
        first = source[begun:].partition("\n")[0]
        name, _, value = first.strip().partition(" ")
        help_ = f"write `{name}: {value or '…'}`, or indent the line under its field"
        return begun, "a line that is neither `field: value` nor part of the text above", help_
    if "cannot start any token" in problem:
        if source[index : index + 1] == "\t":
            problem = "found a tab character"
        else:
            return index, f"a text without quotes can't begin with {source[index]}", IN_QUOTES
    if _STRUCTURE.match(problem) and (begun := _opened_above(source, index)) is not None:
        return begun, *_SYNTAX["found unexpected end of stream"]
    # A quotation mark or bracket without its other half is reported where it stands, not where
    # the text ends or the next field begins.
    opened = error.context_mark
    if opened and ("end of stream" in problem or "expected ',' or" in problem):
        index = opened.index if noticed is None or noticed.line > opened.line else index
    for known, (message, help_) in _SYNTAX.items():
        if problem.startswith(known):
            return index, message, help_
    return index, f"not valid YAML: {problem}", "put texts with special characters in quotes"


def _item(
    error: yaml.MarkedYAMLError, source: str, start: int, line: str
) -> tuple[int, str, str] | None:
    """What is wrong with a line that was to be an item of a list, or a field of one."""
    problem = error.problem or ""
    if problem.startswith("could not find expected ':'") and error.context_mark:
        start = error.context_mark.index - error.context_mark.column
        line = source[start:].partition("\n")[0]
    elif not problem.startswith(("did not find expected", "mapping values are")):
        return None
    found = _ITEM.match(line)
    indent = line[: len(line) - len(line.lstrip(" "))]
    above = _item_above(source, start, len(indent))
    if (
        found
        and found[4]
        and (found[2] == "*") is problem.endswith("alphabetic or numeric character")
    ):
        where, text = start + len(indent), found[4].lstrip("-").strip()
        is_first = _without_comments(source[:start]).endswith(":")
        if found[2] == "-" and not found[3]:
            return where, f"'{short(found[0])}' {NO_SPACE}", f"write `- {short(text)}`"
        if (found[2] == "*" and found[3]) or (
            SIGN.match(source, where) and (found[2] not in DASHES or above or is_first)
        ):
            return where, STAR if found[2] != "-" else AFTER_HYPHEN, f"write `- {short(text)}`"
        if found[2] != "-":
            return None  # a text in stars, or with a dash
        if above and above[1] != indent and problem.startswith("did not find expected"):
            return (
                where,
                "this item is not in one column with the items above",
                (f"begin it in column {len(above[1]) + 1}, like `{short(above[0].strip())}`"),
            )
    elif (
        above
        and above[1] == indent
        and not problem.startswith("mapping values are")
        and not _FIELD.match(f"{line}\n")
    ):
        following = _ITEM.match(source, start + len(line) + 1)
        # A list in the column of its field: what follows it may be a field.
        if line.strip() and (indent or (following and following[1] == indent)):
            help_ = f"write `- {short(line)}`, or indent it if the item above goes on"
            return start + len(indent), "a line of a list that does not begin with `- `", help_
    field = _INDENTED.match(line)
    if field and above and above[4] and "'-' indicator" in problem:
        column = len(above[1]) + 1 + len(above[3]) + 1
        message = f"'{field[1]}' is not in one column with the fields of the item above"
        return start + field.start(1), message, f"begin it in column {column}"
    return None


def _item_above(source: str, start: int, indent: int) -> re.Match[str] | None:
    """The nearest item of a list above a line, up to the field that all of it belongs to."""
    for line in reversed(_without_comments(source[:start]).split("\n")):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        if item := _ITEM.match(line):
            return item
        if len(line) - len(line.lstrip(" ")) <= indent:
            break
    return None


def _without_comments(text: str) -> str:
    """A text up to its last line that is neither blank nor a comment."""
    lines = text.split("\n")
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return "\n".join(lines).rstrip()


def short(text: str) -> str:
    """The beginning of an author's line, for a help line."""
    text = text.strip()
    return text if len(text) <= 40 else f"{text[:39]}…"


def no_quotes(text: str) -> tuple[str, str]:
    """What is wrong with a text in quotation marks of typography, and the way out."""
    ends = _PAIRS[text[0]]
    if text[-1] not in ends:
        return f"{text[0]} and {ends[0]} {NO_QUOTES}", "put the whole text in straight quotes"
    help_ = f"write {short(' '.join(straight(text).split()))}"
    return f"{text[0]} and {text[-1]} {NO_QUOTES}", help_


def straight(text: str) -> str:
    """A text in quotation marks of typography, in those of YAML."""
    text = text[1:-1].strip()
    return "'" + text.replace("'", "''") + "'" if '"' in text or "\\" in text else f'"{text}"'


def typeset(source: str, start: int) -> re.Match[str] | None:
    """What stands from here in quotation marks of typography, if nothing more follows it."""
    found = _CURLY.match(source, start)
    is_whole = found and _CURLY_END.match(source, found.end())
    return found if found and is_whole and any(map(str.isalnum, found[0])) else None


def is_misread(name: str) -> bool:
    """Whether the name of a field is the first part of a text that a colon has cut."""
    return bool(SIGN.match(name) or (name[:1] in _PAIRS and not _CURLY.match(name)))


def as_items(text: str, indent: str) -> str | None:
    """Lines of a list, all items with a hyphen and a space; None if one is no item and in none."""
    lines = [_as_item(line, indent) for line in text.split("\n")]
    return None if None in lines else "\n".join(line or "" for line in lines)


def _as_item(line: str, indent: str) -> str | None:
    if line.startswith(f"{indent} ") or not line.strip():
        return line  # more of the item above
    sign = _ANY_SIGN.match(line, len(indent)) if line.startswith(indent) else None
    if sign is None or not (sign[0].startswith("- ") or can_begin(line[sign.end() :])):
        return None
    return f"{indent}- {line[sign.end() :]}"


def can_begin(text: str) -> bool:
    """Whether a text without quotes that another sign stands before is the same without that."""
    return bool(_PLAIN.match(text)) and text != "null"


def _typeset_around(line: str, index: int) -> re.Match[str] | None:
    """The value in quotation marks of typography that an offset lies within."""
    value = _VALUE.match(line)
    begin = value.end() if value else 0
    near = max(begin, index - 500)  # a text that is longer is none that was meant
    starts = [begin] if line[begin : begin + 1] not in ("[", "{") else range(near, index)
    for start in starts:
        found = typeset(line, start) if line[start : start + 1] in _PAIRS else None
        if found and start < index < found.end():
            return found
    return None


def _opened_above(source: str, index: int) -> int | None:
    """Where the quotation mark stands that only the one before an offset has closed.

    That one is in the value of another field, and was to open a text or is an apostrophe.
    """
    closed = len(source[:index].rstrip(" ")) - 1
    if closed < 0 or source[closed] not in "\"'":
        return None
    opened = source.rfind(source[closed], 0, closed)
    start = source.rfind("\n", 0, closed) + 1
    begun = _VALUE.match(source, start, closed)
    if not 0 <= opened < start or not begun or not begun[0].strip():
        return None
    line = source.rfind("\n", 0, opened) + 1
    value = _VALUE.match(source, line)
    return opened if value and value.end() == opened else None


def _without_colon(error: yaml.MarkedYAMLError, source: str, start: int, line: str) -> int | None:
    """Where a line begins that was to be a field; the parser stumbles over what follows it."""
    problem = error.problem or ""
    if problem.startswith("could not find expected ':'") and error.context_mark:
        return int(error.context_mark.index)
    field = _BESIDE.match(line)
    before = _without_comments(source[:start])
    # A comment ends the text above it, and the parser expects a field.
    was_ended = before != source[:start].rstrip() and problem == "did not find expected key"
    if not ((was_ended or problem.startswith("mapping values are not allowed")) and field):
        return None
    above = before.rpartition("\n")
    begun = len(above[0]) + len(above[1]) + len(field[1])
    words = above[2][len(field[1]) :]
    is_beside = above[2].startswith(field[1]) and words[:1].isalpha() and ":" not in words
    lines = above[0].split("\n")[::-1] if field[1] else []
    under = next((one for one in lines if one.strip() and not one.startswith(field[1])), ":")
    # Below a field that has a value, both are more of its text.
    return begun if is_beside and under.rstrip().endswith(":") else None


def mend(source: str, index: int, message: str) -> tuple[int, int, str] | None:
    """What to put from where to where so that a line says what its author can only have meant."""
    start = source.rfind("\n", 0, index) + 1
    line = source[start:].partition("\n")[0]
    if message.endswith("needs a space after the colon"):
        at = source.index(":", index) + 1
        return at, at, " "
    if message.endswith("begins further to the right than the fields beside it"):
        above = _FIELD.match(source[source.rfind("\n", 0, max(start - 1, 0)) + 1 : start])
        return (start, index, above[1]) if above else None
    if message in (STAR, AFTER_HYPHEN):
        return _all_items(source, start, index)
    if message.startswith(ODD_BLANK) and (blanks := _ODD_BLANKS.match(source, index)):
        return index, blanks.end(), " " * len(blanks[0])
    if message.endswith(NO_QUOTES) and (found := typeset(source, index)):
        return index, found.end(), straight(found[0])
    if message.endswith(NO_SPACE) and source[index + 1].isalpha():
        return index + 1, index + 1, " "
    text = _UNQUOTED.fullmatch(line)
    if message not in _MENDED_BY_QUOTES and " can't begin with " not in message:
        return None
    if text is None or _COMMENT in text[2]:
        return None
    if text[2][0] in "\"'" and text[2][-1] == text[2][0]:
        return None  # whether they are the text's or YAML's, its author knows
    quoted = "'" + text[2].replace("'", "''") + "'"
    return start + text.start(2), start + text.end(2), quoted


def _all_items(source: str, start: int, index: int) -> tuple[int, int, str] | None:
    """The items around a line with another sign than YAML's, all with a hyphen and a space."""
    indent, begin, end = source[start:index], start, start
    for line in source[:start].split("\n")[-2::-1]:
        if _as_item(line, indent) is None:
            break
        begin -= len(line) + 1
    for line in source[start:].split("\n"):
        if _as_item(line, indent) is None:
            break
        end += len(line) + 1
    if end == start:
        return None  # what follows the sign would be read as something else
    end = min(end - 1, len(source))
    text = as_items(source[begin:end], indent)
    return None if text is None else (begin, end, text)


def _lines_before(source: str, start: int, lines: int) -> int:
    for _ in range(lines):
        start = source.rfind("\n", 0, max(start - 1, 0)) + 1
    return start
