"""A document renamed is renamed everywhere; retired and reviewed ones say so and nothing else."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import trials
import written
from persona_playbook import catalog, moves
from persona_playbook.catalog import load
from persona_playbook.check import check
from persona_playbook.cli import main

EXAMPLE = Path(__file__).parent.parent / "personas"
TREE = """
amy.md
    ---
    kind: persona
    name: Amelia Hart   # hers
    status: draft
    ---
    See [her](amy.md#week) and [us](service/us.md).
service/us.md
    ---
    kind: service
    title: Us
    status: draft
    personas: [amy, "bob"] # both
    ---
    For ![her](../amy.png) and [Amelia](<../amy.md> "her"), `amy.md`, <a href="../amy.md#x">her</a>.
bob.yml
    kind: persona
    name: Bob
    status: draft
    aliases: robert
    related:
      - persona: amy
        why: amy
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def folder(playbook: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, today: None) -> Path:
    made = playbook(TREE)
    monkeypatch.chdir(made.parent)
    return made


def test_a_rename(folder: Path) -> None:
    result = run("rename", "persona", "amy", "amelia")
    assert result.exit_code == 0
    assert "'amy' is now 'amelia' in 'personas/amelia.md'; 4 references" in result.stderr
    assert "4 references changed in 2 other documents" in result.stderr
    assert not (folder / "amy.md").exists()
    assert (folder / "amelia.md").read_text() == (
        "---\nkind: persona\nname: Amelia Hart   # hers\nstatus: draft\naliases:\n  - amy\n---\n"
        "See [her](amelia.md#week) and [us](service/us.md).\n"
    )
    assert (folder / "service/us.md").read_text().split("\n", 4)[4] == (
        'personas: [amelia, "bob"] # both\n---\n'
        'For ![her](../amy.png) and [Amelia](<../amelia.md> "her"), `amy.md`,'
        ' <a href="../amelia.md#x">her</a>.\n'
    )
    assert "persona: amelia\n    why: amy\n" in (folder / "bob.yml").read_text()
    assert run("check", "--format", "concise").output.count("error") == 1  # there is no amy.png


def test_a_document_that_says_its_id_keeps_its_file(folder: Path) -> None:
    (folder / "bob.yml").write_text("kind: persona\nid: bobby\nname: Bob\nstatus: draft\n")
    assert run("rename", "persona", "bobby", "rob").exit_code == 0
    assert (folder / "bob.yml").read_text() == (
        "kind: persona\nid: rob\nname: Bob\nstatus: draft\naliases:\n  - bobby\n"
    )


def test_back_to_an_earlier_id(folder: Path) -> None:
    assert run("rename", "persona", "bob", "robert").exit_code == 0
    assert "aliases: bob\n" in (folder / "robert.yml").read_text()


@pytest.mark.parametrize("name", ["AMY", "amelia hart"])
def test_a_document_is_found_by_its_title_and_in_capitals(folder: Path, name: str) -> None:
    assert run("rename", "persona", name, "amelia").exit_code == 0
    assert (folder / "amelia.md").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("person", "amy", "x"), "did you mean 'persona'?"),
        (("persona", "ami", "x"), "did you mean 'amy'?"),
        (("persona", "amy", "bob"), "belongs to 'bob.yml'"),
        (("persona", "amy", "Robert"), "belongs to 'bob.yml'"),
        (("persona", "amy", "../x"), "can't be an id"),
        (("persona", "amy", "index"), "can't be an id"),
        (("persona", "amy", "nul"), "can't be an id: 'nul' is no file but a device on Windows"),
        (("persona", "amy", "Con.x"), "can't be an id: 'con' is no file but a device on Windows"),
        (("persona", "amy", "a b"), "'a b' can't be an id; write for example 'a-b'"),
        (("persona", "amy", "Notes"), "'NOTES.md' is in the way of a file 'notes.md'"),
    ],
)
def test_what_can_not_be_renamed(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    (folder / "NOTES.md").write_text("mine")
    before = trials.documents(folder).keys()
    result = run("rename", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert trials.documents(folder).keys() == before


def test_a_new_id_is_written_small(folder: Path) -> None:
    result = run("rename", "persona", "amy", "Son2")
    assert result.exit_code == 0
    assert "an id is written small: 'son2'" in result.stderr
    assert "'amy' is now 'son2' in 'personas/son2.md'" in result.stderr
    assert (folder / "son2.md").exists()


def test_a_document_that_can_not_be_read_is_named(folder: Path) -> None:
    (folder / "odd.md").write_text("---\nkind: persona\nrelated: [amy\n---\n")
    result = run("rename", "persona", "amy", "amelia")
    assert result.exit_code == 1
    assert "left as it is: personas/odd.md" in result.stderr


def test_links_by_an_earlier_name_lead_on(folder: Path) -> None:
    run("rename", "persona", "amy", "amelia")
    path = folder / "service/us.md"
    path.write_text(path.read_text().replace("../amelia.md>", "../amy.md>"))
    found = [finding for finding in check(load(folder)) if "amy.md" in finding.message]
    assert [finding.rule for finding in found] == ["renamed-reference"]


def test_every_reference_of_generated_playbooks(tmp_path: Path) -> None:
    folder = tmp_path / "personas"
    written.playbook(folder, seed=7, documents=40)
    before = len([one for one in check(load(folder, trials.TODAY)) if one.severity == "error"])
    for number, entry in enumerate(list(load(folder).by_key.values())[:8]):
        trials.rename(folder, entry.kind.name, entry.id, f"renamed-{number}")
    after = len([one for one in check(load(folder, trials.TODAY)) if one.severity == "error"])
    assert after == before


def test_the_example(tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "personas")
    count = trials.rename(folder, "persona", "amelia", "amy")
    assert count["references"] > 10
    trials.rename(folder, "evidence", "commuter-interviews-2026", "commuters-2026")
    assert [one for one in check(load(folder, trials.TODAY)) if one.severity == "error"] == []


def change(folder: Path) -> Callable[[], None]:
    catalog = load(folder, trials.TODAY)
    return partial(moves.carry_out, catalog, moves.renamed(catalog, "persona", "pers-0", "amelia"))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is of POSIX")
def test_killed_at_any_moment(tmp_path: Path) -> None:
    folder = tmp_path / "personas"
    written.playbook(folder, seed=5, documents=12)
    count = trials.kill(folder, change, times=10)
    assert (count["half"], count["invalid"], count["not finished"]) == (0, 0, 0)


def test_every_write_in_between_leaves_a_valid_playbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "personas"
    written.playbook(folder, seed=5, documents=12)
    seen = []

    def look(then: Callable[..., None], *arguments: object) -> None:
        then(*arguments)
        found = check(load(folder, trials.TODAY))
        seen.append([one for one in found if one.severity == "error"])

    monkeypatch.setattr(moves.whole, "write", partial(look, moves.whole.write))
    monkeypatch.setattr(moves.whole, "move", partial(look, moves.whole.move))
    before = [one for one in check(load(folder, trials.TODAY)) if one.severity == "error"]
    change(folder)()
    assert len(seen) > 3
    assert all(len(found) <= len(before) for found in seen)


@pytest.mark.parametrize("name", ["amy.md", "service/us.md", "bob.yml"])
@pytest.mark.parametrize("gone", [False, True])
def test_a_file_saved_after_the_planning_is_not_touched(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, gone: bool
) -> None:
    plan = moves.renamed

    def plan_and_save(*arguments: Any) -> moves.Plan:
        planned = plan(*arguments)
        path = folder / name
        path.unlink() if gone else path.write_text(path.read_text().replace("kind", "# x\nkind"))
        before.update(files(folder))
        return planned

    before: dict[Path, bytes] = {}
    monkeypatch.setattr(moves, "renamed", plan_and_save)
    result = run("rename", "persona", "amy", "amelia")
    assert result.exit_code == 2
    assert name in result.stderr
    assert result.stderr.count("\n") == 1
    assert files(folder) == before


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "command",
    [
        ("fmt", "personas"),
        ("fmt", "--diff", "personas"),
        ("check", "--fix", "personas"),
        ("check", "--diff", "personas"),
        ("review", "persona", "bob"),
        ("retire", "persona", "bob"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("now", [None, b"kind: persona\n# mine\n", b"\xe9"])
def test_what_others_do_meanwhile_is_said_in_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], now: bytes | None
) -> None:
    path = folder / "bob.yml"
    path.write_text(
        "Kind: persona\nstatus: draft\nname: Bob\n"
        if command[0] == "check"
        else "status:  draft\nname: Bob\nkind: persona\n"
    )

    def load_and_save(*arguments: Any) -> Any:
        loaded = load(*arguments)
        path.unlink() if now is None else path.write_bytes(now)
        monkeypatch.setattr(catalog, "load", load)
        return loaded

    monkeypatch.setattr(catalog, "load", load_and_save)
    result = run(*command)
    assert isinstance(result.exception, SystemExit | None)
    if command[0] != "check" or now is None:
        assert result.exit_code == 2
        assert "bob.yml" in result.stderr
    assert (path.read_bytes() if path.exists() else None) == now


# Retire and review.


def test_a_document_is_retired(folder: Path) -> None:
    result = run("retire", "persona", "amy", "--superseded-by", "robert")
    assert result.exit_code == 0
    assert "2 documents refer to it" in result.stderr
    text = (folder / "amy.md").read_text()
    assert "name: Amelia Hart   # hers\nstatus: retired\nsuperseded_by: bob\n---\n" in text


def test_nothing_takes_its_own_place(folder: Path) -> None:
    assert run("retire", "persona", "bob", "--superseded-by", "robert").exit_code == 2
    assert "1 document refers to it" in run("retire", "persona", "bob").stderr


def test_references_to_what_is_retired_are_listed(folder: Path) -> None:
    said = run("retire", "persona", "amy").stderr
    assert said == (
        "'personas/amy.md' is retired\n"
        "2 documents refer to it; name another one there, or take it out:\n"
        "  personas/bob.yml:6:14: persona\n"
        "  personas/service/us.md:5:12: personas\n"
    )


@pytest.mark.parametrize(
    ("by", "reason"),
    [
        ("nobody", "no persona named 'nobody'"),
        ("us", "no persona named 'us'"),
        ("amy", "'amy' can't take its own place"),
        ("bob", "'bob' is put aside itself"),
    ],
)
def test_who_can_not_take_a_place(folder: Path, by: str, reason: str) -> None:
    run("retire", "persona", "bob")
    before = (folder / "amy.md").read_bytes()
    result = run("retire", "persona", "amy", "--superseded-by", by)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert (folder / "amy.md").read_bytes() == before


def test_a_path_will_do_for_kind_and_id(folder: Path) -> None:
    assert run("rename", "personas/amy.md", "amelia").exit_code == 0
    assert run("review", "personas/amelia.md", "personas/bob.yml").exit_code == 0
    assert "last_reviewed: 2026-11-22\n" in (folder / "bob.yml").read_text()
    result = run("review", "personas/amelia.md", "personas/service/us.md")
    assert "'personas/service/us.md' is of another kind" in result.stderr
    (folder / "notes.md").write_text("mine")
    assert "'personas/notes.md' is no document" in run("review", "personas/notes.md").stderr
    assert "no persona named" in run("review", "persona", f"{'a' * 300}.md").stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("personas/amy.md", "--superseded-by", "personas/bob.yml"),
        ("--superseded-by", "personas/bob.yml", "personas/amy.md"),
        ("--superseded-by", "personas/bob.yml", "persona", "amy"),
        ("persona", "personas/amy.md", "--superseded-by", "bob"),
    ],
)
def test_a_path_stands_anywhere(folder: Path, arguments: tuple[str, ...]) -> None:
    assert run("retire", *arguments).exit_code == 0
    assert "superseded_by: bob" in (folder / "amy.md").read_text()


