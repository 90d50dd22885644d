"""Rules about files beside the documents: pictures, and the targets of links."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join, normpath, relpath

from ..catalog import Catalog, Entry
from ..finding import Severity
from ..links import IMAGES, Link
from ..validate import shown, suggest
from .registry import Problem, rule

# As for references: the time for suggestions must not grow with the square of the playbook.
_MAX_SUGGESTIONS = 100
# How far before its target a link may begin: as far as a long description of a picture.
_NEAR = 2000


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
    .png, .jpg, .jpeg, .gif, .webp, .avif or .svg.
    """
    files = _Files(catalog)
    for entry in catalog.entries:
        for where, _, value in entry.kind.files.find(entry.data):
            if isinstance(value, str) and (message := files.image(entry, value)):
                yield Problem(entry, where, message)
        start = entry.document.body_start
        for link in entry.links:
            if not link.is_relative or not _is_image(entry.document.body, link):
                continue
            if message := files.image(entry, link.path):
                yield Problem(entry, start + link.start, message)


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
        for link in entry.links:
            if not link.is_relative or _is_image(entry.document.body, link):
                continue
            path = normpath(join(dirname(entry.path), link.path))
            if path not in paths and (message := files.link(entry, link.path, path, paths)):
                yield Problem(entry, start + link.start, message)


def _is_image(body: str, link: Link) -> bool:
    """Whether a link shows its target: `![…](…)`, `<img src=…>`, or anything with a picture."""
    near = max(0, link.start - _NEAR)
    if link.html:
        tag = body.rfind("<", near, link.start)
        shows = body[tag : tag + 4].lower() == "<img"
    else:
        bracket = body.rfind("[", near, link.start)
        shows = body[max(bracket - 1, 0) : bracket] == "!"
    return shows or link.path.lower().endswith(IMAGES)


class _Files:
    """The files of a playbook's folder, looked up as they are written; listed when needed."""

    def __init__(self, catalog: Catalog) -> None:
        self._folder = catalog.folder
        self._is_narrowed = catalog.is_narrowed  # a name could be one that is withheld
        self._suggested = 0

    @cached_property
    def _names(self) -> set[str]:
        # A listing, not a look at one file: a name in other letters is found on some computers
        # and not on others.
        names: set[str] = set()
        for folder, folders, files in os.walk(self._folder):
            folders[:] = [name for name in folders if name[0] != "."]
            prefix = Path(folder).relative_to(self._folder).as_posix() + "/"
            prefix = "" if prefix == "./" else prefix
            names.update(prefix + name for name in files if name[0] != ".")
            names.update(f"{prefix}{name}/" for name in folders)
        return names

    @cached_property
    def _pictures(self) -> set[str]:
        return {name for name in self._names if name.lower().endswith(IMAGES)}

    def image(self, entry: Entry, written: str) -> str:
        """What is wrong with the picture that a document names, or nothing."""
        path = normpath(join(dirname(entry.path), written))
        if ":" in written or written.startswith("/"):
            return f"{shown(written)} is an address; put the picture beside the document"
        if path.startswith("../"):
            return f"{shown(written)} is outside the playbook; put the picture beside the document"
        if not written.lower().endswith(IMAGES):
            return f"{shown(written)} is not a picture; pictures end in {', '.join(IMAGES)}"
        if path in self._names:
            if (self._folder / path).is_symlink():
                return f"{shown(written)} is a link; put the picture itself here"
            return ""
        return f"no picture {shown(written)}{self._suggest(entry, written, self._pictures)}"

    def link(self, entry: Entry, written: str, path: str, documents: set[str]) -> str:
        """What is wrong with a link to what is no document, or nothing."""
        if path == ".." or path.startswith("../"):
            # For example a handwritten page of the site. The engine says if it is not published.
            # (Path.exists raises for names that are too long.)
            there = os.path.exists(self._folder / path)  # noqa: PTH110 - see above
            return "" if there else f"no file {shown(written)}"
        if path == "." or f"{path}/" in self._names:
            return f"{shown(written)} is a folder; link to a document in it"
        if path in self._names:
            return f"{shown(written)} is not published; only documents and pictures are"
        return f"no file {shown(written)}{self._suggest(entry, written, documents)}"

    def _suggest(self, entry: Entry, written: str, paths: set[str]) -> str:
        self._suggested += 1
        if self._suggested > _MAX_SUGGESTIONS or self._is_narrowed:
            return ""
        here = dirname(entry.path) or "."
        return suggest(written[:200], sorted(relpath(path, here) for path in paths))
