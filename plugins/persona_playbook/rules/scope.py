"""What several rules ask: which words are checked, and what can't be known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from ..catalog import Catalog, Entry, slug
from ..finding import DataPath, Fault
from ..frontmatter import Document
from ..settings import Settings
from ..validate import closest
from ..views.value import Value
from .registry import weight

# What reading a document finds before its text is known.
_UNREAD = frozenset(("unreadable-file", "not-utf-8", "too-large", "misnamed-file"))
_MOST_MISSPELT = 20  # words: each is compared with every id
_WORD = re.compile(r"[^\W_][\w.-]*")
_ID_LINE = re.compile(r"""^id:[ \t]*["']?([^\s"'#]+)""", re.MULTILINE)


def told(document: Document, settings: Settings) -> list[Fault]:
    """The faults of a document that its author learns of: not those of rules that are off."""
    return [fault for fault in document.faults if weight(fault.rule, settings)]


def tells(rule: str, entry: Entry, settings: Settings) -> bool:
    """Whether a rule speaks about a document: it is neither off nor excused there.

    Only then may another rule be silent about what follows from the same slip.
    """
    return weight(rule, settings) is not None and rule not in entry.data.get("excuses", {})


def checked_terms(catalog: Catalog, entry: Entry) -> Iterator[tuple[DataPath, str, str]]:
    """Yield (path, vocabulary, value) of the words that must be on one of the team's lists.

    An owner may be any text; a channel too, as long as the team lists none.
    """
    for where, vocabulary, value in entry.terms:
        if vocabulary != "team" and catalog.settings.terms[vocabulary]:
            yield where, vocabulary, value


def meant_stage(stage: Value, settings: Settings) -> str | None:
    """Return the id of the team's stage that one of a journey only has the title of."""
    title = stage["title"].text.strip().casefold()
    terms = settings.terms["stage"].values()
    found = (term.id for term in terms if title in (term.id.casefold(), term.title.casefold()))
    return None if stage["stage"] else next(found, None)


def meant_id(catalog: Catalog, entry: Entry) -> str | None:
    """Return the id by which others must mean a document whose file's name can't be one.

    It begins or ends as the names of the file and of the document do, and is the only such id.
    """
    stem = entry.path.rpartition("/")[2].rpartition(".")[0]
    parts = set()
    for words in (entry.id.split("-"), slug(stem).split("-")):
        parts |= {"-".join(words[:end]) for end in range(1, len(words) + 1)}
        parts |= {"-".join(words[start:]) for start in range(len(words))}
    found = [id_ for id_ in sorted(parts) if (entry.kind.name, id_) in catalog.lost]
    return found[0] if len(found) == 1 else None


def hidden_ids(catalog: Catalog) -> set[str]:
    """Return the ids that documents may have which could not be read: nobody knows."""
    ids = set()
    for document in catalog.documents:
        rules = {fault.rule for fault in told(document, catalog.settings)}
        if "invalid-id" in rules or document.path not in catalog.by_path:
            name = document.path.rpartition("/")[2]
            ids |= {one.rpartition(".")[0] for one in (name, name.removesuffix(".txt"))}
        if rules:
            ids.update(_ID_LINE.findall(_fields(document)))
    return ids


def _fields(document: Document) -> str:
    """The text of a document's fields; of one that can't be read all its text may be."""
    whole = slice(document.yaml_start, document.yaml_end) if document.readable else slice(None)
    return document.text[whole]


class Doubts:
    """The words of documents with faults: what they were meant to say is not known.

    While one of them mentions an id, or may have misspelt it, no rule reports that nothing refers
    to it; nor while a document can't be read at all. The fault itself is reported; what follows
    from it is not.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._documents = [one for one in catalog.documents if told(one, catalog.settings)]

    @cached_property
    def _mentions(self) -> dict[str, set[str]]:
        mentions: dict[str, set[str]] = defaultdict(set)
        for document in self._documents:
            for word in _WORD.findall(_fields(document)):
                mentions[word.rstrip(".-")].add(document.path)
        for path, misspelt, ids in islice(self._unknown(), _MOST_MISSPELT):
            if meant := closest(misspelt[:100], ids):
                mentions[meant].add(path)
        return mentions

    def _unknown(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        """Yield the path, the word and what it could be, of words that name nothing."""
        catalog = self._catalog
        speaks = [
            entry
            for entry in catalog.entries
            if tells("unknown-reference", entry, catalog.settings)
        ]
        ids: dict[str, list[str]] = defaultdict(list)
        for kind, id_ in catalog.by_key:
            ids[kind].append(id_)
        for entry in speaks:
            for reference in entry.references:
                if not catalog.get(*reference.key):
                    yield entry.path, reference.id, ids[reference.kind]
            for _, vocabulary, value in checked_terms(catalog, entry):
                if value not in (terms := catalog.settings.terms[vocabulary]):
                    yield entry.path, value, terms

    @cached_property
    def _is_blind(self) -> bool:
        """Whether nothing at all is known of a document."""
        return any(
            not document.readable and document.faults[0].rule in _UNREAD
            for document in self._documents
        )

    def about(self, id_: str, entry: Entry) -> bool:
        """Whether another document than `entry` mentions an id and has faults, or may do so."""
        return self._is_blind or bool(self._mentions.get(id_, set()) - {entry.path})
