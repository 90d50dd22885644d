"""`playbook codeowners`: the lines of the playbook are up to date, all others stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from persona_playbook import catalog, codeowners
from persona_playbook.check import check
from persona_playbook.cli import main

Write = Callable[[str], Path]

PLAYBOOK = """
playbook.yml
    teams: [{id: support, handle: "@velmora/support"}, sales]
amelia.md
    ---
    kind: persona
    name: Amelia
    owner: support
    ---
theo.md
    ---
    kind: persona
    name: Theo
    owner: sales
    ---
service/how we #1 [answer].yml
    kind: service
    id: answers
    title: Answers
    owner: support
"""
LINES = """\
/personas/amelia.md @velmora/support
/personas/service/how\\ we\\ \\#1\\ \\[answer\\].yml @velmora/support
"""


@pytest.fixture
def repository(playbook: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    playbook(PLAYBOOK)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["codeowners", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


@pytest.mark.parametrize("fault", ["{id: sales, handle: sales}", "{id: sales, hande: '@sales'}"])
def test_a_faulty_team_takes_nobody_out(
    playbook: Write, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    folder = playbook(PLAYBOOK)
    monkeypatch.chdir(folder.parent)
    assert CliRunner().invoke(main, ["codeowners"]).exit_code == 0
    written = Path("CODEOWNERS").read_text("utf-8")
    settings = folder / "playbook.yml"
    settings.write_text(settings.read_text("utf-8").replace("sales]", f"{fault}]"), "utf-8")
    result = CliRunner().invoke(main, ["codeowners"])
    assert result.exit_code == 2
    assert "'personas/playbook.yml' has faults; `playbook check` names them" in result.stderr
    assert Path("CODEOWNERS").read_text("utf-8") == written


def test_owners_with_a_handle_are_asked(repository: Path) -> None:
    assert run() == (0, "Wrote CODEOWNERS\n")
    first, *lines, last = (repository / "CODEOWNERS").read_text("utf-8").splitlines(keepends=True)
    assert "".join(lines) == LINES
    assert (first[0], last[0]) == ("#", "#")
    assert run("--check") == (0, "CODEOWNERS is as it should be\n")


@pytest.mark.parametrize("name", codeowners.NAMES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_of_the_team_stay(repository: Path, name: str, end: str) -> None:
    path = repository / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(f"# ours{end}* @velmora/all".encode())
    assert run() == (0, f"Wrote {name}\n")
    with path.open("ab") as file:
        file.write(f"/deploy @velmora/operations{end}".encode())
    (repository / "personas/amelia.md").unlink()
    assert run()[0] == 0
    text = path.read_bytes().decode()
    assert text.count(end) == text.count("\n")
    lines = text.split(end)
    assert lines[:2] == ["# ours", "* @velmora/all"]
    assert lines[-2:] == ["/deploy @velmora/operations", ""]
    assert "/personas/amelia.md" not in text
    assert "/personas/service/" in text
    assert run("--check")[0] == 0


def test_drift_is_found_and_nothing_written(repository: Path) -> None:
    run()
    before = (repository / "CODEOWNERS").read_bytes()
    settings = repository / "personas/playbook.yml"
    settings.write_text(settings.read_text("utf-8").replace("sales", "{id: sales, handle: '@s'}"))
    code, output = run("--check")
    assert code == 1
    assert output.startswith("+/personas/theo.md @s\n")
    assert "run `playbook codeowners`" in output
    assert (repository / "CODEOWNERS").read_bytes() == before


def test_github_obeys_no_line_of_the_file(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    path = repository / "CODEOWNERS"
    line = "/personas/amelia.md @velmora/support"
    path.write_text(path.read_text("utf-8").replace(line, "##[error]x\n::error::y"), "utf-8")
    assert "-##[error]x\n-::error::y\n" in run("--check")[1]
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "-\\u0023#[error]x\n-::error::y\n" in run("--check")[1]


def test_without_handles_the_file_says_so(repository: Path) -> None:
    (repository / "personas/playbook.yml").write_text("teams: [support]\n")
    run()
    assert "No team in playbook.yml has a `handle" in (repository / "CODEOWNERS").read_text("utf-8")


def test_no_link_is_followed(repository: Path) -> None:
    (repository / "elsewhere").write_text("mine")
    (repository / "CODEOWNERS").symlink_to(repository / "elsewhere")
    code, output = run()
    assert code == 2
    assert "link" in output
    assert (repository / "elsewhere").read_text() == "mine"


def test_what_is_not_text_is_left_alone(repository: Path) -> None:
    (repository / "CODEOWNERS").write_bytes(b"\xff")
    assert run() == (2, "Error: 'CODEOWNERS' is not UTF-8\n")


@pytest.mark.parametrize("handle", ["velmora/support", "@velmora/support #", "@a @b", "@"])
def test_a_handle_is_what_a_forge_has(playbook: Write, handle: str) -> None:
    folder = playbook(PLAYBOOK.replace("@velmora/support", handle))
    found = [one for one in check(catalog.load(folder)) if one.path == "playbook.yml"]
    assert [one.rule for one in found] == ["wrong-format"]
    assert 'for example `handle: "@velmora/support"`' in found[0].help
