"""Bytes → Document: YAML front matter read as data, never as code.

Built on the events of PyYAML's C parser. That keeps positions, and refuses what the loaders let
through: duplicate keys, anchors and aliases (bombs), tags, depth (the C loader's composer crashes
the process on 100,000 nested lists). Scalars are read as YAML 1.2 means them, and only where
nothing is lost: `no` is text, `1.10` is text, `12:30` is text, `2026-05-01` is text. The check
turns a text into a number where a field wants a number.
"""

from __future__ import annotations

import re
import stat
from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from .finding import Fault, Fix, Where, reason
from .syntax import (
    AFTER_HYPHEN,
    BLANKS,
    BULLET,
    BULLETS,
    DASHES,
    IN_QUOTES,
    MARKS,
    ODD_BLANKS,
    SIGN,
    as_items,
    can_begin,
    explain,
    is_misread,
    mend,
    no_quotes,
    short,
    straight,
    typeset,
)
from .tangle import excess

MAX_BYTES = 1_000_000
MAX_LINE = 200_000
MAX_NODES = 20_000
MAX_DEPTH = 32
SUFFIXES = (".md", ".yml", ".yaml")

_Path = tuple[str | int, ...]

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is many times faster
_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_OPENING = re.compile(r"---[ \t]*(?:\n|\Z)")
_NOT_TEXT = re.compile(
    "[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}\Z")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
# A text without quotes that YAML ends or goes on reading where its author did not mean to.
_CUT_OFF = re.compile(r"[ \t]+#[^\s#]")
_SWALLOWED = re.compile(rf"\n[ \t]*(?P<line>(?:-|{BULLET.pattern})[^\n]*)")
# On each line: a dash in prose begins the first one hardly ever.
_OTHER_SIGN = re.compile(rf"(?=([{DASHES}])[{BLANKS}])[^\n]*\n[ \t]*(?P<line>\1[{BLANKS}][^\n]*)")
_BRACKETS = frozenset("[]{}")
_IN_PARTS = re.compile(r"[ \n]*,|[ \t]+#")  # what follows the first part of a text that is cut
# Looked for first, in the whole file: one blank before the # is enough, and many cost no time.
_MISREAD = re.compile(
    rf"[ \t]#[^\s#]|\n[ \t]*[-{DASHES}]|: -[^\W\d_]|[{BULLETS}{MARKS}]|-[{ODD_BLANKS}]"
)
_TOKEN = re.compile(r"[^\s()<>\[\]{}\"',]+")  # what a place in the text points at
_BYTE_ORDER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}


@dataclass(frozen=True, slots=True)
class Span:
    """From one offset of a text to another; the end is not part of it."""

    start: int
    end: int


@dataclass
class Document:
    """A file read: its data, its body, and what was wrong with reading it.

    `path` is relative to the playbook's folder, with forward slashes. `text` has no byte order
    mark and `\\n` line ends. `readable` is False where nothing could be taken from the file; then
    `data` is empty and one fault says why.
    """

    path: str
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    yaml_start: int = 0
    yaml_end: int = 0
    body_start: int = 0
    faults: list[Fault] = field(default_factory=list)
    readable: bool = True
    # Items taken out of lists of `data` because they were faulty: their indices in order, by the
    # path of the list, both as written. Paths into `data` are translated back to what the author
    # wrote; those of `faults` are what the author wrote.
    removed: dict[_Path, list[int]] = field(default_factory=dict)
    # Whether something was taken out for an audience; what changed in it is nobody's business.
    is_partial: bool = False

    @property
    def body(self) -> str:
        """The Markdown below the front matter, as written."""
        return self.text[self.body_start :]

    def fresh(self, text: str | None = None) -> Document:
        """The document as reading alone gives it, before any check; or with another text."""
        return parse((self.text if text is None else text).encode("utf-8"), self.path)

    def span(self, where: Where, at_key: bool = False, written: bool = False) -> Span:
        """Where something stands in the text; the nearest thing above it if it is not there.

        A path is one of `data`, or, if `written`, one of what the author wrote.
        """
        if isinstance(where, int):
            found = _TOKEN.match(self.text, where)
            return Span(where, found.end() if found else where)
        marks = self._marks
        if not written:
            where = self.as_written(where)
        if where not in marks:
            at_key = True
        while where and where not in marks:
            where = where[:-1]
        if not where:
            # A fault of the whole document is shown on its first field.
            first = next(iter(marks.values()), (self.yaml_start,) * 4)
            return Span(first[0], first[1])
        key_start, key_end, start, end = marks[where]
        return Span(key_start, key_end) if at_key else Span(start, end)

    def as_written(self, where: _Path) -> _Path:
        """The path that the author wrote for what now has another in `data`."""
        if not self.removed:
            return where
        written: _Path = ()
        for step in where:
            place = step
            if isinstance(place, int) and (removed := self.removed.get(written)):
                # Before each one removed stand as many as its index, less those removed before it.
                before = range(len(removed))
                place += bisect_right(before, place, key=lambda n: removed[n] - n)
            written = (*written, place)
        return written

    def remove(self, where: _Path) -> None:
        """Note which item of a list of `data` is being taken out, if it is one."""
        *above, index = self.as_written(where)
        if isinstance(index, int):
            insort(self.removed.setdefault(tuple(above), []), index)

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, in characters."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of one line, from 1."""
        starts = self._line_starts
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def _marks(self) -> _Marks:
        # Read once more, with positions: only documents with findings pay for it.
        marks: _Marks = {}
        if self.readable:
            _Builder(self, marks).build()
        return marks


