"""`playbook codeowners`."""

from __future__ import annotations

import difflib
import sys

import click

from .. import codeowners as owners
from .. import report, whole
from ..finding import reason
from .console import CanNotRun, from_here, show
from .playbooks import load, root_of


@click.command("codeowners")
@click.option("--check", is_flag=True, help="Only say whether the file is as it should be.")
def codeowners(check: bool) -> None:
    """Write who owns which document into CODEOWNERS, so that the owners are asked to review.

    The `owner` of a document is a team of playbook.yml, and its `handle` there what GitHub or
    GitLab calls it. Only the lines between the two marks of the playbook are changed.

    Ends with 0, with 1 if --check found a difference, or with 2 if there is no playbook or the file
    could not be written.
    """
    root = root_of()
    above = (root, *root.parents)
    repository = next((path for path in above if (path / ".git").exists()), root.parent)
    path = owners.find(repository)
    prefix = root.relative_to(repository).as_posix()
    try:
        was = path.read_bytes() if path.exists() else None
        current = (was or b"").decode().replace("\r\n", "\n")
        catalog = load(root)
        settings = catalog.settings.document
        if settings.faults:
            # A team with a slip would lose its documents without a word.
            place = from_here(root / settings.path)
            raise CanNotRun(f"'{place}' has faults; `playbook check` names them")
        wanted = owners.make(catalog, "" if prefix == "." else f"{prefix}/", current)
        if wanted == current:
            show(f"{report.printable(from_here(path))} is as it should be\n")
        elif check:
            changed = difflib.unified_diff(
                current.splitlines(), wanted.splitlines(), n=0, lineterm=""
            )
            lines = [line for line in changed if not line.startswith(("---", "+++", "@@"))]
            show("".join(f"{report.printable(line)}\n" for line in lines))
            show(f"{report.printable(from_here(path))} is out of date; run `playbook codeowners`\n")
            sys.exit(1)
        else:
            windows = b"\r\n" in (was or b"")
            new = wanted.replace("\n", "\r\n") if windows else wanted
            whole.write(path, new.encode(), was, repository)
            show(f"Wrote {report.printable(from_here(path))}\n")
    except UnicodeDecodeError:
        raise CanNotRun(f"'{from_here(path)}' is not UTF-8") from None
    except OSError as error:
        raise CanNotRun(f"'{from_here(path)}': {reason(error)}") from None
