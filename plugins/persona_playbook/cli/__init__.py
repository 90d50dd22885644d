"""The command `playbook`: an edge, where folders and arguments become calls. A module a command."""

from __future__ import annotations

import click

from .. import __version__
from . import (
    build,
    check,
    codeowners,
    diff,
    due,
    fmt,
    generate,
    import_,
    init,
    lsp,
    new,
    rename,
    retire,
    review,
    rule,
    schema,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="playbook")
def main() -> None:
    """Look after a playbook of personas and care documents."""


for command in (
    check.check,
    rule.rule,
    fmt.fmt,
    new.new,
    rename.rename,
    retire.retire,
    review.review,
    due.due,
    diff.diff,
    import_.import_,
    schema.schema,
    lsp.lsp,
    init.init,
    codeowners.codeowners,
    generate.generate,
    build.build,
):
    main.add_command(command)
