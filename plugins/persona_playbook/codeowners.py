"""Owners of documents → CODEOWNERS, where a forge looks for who has to review a change.

Only a part of the file is ours, between two lines that say so. All else in it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .catalog import Catalog

# Where GitHub and GitLab look; the first that is there counts for both of them, or for its own.
NAMES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
USUAL = "CODEOWNERS"  # both forges find it here
_BEGIN = "# playbook: the lines from here on are written by `playbook codeowners`\n"
_END = "# playbook: up to here\n"
_BLOCK = re.compile(f"{re.escape(_BEGIN)}.*?(?:{re.escape(_END)}|\\Z)", re.DOTALL)
_MEANS_SOMETHING = re.compile(r"[\\ #\[\]*?!]")


def find(repository: Path) -> Path:
    """The file of a repository, or where it would lie."""
    places = [repository / name for name in NAMES]
    return next((path for path in places if path.exists()), repository / USUAL)


def make(catalog: Catalog, prefix: str, current: str) -> str:
    """The file as it should be; `prefix` is the playbook's folder in the repository, with a slash.

    `current` is the file as it is. In what is new in it the last line that fits a file counts.
    """
    block = "".join([_BEGIN, *_lines(catalog, prefix), _END])
    if _BLOCK.search(current):
        return _BLOCK.sub(lambda _: block, current, count=1)
    gap = "" if not current else "\n" if current.endswith("\n") else "\n\n"
    return current + gap + block


def _lines(catalog: Catalog, prefix: str) -> Iterator[str]:
    teams = catalog.settings.terms["team"]
    if not any(team.handle for team in teams.values()):
        yield '# No team in playbook.yml has a `handle: "@…"` yet.\n'
    for entry in sorted(catalog.entries, key=lambda entry: entry.path):
        owner = str(entry.data.get("owner", ""))
        handle = teams[owner].handle if owner in teams else ""
        if handle:
            yield f"{_pattern(f'/{prefix}{entry.path}')} {handle}\n"


def _pattern(path: str) -> str:
    return _MEANS_SOMETHING.sub(r"\\\g<0>", path)
