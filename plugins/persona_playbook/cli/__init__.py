"""The command `playbook`: an edge, where folders and arguments become calls. A module a command."""

from __future__ import annotations

import click

from .. import __version__
from . import build, check, fmt, generate, lsp, rename, retire, review, schema


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="playbook")
def main() -> None:
    """Look after a playbook of personas and care documents."""


for command in (
    check.check,
    generate.generate,
    build.build,
    rename.rename,
    retire.retire,
    review.review,
    fmt.fmt,
    schema.schema,
    lsp.lsp,
):
    main.add_command(command)
