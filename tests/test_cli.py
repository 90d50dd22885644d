"""The command `playbook check`, as people and scripts call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from persona_playbook import __version__
from persona_playbook.cli import main, output

Write = Callable[[str], Path]

CLEAN = """
segments/commuters.md
    ---
    kind: segment
    title: Commuters
    owner: research
    last_reviewed: 2026-10-01
    ---
"""
FAULTY = """
amelia.md
    ---
    kind: persona
    name: Amelia
    status: gone
    ---
journeys/order.yml
    kind: journey
    title: Order
    personas: [amelai]
playbook.yml
    rules: {orphan: off, missing-owner: off}
"""


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, today: object) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name in ("FORCE_COLOR", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, ["check", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def found(*arguments: object) -> list[tuple[str, str]]:
    """The path and rule of each error."""
    findings = json.loads(run("--format", "json", *arguments).stdout)["findings"]
    return [(one["path"], one["rule"]) for one in findings if one["severity"] == "error"]


def test_clean(playbook: Write) -> None:
    result = run(playbook(CLEAN))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "1 document, nothing to mend\n"


def test_errors(playbook: Write) -> None:
    folder = playbook(FAULTY)
    result = run(folder)
    assert result.exit_code == 1
    assert result.stderr == ""
    assert (
        "personas/amelia.md:4:9: error: no status 'gone'; it is one of draft, active, retired "
        "[unknown-value]\n4 | status: gone\n  |         ^^^^\n" in result.stdout
    )
    assert " in 2 documents\n" in result.stdout
    concise = run(folder, "--format", "concise").stdout
    assert "personas/amelia.md:4:9: error: " in concise
    assert all(line.endswith("]") for line in concise.splitlines())


def test_warnings_alone_are_no_failure(playbook: Write) -> None:
    folder = playbook(
        """
        amelia.yml
            {kind: persona, name: A}
        playbook.yml
            rules: {missing-owner: warning}
        """
    )
    result = run(folder, "--format", "concise")
    assert "amelia.yml:1:" in result.stdout
    assert "warning: " in result.stdout
    assert "error: " not in result.stdout
    assert result.exit_code == 0


def test_without_a_path(playbook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = playbook(FAULTY)  # tmp_path/personas; this is tmp_path
    expected = [("amelia.md", "unknown-value"), ("journeys/order.yml", "unknown-reference")]
    assert found() == [(f"personas/{path}", rule) for path, rule in expected]
    monkeypatch.chdir(folder)
    assert found() == expected
    monkeypatch.chdir("journeys")
    assert found() == [("order.yml", "unknown-reference")]
    assert found("..") == [("../amelia.md", "unknown-value"), ("order.yml", "unknown-reference")]
    (folder.parent / "elsewhere").mkdir()
    monkeypatch.chdir("../../elsewhere")
    assert found("../personas/amelia.md") == [(f"{folder.as_posix()}/amelia.md", "unknown-value")]


def test_a_part_of_a_playbook(playbook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = playbook(FAULTY)
    amelia = ("personas/amelia.md", "unknown-value")
    order = ("personas/journeys/order.yml", "unknown-reference")
    assert found(folder / "amelia.md") == [amelia]
    assert found(folder / "journeys") == [order]
    assert found(folder / "journeys" / "order.yml", folder / "amelia.md") == [amelia, order]
    assert found(folder / "playbook.yml") == []
    # Without a playbook.yml, the root is the folder above that is called personas.
    (folder / "playbook.yml").unlink()
    assert order in found(folder / "journeys")
    # And where there is neither, the folder itself.
    folder.rename(folder.with_name("people"))
    order = ("people/journeys/order.yml", "unknown-reference")
    assert found("people/journeys/order.yml") == [order]
    monkeypatch.chdir("people/journeys")
    assert found("../amelia.md") == [("../amelia.md", "unknown-value")]


def test_several_playbooks(playbook: Write, tmp_path: Path) -> None:
    playbook(FAULTY)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.yml").write_text("a: [b\n")
    assert found("personas/journeys", "other") == [
        ("other/a.yml", "yaml-syntax"),
        ("personas/journeys/order.yml", "unknown-reference"),
    ]
    text = run("personas/journeys", "other").stdout
    assert "other/a.yml:1:4: error: " in text
    assert "1 | a: [b\n" in text
    assert " in 2 documents\n" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "no playbook here: neither a file 'playbook.yml' nor a folder 'personas'; name the "),
        (("nowhere",), "no file or folder named 'nowhere'"),
        (("empty",), "no documents in 'empty'; a document is a .md file that begins with"),
        (("settings",), "no documents in 'settings'"),
        (("notes.txt",), "no documents in 'notes.txt'"),
        (("no\x1b[31m\nwhere",), "no file or folder named 'no\\x1b[31m\\nwhere'"),
        (("no\udc80where",), "no file or folder named 'no\\udc80where'"),
        (("--format", "xml"), "Invalid value for '--format'"),
        (("--what",), "No such option"),
    ],
)
def test_it_could_not_run(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").touch()
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "playbook.yml").touch()
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr


def test_faulty_settings_without_documents_are_reported(tmp_path: Path) -> None:
    (tmp_path / "playbook.yml").write_text("titel: x")
    assert found() == [("playbook.yml", "unknown-field")]
    (tmp_path / "playbook.yml").write_bytes(b"#" * 1_000_001)
    assert found() == [("playbook.yml", "too-large")]


def test_a_folder_that_may_not_be_read(playbook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> object:
        raise PermissionError(13, "Permission denied")

    playbook(CLEAN)
    monkeypatch.setattr(os, "scandir", refuse)
    result = run()
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: 'personas' can't be read: permission denied\n",
    )


def test_the_day_can_be_fixed(playbook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    playbook("a.yml\n    {kind: persona, name: A, last_reviewed: 2026-10-01}\n")
    assert "review" not in run("--format", "concise").stdout
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1893456000")
    assert "review" in run("--format", "concise").stdout
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "SOURCE_DATE_EPOCH is 'soon', not a number of seconds" in result.stderr


@pytest.mark.parametrize(
    ("environment", "colored"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": ""}, False),
    ],
)
def test_color(environment: dict[str, str], colored: bool, playbook: Write) -> None:
    playbook(FAULTY)
    result = CliRunner().invoke(main, ["check"], env=environment, color=True)
    assert ("\033[" in result.stdout) is colored
    result = CliRunner().invoke(main, ["check", "--format", "json"], env=environment, color=True)
    assert "\033[" not in result.stdout


def test_a_console_of_few_signs(playbook: Write) -> None:
    folder = playbook("amelia.yml\n    {kind: persona, name: 🚲, statös: x}\n")
    for format_ in output.NAMES:
        result = CliRunner(charset="ascii").invoke(
            main, ["check", str(folder), "--format", format_]
        )
        assert result.exit_code == 1
        assert isinstance(result.exception, SystemExit)
        assert "stat\\x" in result.stdout or "stat\\u00f6s" in result.stdout


def test_as_a_module(playbook: Write) -> None:
    def start(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "persona_playbook", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    folder = playbook(FAULTY)
    assert start("--version").stdout == f"playbook, version {__version__}\n"
    assert "Usage: playbook check" in start("check", "--help").stdout
    result = start("check", str(folder))
    assert (result.returncode, result.stderr) == (1, "")
