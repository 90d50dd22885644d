"""Text and offset → where one is in a document's fields. Read from lines and indentation, not
parsed: while somebody types, the text is mostly no valid YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..finding import DataPath

_MOST = 20_000  # lines looked at above and below the place
_KEY = re.compile(r"(\"[^\"\n]{0,99}\"|'[^'\n]{0,99}'|[\w$][\w .$/-]{0,99}?)[ ]*:(?=[ ]|$)")
_OPENING = re.compile(r"---[ \t]*\n")
_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_WORD = re.compile(r"[\w.@/+-]*")
_COMMENT = re.compile(r"(?:^|\s)#")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the fields of a document.

    `path` leads to the value that is written here, or to the mapping or list in which something
    begins. `start` to `end` is what stands here already.
    """

    path: DataPath
    start: int
    end: int
    is_key: bool = False  # a field's name stands here, or could
    is_value: bool = False  # a value stands here, or could
    is_line: bool = False  # a line begins here: an item of a list would need its hyphen
    has_colon: bool = False
    names: frozenset[str] = frozenset()  # of the other fields of the mapping


@dataclass(frozen=True, slots=True)
class _Token:
    """A hyphen, or a name with its colon; `rest` is what else the line has if it is its last."""

    column: int
    end: int
    name: str | None
    rest: str


@dataclass(slots=True)
class _Around:
    """What encloses a column of a line: the way there, and the nearest token of lines above."""

    path: DataPath = ()
    nearest: _Token | None = None
    nearest_line: int = 0
    names: set[str] = field(default_factory=set)
    in_text: bool = False


def fields(text: str, path: str) -> tuple[int, int]:
    """From where to where a text holds fields: all of it, or the front matter, closed or not."""
    if not path.endswith(".md"):
        return 0, len(text)
    opening = _OPENING.match(text)
    if not opening:
        return 0, 0
    closing = _FENCE.search(text, opening.end())
    return opening.end(), closing.start() if closing else len(text)


def at(text: str, path: str, offset: int) -> Cursor | None:
    """Where an offset is; None outside of the fields, in a comment, and in a text of many lines."""
    first, last = fields(text, path)
    if not first <= offset <= last or (path.endswith(".md") and not first):
        return None
    start = text.rfind("\n", first, offset) + 1 or first
    line = text[start:last].partition("\n")[0]
    column = offset - start
    if _COMMENT.search(line[:column]):
        return None
    tokens = _tokens(line)
    key = tokens[-1] if tokens and tokens[-1].name is not None else None
    hyphens = [token for token in tokens if token.name is None]
    if key:
        content = key.column
    elif hyphens:
        content = hyphens[-1].end + len(line[hyphens[-1].end :]) - len(hyphens[-1].rest)
        content = min(content, column) if not hyphens[-1].rest else content
    else:
        content = len(line) - len(line.lstrip(" ")) if line.strip() else column
    if column < content and hyphens and column <= hyphens[-1].column:
        return None
    around = _around(text, first, last, start, hyphens, content)
    if around.in_text:
        return None
    nearest = around.nearest
    if not hyphens and nearest and nearest.rest:
        if nearest.rest[0] not in "[{":
            return None
        opened = text.index(nearest.rest, around.nearest_line + nearest.end)
        return _in_flow(text, opened, offset, around.path)
    if key and column >= key.end:
        value = start + key.end
        return _value(text, value, offset, (*around.path, key.name or ""))
    if key:
        return Cursor(
            around.path,
            start + key.column,
            start + key.column + len(line[key.column : key.end - 1].rstrip()),
            is_key=True,
            has_colon=True,
            names=frozenset(around.names - {key.name}),
        )
    if line[content : content + 1] in ("[", "{"):
        return _in_flow(text, start + content, offset, around.path)
    quoted = line[content : content + 1] in ('"', "'") and content < column
    return Cursor(
        around.path,
        start + content + quoted,
        _end_of_word(text, max(offset, start + content + quoted)),
        is_key=not quoted,
        is_value=True,
        is_line=not hyphens,
        names=frozenset(around.names),
    )


def _tokens(line: str) -> list[_Token]:
    """The hyphens and the name at the beginning of a line."""
    found: list[_Token] = []
    column = len(line) - len(line.lstrip(" "))
    while line[column : column + 1] == "-" and line[column + 1 : column + 2] in ("", " "):
        found.append(_Token(column, column + 1, None, ""))
        column += 1
        column += len(line[column:]) - len(line[column:].lstrip(" "))
    if match := _KEY.match(line, column):
        name = match[1].strip("\"'")
        found.append(_Token(column, match.end(), name, ""))
    if found:
        last = found.pop()
        rest = line[last.end :].strip()
        rest = "" if rest.startswith("#") else rest
        found.append(_Token(last.column, last.end, last.name, rest))
    return found


