"""A playbook while it is edited: the texts of open editors laid over the files of its folder.

What has not changed is read once: an entry stays the same object as long as its text does, and a
check with a memory looks only at what is new. The findings are those of `playbook check`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import settings as settings_
from ..catalog import Catalog, Reading, assemble, current_date, readings, take
from ..check import Memory, in_steps, place
from ..finding import Finding
from ..folder import Listing, walk, with_file
from ..frontmatter import Document, parse, read
from ..settings import NAME, Settings
from .positions import newlines

# What tells that a file is as it was: its size and when it and its entry were changed; or a text.
_Stamp = tuple[int, ...] | str
_Known = tuple[_Stamp, Reading]


@dataclass
class Workspace:
    """A playbook's folder, and the texts of it that are open in an editor, by path."""

    folder: Path
    texts: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)  # of the texts, as the editor counts
    _listing: Listing | None = None
    _settings: tuple[_Stamp, Settings] | None = None
    _known: dict[str, _Known] = field(default_factory=dict)
    _stamps: dict[str, _Stamp] = field(default_factory=dict)
    _catalog: Catalog | None = None
    _memory: Memory = field(default_factory=Memory)

    def put(self, path: str, text: str, version: int = 0) -> None:
        """Lay the text of an editor over a file."""
        self.texts[path], self.versions[path] = text, version
        self._catalog = None

    def close(self, path: str) -> None:
        """Go back to the file."""
        self.texts.pop(path, None)
        self.versions.pop(path, None)
        self.look_again()

    def look_again(self) -> None:
        """Something may have changed in the folder."""
        self._listing = None
        self._stamps = {}
        self._catalog = None

    @property
    def catalog(self) -> Catalog:
        """The playbook as it is now, in folder and editors."""
        if self._catalog is None:
            self._catalog = self._load()
        return self._catalog

    def text(self, path: str) -> str:
        """What a file says, in an editor or in the folder."""
        if path in self.texts:
            return newlines(self.texts[path])
        return next((one.text for one in self.catalog.documents if one.path == path), "")

    def findings(self) -> Iterator[list[Finding]]:
        """What is wrong with it, in steps between which something else can be done."""
        catalog = self.catalog
        for some in in_steps(catalog, self._memory):
            yield [place(seen, catalog.settings) for seen in some]

    def _load(self) -> Catalog:
        if self._listing is None:
            self._listing = walk(self.folder)
        listing = self._listing
        for name in self.texts:
            listing = with_file(listing, self.folder, name)
        settings = self._load_settings()
        known: dict[str, _Known] = {}

        def reading(name: str) -> Reading:
            known[name] = self._known_or_read(name, listing.files[name], settings)
            return known[name][1]

        documents = readings(listing, reading)
        catalog = assemble(self.folder, current_date(), settings, listing, documents)
        self._known = known
        return catalog

    def _known_or_read(self, name: str, path: Path, settings: Settings) -> _Known:
        stamp = self._stamp(name)
        known = self._known.get(name)
        if known and known[0] == stamp:
            return known
        document = self._read(name, path)
        return stamp, (document, take(document, settings))

    def _load_settings(self) -> Settings:
        stamp = self._stamp(NAME)
        if self._settings is None or self._settings[0] != stamp:
            path = self.folder / NAME
            there = NAME in self.texts or path.is_symlink() or path.exists()
            document = self._read(NAME, path) if there else parse(b"", NAME)
            settings = settings_.take(document)
            old = self._settings[1] if self._settings else None
            if old and _reads_alike(old, settings):
                settings = replace(settings, kinds=old.kinds)
            else:
                self._known = {}
            self._settings = stamp, settings
        return self._settings[1]

    def _read(self, name: str, path: Path) -> Document:
        if name in self.texts:
            return parse(self.texts[name].encode("utf-8", "surrogatepass"), name)
        return read(path, name)

    def _stamp(self, name: str) -> _Stamp:
        if name in self.texts:
            return self.texts[name]
        if name not in self._stamps:
            try:
                status = os.lstat(self.folder / name)
                stamp = status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns
            except OSError:
                stamp = (0, 0, 0, 0)
            self._stamps[name] = stamp
        return self._stamps[name]


def _reads_alike(one: Settings, other: Settings) -> bool:
    """Whether documents are read in the same way under both settings."""
    declared = [(s.document.data.get("fields"), s.document.data.get("kinds")) for s in (one, other)]
    return declared[0] == declared[1] and one.ignored_keys == other.ignored_keys
