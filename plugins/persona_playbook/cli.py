"""The command `playbook`: an edge, where folders and arguments become calls."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from . import __version__, catalog, nodes, report, whole
from .check import check
from .finding import Finding, Severity
from .frontmatter import Document
from .settings import FOLDER, NAME


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="playbook")
def main() -> None:
    """Look after a playbook of personas and care documents."""


@main.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "concise", "json"]),
    default="text",
    show_default=True,
    help="How findings are written: with their lines, one line each, or for programs.",
)
def check_command(paths: tuple[Path, ...], format_: str) -> None:
    """Say what is wrong with the documents of a playbook.

    PATH is the playbook's folder, or a file or folder in it: then the whole playbook is read, and
    only what is wrong there is shown. Without PATH it is this folder, if it holds a playbook.yml,
    and otherwise its folder `personas`.

    Ends with 0 if there are no errors (warnings are allowed), 1 if there are errors, and 2 if the
    check could not run. NO_COLOR and FORCE_COLOR are heeded; SOURCE_DATE_EPOCH says which day it
    is.
    """
    roots: dict[Path, list[Path]] = {}
    for given in paths or (_default(),):
        path = _absolute(given)
        roots.setdefault(_root(path), []).append(path)

    findings: list[Finding] = []
    sources: dict[str, Document] = {}
    count = 0
    for root, wanted in roots.items():
        # Paths are relative to the folder checked; of several folders each names its own.
        prefix = f"{_from_here(root)}/" if len(roots) > 1 else ""
        found, documents = _check(root, wanted)
        findings += [replace(finding, path=prefix + finding.path) for finding in found]
        sources |= {prefix + document.path: document for document in documents}
        count += sum(document.path != NAME for document in documents)
    findings.sort(key=lambda finding: finding.order)

    color = _has_color()
    if format_ == "json":
        _print(report.json(findings))
    elif format_ == "concise":
        _print(report.concise(findings, color), color)
    else:
        _print(report.text(findings, sources, count, color), color)
    sys.exit(any(finding.severity is Severity.ERROR for finding in findings))


@main.command("generate")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "-f",
    "--config",
    default="mkdocs.yml",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The configuration of the site.",
)
def generate_command(folder: Path, config: Path) -> None:
    """Write a site as plain Markdown, for engines that know no plugins.

    DIR gets the pages of the playbook and those of the docs folder, with pictures, and a mkdocs.yml
    that other engines understand. It must be empty, or made by an earlier run: then what is no
    longer needed is deleted from it.

    Ends with 0 if DIR was written, 1 if the playbook has errors, and 2 if it could not be written.
    """
    # A check needs nothing of what makes pages, and loading that takes longer than most checks.
    from .generate import CanNotGenerate, generate  # noqa: PLC0415 - see above

    try:
        generated = generate(config, folder)
    except (CanNotGenerate, OSError) as error:
        raise _CanNotRun(str(error)) from None
    playbook = generated.playbook
    if playbook.errors:
        catalog_ = playbook.catalog
        documents = [catalog_.settings.document, *catalog_.documents]
        sources = {document.path: document for document in documents}
        color = _has_color()
        _print(report.text(playbook.findings, sources, len(catalog_.documents), color), color)
        sys.exit(1)
    _print(f"Wrote {len(generated.files)} files to {folder}\n")


@main.command("build", context_settings={"ignore_unknown_options": True})
@click.option(
    "-f",
    "--config",
    default="mkdocs.yml",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The configuration of the site.",
)
@click.option(
    "-d",
    "--site-dir",
    "folder",
    type=click.Path(path_type=Path),
    help="The folder of the site, if not that of the configuration.",
)
@click.argument("options", nargs=-1, metavar="[OPTION]...", type=click.UNPROCESSED)
def build_command(config: Path, folder: Path | None, options: tuple[str, ...]) -> None:
    """Build a site with MkDocs, whole or not at all.

    It is built beside its folder and takes that place once all went well. A build that fails or is
    killed leaves the site that was there. OPTION is any other option of `mkdocs build`, such as
    --strict.

    Ends as MkDocs does, with 0 if the site was built, or with 2 if it could not be put in place.
    """
    try:
        target = (folder or _site_dir(config)).resolve()
        if config.resolve().is_relative_to(target):
            raise _CanNotRun(f"'{config}' lies in '{target}', which is no site then")
        with whole.replaced(target) as new:
            _keep_hidden(target, new)  # and refuse what is no site
            to = ["--config-file", str(config), "--site-dir", str(new)]
            command = [sys.executable, "-m", "mkdocs", "build", *to, *options]
            subprocess.run(command, check=True)  # noqa: S603 - the options are the caller's own
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
    except (ValueError, OSError) as error:
        raise _CanNotRun(str(error)) from None


def _site_dir(config: Path) -> Path:
    setting = nodes.get(nodes.read(config.resolve()), "site_dir")
    if setting is None:
        return config.parent / "site"
    if setting.tag != "tag:yaml.org,2002:str":
        raise _CanNotRun(f"'{config}' does not say by itself where the site lies; name it with -d")
    return config.parent / str(nodes.plain(setting))


def _keep_hidden(site: Path, new: Path) -> None:
    """Refuse to replace what is no site, and copy what MkDocs leaves alone there, such as .git."""
    if not site.exists():
        return
    found = list(site.iterdir())
    if found and not (site / "sitemap.xml").is_file():
        raise _CanNotRun(f"'{site}' has files but no sitemap.xml: it is no site")
    for path in found:
        if path.name.startswith("."):
            copy = shutil.copytree if path.is_dir() and not path.is_symlink() else shutil.copy2
            copy(path, new / path.name)


def _check(root: Path, wanted: Iterable[Path]) -> tuple[list[Finding], list[Document]]:
    """Findings and documents of the playbook in `root`, as far as they lie in `wanted`."""
    try:
        playbook = catalog.load(root, catalog.current_date())
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise _CanNotRun(f"'{_from_here(root)}' can't be read: {reason}") from None
    except ValueError as error:
        raise _CanNotRun(str(error)) from None
    everything = [playbook.settings.document, *playbook.documents]
    documents: dict[str, Document] = {}
    for path in wanted:
        part = path.relative_to(root).as_posix()
        below = [
            document
            for document in everything
            if part in (".", document.path) or document.path.startswith(f"{part}/")
        ]
        if all(
            document.path == NAME and document.readable and not document.text for document in below
        ):
            raise _CanNotRun(
                f"no documents in '{_from_here(path)}'; a document is a .md file that begins with "
                "a line `---` and `kind: persona`, or a .yml file"
            )
        documents |= {document.path: document for document in below}
    findings = [finding for finding in check(playbook) if finding.path in documents]
    return findings, list(documents.values())


def _default() -> Path:
    here = Path()
    if (here / NAME).is_file():
        return here
    if (here / FOLDER).is_dir():
        return here / FOLDER
    root = _root(_absolute(here))
    if (root / NAME).is_file() or root.name == FOLDER:
        return here  # somewhere within a playbook
    raise _CanNotRun(
        f"no playbook here: neither a file '{NAME}' nor a folder '{FOLDER}'; "
        "name the folder, as in `playbook check docs/personas`"
    )


def _root(path: Path) -> Path:
    """The folder of the playbook to which a path belongs."""
    # os.path answers where pathlib would raise: on what may not be looked at.
    if not os.path.lexists(path):
        raise _CanNotRun(f"no file or folder named '{_from_here(path)}'")
    folder = path if os.path.isdir(path) else path.parent  # noqa: PTH112 - see above
    above = (folder, *folder.parents)
    named = [part for part in above if os.path.isfile(part / NAME)]  # noqa: PTH113 - as above
    named += [part for part in above if part.name == FOLDER]
    return named[0] if named else folder


def _absolute(path: Path) -> Path:
    # resolve() would follow links, out of the playbook.
    return Path(os.path.abspath(path))  # noqa: PTH100 - see above


def _from_here(path: Path) -> str:
    here = _absolute(Path())
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def _has_color() -> bool:
    """Whether to color: a terminal, unless https://no-color.org or https://force-color.org."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    )


def _print(text: str, color: bool = False) -> None:
    # A console that can't show a sign gets its number instead of a traceback.
    encoding = sys.stdout.encoding or "utf-8"
    shown = text.encode(encoding, "backslashreplace").decode(encoding)
    click.echo(shown, nl=False, color=color)


class _CanNotRun(click.ClickException):
    """Said in one line on the standard error stream; nothing was checked."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(report.printable(message))
