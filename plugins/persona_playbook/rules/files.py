"""Rules about files beside the documents: pictures, and the targets of links."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from posixpath import dirname, join, normpath, relpath

from ..catalog import Catalog, Entry
from ..finding import Severity, Where
from ..raster import SUFFIXES
from ..validate import shown, suggest
from .registry import Problem, rule

# As for references: the time for suggestions must not grow with the square of the playbook.
_MAX_SUGGESTIONS = 100
_SVG = ".svg"


@rule("missing-image", Severity.ERROR)
def missing_image(catalog: Catalog) -> Iterator[Problem]:
    """A picture is not where the document says.

    Why: Readers see a broken picture. Pictures stand beside the documents, in the playbook's
    folder, so that they are published with them; capital and small letters in names count.

    Bad:

        image: amelia.png      # the file is Amelia.PNG

    Good:

        image: amelia.png      # the file is amelia.png

    Mend: Put the file beside the document, or correct the name. Pictures are files that end in
    .png, .jpg, .jpeg, .gif, .webp or .avif.
    """
    files = _Files(catalog)
    for entry, where, written in _pictures(catalog):
        if message := files.image(entry, written):
            yield Problem(entry, where, message)


@rule("unusable-picture", Severity.ERROR)
def unusable_picture(catalog: Catalog) -> Iterator[Problem]:
    """A picture can't be published.

    Why: A picture is shown to everybody who reads the site, on all their devices. So it is what
    its name says, not too large, and of a format that can't run scripts (SVG can) and from which
    everything else can be taken out: where it was taken and by which phone is not published.

    Bad:

        image: amelia.svg

    Good:

        image: amelia.png

    Mend: Open it in a program for pictures and export it as PNG, JPEG or WebP, up to 5,000,000
    bytes and 40 million points. If only the ending of its name is wrong, rename it.
    """
    for entry, where, written in _pictures(catalog):
        path = _path(entry, written)
        if path not in catalog.listing.files:
            continue
        if path.lower().endswith(_SVG):
            message = f"{shown(written)} is an SVG picture, which can hold scripts"
            yield Problem(entry, where, message, "export it as PNG or WebP")
        elif path.lower().endswith(SUFFIXES) and (refusal := catalog.refusal(path)):
            yield Problem(entry, where, f"{shown(written)} {refusal.message}", refusal.help)


@rule("remote-picture", Severity.WARNING, alone=True)
def remote_picture(catalog: Catalog) -> Iterator[Problem]:
    """A text shows a picture that lies on the web, or elsewhere on the site.

    Why: Readers see a link in its place. Whoever keeps a picture elsewhere could see who reads the
    page, and change the picture or take it away; so a playbook shows its own only.

    Bad:

        At the station ![Amelia](https://example.com/amelia.png)

    Good:

        At the station ![Amelia](amelia.png)

    Mend: Save the picture beside the document, and write the name of its file. If a link will do,
    take away the `!` in front of it.
    """
    for entry in catalog.entries:
        for link in entry.links:
            if link.path and not link.is_relative and link.shows(entry.document.body):
                message = f"{shown(link.target)} is an address; put the picture beside the document"
                yield Problem(entry, entry.document.body_start + link.start, message)


@rule("broken-link", Severity.ERROR)
def broken_link(catalog: Catalog) -> Iterator[Problem]:
    """A link in the text leads to a file that is not there.

    Why: Readers end on an error page. Links are written from file to file, as on a computer; the
    playbook turns them into links from page to page.

    Bad:

        Her [first order](journeys/frist-order.md) went wrong.

    Good:

        Her [first order](journeys/first-order.md) went wrong.

    Mend: Write the path from this file to the other one, with its ending. Only documents and
    pictures of the playbook are published; for any other file give its full address.
    """
    files = _Files(catalog)
    paths = {document.path for document in catalog.documents}
    for entry in catalog.entries:
        start = entry.document.body_start
        for link, path, is_shown in entry.targets:
            if is_shown or path in paths or catalog.linked(path):
                continue
            if message := files.link(entry, link.path, path, paths):
                yield Problem(entry, start + link.start, message)


def _pictures(catalog: Catalog) -> Iterator[tuple[Entry, Where, str]]:
    """Yield (entry, where, path as written) of every picture that a document shows or links."""
    for entry in catalog.entries:
        for where, value in entry.files:
            yield entry, where, value
        start = entry.document.body_start
        for link, _, is_shown in entry.targets:
            if is_shown:
                yield entry, start + link.start, link.path


def _path(entry: Entry, written: str) -> str:
    """The path in the playbook's folder of what a document names."""
    return normpath(join(dirname(entry.path), written))


class _Files:
    """The files of a playbook's folder, looked up as they are written.

    In a listing, not one by one: a name in other letters is found on some computers only.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._folder = catalog.folder
        self._listing = catalog.listing
        self._is_narrowed = catalog.is_narrowed  # a name could be one that is withheld
        self._suggested = 0

    @cached_property
    def _pictures(self) -> set[str]:
        return {name for name in self._listing.files if name.lower().endswith(SUFFIXES)}

    def image(self, entry: Entry, written: str) -> str:
        """What is wrong with the picture that a document names, or nothing."""
        path = _path(entry, written)
        if ":" in written or written.startswith("/"):
            return f"{shown(written)} is an address; put the picture beside the document"
        if path.startswith("../"):
            return f"{shown(written)} is outside the playbook; put the picture beside the document"
        if not written.lower().endswith((*SUFFIXES, _SVG)):
            return f"{shown(written)} is not a picture; pictures end in {', '.join(SUFFIXES)}"
        # What is refused has a finding of its own.
        if path in self._listing.files or path in self._listing.refused:
            return ""
        return f"no picture {shown(written)}{self._suggest(entry, written, self._pictures)}"

    def link(self, entry: Entry, written: str, path: str, documents: set[str]) -> str:
        """What is wrong with a link to what is no document, or nothing."""
        if path == ".." or path.startswith("../"):
            # For example a handwritten page of the site. The engine says if it is not published.
            # (Path.exists raises for names that are too long.)
            there = os.path.exists(self._folder / path)  # noqa: PTH110 - see above
            return "" if there else f"no file {shown(written)}"
        if path == "." or path in self._listing.folders:
            return f"{shown(written)} is a folder; link to a document in it"
        if path in self._listing.files:
            return f"{shown(written)} is not published; only documents and pictures are"
        return f"no file {shown(written)}{self._suggest(entry, written, documents)}"

    def _suggest(self, entry: Entry, written: str, paths: set[str]) -> str:
        self._suggested += 1
        if self._suggested > _MAX_SUGGESTIONS or self._is_narrowed:
            return ""
        here = dirname(entry.path) or "."
        return suggest(written[:200], sorted(relpath(path, here) for path in paths))