def _around(
    text: str, first: int, last: int, start: int, hyphens: list[_Token], column: int
) -> _Around:
    found = _Around()
    limit, in_item = column, False
    lines = _lines_above(text, first, start)
    for begin, tokens in ((start, hyphens), *lines):
        if limit == 0 and not in_item and found.path:
            break
        for token in reversed(tokens):
            same = token.column == limit and in_item and token.name is not None
            if token.column < limit or same:
                if token.rest.startswith(("|", ">")):
                    found.in_text = True
                found.path = (0 if token.name is None else token.name, *found.path)
                if found.nearest is None and begin != start:
                    found.nearest, found.nearest_line = token, begin
                limit, in_item = token.column, token.name is None
            elif token.name is not None and token.column == column and not found.path:
                found.names.add(token.name)
    for tokens in _lines_below(text, start, last):
        if tokens[0].column < column:
            break
        names = (token.name for token in tokens if token.column == column)
        found.names.update(name for name in names if name is not None)
    return found


def _lines_above(text: str, first: int, start: int) -> Iterator[tuple[int, list[_Token]]]:
    for _ in range(_MOST):
        if start <= first:
            return
        end = start - 1
        start = text.rfind("\n", first, end) + 1 or first
        if tokens := _tokens(text[start:end]):
            yield start, tokens


def _lines_below(text: str, start: int, last: int) -> Iterator[list[_Token]]:
    for _ in range(_MOST):
        start = text.find("\n", start, last) + 1
        if not start:
            return
        end = text.find("\n", start, last)
        if tokens := _tokens(text[start : end if end >= 0 else last]):
            yield tokens


def _value(text: str, start: int, offset: int, path: DataPath) -> Cursor | None:
    """The place in the value of a field that begins on its line."""
    written = text[start:offset].lstrip(" ")
    if offset == start or written[:1] in ("|", ">"):
        return None  # a value needs a space before it; a text of many lines follows
    if written[:1] in ("[", "{"):
        return _in_flow(text, offset - len(written), offset, path)
    quoted = written[:1] in ('"', "'") and bool(written)
    begin = offset - len(written) + quoted
    return Cursor(path, begin, _end_of_word(text, offset), is_value=True)


@dataclass(slots=True)
class _Open:
    """A bracket that is open, and what stands in it so far."""

    bracket: str
    key: str | None = None
    index: int = 0
    names: list[str] = field(default_factory=list)


def _in_flow(text: str, start: int, offset: int, path: DataPath) -> Cursor | None:
    """The place in what is written in brackets, which may be open still."""
    opened: list[_Open] = []
    begin = position = start
    while position < offset:
        sign = text[position]
        if sign in "\"'" and not text[begin:position].strip():
            closing = text.find(sign, position + 1, offset)
            if closing < 0:
                begin = position + 1
                break
            position = closing
        elif sign in "[{":
            opened.append(_Open(sign))
            begin = position + 1
        elif sign in "]}":
            if opened:
                opened.pop()
            begin = position + 1
        elif sign == "," and opened:
            opened[-1].key, opened[-1].index = None, opened[-1].index + 1
            begin = position + 1
        elif sign == ":" and opened and opened[-1].bracket == "{" and opened[-1].key is None:
            opened[-1].key = text[begin:position].strip().strip("\"'")
            opened[-1].names.append(opened[-1].key)
            begin = position + 1
        position += 1
    if not opened:
        return None
    for one in opened:
        if one.bracket == "[":
            path = (*path, one.index)
        elif one.key is not None:
            path = (*path, one.key)
    inner = opened[-1]
    begin += len(text[begin:offset]) - len(text[begin:offset].lstrip())
    is_key = inner.bracket == "{" and inner.key is None
    end = _end_of_word(text, offset)
    return Cursor(
        path,
        begin,
        end,
        is_key=is_key,
        is_value=not is_key,
        has_colon=is_key and text[end : end + 1] == ":",
        names=frozenset(inner.names),
    )


def _end_of_word(text: str, offset: int) -> int:
    found = _WORD.match(text, offset)
    return found.end() if found else offset
