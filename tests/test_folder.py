"""What may lie in a playbook's folder, and what is refused without being opened."""

from __future__ import annotations

import os
import socket
import unicodedata
from pathlib import Path

import pytest

from persona_playbook import folder
from persona_playbook.catalog import load
from persona_playbook.check import check
from persona_playbook.folder import walk

PERSONA = "kind: persona\nstatus: draft\nname: Amelia\n"


def refused(root: Path) -> dict[str, str]:
    """The rules broken by what lies in a folder; reading and checking find the same."""
    found = {name: fault.rule for name, fault in walk(root).refused.items()}
    findings = {finding.path: finding.rule for finding in check(load(root))}
    assert {name: (1, findings[name]) for name in found} == {
        finding.path: (finding.line, finding.rule)
        for finding in check(load(root))
        if finding.path in found
    }
    assert {name: findings.get(name) for name in found} == found
    return found


@pytest.mark.parametrize(
    "name",
    [
        *("a\x07.md", "a\n.md", "a\x7f.md", "a\x85.md", "\u202egp.md", "a\u2066b.md", "a\u200b.md"),
        *("a\ufeff.md", "a\u00ad.md", "a\u2028.md", "a\ue000.md", "a\udcff.md", "a\U000e0041.md"),
        *("a.md.", "a.md ", " a.md", "a.yml..", "why?.md", "a:b.md", "a\\b.md", "a*.md", 'a"b.md'),
        *("con.md", "NUL", "Aux.yml", "com1.md", "LPT9.png", "prn .md", "con.tar.md", "COM².md"),
        *("a" * 198 + ".md", "阿" * 66 + ".md"),
    ],
)
def test_names_that_not_everybody_can_have(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PERSONA)
    assert refused(tmp_path) == {name: "unsafe-name"}
    assert not load(tmp_path).entries


@pytest.mark.parametrize(
    "name",
    [
        *("zoë.yml", "阿.yml", "amelia hart (new).yml", "नमस्\u200dते.yml", "🚲.yml", "consul.yml"),
        *("a" * 190 + ".yml", "com10.yml", "a..b.yml", "it's.yml", "50%.yml", "~a.yml", "#1.yml"),
    ],
)
def test_names_that_everybody_can_have(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PERSONA)
    assert refused(tmp_path) == {}
    assert len(load(tmp_path).entries) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Amelia.yml", "amelia.yml"),
        ("zoe\u0308.yml", "zo\u00eb.yml"),
        ("STRASSE.yml", "straße.yml"),
        ("data.CSV", "data.csv"),
        ("Journeys/a.yml", "journeys/b.yml"),
    ],
)
def test_names_that_are_one_on_other_computers(tmp_path: Path, first: str, second: str) -> None:
    assert first < second
    for name in (first, second):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PERSONA)
    assert refused(tmp_path) == {second.partition("/")[0]: "same-name"}
    assert second not in load(tmp_path).by_path


def test_the_same_name_in_two_folders_is_fine(tmp_path: Path) -> None:
    for name in ("amelia.yml", "journeys/Amelia.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PERSONA)
    assert refused(tmp_path) == {}


def test_only_plain_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "personas"
    root.mkdir()
    secret = tmp_path / "secret"
    secret.write_text(PERSONA)
    (root / "leak.md").symlink_to(secret)
    (root / "leak.csv").symlink_to(secret)
    (root / "gone.png").symlink_to(tmp_path / "nowhere")
    (root / "up").symlink_to(tmp_path)
    (root / "device.md").symlink_to("/dev/zero")
    (root / ".hidden").symlink_to(secret)
    os.mkfifo(root / "pipe.png")
    monkeypatch.chdir(root)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.md")
        names = ["leak.md", "leak.csv", "gone.png", "up", "device.md", "pipe.png", "socket.md"]
        assert refused(root) == dict.fromkeys(names, "unreadable-file")


def test_a_folder_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.yml").write_text(PERSONA)
    (tmp_path / "personas").symlink_to(tmp_path / "real")
    assert refused(tmp_path / "personas") == {".": "unreadable-file"}
    assert not load(tmp_path / "personas").entries


def test_too_many_files_are_not_read_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "MAX_FILES", 5)
    for number in range(5):
        (tmp_path / f"{number}.yml").write_text(PERSONA)
    assert refused(tmp_path) == {}
    (tmp_path / "5.csv").touch()
    assert refused(tmp_path) == {"5.csv": "too-large"}
    assert load(tmp_path).documents[0].path == "5.csv"
    assert not load(tmp_path).entries


def test_accents_are_told_apart_by_nothing_but_their_spelling() -> None:
    for name in ("é", "ộ", "ﬁ", "가"):
        assert folder._alike(unicodedata.normalize("NFD", name)) == folder._alike(name)
