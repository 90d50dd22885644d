"""`playbook.yml` → Settings: what the whole team shares."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from . import kinds as kinds_
from . import language as language_
from .finding import DataPath, Fault
from .frontmatter import Document, parse, read
from .kinds import Kind
from .language import Language
from .personal import Piece, find, hide
from .schema import Schema
from .validate import among, closest, one_of, shown, suggest, unknown, validate

FOLDER = "personas"  # where a playbook usually lies
NAME = "playbook.yml"
STAGES = ("aware", "consider", "buy", "onboard", "use", "support", "renew", "advocate")
VISIBILITY = ("public", "internal", "restricted")
# Where `playbook.yml` lists the terms of a vocabulary.
LISTS = {"stage": "stages", "channel": "channels", "team": "teams", "visibility": "visibility"}
_USUAL = {"stage": STAGES, "visibility": VISIBILITY}
# The vocabularies whose terms have a page each, and the folders of these.
TOPICS = {"stage": "stages", "channel": "channels", "team": "teams"}
OUR_FOLDERS = (*TOPICS.values(), "overview", "reference")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the team's: a stage, channel, team or visibility level."""

    id: str
    title: str
    description: str = ""
    contact: str = ""
    handle: str = ""


@dataclass(frozen=True)
class Settings:
    """What holds for every document; `terms` are the team's words by vocabulary and id."""

    document: Document
    kinds: Mapping[str, Kind]
    title: str = ""
    language: Language = field(default_factory=language_.load)
    terms: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)
    review_every: str = "6 months"
    primary_personas: int = 4
    severities: Mapping[str, str] = field(default_factory=dict)
    usual_visibility: str = "internal"
    ignored_keys: frozenset[str] = frozenset()
    allowed_data: Sequence[str] = ()  # what looks like a customer's data and is the team's own
    national_ids: bool = False  # whether to look for them in documents
    synonyms: Sequence[Sequence[str]] = ()

    def term(self, vocabulary: str, id_: str) -> str:
        """What the team calls a term; the id itself if it is on no list."""
        found = self.terms[vocabulary].get(id_)
        return found.title if found else id_

    def personal(self, text: str) -> Iterator[Piece]:
        """The pieces of a text that look like a real person's data, and are not the team's own."""
        return find(text, self.allowed_data, self.national_ids)

    def discreet(self, words: str) -> str:
        """A text with these pieces masked, as all is that may end in a log or a comment."""
        return _hidden(words, tuple(self.allowed_data), self.national_ids)


@lru_cache(maxsize=10_000)  # while somebody types, the same is found again and again
def _hidden(text: str, allow: tuple[str, ...], ids: bool) -> str:
    return hide(text, allow, ids)


def folder_of(path: Path) -> Path | None:
    """The playbook's folder around a path: the nearest with settings, or else called as usual."""
    # os.path answers where pathlib would raise: on what may not be looked at.
    above = (path, *path.parents)
    named = [part for part in above if os.path.isfile(part / NAME)]  # noqa: PTH113 - see above
    named += [part for part in above if part.name == FOLDER]
    return named[0] if named else None


def load(folder: Path) -> Settings:
    """Read a playbook's settings; without a file, or where it is faulty, the defaults hold."""
    path = folder / NAME
    return take(read(path, NAME) if path.is_symlink() or path.exists() else parse(b"", NAME))


