"""`playbook build`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import click

from .. import nodes, whole
from .console import CanNotRun, config_option


@click.command("build", context_settings={"ignore_unknown_options": True})
@config_option
@click.option(
    "-d",
    "--site-dir",
    "folder",
    type=click.Path(path_type=Path),
    help="The folder of the site, if not that of the configuration.",
)
@click.argument("options", nargs=-1, metavar="[OPTION]...", type=click.UNPROCESSED)
def build(config: Path, folder: Path | None, options: tuple[str, ...]) -> None:
    """Build a site with MkDocs, whole or not at all.

    It is built beside its folder and takes that place once all went well. A build that fails or is
    killed leaves the site that was there. OPTION is any other option of `mkdocs build`, such as
    --strict.

    Ends as MkDocs does, with 0 if the site was built, or with 2 if it could not be put in place.
    """
    try:
        target = (folder or _site_dir(config)).resolve()
        if config.resolve().is_relative_to(target):
            raise CanNotRun(f"'{config}' lies in '{target}', which is no site then")
        with whole.replaced(target) as new:
            _keep_hidden(target, new)  # and refuse what is no site
            to = ["--config-file", str(config), "--site-dir", str(new)]
            command = [sys.executable, "-m", "mkdocs", "build", *to, *options]
            subprocess.run(command, check=True)  # noqa: S603 - the options are the caller's own
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
    except (ValueError, OSError) as error:
        raise CanNotRun(str(error)) from None


def _site_dir(config: Path) -> Path:
    setting = nodes.get(nodes.read(config.resolve()), "site_dir")
    if setting is None:
        return config.parent / "site"
    if setting.tag != "tag:yaml.org,2002:str":
        raise CanNotRun(f"'{config}' does not say by itself where the site lies; name it with -d")
    return config.parent / str(nodes.plain(setting))


def _keep_hidden(site: Path, new: Path) -> None:
    """Refuse to replace what is no site, and copy what MkDocs leaves alone there, such as .git."""
    if not site.exists():
        return
    found = list(site.iterdir())
    if found and not (site / "sitemap.xml").is_file():
        raise CanNotRun(f"'{site}' has files but no sitemap.xml: it is no site")
    for path in found:
        if path.name.startswith("."):
            copy = shutil.copytree if path.is_dir() and not path.is_symlink() else shutil.copy2
            copy(path, new / path.name)
