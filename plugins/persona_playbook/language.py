"""The reader's language: every word of a page that no author wrote.

The schemas and `words.yml` are English. A file of `languages/` has the same words, and a
translation of each label, which is a text of the schemas: the title of a field, a choice, the name
of a relation. A team's own words, under `labels:` in `playbook.yml`, are laid over both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import format_date
from babel.units import format_unit

from .kinds import data_file
from .schema import Node

ENGLISH = "en"
LOCALES = {"en": "en_GB", "de": "de", "fr": "fr", "es": "es"}
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Language:
    """The words of pages by key, and what stands there for an English label."""

    code: str
    words: Mapping[str, str]
    labels: Mapping[str, str]

    @property
    def has_descriptions(self) -> bool:
        """Whether the descriptions of fields are in it: unlike labels they are not translated."""
        return self.code == ENGLISH

    def label(self, english: str) -> str:
        """A text of the schemas as readers see it; what isn't one stays as it is."""
        return self.labels.get(english, english)

    def title(self, node: Node) -> str:
        """What a field is called; one of the team's own keeps their words."""
        title = str(node["title"])
        return title if node.get("x-own") else self.label(title)

    def inside(self, label: str) -> str:
        """A label within a sentence: lower case, but in German."""
        return label if self.code == "de" else label.lower()

    def colon(self, label: str) -> str:
        """A label before what it says."""
        return f"{label}{self.words['colon']}"

    def pair(self, label: str, text: str) -> str:
        """A label and what it says, on one line."""
        return f"{self.colon(label)} {text}"

    def day(self, day: date) -> str:
        """A date as people write it."""
        words = format_date(day, "long", LOCALES[self.code])
        # In French the first of a month has a number of its own, which Babel doesn't know.
        return f"1er {words[2:]}" if self.code == "fr" and day.day == 1 else words

    def duration(self, written: str) -> str:
        """A duration of a document, `6 months`, as people write it."""
        number, unit = written.split()
        return format_unit(int(number), f"duration-{unit.rstrip('s')}", locale=LOCALES[self.code])


def load(code: str = ENGLISH, own: Mapping[str, str] | None = None) -> Language:
    """The language of a code, with a team's own words for English labels."""
    own = own or {}
    words, labels = _file(code)
    changed = {key: own[text] for key, text in english().items() if text in own}
    return Language(code, {**words, **changed}, {**labels, **own})


@cache
def english() -> Mapping[str, str]:
    """The words of pages that no schema holds, by key."""
    return dict(data_file("..", "words.yml"))


def original(code: str, label: str) -> str | None:
    """The English of a label, if it is one of this language."""
    words, labels = _file(code)
    found = [text for text, translated in labels.items() if translated == label]
    found += [english()[key] for key, translated in words.items() if translated == label]
    return found[0] if found else None


def placeholders(text: str) -> set[str]:
    """The names in braces that a page fills in: `{kind}`."""
    return set(_PLACEHOLDER.findall(text))


def fits(text: str, english: str) -> bool:
    """Whether a text can stand for a word of pages: it has no braces that the word has not."""
    rest = _PLACEHOLDER.sub("", text)
    return placeholders(text) <= placeholders(english) and not {"{", "}"} & {*rest}


def field_label(language: Language, name: str, node: Node) -> str:
    """What a field is called; where no schema has it, and `node` is empty, by its key."""
    return language.title(node) if node else own_label(name)


def own_label(name: str) -> str:
    """The label of a key that no schema names: `x-store-format` is "Store format"."""
    return in_words(name.removeprefix("x-") or name)


def in_words(name: str) -> str:
    """A name as people write it: `first-order` is "First order"."""
    words = " ".join(name.replace("-", " ").replace("_", " ").split()) or name
    return words[:1].upper() + words[1:]


@cache
def _file(code: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The words and the labels of a language."""
    if code == ENGLISH:
        return english(), {}
    data = data_file("..", "languages", f"{code}.yml")
    # A word that is not translated yet is English.
    return {**english(), **data["words"]}, data["labels"]
