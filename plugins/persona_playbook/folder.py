"""A folder → the plain files in it; whatever else lies there is refused, by name and unopened.

One listing serves reading, checking and publishing, so that nothing is published that was not
looked at. Nothing is followed: no link leads out of the folder, and no pipe keeps us waiting.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from .finding import Fault

MAX_FILES = 20_000
_NAME_BYTES = 200  # a page's name is longer, and file systems take 255
# What Windows, and so everybody who shares files with it, can't have in a name.
_NOT_IN_NAMES = frozenset('<>:"|?*\\')
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³"),
}


@dataclass
class Listing:
    """What lies in a folder, by paths with forward slashes; hidden files are not in it."""

    files: dict[str, Path] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    refused: dict[str, Fault] = field(default_factory=dict)

    def in_the_way(self, name: str) -> str | None:
        """What must go before there can be a new file of this name.

        That is a link or a file where its folder should be, or what has its name, perhaps in other
        capitals.
        """
        for other in (*self.files, *self.folders, *self.refused):
            above = other in self.files or other in self.refused
            if _alike(other) == _alike(name) or (above and name.startswith(f"{other}/")):
                return other
        return None


def walk(folder: Path) -> Listing:
    """List a folder and the folders in it, whole or, if they hold too much, not at all."""
    if folder.is_symlink():
        message = "the playbook's folder is a link; name the folder itself"
        return Listing(refused={".": Fault("unreadable-file", 0, message)})
    found = Listing()
    waiting = [(folder, "")]
    while waiting:
        here, prefix = waiting.pop()
        try:
            with os.scandir(here) as items:
                entries = sorted(items, key=lambda item: item.name)
        except OSError:
            if here == folder:
                raise
            name = prefix[:-1]
            message = f"the folder '{name}' can't be read"
            found.refused[name] = Fault("unreadable-file", 0, message)
            continue
        taken: dict[str, str] = {}
        for item in entries:
            if is_hidden(item.name):
                continue
            name = prefix + item.name
            other = taken.setdefault(_alike(item.name), item.name)
            if fault := odd(item.name) or _no_file(item) or _twice(item.name, other):
                found.refused[name] = fault
            elif item.is_dir(follow_symlinks=False):
                found.folders.add(name)
                waiting.append((Path(item.path), f"{name}/"))
            else:
                found.files[name] = Path(item.path)
            if len(found.files) + len(found.folders) + len(found.refused) > MAX_FILES:
                message = f"more than {MAX_FILES:,} files; nothing is read while they are so many"
                help_ = "keep documents and their pictures here, and all else elsewhere"
                return Listing(refused={name: Fault("too-large", 0, message, help_)})
    return found


def with_file(listing: Listing, folder: Path, name: str) -> Listing:
    """What will lie in a folder once a new file is saved there; what holds for others holds for it.

    A listing in which the file stands already is the same one.
    """
    files, folders, refused = dict(listing.files), set(listing.folders), dict(listing.refused)
    known = files.keys() | folders | refused.keys()
    for part in (*reversed(PurePosixPath(name).parents[:-1]), PurePosixPath(name)):
        path = str(part)
        if is_hidden(part.name) or path in refused or path in files or "." in refused:
            return listing
        if path in folders:
            continue
        beside = [other for other in known if PurePosixPath(other).parent == part.parent]
        taken = {_alike(PurePosixPath(other).name): PurePosixPath(other).name for other in beside}
        other = taken.get(_alike(part.name), part.name)
        if fault := odd(part.name) or _twice(part.name, other):
            refused[path] = fault
            break
        if path == name:
            files[path] = folder / name
        else:
            folders.add(path)
    return Listing(files, folders, refused)


def is_hidden(path: str) -> bool:
    """Whether a file, or a folder on the way to it, is no part of what a folder shows."""
    return any(part.startswith(".") for part in path.split("/"))


def odd(name: str) -> Fault | None:
    """What is wrong with a name, on any computer that may have to write or show it."""
    help_ = "rename it; letters, digits, hyphens and dots are fine everywhere"
    plain = name.isascii() and name.isprintable()
    if not plain and any(_is_odd(sign) for sign in name):
        return Fault("unsafe-name", 0, "the name has signs that can't be seen or typed", help_)
    if signs := sorted(_NOT_IN_NAMES & set(name)):
        return Fault("unsafe-name", 0, f"no name can have {' '.join(signs)} on Windows", help_)
    if name[-1] in ". " or name[0] == " ":
        where = "begins with a space" if name[0] == " " else "ends in a dot or space"
        return Fault("unsafe-name", 0, f"the name {where}", help_)
    stem = name.partition(".")[0].rstrip()
    if stem.lower() in _RESERVED:
        return Fault("unsafe-name", 0, f"'{stem}' is no file but a device on Windows", help_)
    if len(os.fsencode(name)) > _NAME_BYTES:
        message = f"the name has more than {_NAME_BYTES} bytes"
        return Fault("unsafe-name", 0, message, "give it a shorter name")
    return None


def _is_odd(sign: str) -> bool:
    """Whether a sign is for control, turns the direction, or is one only on its own computer."""
    category = unicodedata.category(sign)
    return category in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") and sign not in _JOINERS


# They are invisible and part of words: in Persian, Hindi and other languages.
_JOINERS = "\u200c\u200d"


def _no_file(item: os.DirEntry[str]) -> Fault | None:
    """What is there if it is neither a plain file nor a folder."""
    if item.is_file(follow_symlinks=False) or item.is_dir(follow_symlinks=False):
        return None
    what = "a link" if item.is_symlink() else "not a regular file"
    return Fault("unreadable-file", 0, f"'{item.name}' is {what}; put the file here")


def _alike(name: str) -> str:
    """A name as file systems see it for which capitals or the spelling of accents are the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _twice(name: str, other: str) -> Fault | None:
    if name == other:
        return None
    message = f"'{other}' is the same name on computers that don't tell capitals or accents apart"
    return Fault("same-name", 0, message, "rename one of the two, or delete it")
