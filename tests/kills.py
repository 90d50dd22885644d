"""Kills a writer of folders at random moments, and looks at what is left; test_whole.py runs it.

    python kills.py generate|build|init FOLDER TIMES

FOLDER has two sites, one/mkdocs.yml and two/mkdocs.yml, that are written to FOLDER/out in turn;
`init` needs nothing, and writes where nothing is. It forks from a process that has loaded
everything, so that a kill falls into the work and not into the start of Python. Prints one word for
each kill: whole, half, or none (put back afterwards, but not by `init`).
"""

from __future__ import annotations

import hashlib
import logging
import os
import random
import shutil
import signal
import sys
import time
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from persona_playbook import initial, whole  # noqa: F401 - loaded before the fork
from persona_playbook.cli import build
from persona_playbook.cli import main as playbook


def run_mkdocs(command: list[str], **_: Any) -> None:
    """What `mkdocs build` does, without another start of Python."""
    arguments = dict(zip(command[4::2], command[5::2], strict=True))
    config = load_config(arguments["--config-file"], site_dir=arguments["--site-dir"])
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)


def write(action: str, config: Path, target: Path) -> None:
    """Write a site, or a new repository."""
    if action == "init":
        shutil.rmtree(target, ignore_errors=True)
        if config.parent.name == "two":
            os.environ["SOURCE_DATE_EPOCH"] = "1795392000"  # its example is of the next day
        playbook([action, str(target)], standalone_mode=False)
        return
    where = [str(target)] if action == "generate" else ["--site-dir", str(target)]
    playbook([action, "--config", str(config), *where], standalone_mode=False)


def print_of(folder: Path) -> str:
    """What is in a folder, all names and bytes, as one word."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b"folder"
        found.update(f"{path.relative_to(folder)} {len(content)} ".encode() + content)
    return found.hexdigest()


def forked(action: str, config: Path, target: Path, wait: float | None = None) -> float:
    """Write in a process of its own; with `wait`, kill it so many seconds after it began to.

    Returns for how many seconds it was writing.
    """
    child = os.fork()
    if child == 0:
        with Path(os.devnull).open("w") as nothing:
            sys.stdout = sys.stderr = nothing
            write(action, config, target)
        os._exit(0)
    while not list(target.parent.glob(f".{target.name}.unfinished-*")):
        if os.waitpid(child, os.WNOHANG)[0]:
            raise SystemExit("it ended before it wrote anything")
        time.sleep(0.001)
    begun = time.monotonic()
    if wait is not None:
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.monotonic() - begun


def main(action: str, folder: Path, times: int) -> None:
    """Write and kill, in turn."""
    configs = [folder / "one/mkdocs.yml", folder / "two/mkdocs.yml"]
    target = folder / "out"
    good, seconds = set(), []
    for config in configs:
        seconds.append(forked(action, config, target))
        good.add(print_of(target))
    assert len(good) == len(configs)
    chance = random.Random(times)  # noqa: S311 - the same moments each time
    for turn in range(times):
        forked(action, configs[turn % 2], target, chance.uniform(0, min(seconds)))
        stopped = "stopped" if list(folder.glob(".out.unfinished-*")) else ""
        word = "whole" if target.exists() else "none"
        whole.restore(target)
        is_there = target.exists() or action != "init"
        if is_there and print_of(target) not in good:
            word = "half"
        print(word, stopped)  # noqa: T201 - that is its answer


if __name__ == "__main__":
    os.environ["SOURCE_DATE_EPOCH"] = "1795305600"  # two builds of a site are the same bytes
    logging.disable()
    warnings.simplefilter("ignore")
    # Only the command's own: git is still asked for a history.
    vars(build)["subprocess"] = SimpleNamespace(run=run_mkdocs, CalledProcessError=OSError)
    main(sys.argv[1], Path(sys.argv[2]).resolve(), int(sys.argv[3]))
