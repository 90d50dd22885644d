"""`playbook generate`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from .. import report
from .console import CanNotRun, config_option, has_color, seen_from_here, show


@click.command("generate")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@config_option
def generate(folder: Path, config: Path) -> None:
    """Write a site as plain Markdown, for engines that know no plugins.

    DIR gets the pages of the playbook and those of the docs folder, with pictures, and a mkdocs.yml
    that other engines understand. It must be empty, or made by an earlier run: then what is no
    longer needed is deleted from it.

    Ends with 0 if DIR was written, 1 if the playbook has errors, and 2 if it could not be written.
    """
    # A check needs nothing of what makes pages, and loading that takes longer than most checks.
    from .. import generate as site

    try:
        generated = site.generate(config, folder)
    except (site.CanNotGenerate, OSError) as error:
        raise CanNotRun(str(error)) from None
    playbook = generated.playbook
    if playbook.errors:
        catalog_ = playbook.catalog
        seen = seen_from_here(catalog_.folder)
        documents = [catalog_.settings.document, *catalog_.documents]
        sources = {seen(document.path): document for document in documents}
        findings = [replace(finding, path=seen(finding.path)) for finding in playbook.findings]
        color = has_color()
        show(report.text(findings, sources, len(catalog_.documents), color), color)
        sys.exit(1)
    show(f"Wrote {len(generated.files)} files to {folder}\n")
