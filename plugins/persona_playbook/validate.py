"""Data against a schema → faults in the author's words, and only what is valid left in the data."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from .dates import certain, impossible
from .dump import flow
from .finding import DataPath, Fault, Fix
from .frontmatter import Document
from .schema import Node, Schema

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}\.?[0-9]{0,15}|\.[0-9]{1,15})(?:[eE][+-]?[0-9]{1,2})?\Z")
_INDEX = re.compile(r"\+?[0-9]+\Z")
_DIGITS = re.compile(r"[^0-9]+")
# A guess compares a name with every field; past this many in a document they are left out.
_MOST_MEANINGS = 200
_CLOSE, _SURE = 0.75, 0.8  # how alike two words are
_Errors = list[tuple[DataPath, Any]]
_YES_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_TYPE_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a set of fields",
}


def validate(document: Document, schema: Schema, noun: str) -> list[Fault]:
    """Check a document's data; afterwards the data holds only what is valid.

    `noun` names the whole in messages ("personas"). A scalar of another type than its field
    wants is read again as the field wants it (`id: 7` as text, `emotion: +1` as a number).
    """
    data = document.data
    if schema.validator.is_valid(data):
        return []
    for path, error in _errors(schema, data):
        if error.kind.name == "type":
            _read_again(data, path, error.kind.types)
    faults: list[Fault] = []
    remove: set[DataPath] = set()
    seen: set[tuple[DataPath, str, str]] = set()
    errors, meanings = _errors(schema, data), _Meanings(schema)
    misread = {fault.where for fault in document.faults if fault.rule == "misread-text"}

    def is_said(*name: str | int) -> bool:
        """Whether reading has said of a field's name that it is none."""
        return bool(misread) and document.span(name, True, written=True).start in misread

    for path, label in _labels(schema, data, errors, meanings):
        remove.add(path)
        if not is_said(*path, *_get(data, path)):
            faults.append(label)
    labels, slips = set(remove), set(_slips(schema, data, errors, meanings))
    for place, error in errors:
        path, keyword = place, error.kind.name
        if path in labels or (keyword == "required" and (path, error.kind.property) in slips):
            continue  # it follows from another fault
        if keyword == "required" and misread and any(is_said(*path, n) for n in _get(data, path)):
            continue
        if keyword == "propertyNames":
            path = (*path, error.kind.error.instance)  # it is about one name of the mapping
        # One type fault a value: a shape within a shape repeats what the outer one said.
        fault = path, keyword, error.kind.property if keyword == "required" else ""
        if fault in seen or (keyword != "type" and (path, "type", "") in seen):
            continue
        seen.add(fault)
        if keyword == "additionalProperties":
            remove.update((*path, name) for name in error.kind.unexpected)
        elif path:
            remove.add(path)
        for explained in _explain(schema, data, path, keyword, error, noun, meanings):
            where = explained.where
            if isinstance(where, int) or explained.rule != "unknown-field" or not is_said(*where):
                faults.append(explained)
    _take_out(document, remove)
    # What has lost a part that it can't be without goes, too; the part is reported already.
    while remove := {path for path, _ in _errors(schema, data)} - {()}:
        _take_out(document, remove)
    return faults