def take(document: Document) -> Settings:
    """The settings of a document that was read."""
    if document.readable:
        document.faults += validate(document, schema(), "the playbook's settings")
        document.faults += _check_own(document)
        document.faults += _check_visibility(document)
        document.faults += _check_terms(document)
        if "labels" in document.data:
            document.faults += _check_labels(document)
    data = document.data
    language = language_.load(data.get("language", language_.ENGLISH), data.get("labels"))
    return Settings(
        document,
        kinds_.load(data.get("fields", {}), data.get("kinds", {})),
        title=data.get("title", ""),
        language=language,
        terms={
            vocabulary: _terms(data.get(name), _USUAL.get(vocabulary, ()), language)
            for vocabulary, name in LISTS.items()
        },
        review_every=data.get("review", {}).get("every", "6 months"),
        primary_personas=data.get("primary_personas", 4),
        severities=data.get("rules", {}),
        usual_visibility=_usual_visibility(data),
        ignored_keys=frozenset(listed(data.get("ignored_keys"))),
        allowed_data=listed(data.get("personal_data", {}).get("allow")),
        national_ids=data.get("personal_data", {}).get("national_ids", False),
        synonyms=data.get("synonyms", ()),
    )


@cache
def schema() -> Schema:
    """The schema of `playbook.yml`."""
    path = Path(__file__).with_name("settings.yml")
    declared = dict(parse(path.read_bytes(), path.name).data)
    own = declared.pop("$defs")
    return Schema(declared, {**kinds_.data_file("shapes.yml"), **own})


def listed(value: Any) -> list[Any]:
    """Return "one or a list" as a list; nothing as an empty one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def labels() -> set[str]:
    """Every English label of pages: the texts of the schemas, the usual stages and levels."""
    return {*kinds_.labels(), *(language_.in_words(id_) for id_ in (*STAGES, *VISIBILITY))}


def _terms(values: Any, usual: tuple[str, ...], language: Language) -> dict[str, Term]:
    """The team's words, or the usual ones; without a title of the team's, these are translated."""
    terms = {}
    for value in values or usual:
        term = {"id": value} if isinstance(value, str) else value
        readable = language_.in_words(term["id"])
        title = language.label(readable) if term["id"] in usual else readable
        terms[term["id"]] = Term(
            term["id"],
            term.get("title", title),
            term.get("description", ""),
            term.get("contact", ""),
            term.get("handle", ""),
        )
    return terms


def _usual_visibility(data: Mapping[str, Any]) -> str:
    """The level of what names none: the team's choice, or the usual one."""
    return str(data.get("default_visibility", "internal"))


def _check_terms(document: Document) -> list[Fault]:
    """Check that none of the team's words is on its list twice."""
    faults = []
    for name in LISTS.values():
        taken: set[str] = set()
        for index, value in enumerate(document.data.get(name, ())):
            where, id_ = (
                ((name, index), value)
                if isinstance(value, str)
                else ((name, index, "id"), value["id"])
            )
            if id_.casefold() in taken:
                message = f"{shown(id_)} is in `{name}` twice; keep one of them"
                faults.append(Fault("place-taken", where, message))
            taken.add(id_.casefold())
    return faults


def _check_visibility(document: Document) -> list[Fault]:
    """Check that the level of what names none is on the team's list."""
    data = document.data
    levels = [one if isinstance(one, str) else one["id"] for one in data.get("visibility", ())]
    usual = _usual_visibility(data)
    if usual in (levels or VISIBILITY):
        return []
    if "default_visibility" in data:
        message = unknown("visibility level", usual, levels or VISIBILITY)
        return [Fault("unknown-value", ("default_visibility",), message)]
    message = "nothing says which level holds for documents that name none"
    help_ = f"add for example `default_visibility: {levels[-1]}`"
    return [Fault("missing-field", ("visibility",), message, help_)]


def _check_labels(document: Document) -> list[Fault]:
    """Check the team's words for labels; those that fit nowhere are left out."""
    faults = []
    own = document.data["labels"]
    words = set(language_.english().values())
    known = labels() | words
    for label, text in list(own.items()):
        if label not in known:
            code = document.data.get("language", language_.ENGLISH)
            english = language_.original(code, label)
            hint = f"; in English it is '{english}'" if english else suggest(label, known)
            message = f"no label {shown(label)}{hint}"
            faults.append(Fault("unknown-value", ("labels", label), message, at_key=True))
            del own[label]
        elif label in words and not language_.fits(text, label):
            names = " and ".join(sorted(language_.placeholders(label))) or "none"
            message = f"only these words in braces are filled in here: {names}"
            faults.append(Fault("wrong-format", ("labels", label), message))
            del own[label]
    return faults