def test_a_rename_and_back(folder: Path) -> None:
    before = (folder / "bob.yml").read_text()
    for old, new in (("amy", "amelia"), ("amelia", "amy")):
        assert run("rename", "persona", old, new).exit_code == 0
    assert (folder / "bob.yml").read_text() == before
    assert load(folder).by_key["persona", "amy"].data["aliases"] == ["amelia"]
    assert "duplicate-id" not in [one.rule for one in check(load(folder))]


def test_a_review(folder: Path) -> None:
    result = run("review", "persona", "amy", "bob")
    assert result.exit_code == 0
    assert "last_reviewed: 2026-11-22\n" in (folder / "amy.md").read_text()
    assert "last_reviewed: 2026-11-22\n" in (folder / "bob.yml").read_text()
    before = (folder / "amy.md").stat().st_mtime_ns
    assert run("review", "persona", "amy").exit_code == 0
    assert (folder / "amy.md").stat().st_mtime_ns == before


def test_a_link_is_never_written_through(folder: Path, tmp_path: Path) -> None:
    (folder / "amy.md").rename(tmp_path / "real.md")
    (folder / "amy.md").symlink_to(tmp_path / "real.md")
    assert run("review", "persona", "amy").exit_code == 2  # it is not read either
    with pytest.raises(moves.whole.Changed, match="link"):
        moves.whole.write(folder / "amy.md", b"x", b"y", folder)