# path → (key start, key end, value start, value end); an item of a list is its own key.
_Marks = dict[_Path, tuple[int, int, int, int]]


def read(path: Path, name: str) -> Document:
    """Read a file; anything that is not a regular file of a sensible size is a fault."""
    try:
        status = path.lstat()
        if stat.S_ISDIR(status.st_mode):
            message = f"the folder '{name}' can't be read"
            return _unreadable(name, "unreadable-file", 0, message)
        if not stat.S_ISREG(status.st_mode):
            what = "a link" if stat.S_ISLNK(status.st_mode) else "not a regular file"
            return _unreadable(name, "unreadable-file", 0, f"'{name}' is {what}; put the file here")
        if status.st_size > MAX_BYTES:
            return _too_large(name, status.st_size)
        return parse(path.read_bytes(), name)
    except OSError as error:
        message = f"'{name}' can't be read: {reason(error)}"
        return _unreadable(name, "unreadable-file", 0, message)


def parse(data: bytes, name: str) -> Document:
    """Read the bytes of a document; never raises, whatever they are."""
    if len(data) > MAX_BYTES:
        return _too_large(name, len(data))
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _unreadable(name, "not-utf-8", 0, f"the file is {encoding}; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = _newlines(data[: error.start].decode("utf-8-sig", "replace"))
        byte = data[error.start]
        message = f"byte 0x{byte:02x} is not UTF-8; save the file as UTF-8"
        return _unreadable(name, "not-utf-8", len(good), message, good + "\ufffd")
    text = _newlines(text)
    if odd := _NOT_TEXT.search(text):
        return _unreadable(name, "control-character", odd.start(), _invisible(odd[0]), text)
    document = Document(name, text)
    if (start := _long_line(text)) is not None:
        message = f"a line of more than {MAX_LINE:,} characters; keep pictures and data in files"
        return _unreadable(name, "too-large", start, message, text)
    if name.endswith(".md"):
        if fault := _split(document):
            document.faults.append(fault)
            document.readable = False
            return document
        if found := excess(document.body):
            start, message = document.body_start + found[0], found[1]
            help_ = "split the document, or keep data in files"
            return _unreadable(name, "too-large", start, message, text, help_)
    else:
        document.yaml_end = document.body_start = len(text)
    _Builder(document, None).build()
    return document


def _split(document: Document) -> Fault | None:
    """Find front matter and body: it lies between lines of three hyphens, or ends with dots."""
    text = document.text
    opening = _OPENING.match(text)
    if not opening:
        return Fault(
            "missing-front-matter",
            0,
            "the file does not begin with front matter",
            "begin with a line `---`, then `kind: persona` and other fields, then a line `---`",
        )
    closing = _FENCE.search(text, opening.end())
    if not closing:
        return Fault(
            "unclosed-front-matter",
            0,
            "the front matter has no end",
            "put a line `---` between the last field and the text",
        )
    document.yaml_start, document.yaml_end = opening.end(), closing.start()
    document.body_start = min(closing.end() + 1, len(text))
    return None


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _long_line(text: str) -> int | None:
    """Where a line begins that is longer than any that a person writes."""
    start = 0
    while len(text) - start > MAX_LINE:
        end = text.rfind("\n", start, start + MAX_LINE + 1)
        if end < 0:
            return start
        start = end + 1
    return None


def _unreadable(
    name: str, rule: str, where: int, message: str, text: str = "", help_: str = ""
) -> Document:
    return Document(name, text, faults=[Fault(rule, where, message, help_)], readable=False)


def _invisible(char: str) -> str:
    return f"the invisible character U+{ord(char):04X} is not allowed; delete it"


def _too_large(name: str, size: int) -> Document:
    message = f"the file has {size:,} bytes; a document may have {MAX_BYTES:,}"
    return _unreadable(name, "too-large", 0, message)


def resolve(value: str) -> Any:
    """Read a scalar without quotes: a number or truth value if writing it back gives the same."""
    if value in _WORDS:
        return _WORDS[value]
    if value.isspace():
        return None
    if value[0] in "-0123456789":
        if _INTEGER.match(value) and value != "-0":
            return int(value)
        if _DECIMAL.match(value) and repr(float(value)) == value:
            return float(value)
    return value


class _Builder:
    """Events → plain data, with an explicit stack: depth costs no recursion."""

    def __init__(self, document: Document, marks: _Marks | None) -> None:
        self.document = document
        self.marks = marks
        # A second reading, for positions, must not report everything again.
        self.faults = document.faults if marks is None else []

    def build(self) -> None:
        document = self.document
        source = document.text[document.yaml_start : document.yaml_end]
        try:
            root = self._load(source)
        except yaml.MarkedYAMLError as error:
            index, message, help_ = explain(error, source)
            self._give_up(message, help_, index, self._fix(source, index, message))
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            first_line = str(error).partition("\n")[0]
            self._give_up(f"not valid YAML: {first_line}", "", 0)
        except _Stop as stop:
            self._unreadable(stop.fault)
        else:
            if root is None:
                root = {}
            if isinstance(root, dict):
                document.data = root if self.marks is None else document.data
            else:
                found = "a list" if isinstance(root, list) else "a text"
                self._unreadable(
                    Fault(
                        "not-fields",
                        document.yaml_start,
                        f"{found} where fields are expected",
                        "write each field as `name: value` on a line of its own",
                    )
                )

    def _give_up(self, message: str, help_: str, index: int, fix: Fix | None = None) -> None:
        offset = min(self.document.yaml_start + index, len(self.document.text))
        self._unreadable(Fault("yaml-syntax", offset, message, help_, fix=fix))

    def _fix(self, source: str, index: int, message: str) -> Fix | None:
        found = mend(source, index, message)
        if found is None:
            return None
        start, end, text = found
        base = self.document.yaml_start
        return Fix(text, piece=(base + start, base + end))

    def _unreadable(self, fault: Fault) -> None:
        # One finding, and silence about what follows from it.
        self.document.faults[:] = [fault]
        self.document.data = {}
        self.document.readable = False

    def _fault(self, rule: str, event: Any, message: str, help_: str = "") -> None:
        offset = self.document.yaml_start + event.start_mark.index
        self.faults.append(Fault(rule, offset, message, help_))

    def _load(self, source: str) -> Any:
        marks, base = self.marks, self.document.yaml_start
        frames: list[tuple[Any, Any, _Path]] = []  # what is open around the current container
        container: Any = None  # the mapping or list being filled
        key: Any = None  # the mapping's key that waits for its value
        key_span = (base, base)
        path: _Path = ()
        root: Any = None
        nodes = 0

        may_misread = _MISREAD.search(source) is not None
        events: Iterator[Any] = yaml.parse(source, Loader=LOADER)
        for event in events:
            class_ = event.__class__
            in_mapping = container.__class__ is dict
            if class_ is yaml.ScalarEvent:
                if in_mapping and key is None:
                    if may_misread and event.implicit[0] and is_misread(event.value):
                        self._look_at_name(event, source)
                    key = self._key(event, container)
                    if marks is not None:
                        key_span = (base + event.start_mark.index, base + event.end_mark.index)
                    continue
                if event.implicit[0]:
                    value = resolve(event.value)
                    if may_misread:
                        self._look_around(event, source)
                else:
                    value = self._quoted(event)
            elif class_ is yaml.MappingStartEvent:
                value = {}
            elif class_ is yaml.SequenceStartEvent:
                value = []
            elif class_ is yaml.MappingEndEvent or class_ is yaml.SequenceEndEvent:
                container, key, path = frames.pop()
                continue
            elif class_ is yaml.AliasEvent:
                self._fault(
                    "yaml-reference",
                    event,
                    f"the alias '*{event.anchor}' is not allowed; write the value out",
                )
                if in_mapping and key is None:
                    key = _IGNORED
                    continue
                value = None
            elif class_ is yaml.DocumentStartEvent and nodes:
                message = "a second YAML document in the file; keep one document a file"
                raise self._stop("several-documents", event, message)
            else:
                continue

            nodes += 1
            if nodes > MAX_NODES:
                message = f"more than {MAX_NODES:,} values in one document; split it"
                raise self._stop("too-large", event, message)
            if class_ is not yaml.AliasEvent and (event.anchor or event.tag):
                self._refuse(event)

            # Put the value where it belongs. One that is empty is a field not filled in: as if
            # it were not there.
            here = path
            if container is None:
                root = value
            elif not in_mapping:
                here = (*path, len(container))
                if value is not None:
                    container.append(value)
            elif key is None:
                self._fault(
                    "not-fields", event, "a list or a set of fields where a field's name belongs"
                )
                here = (*path, -1)
                key = _IGNORED
            elif key is _IGNORED:
                here = (*path, -1)  # no path of the data: nothing below it is looked for
                key = None
            else:
                here = (*path, key)
                if value is not None:
                    container[key] = value
                key = None
            # An empty item has no place in its list: the next one takes its index, and its mark.
            if marks is not None and container is not None and (in_mapping or value is not None):
                span = (base + event.start_mark.index, base + event.end_mark.index)
                marks[here] = (*(key_span if in_mapping else span), *span)

            if value.__class__ is dict or value.__class__ is list:
                if len(frames) >= MAX_DEPTH:
                    message = f"more than {MAX_DEPTH} levels within each other; write it flatter"
                    raise self._stop("too-deep", event, message)
                frames.append((container, key, path))
                container, key, path = value, None, here
        return root

    def _stop(self, rule: str, event: Any, message: str) -> _Stop:
        return _Stop(Fault(rule, self.document.yaml_start + event.start_mark.index, message))

    def _key(self, event: Any, container: dict[str, Any]) -> Any:
        key = event.value
        if event.anchor or event.tag:
            self._refuse(event)
        if event.style == '"' and (odd := _NOT_TEXT.search(key)):
            self._fault("control-character", event, _invisible(odd[0]))
            return _IGNORED
        if key == "<<" and event.implicit[0]:
            self._fault("yaml-reference", event, "'<<' is not allowed; write the fields out")
            return _IGNORED
        if not key:
            # jsonschema-rs leaves it out of its paths, too.
            self._fault("not-fields", event, "a field without a name")
            return _IGNORED
        if key in container:
            self._fault(
                "duplicate-key",
                event,
                f"the field '{key}' stands here twice; keep one of them",
            )
            return _IGNORED
        return key

    def _quoted(self, event: Any) -> str | None:
        # Double quotes can spell signs that the file itself may not hold.
        if odd := _NOT_TEXT.search(event.value):
            self._fault("control-character", event, _invisible(odd[0]))
            return None
        return "" if event.value.isspace() else str(event.value)

    def _look_around(self, event: Any, source: str) -> None:
        """Report what a text without quotes lost to a comment, or took from a list."""
        start, end = event.start_mark.index, event.end_mark.index
        offset = self.document.yaml_start
        text = typeset(source, start) if source[start : start + 1] in MARKS else None
        is_cut = text and text.end() > end and _IN_PARTS.match(source, end)
        if text and is_cut and not _BRACKETS & set(text[0]):
            self._no_quotes(start, text[0], text)
            return
        if cut := _CUT_OFF.match(source, end):
            rest = _line(source, cut.start()).strip()
            message = f"'{rest}' is not part of the text: a # after a space begins a comment"
            # No fix: what was meant as a comment must not end on a page.
            self._misread(offset + cut.end() - 2, message, IN_QUOTES, None)
        swallowed = _SWALLOWED.search(source, start, end) or _OTHER_SIGN.match(source, start, end)
        sign = SIGN.match(source, start, end)
        if not (swallowed or sign):
            return
        near = max(start - 200, 0)  # far to the right, a line may have many texts
        begin = max(source.rfind("\n", near, start) + 1, near)
        before = source[begin:start]
        items = None if before.strip() else as_items(source[begin:end], before)
        fix = None if items is None else Fix(items, piece=(offset + begin, offset + end))
        if swallowed:
            message = f"the line '{swallowed['line']}' is read as part of the text above it"
            help_ = _as_item(swallowed["line"], before)
            self._misread(offset + swallowed.start("line"), message, help_, fix)
        elif sign and (before.strip() or fix is None) and sign[0][0] in BULLETS:
            fix = Fix("", piece=(offset + start, offset + sign.end()))
            fix = fix if can_begin(source[sign.end() : end]) else None
            message = f"'{sign[0].strip()}' is part of the text, not the sign of an item"
            self._misread(offset + start, message, "delete the sign, or use quotes", fix)
        elif sign and not (before.strip() and sign[0][0] in DASHES):
            # A dash may begin a text, but hardly one that has lines to itself.
            mark = "a hyphen" if sign[0] == "-" else f"'{sign[0].strip()}'"
            message = f"'{event.value}' is a text that begins with {mark}, not an item of a list"
            if sign[0][0] == "-" and len(sign[0]) > 1:
                message = AFTER_HYPHEN
            alone = " on a line of its own" if before.strip() else ""
            help_ = f"write `- {short(_line(event.value, len(sign[0])))}`{alone}, or use quotes"
            self._misread(offset + start, message, help_, fix)

    def _look_at_name(self, event: Any, source: str) -> None:
        """Report a name that is the first part of a text, cut by its colon."""
        start = event.start_mark.index
        if sign := SIGN.match(event.value):
            rest = _line(source[start : start + 200], sign.end())
            message = f"'{sign[0].strip()}' is part of a field's name, not the sign of an item"
            help_ = f"write `- {short(rest)}` if it is an item, or delete the sign"
            self._misread(self.document.yaml_start + start, message, help_, None)
        else:
            self._no_quotes(start, event.value, typeset(source, start))

    def _no_quotes(self, start: int, text: str, whole: re.Match[str] | None) -> None:
        """Report quotation marks of typography; `whole` is what they were to hold."""
        message, help_ = no_quotes(whole[0] if whole else text)
        where = self.document.yaml_start + start
        fix = None
        if whole and not _BRACKETS & set(whole[0]):
            fix = Fix(straight(whole[0]), piece=(where, where + len(whole[0])))
        self._misread(where, message, help_, fix)

    def _misread(self, where: int, message: str, help_: str, fix: Fix | None) -> None:
        self.faults.append(Fault("misread-text", where, message, help_, fix=fix))

    def _refuse(self, event: Any) -> None:
        if event.anchor:
            self._fault(
                "yaml-reference",
                event,
                f"the anchor '&{event.anchor}' is not allowed; write the value where it is used",
            )
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._fault("yaml-tag", event, f"the tag '{tag}' is not allowed; delete it")


def _as_item(line: str, before: str) -> str:
    """How to write a line that a text has swallowed; `before` stands before that text."""
    item = f"write `- {short(SIGN.sub('', line, count=1).lstrip('- '))}`"
    if before.endswith("- ") and not before[:-2].strip():
        return f"{item}, beginning in column {len(before) - 1} like the item above"
    if before.strip():
        return "write each item on a line below the field, or put the whole text in quotes"
    return f"{item} and the lines above it in the same way, or put the whole text in quotes"


def _line(source: str, start: int) -> str:
    """What is left of a line."""
    end = source.find("\n", start)
    return source[start:] if end < 0 else source[start:end]


class _Stop(Exception):
    """A limit is reached: the document is not read further."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


_IGNORED = object()  # stands for a key whose value is read and dropped
