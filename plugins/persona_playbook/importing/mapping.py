"""Labels of a stranger's file → fields of a kind: by the names, titles and synonyms of a schema."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..kinds import Kind
from ..language import Language
from ..schema import Node
from ..validate import suggest
from .record import CanNotImport

Path = tuple[str, ...]  # the names that lead to a field: ("buying", "budget")

_NO_WORD = re.compile(r"[\W_]+")
_POSSESSIVE = re.compile(r"\S+(?:['’]s|s['’])\s+(?=\S)", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_AND = re.compile(r"&|/|\+|,|;|\band\b", re.IGNORECASE)
# Words before a label that change nothing in what it asks for.
_FILLERS = {"a", "the", "her", "his", "their", "my", "your"}
_FILLERS |= {"key", "main", "top", "core", "primary"}
_LONGEST = 80


@dataclass(frozen=True)
class Mapper:
    """Finds the field of a label; `said` are the labels that the caller mapped, folded."""

    kind: Kind
    language: Language
    said: Mapping[str, Path | None]

    def find(self, label: str, under: str = "") -> Path | None:
        """The field of a label, if there is just one; `under` is the label of what is around it."""
        if len(label) > _LONGEST:
            return None
        folded = fold(label)
        if folded in self.said:
            return self.said[folded]
        around = self.find(under) if under else None
        for words in _variants(label):
            if around and (path := self._within.get((around, words))):
                return path
            if path := self._names.get(words):
                return path
        found = {self.find(part) for part in _AND.split(label)} if _AND.search(label) else set()
        return found.pop() if len(found) == 1 else None

    def node(self, path: Path) -> Node:
        """The schema of a field."""
        node = self.kind.fields[path[0]]
        for name in path[1:]:
            node = self.kind.schema.child(node, name)
        return node

    def is_fact(self, path: Path, label: str) -> bool:
        """Whether a label is not the field's own but one of the facts that it collects."""
        return fold(label) in self._facts.get(path, ())

    @cached_property
    def _facts(self) -> dict[Path, set[str]]:
        return {
            (name,): {fold(label) for label in node["x-labels"]}
            for name, node in self.kind.fields.items()
            if "x-labels" in node
        }

    @cached_property
    def _names(self) -> dict[str, Path]:
        """Every word for a field; one of a field in a field only where it means nothing else."""
        found: dict[str, set[Path]] = {}
        levels: list[list[tuple[str, Path]]] = [[], [], [], []]
        for name, node in self.kind.fields.items():
            levels[0] += [(word, (name,)) for word in (name, node["title"])]
            levels[0].append((self.language.title(node), (name,)))
            levels[1] += [(word, (name,)) for word in node.get("x-synonyms", ())]
            levels[2] += [(label, (name,)) for label in node.get("x-labels", ())]
            for inner, child in self._children(node):
                words = (inner, child["title"], f"{name} {inner}", self.language.title(child))
                levels[3] += [(word, (name, inner)) for word in words]
        for level in levels:
            here: dict[str, set[Path]] = {}
            for word, path in level:
                here.setdefault(fold(word), set()).add(path)
            found = {**here, **found}
        return {word: paths.pop() for word, paths in found.items() if len(paths) == 1}

    @cached_property
    def _within(self) -> dict[tuple[Path, str], Path]:
        """The words for the fields in a field, below its own label."""
        return {
            ((name,), fold(word)): (name, inner)
            for name, node in self.kind.fields.items()
            for inner, child in self._children(node)
            for word in (inner, child["title"], *child.get("x-synonyms", ()))
        }

    def _children(self, node: Node) -> Iterator[tuple[str, Node]]:
        yield from self.kind.schema.fields(node).items()


def said(options: Iterable[str], kind: Kind) -> dict[str, Path | None]:
    """Read `Label=field`; with nothing behind the sign the label goes to the text."""
    found: dict[str, Path | None] = {}
    for option in options:
        label, sign, target = option.rpartition("=")
        if not sign or not fold(label):
            raise CanNotImport(f"'{option}' does not say 'Label=field'")
        path = tuple(target.strip().split(".")) if target.strip() else None
        if path:
            _check(path, kind)
        found[fold(label)] = path
    return found


def fold(label: str) -> str:
    """A label as it is compared: its words, without case, marks and signs."""
    plain = unicodedata.normalize("NFKC", label).casefold().replace("’", "").replace("'", "")
    return _NO_WORD.sub(" ", plain).strip()


def _check(path: Path, kind: Kind) -> None:
    properties = kind.fields
    for name in path:
        if name not in properties:
            message = f"'{name}' is not a field of {kind.plural.lower()}"
            raise CanNotImport(message + suggest(name, properties))
        properties = kind.schema.fields(properties[name])


def _variants(label: str) -> Iterator[str]:
    """A label, and the same without what stands around its words."""
    yield fold(label)
    plain = _BRACKETS.sub(" ", label).strip()
    yield fold(plain)
    words = fold(_POSSESSIVE.sub("", plain, count=1)).split()
    yield " ".join(words)
    while len(words) > 1 and words[0] in _FILLERS:
        words = words[1:]
        yield " ".join(words)
