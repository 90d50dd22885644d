"""Texts → the value of a field, if its schema takes them without losing any of their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import dump
from ..dates import certain
from ..frontmatter import resolve
from ..language import Language
from ..schema import Finder, Node, Schema
from ..settings import Term
from ..validate import shown
from .record import Content

# What is written as one text and means several words.
_WORDS = ("texts", "terms", "references")
_PARTED = re.compile(r"\s*[,;]\s*")
_AROUND_QUOTE = (("“", "”"), ("„", "“"), ("«", "»"), ("»", "«"), ('"', '"'), ("‘", "’"))
_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)\s*[:–—-]?\s*(.*)", re.DOTALL)

# A field's value can lead to an address; a file is found from a body only.
_TO_A_FILE = re.compile(r"\]\((?!https?://|mailto:)")

Resolve = Callable[[str, str], str | None]  # kind and words → id of a document


@dataclass(frozen=True)
class Fitter:
    """Makes values for fields of one schema; `resolve` finds documents that are referred to."""

    schema: Schema
    language: Language
    terms: Mapping[str, Mapping[str, Term]]
    resolve: Resolve
    _parts: dict[int, tuple[Schema, Finder]] = field(default_factory=dict)

    def fit(self, node: Node, content: Content) -> Any:
        """The value for a field, or None."""
        if not content.fits or not content.texts:
            return None
        for value in self._candidates(node, content):
            if self.is_valid(node, value) and not _TO_A_FILE.search(dump.flow(value)):
                return value
        return None

    def refusal(self, node: Node, content: Content) -> str:
        """Why a field that names documents or words of a list does not take a content."""
        items = self.schema.items(node) or node
        what = items.get("x-ref") or items.get("x-term")
        choices = [str(choice) for choice in items.get("enum", ())]
        for text in self._texts(node, content) if what or choices else ():
            if not any(self.is_valid(items, value) for value in self._single(items, text)):
                named = f"no {what} named {shown(text)}"
                return named if what else f"{shown(text)} is none of {', '.join(choices)}"
        return ""

    def fact(self, node: Node, label: str, content: Content) -> Any:
        """A labelled text as one of the facts that a field collects, or None."""
        value = {label: _number(content.line)}
        return value if content.fits and content.line and self.is_valid(node, value) else None

    def is_valid(self, node: Node, value: Any) -> bool:
        """Whether a field takes a value, and what the value refers to is there."""
        if id(node) not in self._parts:
            part = Schema(node, self.schema.defs)
            self._parts[id(node)] = part, part.finder(_mark)
        part, marked = self._parts[id(node)]
        if not part.validator.is_valid(value):
            return False
        return all(self._is_there(mark, found) for _, mark, found in marked.find(value))

    def _is_there(self, mark: tuple[str, str], value: Any) -> bool:
        what, name = mark
        if not isinstance(value, str) or what == "file":
            return what != "file"
        if what == "ref":
            return self.resolve(name, value) == value
        # A team may be any text; a channel too, as long as the team lists none.
        return name == "team" or not self.terms[name] or value in self.terms[name]

    def _candidates(self, node: Node, content: Content) -> Iterator[Any]:
        if "properties" not in node and "additionalProperties" in node:
            if content.pairs and len(dict(content.pairs)) == len(content.pairs):
                yield {label.strip("*_ "): _number(text) for label, text in content.pairs}
            return
        texts = self._texts(node, content)
        items = self.schema.items(node)
        as_list = [self._item(items, text) for text in texts]
        if content.line and not content.is_list and len(texts) == 1:
            yield from self._single(node, content.line)
        yield as_list
        if content.line:
            yield from self._single(node, content.line)

    def _texts(self, node: Node, content: Content) -> list[str]:
        """The texts of a content, one a word where a field takes words."""
        named = self.schema.items(node)
        is_words = node.get("x-shape") in _WORDS or "x-ref" in named or "x-term" in named
        if is_words and content.line and not content.is_list:
            return [text for text in _PARTED.split(content.line.rstrip(".")) if text]
        return list(content.texts)

    def _single(self, node: Node, text: str) -> Iterator[Any]:
        for choice in node.get("enum", ()):
            if text.casefold() in (str(choice), self.language.label(str(choice)).casefold()):
                yield choice
        if node.get("format") == "date" and (day := certain(text)):
            yield day
        yield self._item(node, text)
        yield text.casefold()
        yield resolve(text)

    def _item(self, node: Node, text: str) -> Any:
        """One text as a field's value or as an item of its list."""
        if "x-ref" in node:
            return self._reference(node, text)
        if vocabulary := node.get("x-term"):
            folded = text.casefold()
            for term in self.terms[vocabulary].values():
                if folded in (term.id.casefold(), term.title.casefold()):
                    return term.id
        if node.get("x-shape") in ("quote", "quotes"):
            return _unquoted(text)
        return text

    def _reference(self, node: Node, text: str) -> Any:
        """The id of a document, by its id, its title or its file; with the words behind it."""
        if found := self.resolve(node["x-ref"], text):
            return found
        words, parted, reason = text.partition(": ")
        link = _LINK.fullmatch(text)
        if link:
            found = self.resolve(node["x-ref"], link[2]) or self.resolve(node["x-ref"], link[1])
            reason = link[3]
        elif parted:
            found = self.resolve(node["x-ref"], words)
        if not found or not reason:
            return found or text
        properties = self.schema.branch(node, {}).get("properties", {})
        own = [name for name, child in properties.items() if "x-ref" not in child]
        return {node["x-short"]: found, own[0]: reason} if own and "x-short" in node else text


def _mark(node: Node) -> tuple[str, str] | None:
    for keyword in ("ref", "term", "file"):
        if f"x-{keyword}" in node:
            return keyword, str(node[f"x-{keyword}"])
    return None


def _number(text: str) -> Any:
    value = resolve(text)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else text


def _unquoted(text: str) -> str:
    for first, last in _AROUND_QUOTE:
        inner = text[1:-1]
        if len(text) > 2 and text[0] == first and text[-1] == last and first not in inner:
            return inner.strip()
    return text
