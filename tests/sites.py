"""Whole sites for tests: written down as one text, and built by MkDocs."""

from __future__ import annotations

import html
import logging
import re
import textwrap
import warnings
from dataclasses import dataclass
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

import trees

CONFIG = """
site_name: A site
theme: {name: mkdocs}
plugins: [persona-playbook: {reference: false}]
"""

# The smallest playbook without faults.
AMELIA = """
personas/amelia.md
    ---
    kind: persona
    name: Amelia Hart
    status: draft
    ---
"""


@dataclass(frozen=True)
class Built:
    """A build that has ended, well or not."""

    root: Path
    failed: bool
    log: list[str]

    @property
    def errors(self) -> list[str]:
        """What was logged as an error or warning."""
        return [line.partition(" ")[2] for line in self.log if line.startswith(("ERROR", "WARN"))]

    def html(self, name: str) -> str:
        """A file of the built site."""
        return (self.root / "site" / name).read_text("utf-8")

    def text(self, name: str) -> str:
        """What a page of the built site says, without its tags."""
        body = self.html(name).partition("<body")[2]
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())

    def files(self, pattern: str = "**/*") -> set[str]:
        """The files of the built site."""
        site = self.root / "site"
        return {p.relative_to(site).as_posix() for p in site.glob(pattern) if p.is_file()}


def write(root: Path, tree: str) -> Path:
    """Write the files of a site; without a mkdocs.yml it gets the least that will do."""
    trees.write(root, tree)
    if not (root / "mkdocs.yml").exists():
        trees.write(root, f"mkdocs.yml{textwrap.indent(CONFIG, '    ')}")
    (root / "docs").mkdir(exist_ok=True)
    return root


def build(root: Path, *, strict: bool = True) -> Built:
    """Build the site of a folder, as `mkdocs build --strict` does."""
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.levelname} {record.getMessage()}")

    logger, handler = logging.getLogger("mkdocs"), Lines()
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    failed = True
    try:
        with warnings.catch_warnings():
            # mkdocs-macros calls pathspec in an old way.
            warnings.filterwarnings("ignore", "GitWildMatchPattern", DeprecationWarning)
            failed = not _build(root, strict)
    except (SystemExit, MkDocsException) as error:
        lines.append(f"ERROR {error}")
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
    return Built(root, failed, lines)


def _build(root: Path, strict: bool) -> bool:
    config = load_config(str(root / "mkdocs.yml"), strict=strict)
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)
    return True
