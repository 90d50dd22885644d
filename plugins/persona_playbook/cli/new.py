"""`playbook new`."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from .. import report, starters, whole
from ..catalog import Catalog, asked_id, with_documents
from ..check import check, field_at
from ..finding import Severity
from ..frontmatter import parse
from ..kinds import Kind
from ..settings import unknown_kind
from ..validate import shown
from .console import CanNotRun, failed, from_here, say, show
from .playbooks import KIND, load, root_of


@click.command("new")
@click.argument("kind", type=KIND)
@click.argument("id_", metavar="ID")
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Fill in a field; the value is what you would write behind its colon.",
)
def new(kind: str, id_: str, values: tuple[str, ...]) -> None:
    """Write a new document that passes the check, for you to fill in.

    KIND is persona, journey or another kind of the playbook; ID is the name by which other
    documents refer to it, and that of its file. At a terminal it asks for what matters most;
    elsewhere nothing is asked, and --set says it. No file is ever overwritten.

    Ends with 0 if the document was written, 1 if a value does not fit, and 2 if it could not be
    written.
    """
    root = root_of()
    catalog = load(root)
    if kind not in catalog.kinds:
        raise CanNotRun(unknown_kind(kind, catalog.kinds))
    chosen = catalog.kinds[kind]
    said = id_
    try:
        id_ = asked_id(said)
    except ValueError as error:
        raise CanNotRun(str(error)) from None
    name = starters.path(catalog, chosen, id_)
    if entry := catalog.get(chosen.name, id_):
        raise CanNotRun(f"{shown(id_)} is the id of '{entry.path}' already")
    if other := catalog.listing.in_the_way(name):
        raise CanNotRun(f"'{other}' is in the way of a file '{name}'")
    given = fields = _fields(values)
    if id_ != said:
        say(f"an id is written small: '{id_}'")
    if _is_terminal():
        fields = _ask(catalog, chosen, fields) | fields

    text = starters.make(chosen, id_, fields, catalog.settings).encode("utf-8", "surrogateescape")
    document = parse(text, name)
    findings = [one for one in check(with_documents(catalog, [document])) if one.path == name]
    wrong = [one for one in findings if one.severity is Severity.ERROR]
    for one in wrong:
        field = field_at(document.fresh(), one, fields)
        if field and one.rule == "unknown-field" and (meant := _collector(chosen, field)):
            name, label = meant
            say(f'--set {field}: say it in `{name}`: --set "{name}={{{label}: {fields[field]}}}"')
            continue
        option = f"--set {field}: " if field in given else f"{field}: " if field else ""
        say(f"{option}{one.message}{f' ({one.help})' if one.help else ''}")
    if wrong:
        say("Nothing was written.")
        sys.exit(1)
    path = root / name
    try:
        whole.write(path, text, None, root)
    except whole.Changed as error:
        raise CanNotRun(str(error)) from None
    except OSError as error:
        raise failed(from_here(path), "written", error) from None
    show(
        f"Wrote {report.printable(from_here(path))}\n"
        "Next: fill in what you know, see `playbook check`, "
        "and delete `status: draft` when it is in use.\n"
    )


def _fields(values: Iterable[str]) -> dict[str, str]:
    fields = {}
    for given in values:
        name, equals, value = given.partition("=")
        if not equals or not name:
            raise CanNotRun(f"{shown(given)} is not of the form FIELD=VALUE")
        if name in ("kind", "id"):
            raise CanNotRun(f"'{name}' is said by the command itself: playbook new KIND ID")
        fields[name] = value
    return fields


def _collector(kind: Kind, label: str) -> tuple[str, str] | None:
    """The field that collects facts of this label, and the label as it is written there."""
    for name, node in kind.fields.items():
        for known in node.get("x-labels", ()):
            if known.casefold() == label.casefold():
                return name, known
    return None


def _is_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _ask(catalog: Catalog, kind: Kind, known: dict[str, str]) -> dict[str, str]:
    """Ask for what matters and was not said; an empty answer leaves a field as it is."""
    click.echo("Press Enter to leave a question for later.\n")
    answers = {}
    for name, node in starters.questions(kind):
        if name in known:
            continue
        click.echo(f"{node['title']}: {node['description']}")
        if terms := catalog.settings.terms.get(node.get("x-term", "")):
            click.echo(report.printable(f"One of: {', '.join(terms)}"))
        ids = [one.id for one in catalog.current(node.get("x-ref", ""))]
        if ids:
            click.echo(report.printable(f"Any of: {', '.join(ids)}"))
        example = report.printable(str(node["examples"][0]))
        answer = click.prompt(f"{name} (such as {example})", default="", show_default=False)
        if answer.strip():
            is_bare_list = "x-ref" in node and "," in answer and not answer.strip().startswith("[")
            answers[name] = f"[{answer.strip()}]" if is_bare_list else answer.strip()
    click.echo()
    return answers
