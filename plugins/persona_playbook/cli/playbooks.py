"""The playbook that a command is about: found from where it was called, and read."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

import click

from .. import catalog
from ..catalog import Catalog, Entry
from ..frontmatter import SUFFIXES, Document
from ..kinds import BUILT_IN
from ..settings import FOLDER, NAME, folder_of
from .console import CanNotRun, absolute, failed, from_here


class _Kind(click.types.StringParamType):
    """A kind of the playbook that a command is called in."""

    def get_missing_message(self, *_: object, **__: object) -> str:
        """What it could be."""
        try:
            names = list(load(root_of()).kinds)
        except CanNotRun:
            names = list(BUILT_IN)
        return f"It is one of {', '.join(names)}."


KIND = _Kind()


class OfDocuments(click.Command):
    """A command about documents: the path of one will do in place of its kind and its id."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put kind and id in place of paths."""
        options = (one for one in self.params if isinstance(one, click.Option) and not one.is_flag)
        names = {name for option in options for name in option.opts}
        return super().parse_args(ctx, list(_by_id(args, names)))


def _by_id(args: Iterable[str], options: Container[str]) -> Iterator[str]:
    """Arguments with the kind once and ids in place of paths; `options` are those with a value."""
    kind, is_said, is_value = "", False, False
    for arg in args:
        if entry := _at(arg):
            if kind not in ("", entry.kind.name):
                raise CanNotRun(f"'{arg}' is of another kind than the one before it")
            kind = entry.kind.name
            if not is_said and not is_value:
                yield kind
            yield entry.id
        else:
            yield arg
        is_said = is_said or not (is_value or arg.startswith("-"))
        is_value = arg in options


def _at(arg: str) -> Entry | None:
    """The document of which an argument is the path; None if it is not one of a file."""
    path = absolute(Path(arg))
    try:
        if not arg.endswith(SUFFIXES) or not path.is_file():
            return None
    except OSError:
        return None  # no name of a file: it is too long
    playbook = load(root_of())
    is_inside = path.is_relative_to(playbook.folder)
    name = path.relative_to(playbook.folder).as_posix() if is_inside else ""
    if entry := playbook.by_path.get(name):
        return entry
    raise CanNotRun(f"'{from_here(path)}' is no document of the playbook that can be read")


def load(root: Path) -> Catalog:
    """Read the playbook in a folder."""
    try:
        return catalog.load(root, catalog.current_date())
    except OSError as error:
        raise failed(from_here(root), "read", error) from None
    except ValueError as error:
        raise CanNotRun(str(error)) from None


def wanted(playbook: Catalog, paths: Iterable[Path]) -> dict[str, Document]:
    """The documents of a playbook that lie in files or folders of it, the settings included."""
    everything = [playbook.settings.document, *playbook.documents]
    documents: dict[str, Document] = {}
    for path in paths:
        part = path.relative_to(playbook.folder).as_posix()
        below = [
            document
            for document in everything
            if part in (".", document.path) or document.path.startswith(f"{part}/")
        ]
        if all(
            document.path == NAME and document.readable and not document.text for document in below
        ):
            raise CanNotRun(
                f"no documents in '{from_here(path)}'; a document is a .md file that begins with "
                "a line `---` and `kind: persona`, or a .yml file"
            )
        documents |= {document.path: document for document in below}
    return documents


def default() -> Path:
    here = Path()
    if (here / NAME).is_file():
        return here
    if (here / FOLDER).is_dir():
        return here / FOLDER
    root = root_of(here)
    if (root / NAME).is_file() or root.name == FOLDER:
        return here  # somewhere within a playbook
    raise CanNotRun(
        f"no playbook here: neither a file '{NAME}' nor a folder '{FOLDER}'; "
        "name the folder, as in `playbook check docs/personas`"
    )


def root_of(path: Path | None = None) -> Path:
    """The folder of the playbook to which a path belongs; without one, of that around here."""
    path = absolute(path or default())
    # os.path answers where pathlib would raise: on what may not be looked at.
    if not os.path.lexists(path):
        raise CanNotRun(f"no file or folder named '{from_here(path)}'")
    folder = path if os.path.isdir(path) else path.parent  # noqa: PTH112 - see above
    return folder_of(folder) or folder