def meant_kind(word: str, kinds: Mapping[str, Kind]) -> str | None:
    """The kind that a wrong name may stand for: by a word of its titles, or by its letters."""
    folded = word.casefold()
    titled = [
        kind.name
        for kind in kinds.values()
        for title in (kind.title.casefold(), kind.plural.casefold())
        if folded in (title, *title.split())
    ]
    return titled[0] if len({*titled}) == 1 else closest(word, kinds)


def unknown_kind(word: Any, kinds: Mapping[str, Kind]) -> str:
    """That there is no kind of this name, and which one may be meant."""
    meant = meant_kind(str(word), kinds)
    hint = f"; did you mean '{meant}'?" if meant else among(kinds)
    return f"no kind named {shown(word)}{hint}"


def _check_own(document: Document) -> list[Fault]:
    """Check what a schema can't see: own kinds and fields against the built-in ones."""
    kinds, fields = document.data.get("kinds", {}), document.data.get("fields", {})
    known = [*kinds_.load({}, {}), *kinds]  # those refused below, too: one fault is enough
    faults = _check_kinds(kinds)
    for name in list(fields):
        if name not in known:
            faults.append(Fault("unknown-kind", ("fields", name), unknown("kind", name, known)))
            del fields[name]
    for name in fields:
        faults += _check_fields(name, fields[name], ("fields", name), known)
    for name in kinds:
        faults += _check_fields(
            name, kinds[name].get("fields", {}), ("kinds", name, "fields"), known
        )
    return faults


def _check_kinds(kinds: dict[str, Any]) -> list[Fault]:
    """Check names and folders of the team's own kinds; those that are taken are left out."""
    faults = []
    built_in = kinds_.load({}, {})
    folders = dict.fromkeys(OUR_FOLDERS, "pages that every playbook has")
    folders |= {kind.folder: kind.plural for kind in built_in.values()}
    for name in list(kinds):
        folder = kinds[name].get("folder", name)
        if name in built_in:
            message = f"the kind '{name}' exists already"
        elif folder in folders:
            message = f"the folder '{folder}' is taken by {folders[folder]}"
        else:
            folders[folder] = name
            continue
        faults.append(Fault("place-taken", ("kinds", name), message, at_key=True))
        del kinds[name]
    return faults


def _check_fields(
    kind: str, fields: dict[str, Any], where: DataPath, known: Sequence[str]
) -> list[Fault]:
    """Check the team's own fields of a kind; those that can't be used are left out."""
    faults = []
    built_in = kinds_.load({}, {}).get(kind)
    taken = built_in.fields if built_in else kinds_.data_file("common.yml")["properties"]
    sections = [s.id for s in built_in.sections] if built_in else ["glance", "more", "page"]
    for name, definition in list(fields.items()):
        here, section = (*where, name), definition.get("section")
        shape, to = definition.get("shape"), definition.get("to")
        if name in taken:
            message = f"'{name}' is a field of every {kind} already"
            fault = Fault("place-taken", here, message, at_key=True)
        elif shape in ("reference", "references") and to is None:
            message = f"'{name}' does not say `to` which kind it points"
            fault = Fault("missing-field", here, message, at_key=True)
        elif to is not None and to not in known:
            fault = Fault("unknown-kind", (*here, "to"), unknown("kind", to, known))
        elif shape in ("choice", "choices") and not definition.get("choices"):
            fault = Fault("missing-field", here, f"'{name}' has no `choices`", at_key=True)
        else:
            if section and section not in sections:
                message = f"{kind} has no section '{section}'{one_of(section, sections)}"
                faults.append(Fault("unknown-value", (*here, "section"), message))
            continue
        faults.append(fault)
        del fields[name]
    return faults
