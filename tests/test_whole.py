"""Folders are written whole or not at all: killed, failing, overtaken, through no link."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from persona_playbook import whole
from persona_playbook.cli import build, main
from sites import AMELIA, write
from trees import write as write_tree

KILLS = 50


def tree(folder: Path) -> dict[str, str]:
    """The files of a folder."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text("latin-1") for path in paths}


def leftovers(target: Path) -> list[Path]:
    return list(target.parent.glob(f".{target.name}.unfinished*"))


# A folder.


def test_a_folder_takes_the_place_of_another(tmp_path: Path) -> None:
    target = tmp_path / "out"
    for words in ("old", "new"):
        with whole.replaced(target) as new:
            (new / f"{words}.txt").write_text(words)
            assert tree(target) == ({} if words == "old" else {"old.txt": "old"})
        assert tree(target) == {f"{words}.txt": words}
    assert not leftovers(target)


def test_what_fails_changes_nothing(tmp_path: Path) -> None:
    target = write_tree(tmp_path / "out", "a.txt\n    old")

    def fail() -> None:
        with whole.replaced(target) as new:
            (new / "b.txt").write_text("half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="full"):
        fail()
    assert tree(target) == {"a.txt": "old\n"}
    assert not leftovers(target)


def test_the_second_rename_fails(tmp_path: Path) -> None:
    target = write_tree(tmp_path / "out", "a.txt\n    old")
    with pytest.raises(FileNotFoundError), whole.replaced(target) as new:
        new.rmdir()
    assert tree(target) == {"a.txt": "old\n"}


def test_a_run_between_its_renames_is_put_back(tmp_path: Path) -> None:
    write_tree(
        tmp_path, ".out.unfinished-x/old/a.txt\n    old\n.out.unfinished-x/new/a.txt\n    new"
    )
    whole.restore(tmp_path / "out")
    assert tree(tmp_path) == {"out/a.txt": "old\n"}


def test_the_later_of_two_runs_wins(tmp_path: Path) -> None:
    target = tmp_path / "out"

    def run_twice() -> None:
        with whole.replaced(target) as first:
            (first / "a.txt").write_text("first")
            with whole.replaced(target) as second:
                (second / "b.txt").write_text("second")
            first.mkdir(parents=True)  # as one does that writes on
            (first / "c.txt").write_text("half")

    with pytest.raises(whole.Overtaken):
        run_twice()
    assert tree(target) == {"b.txt": "second"}


def test_a_link_among_the_leftovers_is_not_followed(tmp_path: Path) -> None:
    write_tree(tmp_path, "precious/a.txt\n    mine")
    (tmp_path / ".out.unfinished-x").symlink_to(tmp_path / "precious")
    whole.restore(tmp_path / "out")
    assert tree(tmp_path / "precious") == {"a.txt": "mine\n"}


# Killed.


def killed(action: str, folder: Path) -> list[str]:
    script = Path(__file__).with_name("kills.py")
    command = [sys.executable, str(script), action, str(folder), str(KILLS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is of POSIX")
@pytest.mark.parametrize(("action", "pages"), [("generate", 150), ("build", 10)])
def test_kill_leaves_the_old_or_the_new(tmp_path: Path, action: str, pages: int) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, AMELIA.replace("Hart", f"Hart of {name}"))
        for number in range(pages):
            (tmp_path / name / f"docs/{number}.md").write_text(f"# {name} {number}\n" * 50)
    words = killed(action, tmp_path)
    assert len(words) == KILLS
    assert {line.split()[0] for line in words} <= {"whole", "none"}
    # Moments at which a folder was being written were among them.
    assert sum(line.endswith("stopped") for line in words) >= KILLS / 4


# `playbook build`.


def run(root: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["build", "-f", str(root / "mkdocs.yml"), *options])


def test_build_is_what_mkdocs_builds(tmp_path: Path) -> None:
    write(tmp_path, AMELIA)
    assert run(tmp_path, "--strict", "--quiet").exit_code == 0
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / "theirs")]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert tree(tmp_path / "site").keys() == tree(tmp_path / "theirs").keys()
    page = "personas/amelia/index.html"
    assert tree(tmp_path / "site")[page] == tree(tmp_path / "theirs")[page]
    assert not leftovers(tmp_path / "site")


def test_a_build_that_fails_leaves_the_last_site(tmp_path: Path) -> None:
    write(tmp_path, AMELIA + "site/sitemap.xml\n    good\nsite/.git/config\n    theirs\n")
    before = tree(tmp_path / "site")
    # A broken link is a warning, and strict fails only at the very end.
    write(tmp_path, "docs/us.md\n    [nowhere](nowhere.md)")
    assert run(tmp_path, "--strict").exit_code == 1
    assert tree(tmp_path / "site") == before
    assert not leftovers(tmp_path / "site")
    assert run(tmp_path, "-q").exit_code == 0
    after = tree(tmp_path / "site")
    assert after[".git/config"] == "theirs\n"
    assert "us/index.html" in after


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is of POSIX")
def test_mkdocs_that_outlives_a_killed_build_does_no_harm(tmp_path: Path) -> None:
    write(tmp_path, AMELIA + "site/sitemap.xml\n    good\n")
    command = [sys.executable, "-m", "persona_playbook", "build", "-q"]
    with subprocess.Popen(command, cwd=tmp_path) as process:
        until = time.monotonic() + 60
        while not leftovers(tmp_path / "site") and time.monotonic() < until:
            time.sleep(0.01)
        process.kill()
    assert tree(tmp_path / "site") == {"sitemap.xml": "good\n"}
    assert run(tmp_path, "-q").exit_code == 0
    assert "personas/amelia/index.html" in tree(tmp_path / "site")


