"""`playbook init`: a repository that passes its own checks, written whole or not at all.

scripts/try-init does the same with the wheel and on a fresh environment, and tries the files for
forges by their published schemas, by zizmor and by a real web server.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from persona_playbook import __version__, catalog, initial, kinds
from persona_playbook.check import check
from persona_playbook.cli import main
from persona_playbook.frontmatter import parse

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)
KILLS = 15
_PINNED = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new repository."""
    folder = tmp_path_factory.mktemp("init") / "customers"
    initial.write(folder, TODAY)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: date) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["init", "new/customers"])
    assert result.exit_code == 0, result.output
    files = tree(tmp_path / "new/customers")
    assert result.output.startswith(f"Wrote {len(files)} files to new/customers\n")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["customers"]


def test_lines_end_alike_on_every_computer(made: Path) -> None:
    # A form saves no others.
    assert "* text=auto eol=lf" in (made / ".gitattributes").read_text().splitlines()


def test_the_example_has_every_kind_and_no_fault(made: Path) -> None:
    loaded = catalog.load(made / "personas", TODAY)
    assert {entry.kind.name for entry in loaded.entries} == set(kinds.BUILT_IN)
    assert check(loaded) == []


def test_the_site_is_built_strictly(made: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    command = [sys.executable, "-m", "persona_playbook", "build", "--strict", "--quiet"]
    done = subprocess.run(
        [*command, "-f", str(made / "mkdocs.yml"), "--site-dir", str(site)],
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Mara Lind" in (site / "personas/mara/index.html").read_text("utf-8")
    assert "add_header Content-Security-Policy" in (site / "_headers.nginx").read_text("utf-8")


def test_packages_are_pinned(made: Path) -> None:
    text = (made / "requirements.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines[0] == f"mkdocs-persona-playbook[material]=={__version__}"
    assert [line.partition("==")[0] for line in lines[1:]] == ["mkdocs", "mkdocs-material"]
    assert all(re.fullmatch(r"[\w\[\]-]+==[\w.]+", line) for line in lines)


# What a forge runs.


def workflows(folder: Path) -> dict[str, Any]:
    paths = folder.glob(".github/workflows/*.yml")
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in paths}


def test_workflows_run_what_is_pinned(made: Path) -> None:
    for path in made.glob(".github/workflows/*.yml"):
        text = path.read_text("utf-8")
        used = [line.strip(" -") for line in text.splitlines() if "uses:" in line]
        assert used
        assert [line for line in used if not _PINNED.match(line)] == []
        assert "pull_request_target" not in text
        assert "secrets." not in text
        assert text.count("actions/checkout@") == text.count("persist-credentials: false")


def test_workflows_may_do_what_they_need_and_no_more(made: Path) -> None:
    found = workflows(made)
    assert all(workflow["permissions"] == {} for workflow in found.values())
    assert {
        f"{name}.{job_name}": job["permissions"]
        for name, workflow in found.items()
        for job_name, job in workflow["jobs"].items()
    } == {
        "check.check": {"contents": "read"},
        "publish.build": {"contents": "read"},
        "publish.deploy": {"pages": "write", "id-token": "write"},
        "reviews.remind": {"contents": "read", "issues": "write"},
    }
    # What is installed from elsewhere never has a token to write with.
    with_token = [step for step in found["reviews"]["jobs"]["remind"]["steps"] if "env" in step]
    assert ["pip" in step["run"] or "playbook" in step["run"] for step in with_token] == [False]
    assert len(found["publish"]["jobs"]["deploy"]["steps"]) == 1


def test_every_command_that_a_forge_runs_is_there(made: Path) -> None:
    texts = [path.read_text("utf-8") for path in made.glob(".github/workflows/*.yml")]
    texts += [(made / name).read_text("utf-8") for name in (".gitlab-ci.yml", "Makefile")]
    called = re.findall(
        r"^.*?(?<![\w/-])(?:\.venv/bin/)?playbook ([a-z]+)\b(.*)$", "\n".join(texts), re.MULTILINE
    )
    commands = {name for name, _ in called if name in main.commands}
    assert commands >= {"check", "diff", "due", "codeowners", "build", "schema"}
    for name in commands - {"build"}:  # it hands options on to MkDocs
        known = {option for one in main.commands[name].params for option in one.opts}
        used = {
            word
            for other, rest in called
            if other == name
            for word in re.findall(r"--[a-z-]+", rest)
        }
        assert used <= known, name


def test_a_hook_for_pre_commit_gets_no_names_of_files(made: Path) -> None:
    ours = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    theirs = yaml.safe_load((made / ".pre-commit-config.yaml").read_text("utf-8"))
    for hook in (*ours, *theirs["repos"][0]["hooks"]):
        assert hook["pass_filenames"] is False
        assert hook["entry"].endswith("playbook check")
        assert re.search(hook["files"], "personas/mara.md")


# For editors.


def test_every_snippet_is_a_document_without_faults(made: Path, tmp_path: Path) -> None:
    text = (made / ".vscode/playbook.code-snippets").read_text("utf-8")
    snippets = json.loads(text)
    assert {snippet["prefix"] for snippet in snippets.values()} == set(kinds.BUILT_IN)
    for snippet in snippets.values():
        body = "\n".join(snippet["body"]).replace("${1:Name}", "Name").removesuffix("$0")
        body = body.replace("$TM_FILENAME_BASE", "first")
        assert not re.search(r"(?<!\\)[$}]", body)
        read = parse(re.sub(r"\\([\\$}])", r"\1", body).encode(), "first.md")
        assert read.faults == []
        assert read.data["kind"] == snippet["prefix"]
    json.loads((made / ".vscode/settings.json").read_text("utf-8"))


# Whole or not at all, and over nothing.


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("full", "is there already, and not empty"),
        ("file", "is there already, and not empty"),
        ("link", "is a link"),
        (".", "while you are in it"),
        ("file/below", "can't be written"),
    ],
)
def test_nothing_is_written_over_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, words: str
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.md").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.chdir(here)
    result = CliRunner().invoke(main, ["init", where if where == "." else str(tmp_path / where)])
    assert result.exit_code == 2
    assert words in result.output
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "full/mine.md").read_text() == "mine"


def test_an_empty_folder_is_taken(tmp_path: Path, made: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    initial.write(folder, TODAY)
    assert tree(folder) == tree(made)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is of POSIX")
def test_killed_in_the_middle_there_is_all_or_nothing(tmp_path: Path) -> None:
    script = Path(__file__).with_name("kills.py")
    command = [sys.executable, str(script), "init", str(tmp_path), str(KILLS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    words = done.stdout.splitlines()
    assert len(words) == KILLS
    assert {line.split()[0] for line in words} <= {"whole", "none"}
    assert sum(line.endswith("stopped") for line in words) >= KILLS / 4
