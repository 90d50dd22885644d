"""`playbook schema`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from ..settings import load
from ..validate import unknown
from .console import CanNotRun, show
from .output import save
from .playbooks import root_of

_SETTINGS = "playbook"


@click.command("schema")
@click.argument("kind", required=False, metavar="[KIND]")
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write document.schema.json and playbook.schema.json into this folder.",
)
def schema(kind: str | None, output: Path | None) -> None:
    """Write JSON Schema for editors that complete and check YAML.

    Without KIND it is the schema for any document; KIND is for example `persona`, or `playbook` for
    the file playbook.yml. Fields and kinds of the team's own are in it: write it anew when they
    change.

    Ends with 0, or 2 if it could not be written.
    """
    # Loaded only here, so that a check starts fast.
    from .. import json_schema

    settings = load(root_of())
    if output:
        if kind:
            raise CanNotRun("-o writes all schemas; call it without a kind")
        made = {"document": json_schema.document(settings), _SETTINGS: json_schema.playbook()}
        for name, node in made.items():
            save(output / f"{name}.schema.json", _text(node))
        show(f"Wrote {' and '.join(f'{name}.schema.json' for name in made)} to {output}\n")
    elif kind is None and _is_terminal():
        show(
            "The schema of any document is long; it is written where it is to be used:\n"
            "  playbook schema -o .schemas      into files, for editors\n"
            "  playbook schema > schema.json    for any document\n"
            f"  playbook schema KIND             for one of {', '.join(settings.kinds)};\n"
            f"                                   {_SETTINGS} is the file playbook.yml\n"
        )
    elif kind is None:
        show(_text(json_schema.document(settings)))
    elif kind == _SETTINGS:
        show(_text(json_schema.playbook()))
    elif kind in settings.kinds:
        show(_text(json_schema.kind(settings.kinds[kind], settings)))
    else:
        raise CanNotRun(unknown("kind", kind, [*settings.kinds, _SETTINGS]))


def _is_terminal() -> bool:
    """Whether somebody would have to read what is printed."""
    return sys.stdout.isatty()


def _text(node: dict[str, Any]) -> str:
    return json.dumps(node, indent=2) + "\n"