@pytest.mark.parametrize("folder", [".", "docs", "personas"])
def test_what_is_no_site_is_not_replaced(tmp_path: Path, folder: str) -> None:
    write(tmp_path, AMELIA + "docs/us.md\n    # Us")
    before = tree(tmp_path)
    result = run(tmp_path, "-d", str(tmp_path / folder))
    assert result.exit_code == 2
    assert "no site" in result.output
    assert tree(tmp_path) == before


def test_a_folder_of_the_site_that_is_a_link(tmp_path: Path) -> None:
    write_tree(tmp_path / "elsewhere", "www/sitemap.xml\n    good")
    write(tmp_path / "here", AMELIA)
    (tmp_path / "here/site").symlink_to(tmp_path / "elsewhere/www")
    assert run(tmp_path / "here", "-q").exit_code == 0
    assert (tmp_path / "here/site").is_symlink()
    assert (tmp_path / "elsewhere/www/personas/amelia/index.html").exists()


@pytest.mark.parametrize(
    ("setting", "code", "folder"),
    [("site_dir: public", 0, "public"), ("site_dir: !ENV SITE", 2, None), ("a: [", 2, None)],
)
def test_where_the_site_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, code: int, folder: str | None
) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: A\n{setting}\n")
    monkeypatch.setattr(build.subprocess, "run", lambda command, check: None)
    assert run(tmp_path).exit_code == code
    made = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    assert made == ({folder} if folder else set())


# One file.


def test_a_file_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    whole.write(path, b"new", None)
    path.chmod(0o640)
    (tmp_path / ".a.md.unfinished-x").write_text("of a killed run")
    whole.write(path, b"newer", b"new")
    assert tree(tmp_path) == {"a.md": "newer"}
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    write_tree(tmp_path, "a.md\n    theirs")
    for was in (b"ours", None):
        with pytest.raises(whole.Changed):
            whole.write(tmp_path / "a.md", b"new", was)
    assert tree(tmp_path) == {"a.md": "theirs\n"}


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_comes_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    path = tmp_path / "a.md"

    def save(handle: int) -> None:
        if not path.exists():
            path.write_text("theirs")

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "not here")

    monkeypatch.setattr(whole.os, "fsync", save)
    if not links:
        monkeypatch.setattr(whole.os, "link", refuse)
    with pytest.raises(whole.Changed):
        whole.write(path, b"ours", None)
    assert tree(tmp_path) == {"a.md": "theirs"}
    path.unlink()
    monkeypatch.undo()
    if not links:
        monkeypatch.setattr(whole.os, "link", refuse)
    whole.write(path, b"ours", None)
    assert tree(tmp_path) == {"a.md": "ours"}


def test_a_new_file_may_be_read_by_whom_the_umask_lets(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        whole.write(tmp_path / "a.md", b"new", None)
    finally:
        os.umask(before)
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["[a-z]*", "a*", "a?.md"])
def test_only_what_a_run_for_the_same_folder_left_is_deleted(tmp_path: Path, name: str) -> None:
    write_tree(tmp_path, ".ab.md.unfinished-x/new/a.txt\n    theirs")
    whole.restore(tmp_path / name)
    assert (tmp_path / ".ab.md.unfinished-x").is_dir()


def test_no_file_is_written_through_a_link(tmp_path: Path) -> None:
    write_tree(tmp_path, "elsewhere/a.md\n    theirs\nours/b.md\n    ours")
    (tmp_path / "ours/a.md").symlink_to(tmp_path / "elsewhere/a.md")
    (tmp_path / "ours/more").symlink_to(tmp_path / "elsewhere")
    before = tree(tmp_path / "elsewhere")
    for name in ("a.md", "more/a.md"):
        with pytest.raises(whole.Changed):
            whole.write(tmp_path / "ours" / name, b"new", b"theirs\n", tmp_path / "ours")
    with pytest.raises(whole.Changed):
        whole.move(tmp_path / "ours/b.md", tmp_path / "ours/more/b.md", tmp_path / "ours")
    assert tree(tmp_path / "elsewhere") == before


def test_no_file_takes_the_place_of_another_unasked(tmp_path: Path) -> None:
    write_tree(tmp_path, "a.md\n    a\nb.md\n    b")
    with pytest.raises(whole.Changed):
        whole.move(tmp_path / "a.md", tmp_path / "b.md")
    assert tree(tmp_path) == {"a.md": "a\n", "b.md": "b\n"}
