"""The rule against real people's data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..catalog import Catalog, Entry
from ..finding import DataPath, Severity
from ..personal import ADDRESS, CARD, IBAN, NATIONAL_ID, PHONE, PROFILE, Piece
from .registry import Problem, rule

_INSTEAD = {
    ADDRESS: "write name@example.com, or who it is: 'her e-mail address'",
    PHONE: "write a number kept for fiction (+1 212 555 0123, 01632 960123), or none",
    IBAN: "write one from the documentation (DE89 3704 0044 0532 0130 00), or none",
    CARD: "write a test card (4111 1111 1111 1111), or none",
    PROFILE: "leave it out; a persona has no profile",
    NATIONAL_ID: "leave it out",
}


@rule("personal-data", Severity.ERROR, alone=True)
def personal_data(catalog: Catalog) -> Iterator[Problem]:
    """Something looks like a real person's e-mail address, number or profile.

    Why: A persona is made up; the customers behind it are not. What is once in a repository is in
    every copy and in its history, so this is an error before it is merged. The message shows only
    the ends of the value, since logs are copies, too. Names can't be found: look for them yourself.

    Bad:

        quote: Write to me at marta@kurbelpost.de

    Good:

        quote: Write to me at marta@example.com

    Mend: Write a reserved example, or the role: "her e-mail address". Addresses at example.com,
    .org and .net, numbers kept for films, test cards and the IBANs of documentation are fine, and
    so is whom a document names as `owner`. Your own domains and numbers are listed in
    `playbook.yml` under `personal_data: {allow: […]}`. If the real value was committed, delete it
    from the history, too.
    """
    for entry in catalog.entries:
        document = entry.document
        contacts: list[tuple[int, int]] | None = None
        seen: set[str] = set()
        for piece in catalog.settings.personal(document.text):
            if contacts is None:
                contacts = _contacts(entry)
            if not any(start <= piece.start < end for start, end in contacts):
                yield Problem(entry, piece.start, _message(piece), _help(piece))
            seen.add(document.text[piece.start : piece.end])
        if "\\" in document.text[document.yaml_start : document.yaml_end]:
            # Between double quotes a sign can be spelled out: "\x40".
            for where, value, at_key in _texts(entry.data):
                for piece in catalog.settings.personal(value):
                    if value[piece.start : piece.end] not in seen:
                        yield Problem(entry, where, _message(piece), _help(piece), at_key)


def _contacts(entry: Entry) -> list[tuple[int, int]]:
    """Where the front matter says who of the team answers for something."""
    spans = [
        entry.document.span(where) for where, vocabulary, _ in entry.terms if vocabulary == "team"
    ]
    return [(span.start, span.end) for span in spans]


def _texts(value: Any, where: DataPath = ()) -> Iterator[tuple[DataPath, str, bool]]:
    """Yield (path, text, whether it is the field's name) of all texts of a document's data."""
    if isinstance(value, str):
        yield where, value, False
    elif isinstance(value, dict):
        for name, child in value.items():
            yield (*where, name), name, True
            yield from _texts(child, (*where, name))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _texts(child, (*where, index))


def _help(piece: Piece) -> str:
    allow = "personal_data: {allow: […]}"
    return f"{_INSTEAD[piece.detector]}; what is your own stands in playbook.yml: `{allow}`"


def _message(piece: Piece) -> str:
    article = "an" if piece.detector[0] in "eI" else "a"
    return f"'{piece.masked}' looks like {article} {piece.detector}"
