"""What `playbook check` reports and where: formats by themselves, files, choices, baselines."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import pytest
from click.testing import CliRunner, Result

import persona_playbook.report
from persona_playbook.cli import main, output
from persona_playbook.rules import RULES

Write = Callable[[str], Path]

FAULTY = """
amelia.md
    ---
    kind: persona
    name: Amelia
    owner: us
    type: gone
    ---
journeys/order.yml
    kind: journey
    title: Order
    personas: [amelai]
playbook.yml
    rules: {missing-journey: off, missing-messaging: off, missing-service: off}
"""


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, today: object) -> Path:
    for name in list(os.environ):
        if name.startswith(("GITHUB_", "GITLAB_", "GIT_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def check(*arguments: object) -> Result:
    return run("check", "--format", "concise", *arguments)


def rules(result: Result) -> list[str]:
    return [line.rpartition("[")[2].rstrip("]") for line in result.stdout.splitlines()]


def git(*arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


@pytest.mark.parametrize("format_", output.NAMES)
def test_every_format(format_: str, playbook: Write) -> None:
    playbook(FAULTY)
    result = run("check", "--format", format_)
    assert (result.exit_code, result.stderr) == (1, "")
    assert "unknown-value" in result.stdout
    assert "personas/amelia.md" in result.stdout


def test_json_is_as_its_schema_says(playbook: Write) -> None:
    playbook(FAULTY)
    path = Path(persona_playbook.report.__file__).parent / "findings.schema.json"
    data = json.loads(run("check", "--format", "json").stdout)
    jsonschema_rs.validator_for(json.loads(path.read_text("utf-8"))).validate(data)
    assert len(data["findings"]) > 2


def test_forges_get_paths_of_the_repository(
    playbook: Write, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = playbook(FAULTY)
    (here / ".git").mkdir()
    monkeypatch.chdir(folder)

    def paths(format_: str) -> str:
        return run("check", "--format", format_).stdout

    assert "amelia.md:5:7: " in paths("full")
    assert '"path": "amelia.md"' in paths("json")
    assert '"path": "personas/amelia.md"' in paths("gitlab")
    assert '"uri": "personas/amelia.md"' in paths("sarif")
    assert 'name="personas/amelia.md"' in paths("junit")
    assert "`personas/amelia.md:5:7`" in paths("markdown")
    assert "file=personas/amelia.md," in paths("github")


def test_a_file(playbook: Write, here: Path) -> None:
    playbook(FAULTY)
    shown = run("check").stdout
    result = run("check", "--output", "found.json")
    assert result.stdout == shown
    assert json.loads((here / "found.json").read_text())["version"] == 1
    run("check", "--output", "found.xml", "--format", "junit")
    assert (here / "found.xml").read_text().startswith("<?xml")
    run("check", "--output", "found.json", "--format", "concise")
    assert (here / "found.json").read_text() == check().stdout


def test_a_file_is_not_written_through_a_link(playbook: Write, here: Path) -> None:
    playbook(FAULTY)
    (here / "other").write_text("mine")
    (here / "link").symlink_to("other")
    result = run("check", "--output", "link")
    assert (result.exit_code, (here / "other").read_text()) == (2, "mine")
    assert "'link' can't be written" in result.stderr
    assert "can't be written" in run("check", "--output", "personas").stderr


@pytest.mark.parametrize("name", ["pipe", "link to a pipe"])
def test_a_pipe_is_written_straight(name: str, playbook: Write, here: Path) -> None:
    playbook(FAULTY)
    os.mkfifo(here / "pipe")
    (here / "link to a pipe").symlink_to("pipe")
    command = [sys.executable, "-m", "persona_playbook", "check", "--output", name]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        try:
            reader = subprocess.run(["cat", "pipe"], stdout=subprocess.PIPE, timeout=20, check=True)
            assert running.wait(timeout=20) == 1
        finally:
            running.kill()
    assert json.loads(reader.stdout)["version"] == 1
    assert (here / "pipe").is_fifo()


def test_the_standard_output_is_no_file(playbook: Write) -> None:
    playbook(FAULTY)
    command = [sys.executable, "-m", "persona_playbook", "check", "--output", "/dev/stdout"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=20)
    assert (done.returncode, done.stderr) == (1, "")
    assert '"version": 1' in done.stdout
    assert "5 | type: gone" in done.stdout


def test_in_gitlab(playbook: Write, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    playbook(FAULTY)
    monkeypatch.setenv("GITLAB_CI", "true")
    result = run("check", "--output", "quality.json")
    assert "5 | type: gone" in result.stdout  # the job's log is for people
    assert json.loads((here / "quality.json").read_text())[0]["check_name"] in RULES


def test_in_github(playbook: Write, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    playbook(FAULTY)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    (here / "summary.md").write_text("Before.\n")
    result = run("check")
    lines = result.stdout.splitlines()
    command, _, token = lines[0].rpartition("::")
    assert command == "::stop-commands"
    assert len(token) == 32
    assert f"::{token}::" in lines
    assert "5 | type: gone" in lines
    assert any(line.startswith("::error file=personas/amelia.md,line=5,") for line in lines)
    summary = (here / "summary.md").read_text()
    assert summary.startswith("Before.\n### Playbook: 2 errors")
    assert token not in run("check").stdout
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "nowhere" / "summary.md"))
    result = run("check")
    assert result.exit_code == 1
    assert "summary of the step" in result.stderr


def test_the_summary_of_a_step_keeps_to_its_size(
    playbook: Write, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    playbook(FAULTY)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    (here / "summary.md").write_bytes(b"x" * 999_600)
    run("check", "--format", "github")
    assert (here / "summary.md").stat().st_size <= 1_000_000
    assert "… and 1 more finding; `playbook check`" in (here / "summary.md").read_text()


def test_what_a_pull_request_changes_comes_first(
    playbook: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = playbook(FAULTY)
    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "-m", "One")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")

    def first() -> str:
        lines = run("check", "--format", "github").stdout.splitlines()
        return next(line for line in lines if line.startswith("::error "))

    assert "personas/amelia.md" in first()  # one revision: nothing to compare with
    (folder / "journeys" / "order.yml").write_text("kind: journey\npersonas: [amelai]\n")
    git("commit", "--quiet", "--all", "-m", "Two")
    assert "personas/journeys/order.yml" in first()


def test_select_and_ignore(playbook: Write) -> None:
    playbook(FAULTY)
    everything = rules(check())
    assert len(set(everything)) > 2
    assert rules(check("--select", "unknown-value")) == ["unknown-value"]
    both = check("--select", "unknown-value,missing-owner", "--select", "unknown-reference")
    assert set(rules(both)) == {"unknown-value", "missing-owner", "unknown-reference"}
    ignoring = rules(check("--ignore", "unknown-value", "--ignore=unknown-reference"))
    assert {*everything} - {*ignoring} == {"unknown-value", "unknown-reference"}
    assert check("--select=orphan", "--ignore=orphan").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "--select", "orphen"), "no rule named 'orphen'; did you mean 'orphan'?"),
        (("check", "--ignore", "orphan,\x1b[31m"), "no rule named '\\x1b[31m'"),
        (("rule", "orphen"), "no rule named 'orphen'; did you mean 'orphan'?"),
        (("check", "--fail-level", "notice"), "Invalid value for '--fail-level'"),
        (("check", "--update-baseline"), "--update-baseline needs the file to write"),
        (("check", "--baseline", "no.json"), "no file 'no.json'; write it with --update-baseline"),
        (("check", "--baseline", "personas"), "'personas' can't be read"),
        (("check", "--statistics", "--format", "sarif"), "does not go with the format sarif"),
        (("check", "--output", "no/where/"), "can't be written"),
        (("due", "nowhere"), "no file or folder named 'nowhere'"),
        (("due", "--within", "-1"), "Invalid value for '--within'"),
        (
            ("due", "--within", "1y"),
            "'1y' is no number of days from 0 to 3650; for a year, write 365",
        ),
    ],
)
def test_it_could_not_run(arguments: tuple[str, ...], message: str, playbook: Write) -> None:
    folder = playbook(FAULTY)
    (folder.parent / "no").touch()
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_fail_level(playbook: Write) -> None:
    playbook("a.yml\n    {kind: persona, name: A}\n")
    assert check().exit_code == 0
    assert check("--fail-level", "warning").exit_code == 1
    assert check("--fail-level", "warning", "--select", "unknown-value").exit_code == 0


def test_statistics(playbook: Write) -> None:
    folder = playbook(FAULTY)
    (folder / "zoe.md").write_text("---\nkind: persona\nname: Zoe\n---\n")
    result = run("check", "--statistics", "--ignore", "orphan")
    assert result.exit_code == 1
    assert result.stdout == (
        "     2  warning  missing-owner\n"
        "     1  error    unknown-reference\n"
        "     1  error    unknown-value\n"
        "\n"
        "2 errors and 2 warnings in 3 documents\n"
    )


def test_a_baseline(playbook: Write, here: Path) -> None:
    folder = playbook(FAULTY)
    count = len(rules(check()))
    result = check("--baseline", "known.json", "--update-baseline")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{count} findings of 'known.json' not shown\n"
    written = (here / "known.json").read_text()
    assert len(json.loads(written)["findings"]) == count

    # Moved, it is still known; another one is new.
    moved = "---\nkind: persona\n\n# moved\nname: A\nowner: us\nsegments: [x]\ntype: gone\n---\n"
    (folder / "amelia.md").write_text(moved)
    result = check("--baseline", "known.json")
    assert (result.exit_code, rules(result)) == (1, ["unknown-reference"])
    assert "'x'" in result.stdout

    # What is mended is said, wherever else one looks.
    (folder / "amelia.md").write_text(moved.replace("segments: [x]\ntype: gone\n", ""))
    for arguments in ((), ("personas/journeys",), ("--select", "orphan")):
        result = check("--baseline", "known.json", *arguments)
        assert (result.exit_code, result.stdout) == (0, "")
        assert "mended, and still in 'known.json'" in result.stderr
        assert "  personas/amelia.md: no type 'gone'; " in result.stderr

    # It holds all findings, whatever part is looked at.
    check(
        "--baseline", "known.json", "--update-baseline", "--select", "orphan", "personas/journeys"
    )
    result = check("--baseline", "known.json")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "mended" not in result.stderr


def test_a_baseline_holds_wherever_one_stands(
    playbook: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = playbook(FAULTY)
    check("--baseline", "known.json", "--update-baseline")
    monkeypatch.chdir(folder / "journeys")
    assert check("--baseline", "../../known.json").exit_code == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"version": 1, "findings": [{"fingerprint": "x"}]}',
        b'{"version": 1, "findings": [{"fingerprint": [], "rule": "", "path": "", "message": ""}]}',
        b'{"version": 1, "findings": 7}',
        b'{"version": 2, "findings": []}',
    ],
)
def test_what_is_no_baseline(content: bytes, playbook: Write, here: Path) -> None:
    playbook(FAULTY)
    (here / "known.json").write_bytes(content)
    result = check("--baseline", "known.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: 'known.json' is no baseline: ")
    assert result.stderr.count("\n") == 1


def test_a_baseline_reaches_no_terminal_raw(playbook: Write, here: Path) -> None:
    playbook(FAULTY)
    known = {"fingerprint": "x", "rule": "\x1b[1m", "path": "\n", "message": "\u202e"}
    (here / "known.json").write_text(json.dumps({"version": 1, "findings": [known]}))
    assert "  \\n: \\u202e [\\x1b[1m]\n" in check("--baseline", "known.json").stderr


def test_lines_with_personal_data_are_hidden_whatever_is_chosen(playbook: Write) -> None:
    playbook(
        "a.yml\n    {kind: persona, name: A, status: gone, quote: 'Write to otto@radhof-nord.de'}\n"
    )
    for arguments in (
        ("--select", "unknown-value"),
        ("--ignore", "personal-data"),
        ("--baseline", "known.json", "--update-baseline"),
        ("--baseline", "known.json"),
        ("--format", "github"),
    ):
        result = run("check", *arguments)
        assert "otto@radhof-nord.de" not in result.output
    assert "otto@radhof-nord.de" not in Path("known.json").read_text()


def test_two_playbooks_with_the_same_faults(playbook: Write, here: Path) -> None:
    other = playbook(FAULTY).rename(here / "other")
    playbook(FAULTY)
    found = json.loads(run("check", "--format", "json", "personas", other).stdout)["findings"]
    assert len({one["fingerprint"] for one in found}) == len(found)


def test_rule() -> None:
    result = run("rule", "review-overdue")
    assert result.exit_code == 0
    assert result.stdout.startswith("review-overdue (warning)\n\nThe last review of a document is")
    assert "\nMend: Read the document again" in result.stdout
    assert run("rule", "yaml-syntax").stdout.startswith("yaml-syntax (always an error)\n")
    lines = run("rule").stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(RULES)


def test_github_obeys_no_document_and_no_file(
    playbook: Write, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    playbook(
        "amelia.yml\n    {kind: persona, name: '##[group]', owner: u, last_reviewed: 2026-01-15}\n"
        "b.yml\n    {kind: persona, name: B, gaols: '##[error]'}\n"
        "playbook.yml\n    teams: [{id: u, title: '::error::us'}]\n"
    )
    known = {"fingerprint": "x", "rule": "##[error]", "path": "::error::", "message": "x"}
    (here / "known.json").write_text(json.dumps({"version": 1, "findings": [known]}))

    def told() -> str:
        calls = (
            ("due",),
            ("due", "--format", "markdown"),
            ("check", "--format", "full", "--baseline", "known.json"),
            ("check", "--format", "json"),
            ("check", "##[error]"),
        )
        return "".join(run(*call).output for call in calls)

    obeyed = re.compile(r"^\s*::|##\[", re.MULTILINE)
    assert len(obeyed.findall(told())) >= 6  # people elsewhere see what is there
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert obeyed.search(told()) is None
    lines = run("check").stdout.splitlines()
    end = lines.index(f"{lines[0].removeprefix('::stop-commands')}::")
    assert any("##[error]" in line for line in lines[:end])
    assert any(line.startswith("::error file=personas/b.yml,") for line in lines[end:])


REVIEWED = """
amelia.md
    ---
    kind: persona
    name: "`@everyone` #1"
    owner: research
    last_reviewed: 2026-01-15
    ---
