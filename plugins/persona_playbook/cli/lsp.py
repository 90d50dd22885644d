"""`playbook lsp`."""

from __future__ import annotations

import click

from .console import CanNotRun


@click.command("lsp")
def lsp() -> None:
    """Serve editors while documents are written: a language server on stdin and stdout.

    An editor starts it and talks to it; see the guide to editors. It reads the playbooks of the
    documents that are opened, and writes nothing. It needs the package with its extra: `pip install
    "mkdocs-persona-playbook[editor]"`.
    """
    try:
        # Few need it, and it is not installed with the rest.
        from ..language_server import create
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] in ("pygls", "lsprotocol"):
            install = 'pip install "mkdocs-persona-playbook[editor]"'
            raise CanNotRun(f"the language server is an extra: {install}") from None
        raise
    create().start_io()
