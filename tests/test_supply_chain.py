"""What we build with is pinned, workflows may only read, and a build can be repeated."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from sites import AMELIA, write

ROOT = Path(__file__).parent.parent
_PINNED = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
_YAML = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def workflows() -> dict[str, str]:
    """Our own workflows, and those that the guides show."""
    found = {path.name: path.read_text("utf-8") for path in ROOT.glob(".github/workflows/*.yml")}
    for guide in ROOT.glob("docs/guides/*.md"):
        for block in _YAML.findall(guide.read_text("utf-8")):
            if "runs-on:" in block:
                found[guide.name] = block
    return found


def jobs(text: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load(text)["jobs"].values())


def test_there_are_workflows() -> None:
    assert {"ci.yml", "checking.md"} <= workflows().keys()


@pytest.mark.parametrize("name", workflows())
def test_a_workflow_reads_only_and_runs_what_is_pinned(name: str) -> None:
    text = workflows()[name]
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in text
    assert "secrets." not in text
    used = [line.strip(" -") for line in text.splitlines() if "uses:" in line]
    assert used
    assert [line for line in used if not _PINNED.match(line)] == []
    for job in jobs(text):
        assert "permissions" not in job
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("name", ["dev.txt", "audit.txt"])
def test_every_requirement_has_a_version_and_hashes(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9][\w.-]*==\S+ \\\n +--hash=sha256:[0-9a-f]{64}", entry.lstrip())


# Two builds of one commit.

SITE = """
mkdocs.yml
    site_name: A site
    site_url: https://example.com/
    theme: {name: material, font: false}
    plugins:
      - search
      - git-revision-date-localized
      - persona-playbook: {content_security_policy: true}
docs/us.md
    # Us
personas/playbook.yml
    stages: [find, buy]
    synonyms:
      - [bike, cycle]
personas/first-order.md
    ---
    kind: journey
    title: First order
    status: draft
    personas: [amelia]
    tags: [z, a, m]
    ---
    From search to the first ride.
"""


def git(folder: Path, *arguments: str) -> None:
    day = {"GIT_AUTHOR_DATE": "2026-03-01T12:00:00Z", "GIT_COMMITTER_DATE": "2026-03-01T12:00:00Z"}
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    command = ["git", *who, *arguments]
    subprocess.run(command, cwd=folder, env={**os.environ, **day}, check=True, capture_output=True)


def contents(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_two_builds_of_a_commit_are_equal(tmp_path: Path) -> None:
    first = write(tmp_path / "first", SITE + AMELIA)
    git(first, "init", "-q")
    git(first, "add", ".")
    git(first, "commit", "-q", "-m", "One")
    git(tmp_path, "clone", "-q", "first", "second copy")
    second = tmp_path / "second copy"
    for path in second.rglob("*.md"):
        os.utime(path, (0, 0))
    machines = {
        first: {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
        second: {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"},
    }
    for folder, machine in machines.items():
        fixed = {"SOURCE_DATE_EPOCH": "1795305600", "NO_MKDOCS_2_WARNING": "1", **machine}
        for arguments in (["build", "--strict"], ["generate", "out"]):
            command = [sys.executable, "-m", "persona_playbook", *arguments]
            done = subprocess.run(
                command, cwd=folder, env={**os.environ, **fixed}, check=False, capture_output=True
            )
            assert done.returncode == 0, done.stderr.decode()
    for made in ("site", "out"):
        one, two = contents(first / made), contents(second / made)
        assert one.keys() == two.keys()
        assert [name for name in one if one[name] != two[name]] == []
    assert "sitemap.xml.gz" in contents(first / "site")