samir.yml
    {kind: persona, name: Samir, owner: research, last_reviewed: 2026-06-10}
sofie.yml
    {kind: persona, name: Sofie, last_reviewed: 2026-06-20}
zoe.yml
    {kind: persona, name: Zoe, owner: research, last_reviewed: 2026-11-20}
playbook.yml
    teams: [{id: research, title: "Research, @all"}]
"""


def test_due(playbook: Write) -> None:
    playbook(REVIEWED)
    result = run("due")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "Research, @all\n"
        "  was due on 2026-07-15  `@everyone` #1 (personas/amelia.md)\n"
        "  is due on 2026-12-10  Samir (personas/samir.yml)\n"
        "\n"
        "nobody yet\n"
        "  is due on 2026-12-20  Sofie (personas/sofie.yml)\n"
        "\n"
        "1 review overdue, 2 reviews due soon\n"
    )
    assert "Zoe" in run("due", "--within", 365).stdout
    assert "Samir" not in run("due", "--within", 0).stdout


def test_due_as_an_issue(playbook: Write) -> None:
    playbook(REVIEWED)
    result = run("due", "--format", "markdown", "personas")
    assert result.stdout == (
        "### `Research, @all`\n"
        "\n"
        "- [ ] `` `@everyone` #1 `` (`personas/amelia.md`): was due on 2026-07-15, "
        "last reviewed on 2026-01-15\n"
        "- [ ] `Samir` (`personas/samir.yml`): is due on 2026-12-10, last reviewed on 2026-06-10\n"
        "\n"
        "### `nobody yet`\n"
        "\n"
        "- [ ] `Sofie` (`personas/sofie.yml`): is due on 2026-12-20, last reviewed on 2026-06-20\n"
        "\n"
        "Read each again, mend what is no longer true, and set `last_reviewed`.\n"
    )


def test_an_issue_has_room_for_it(playbook: Write) -> None:
    people = (
        f"p{number}.yml\n    {{kind: persona, name: {'é' * 60} {number}, "
        f"owner: {'a' if number < 600 else 'b'}, last_reviewed: 2026-01-{1 + number // 28:02}}}\n"
        for number in range(700)
    )
    playbook("".join(people))
    written = run("due", "--format", "markdown").stdout
    assert 60_000 < len(written.encode()) <= 65_000
    shown = written.count("\n- [ ] ")
    assert f"\n… and {700 - shown} more reviews; `playbook due` shows them all\n" in written
    assert written.endswith("set `last_reviewed`.\n")


def test_nothing_is_due(playbook: Write) -> None:
    playbook("a.yml\n    {kind: persona, name: A, last_reviewed: 2026-11-20}\n")
    assert run("due", "--format", "markdown").stdout == ""
    assert run("due").stdout == "0 reviews overdue, 0 reviews due soon\n"
