"""The parts of one record → fields and text: nothing in between, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..dates import certain, doubt
from ..settings import listed
from ..validate import shown
from .fitting import Fitter
from .mapping import Mapper, Path, fold
from .record import Part

PARTS = "its parts"  # where a heading went that only held what has labels of its own

_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]")


@dataclass(frozen=True)
class Placement:
    """Where one labelled part of a source went: into a field, or with none into the text.

    A `reason` says why its own field did not take it.
    """

    label: str
    place: str
    field: str
    reason: str = ""


@dataclass
class _Piece:
    """A piece of the text. A heading stands there only if something below it does."""

    text: str
    level: int = 0


def has_labels(part: Part, mapper: Mapper) -> bool:
    """Whether labels of fields stand below a heading: `# Persona` above `**Name:** Ada`."""
    return any(one.label and mapper.find(one.label, one.under) for one in part.inner)


@dataclass
class Placing:
    """Places the parts of a record that is called `name`."""

    mapper: Mapper
    fitter: Fitter
    name: str
    data: dict[str, Any] = field(default_factory=dict)
    placements: list[Placement] = field(default_factory=list)
    _pieces: list[_Piece] = field(default_factory=list)

    def place(self, parts: Iterable[Part]) -> None:
        """Place parts in their order: each in a field that takes all of it, or in the text."""
        known = list(parts)
        for index, part in enumerate(known):
            has_below = index + 1 < len(known) and known[index + 1].level > part.level > 0
            self._place(part, has_below)

    def body(self) -> str:
        """The text, with the rules at its ends left out: they part nothing any more."""
        text = ""
        for index, piece in enumerate(self._pieces):
            if piece.level and not self._has_text(index):
                continue
            is_list = _ITEM.match(piece.text) and _ITEM.match(text[text.rfind("\n", 0, -1) + 1 :])
            if text and piece.text and not is_list and not text.endswith("\n\n"):
                text += "\n"
            text += piece.text
        lines = text.rstrip().split("\n")
        while lines and (not lines[0].strip() or _RULE.match(lines[0])):
            del lines[0]
        while lines and (not lines[-1].strip() or _RULE.match(lines[-1])):
            del lines[-1]
        return "".join(f"{line}\n" for line in lines)

    def _has_text(self, index: int) -> bool:
        for piece in self._pieces[index + 1 :]:
            if not piece.level:
                return True
            if piece.level <= self._pieces[index].level:
                return False
        return False

    def _place(self, part: Part, has_below: bool) -> None:
        if part.is_title:
            is_name = fold(part.label) == fold(self.name)
            if not is_name:
                self._pieces.append(_Piece(part.heading))
            self._note(part, self.mapper.kind.title_field if is_name else "")
            self.place(part.inner)
            return
        path = self.mapper.find(part.label, part.under) if part.label else None
        if path and self._put(path, part):
            self._note(part, ".".join(path))
            if part.level:
                self._pieces.append(_Piece(part.heading, part.level))
        elif part.data is not None:
            name = part.label if part.label.startswith("x-") else f"x-{part.label}"
            self.data[name] = part.data
            self._note(part, name, self._doubt(path, part))
        elif has_labels(part, self.mapper):
            self._pieces.append(_Piece(part.heading, part.level))
            self._note(part, PARTS)
            self.place(part.inner)
        elif part.level and (has_below or part.content):
            self._pieces.append(_Piece(part.heading, part.level))
            self._note(part, "" if part.content else PARTS, self._doubt(path, part))
            if part.content:
                self._pieces.append(_Piece(part.written.removeprefix(part.heading)))
        else:
            self._pieces.append(_Piece(part.written))
            if part.label:
                self._note(part, "", self._doubt(path, part))

    def _note(self, part: Part, field_: str, reason: str = "") -> None:
        self.placements.append(Placement(part.label, part.place, field_, reason))

    def _doubt(self, path: Path | None, part: Part) -> str:
        """Why what has a field is left in the text: what is meant is for its author to say."""
        if not path or path == (self.mapper.kind.title_field,):
            return ""
        if self.mapper.node(path).get("format") != "date":
            return self._refusal(path, part)
        text = part.data or (part.content and part.content.line)
        reason = doubt(text) if isinstance(text, str) else ""
        return f"{shown(text)} {reason}; for `{path[-1]}`, write year-month-day" if reason else ""

    def _refusal(self, path: Path, part: Part) -> str:
        """Why a field does not take what stands in a cell, or behind a label."""
        if not part.content or not part.content.texts or part.level:
            return ""
        name = ".".join(path)
        if self._value(path, part) is not None:
            return f"`{name}` is said elsewhere already"
        if not part.content.fits:
            return f"`{name}` holds plain texts only"
        node = self.mapper.node(path)
        example = next(iter(node.get("examples", ())), None)
        words = f", as `{example}` does" if isinstance(example, str | int) else ""
        return self.fitter.refusal(node, part.content) or f"it does not fit `{name}`{words}"

    def _put(self, path: Path, part: Part) -> bool:
        """Put a part into a field, beside what is there already; say whether it takes it."""
        node = self.mapper.node(path)
        value = self._value(path, part)
        if value is None:
            return False
        if path == (self.mapper.kind.title_field,):
            is_first = path[0] not in self.data
            self.data[path[0]] = self.name
            return is_first and bool(value == self.name)
        around = self.data if len(path) == 1 else self.data.get(path[0], {})
        if not isinstance(around, dict):
            return False
        before = around.get(path[-1])
        if isinstance(before, dict) and isinstance(value, dict):
            if before.keys() & value.keys():
                return False
            value = {**before, **value}
        elif before is not None:
            # Two lists that are valid make one; looking at all of it again would take too long.
            more = listed(value)
            value = [*listed(before), *more]
            if not self.fitter.is_valid(node, more if isinstance(before, list) else value):
                return False
        if len(path) == 1:
            self.data[path[0]] = value
        else:
            self.data[path[0]] = {**around, path[-1]: value}
        return True

    def _value(self, path: Path, part: Part) -> Any:
        node = self.mapper.node(path)
        if part.data is not None and self.fitter.is_valid(node, part.data):
            return part.data
        if isinstance(part.data, str) and node.get("format") == "date":
            return certain(part.data)
        is_name = path == (self.mapper.kind.title_field,)
        if part.content is None or (is_name and has_labels(part, self.mapper)):
            return None
        if self.mapper.is_fact(path, part.label):
            return self.fitter.fact(node, part.label, part.content)
        return self.fitter.fit(node, part.content)
