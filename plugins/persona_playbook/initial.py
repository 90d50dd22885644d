"""Nothing → a repository with a playbook: site, example, checks, publishing. No network is asked.

Its files lie in the folder `repository`, as they are to be; only the pins and the example's dates
are filled in. What can be made from the kinds and the example is made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from importlib import metadata
from pathlib import Path

from jinja2 import StrictUndefined, Template

from . import __version__, codeowners, starters, whole
from .catalog import load
from .settings import FOLDER
from .settings import load as load_settings

_DATA = Path(__file__).with_name("repository")
_FILLED_IN = ("requirements.txt", f"{FOLDER}/")  # the others have braces of their own
_PACKAGE = "mkdocs-persona-playbook[material]"
_PINNED = ("mkdocs", "mkdocs-material")
_MEANS_SOMETHING = re.compile(r"[\\$}]")  # in a snippet


class Occupied(ValueError):
    """A new repository can't be written there; the message says why."""


def write(folder: Path, today: date) -> int:
    """Write a new repository, whole or not at all; return how many files it has."""
    if folder.is_symlink():
        raise Occupied(f"'{folder}' is a link; name the folder itself")
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise Occupied(f"'{folder}' is there already, and not empty")
    if folder.exists() and Path.cwd().is_relative_to(folder):
        raise Occupied("name a new folder: this one can't be replaced while you are in it")
    with whole.replaced(folder) as new:
        for name, text in _files(today):
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        owned = codeowners.make(load(new / FOLDER, today), f"{FOLDER}/", "")
        (new / codeowners.USUAL).write_text(owned, "utf-8", newline="\n")
        return sum(path.is_file() for path in new.rglob("*"))


def _files(today: date) -> Iterator[tuple[str, str]]:
    values = {"today": today.isoformat(), "packages": [(_PACKAGE, __version__), *_installed()]}
    for path in sorted(_DATA.rglob("*")):
        if path.is_file():
            name = path.relative_to(_DATA).as_posix()
            text = path.read_text("utf-8")
            if name.startswith(_FILLED_IN):
                template = Template(text, undefined=StrictUndefined, keep_trailing_newline=True)
                text = template.render(values)
            yield name, text
    yield ".vscode/playbook.code-snippets", _snippets()


def _installed() -> Iterator[tuple[str, str]]:
    """The packages that decide how the site looks, in the versions that are installed here."""
    for name in _PINNED:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue  # then the newest that fits is installed


def _snippets() -> str:
    """A starter of each kind for VS Code, to be had by typing the kind's name."""
    made = {}
    settings = load_settings(_DATA / FOLDER)
    for kind in settings.kinds.values():
        text = starters.make(kind, "__ID__", {kind.title_field: "__TITLE__"}, settings)
        text = _MEANS_SOMETHING.sub(r"\\\g<0>", text)
        text = text.replace("__ID__", "$TM_FILENAME_BASE").replace("__TITLE__", "${1:Name}")
        made[kind.title] = {
            "prefix": kind.name,
            "scope": "markdown",
            "description": kind.description,
            "body": [*text.splitlines(), "$0"],
        }
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