def closest(value: str, choices: Iterable[str]) -> str | None:
    """The one of the choices whose letters are closest, if any is close."""
    by_folded = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(value.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def suggest(value: str, choices: Iterable[str]) -> str:
    """The closest of the choices in words, or nothing: "; did you mean 'amelia'?"."""
    close = closest(value, choices)
    return f"; did you mean '{close}'?" if close else ""


def one_of(value: str, choices: Collection[str]) -> str:
    """The closest of a few choices in words, or else all: "; it is one of draft, active"."""
    return suggest(value, choices) or among(choices)


def among(choices: Iterable[str]) -> str:
    """All of a few choices in words."""
    return f"; it is one of {', '.join(choices)}"


def as_list(value: str) -> str:
    """How to write a text that names several, in words; "" if it names one."""
    parts = [part.strip() for part in re.split("[,;]", value[:200]) if part.strip()]
    return f"; write a list: [{', '.join(parts)}]" if len(parts) > 1 else ""


def unknown(noun: str, value: Any, known: Collection[str]) -> str:
    """That nothing has this name, and what has: "no kind named 'persna'; did you mean …?"."""
    return f"no {noun} named {shown(value)}{one_of(str(value), known)}"


def sure(value: str, choices: Iterable[str], is_name: bool = False) -> Fix | None:
    """The one of the choices that a misspelled word can only mean, as its mending.

    It is very close, no other one is close at all, and no digit differs: the wrong year is no slip.
    """
    by_plain = {_plain(choice): choice for choice in choices}
    plain = _plain(value[:100])
    close = [plain] if plain in by_plain else get_close_matches(plain, by_plain, n=2, cutoff=_CLOSE)
    if len(close) != 1 or _DIGITS.sub("", plain) != _DIGITS.sub("", close[0]):
        return None
    is_sure = SequenceMatcher(None, plain, close[0]).ratio() >= _SURE
    return Fix(by_plain[close[0]], is_name) if is_sure else None


def _plain(word: str) -> str:
    return word.casefold().strip().replace("_", "-").replace(" ", "-")


def shown(value: Any, length: int = 60) -> str:
    """An author's value for a message: in quotes, on one line, not too long."""
    if isinstance(value, dict):
        return "a set of fields"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    text = " ".join(str(value).split())
    return f"'{text if len(text) <= length else text[: length - 1] + '…'}'"


def _read_again(data: Any, path: DataPath, types: list[str]) -> None:
    value = _get(data, path)
    new: str | float | bool
    wanted = set(types)
    if isinstance(value, bool):
        new = str(value).lower() if "string" in wanted else value
    elif isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer()
        new = str(value) if "string" in wanted else int(value) if whole else value
    elif isinstance(value, str) and "boolean" in wanted and value.lower() in _YES_NO:
        new = _YES_NO[value.lower()]
    elif isinstance(value, str) and wanted & {"integer", "number"} and _NUMBER.match(value):
        number = float(value)
        new = int(number) if number.is_integer() else number if math.isfinite(number) else value
    else:
        return
    if path:
        _get(data, path[:-1])[path[-1]] = new


def _explain(
    schema: Schema,
    data: Any,
    path: DataPath,
    keyword: str,
    error: Any,
    noun: str,
    meanings: _Meanings,
) -> Iterator[Fault]:
    value = _get(data, path)
    node = schema.at(path, data)
    what = _title(schema, data, path)
    example = _example(schema, data, path)
    kind = error.kind
    if keyword == "additionalProperties":
        of = f"of '{what}'" if path else f"of {noun}"
        known = node.get("properties", {})
        # Only those of a whole document are many, and the team can add to them.
        fields = f"its fields are {', '.join(known)}" if path and known else ""
        for name in kind.unexpected:
            yield _unknown_field((*path, name), name, of, *meanings.of(known, name), fields)
    elif keyword == "required":
        where = f" in '{what}'" if path else ""
        child = schema.child(node, kind.property)
        examples = child.get("examples") or [child.get("title", kind.property)]
        message = f"the field '{kind.property}' is missing{where}"
        add = f"add `{kind.property}: {flow(examples[0])}`"
        yield Fault("missing-field", path, message, add, at_key=True)
    elif keyword == "type":
        expected = _expected(kind.types)
        found = shown(value) if isinstance(value, str) else _found(value)
        if bounds := _bounds(node):
            example = f"write a number {bounds}{example and ', '}{example}"
        yield Fault("wrong-type", path, f"{found} where {expected} is expected", example)
    elif keyword == "propertyNames":
        message = f"{shown(path[-1])} can't be a name; write up to 40 small letters, digits and _"
        yield Fault("wrong-format", path, message, at_key=True)
    elif keyword == "enum":
        words = [str(option) for option in kind.options]
        if isinstance(value, dict | list):
            message = f"{shown(value)} where one of {', '.join(words)} is expected"
            yield Fault("unknown-value", path, message, example)
            return
        several = as_list(str(value)) if schema.items(schema.node(path, data)) else ""
        message = f"no {what.lower()} {shown(value)}{several or one_of(str(value), words)}"
        fix = None if several else sure(str(value), words)
        yield Fault("unknown-value", path, message, fix=fix)
    elif keyword in ("minimum", "maximum"):
        bounds = _bounds(node)
        yield Fault("out-of-range", path, f"{value} is out of range; '{what}' is {bounds}", example)
    elif keyword in ("minLength", "minItems", "minProperties"):
        yield Fault("empty-value", path, f"'{what}' is empty; fill it in or delete it", example)
    elif keyword == "format" and kind.format == "date":
        way_out = impossible(value) or "write year-month-day, as in 2026-05-01"
        message = f"{shown(value)} is not a date; {way_out}"
        meant = certain(value)
        yield Fault("wrong-format", path, message, fix=Fix(meant) if meant else None)
    else:
        message = f"{shown(value)} does not have the form of '{what}'"
        description = str(_described(schema, data, path)).rstrip(".")
        message += f": {description[:1].lower()}{description[1:]}" if description else ""
        yield Fault("wrong-format", path, message, example)


def _labels(
    schema: Schema, data: Any, errors: _Errors, meanings: _Meanings
) -> Iterator[tuple[DataPath, Fault]]:
    """Texts with a colon that YAML has read as mappings: `- Label: text`."""
    for path, known, unexpected in _unexpected(schema, data, errors):
        value, name = _get(data, path), unexpected[0]
        is_text = len(value) == 1 and isinstance(value[name], str | int | float)
        meant = meanings.of(known, name)[0]
        # A guess helps where the item is whole with it.
        if not path or not is_text or (meant and not _lacks(schema, data, path, meant)):
            continue
        if _takes_text(schema, data, path):
            message = f"the colon makes '{name}' a field; put the whole text in quotes"
            text = f"{name}: {value[name]}"
            yield path, Fault("wrong-type", path, message, f'"{text}"', True, Fix(text))


def _lacks(schema: Schema, data: Any, path: DataPath, name: str) -> bool:
    """Whether a mapping needs another field than that of a name."""
    return bool(set(schema.at(path, data).get("required", ())) - {name})


def _slips(
    schema: Schema, data: Any, errors: _Errors, meanings: _Meanings
) -> Iterator[tuple[DataPath, str]]:
    """Fields that are there under a misspelled name, each with the mapping's path."""
    for path, known, unexpected in _unexpected(schema, data, errors):
        for name in unexpected:
            if meant := meanings.of(known, name)[0]:
                yield path, meant


def _unexpected(
    schema: Schema, data: Any, errors: _Errors
) -> Iterator[tuple[DataPath, dict[str, Node], list[str]]]:
    for path, error in errors:
        if error.kind.name == "additionalProperties":
            yield path, schema.at(path, data).get("properties", {}), error.kind.unexpected


def _takes_text(schema: Schema, data: Any, path: DataPath) -> bool:
    return "string" in schema.node(path, data).get("type", ())


def _unknown_field(
    path: DataPath, name: str, of: str, meant: str | None, fix: Fix | None, fields: str
) -> Fault:
    own = f"keep it as 'x-{name}'" + ("" if fields else ", or add it to playbook.yml")
    hint = f"did you mean '{meant}'?" if meant else own
    message = f"'{name}' is not a field {of}; {hint}"
    return Fault("unknown-field", path, message, "" if meant else fields, at_key=True, fix=fix)


class _Meanings:
    """The fields that the wrong names of a document stand for, each looked up once."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._synonyms: dict[tuple[str, ...], dict[str, str]] = {}
        self._found: dict[tuple[tuple[str, ...], str], tuple[str | None, Fix | None]] = {}

    def of(self, known: dict[str, Node], name: str) -> tuple[str | None, Fix | None]:
        """The field, by a synonym or by its letters, and the mending where it can only be that."""
        fields = tuple(known)
        if (fields, name) not in self._found:
            self._found[fields, name] = self._look_up(known, fields, name)
        return self._found[fields, name]

    def _look_up(
        self, known: dict[str, Node], fields: tuple[str, ...], name: str
    ) -> tuple[str | None, Fix | None]:
        if fields not in self._synonyms:
            self._synonyms[fields] = {
                synonym: field
                for field, node in reversed(known.items())  # the first one has it
                for synonym in self._schema.resolve(node).get("x-synonyms", ())
            }
        if meant := self._synonyms[fields].get(name.lower().replace("-", "_")):
            return meant, Fix(meant, is_name=True)
        if len(self._found) >= _MOST_MEANINGS:
            return None, None
        return closest(name, known), sure(name, known, is_name=True)


def _title(schema: Schema, data: Any, path: DataPath) -> str:
    """The title of the nearest field around a path; the path's own names where none is given."""
    for end in range(len(path), 0, -1):
        if isinstance(path[end - 1], str):
            part = path[:end]
            return str(schema.node(part, data).get("title", part[-1]))
    return ""


def _described(schema: Schema, data: Any, path: DataPath) -> str:
    """What form a field's value has: its shape's words, or else the field's own."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    field = schema.node(path, data) if path else {}
    shape = schema.defs.get(field.get("x-shape", ""), {})
    has_words = "pattern" in shape and "description" in shape
    return str((shape if has_words else field).get("description", ""))


def _example(schema: Schema, data: Any, path: DataPath) -> str:
    """A correct snippet for the help line, from the field's own example."""
    for end in range(len(path), 0, -1):
        name = path[end - 1]
        if isinstance(name, str):
            examples = schema.node(path[:end], data).get("examples")
            return f"for example `{name}: {flow(examples[0])}`" if examples else ""
    return ""


def _bounds(node: Node) -> str:
    """Between which numbers a value lies, in words; "" if between none."""
    low, high = node.get("minimum"), node.get("maximum")
    if low is not None and high is not None:
        return f"between {low} and {high}"
    return f"at least {low}" if low is not None else "" if high is None else f"at most {high}"


def _expected(types: list[str]) -> str:
    words = [_TYPE_WORDS[name] for name in _TYPE_WORDS if name in types]
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _found(value: Any) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"the number {value}" if is_number else shown(value)


def _errors(schema: Schema, data: Any) -> _Errors:
    """What the validator finds, each with its path."""
    names: dict[int, dict[str, str]] = {}
    return [(_path(data, error, names), error) for error in schema.validator.iter_errors(data)]


def _path(data: Any, error: Any, names: dict[int, dict[str, str]]) -> DataPath:
    """Where an error is. jsonschema-rs (0.60) takes a field named `2024` for the index 2024.

    `names` keeps the fields of each mapping that are numbers, by their digits.
    """
    path: DataPath = ()
    for step in error.instance_path:
        name = step
        if isinstance(step, int) and isinstance(data, dict):
            if id(data) not in names:
                names[id(data)] = {
                    name.removeprefix("+").lstrip("0"): name
                    for name in reversed(data)  # the first one has it
                    if _INDEX.match(name)
                }
            name = names[id(data)][str(step or "")]
        path, data = (*path, name), data[name]
    return path


def _get(data: Any, path: DataPath) -> Any:
    for step in path:
        data = data[step]
    return data


def _take_out(document: Document, paths: set[DataPath]) -> None:
    """Delete what is faulty; from the end, so that the indices before it stay right."""
    for path in sorted(paths, key=lambda path: [(str(type(s)), s) for s in path], reverse=True):
        try:
            parent = _get(document.data, path[:-1])
            del parent[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # it went with what is around it
        document.remove(path)
