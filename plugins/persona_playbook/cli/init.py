"""`playbook init`."""

from __future__ import annotations

from pathlib import Path

import click

from .. import report
from .console import CanNotRun, absolute, failed, show


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Write a whole repository with a playbook: site, example, checks, publishing.

    DIR is a new or an empty folder. Nothing is asked of the network.

    Ends with 0 if it was written, or with 2 if it could not be: then nothing is there.
    """
    # Loaded only here, so that a check starts fast.
    from ..catalog import current_date
    from ..initial import write

    try:
        count = write(absolute(folder), current_date())
    except ValueError as error:
        raise CanNotRun(str(error)) from None
    except OSError as error:
        raise failed(folder, "written", error) from None
    show(
        f"Wrote {count} files to {report.printable(str(folder))}\n"
        f"Next:\n  cd {report.printable(str(folder))}\n"
        "  make test    checks the example and builds its site\n"
        "README.md there says what lies where, and what to change first.\n"
    )
