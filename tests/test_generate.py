"""`playbook generate`: the same site for engines that know no plugins."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from crawl import crawl
from persona_playbook import generate as generate_
from persona_playbook import nodes
from persona_playbook.cli import main
from sites import AMELIA, build, write

ROOT = Path(__file__).parent.parent
MACROS = """
mkdocs.yml
    site_name: A site
    theme: {name: material, custom_dir: theme, features: [content.action.edit, toc.follow]}
    plugins:
      - search
      - macros: {include_yaml: [data.yml]}
      - persona-playbook: {reference: false}
data.yml
    known: from data
main.py
    def define_env(env):
        env.macro(lambda: "from main", "mine")
theme/main.html
    {% extends "base.html" %}
docs/index.md
    # Home

    {{ link('persona/amelia') }} is {{ persona('amelia').name }}, {{ known }}, {{ mine() }}.

    {{ cards(personas()) }}
docs/deep/page.md
    # Deep

    {{ link('persona/amelia', 'her') }} ![](../one.png)
docs/one.png
    not really a picture
"""


def run(root: Path, target: str = "out", *options: str) -> Result:
    """Call `playbook generate` in a folder."""
    config = [] if "--config" in options else ["--config", str(root / "mkdocs.yml")]
    return CliRunner().invoke(main, ["generate", str(root / target), *config, *options])


def files(folder: Path) -> set[str]:
    """All files in a folder."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}


def settings(root: Path) -> Any:
    """The configuration that was written, tags of other libraries left out."""
    return nodes.plain(nodes.read(root / "out/mkdocs.yml"))


def zensical(folder: Path) -> None:
    """Build a folder with Zensical, strictly."""
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_example_is_the_same_site_with_zensical(tmp_path: Path) -> None:
    for name in ("docs", "includes", "personas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    assert build(tmp_path).errors == []
    assert run(tmp_path).exit_code == 0
    zensical(tmp_path / "out")
    ours, theirs = (crawl(tmp_path / name, "/playbook/") for name in ("site", "out/site"))
    assert ours.pages == theirs.pages
    assert ours.broken == theirs.broken == []
    assert ours.external == theirs.external == []


def test_pages_are_those_of_the_plugin(tmp_path: Path) -> None:
    write(tmp_path, AMELIA + "docs/us.md\n    # Us")
    result = run(tmp_path)
    assert result.exit_code == 0
    assert result.output == f"Wrote {len(files(tmp_path / 'out')) - 1} files to {tmp_path}/out\n"
    assert {"docs/us.md", "docs/personas/amelia.md", "docs/index.md"} <= files(tmp_path / "out")
    build(tmp_path)
    build(tmp_path / "out", strict=False)
    ours, theirs = (crawl(tmp_path / name) for name in ("site", "out/site"))
    assert ours.pages == theirs.pages


@pytest.mark.parametrize("urls", ["true", "false"])
def test_macros_work_with_zensical(tmp_path: Path, urls: str) -> None:
    write(tmp_path, MACROS + AMELIA)
    with (tmp_path / "mkdocs.yml").open("a") as file:
        file.write(f"use_directory_urls: {urls}\n")
    assert run(tmp_path).exit_code == 0
    assert "content.action.edit" not in (tmp_path / "out/mkdocs.yml").read_text()
    (tmp_path / "out").rename(tmp_path / "moved")  # it needs nothing that is outside
    shutil.rmtree(tmp_path / "personas")
    zensical(tmp_path / "moved")
    page = (tmp_path / "moved/site/index.html").read_text()
    assert "is Amelia Hart, from data, from main." in page
    assert '<div class="grid cards">' in page
    assert crawl(tmp_path / "moved/site").broken == []


def test_a_fault_in_macros_fails_elsewhere_too(tmp_path: Path) -> None:
    write(tmp_path, MACROS + AMELIA + "docs/bad.md\n    # A\n\n    {{ persona('amelai') }}")
    assert run(tmp_path).exit_code == 0
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(
        command, cwd=tmp_path / "out", capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "no persona named 'amelai'; did you mean 'amelia'?" in done.stdout + done.stderr


def test_errors_write_nothing(tmp_path: Path) -> None:
    write(tmp_path, AMELIA.replace("name:", "nme:"))
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "amelia.md:3:1" in result.output
    assert not (tmp_path / "out").exists()


# The configuration.


def test_nothing_of_a_configuration_is_run(tmp_path: Path) -> None:
    text = (
        "site_name: A site\n"
        "site_url: !ENV [NOWHERE, 'https://example.com/']\n"
        "theme: material\n"
        "plugins: {search: {}, persona-playbook: {}}\n"
        "markdown_extensions:\n"
        "  toc: {slugify: !!python/object/apply:os.mkdir [done]}\n"
        "  pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji ''}\n"
    )
    write(tmp_path, AMELIA)
    (tmp_path / "mkdocs.yml").write_text(text)
    assert run(tmp_path).exit_code == 0
    made = (tmp_path / "out/mkdocs.yml").read_text()
    assert "!!python/name:material.extensions.emoji.twemoji" in made
    assert "!ENV [NOWHERE" in made
    assert not Path("done").exists()
    assert settings(tmp_path)["plugins"] == {"search": {}}
    assert {"attr_list", "def_list", "md_in_html", "tables"} < settings(tmp_path)[
        "markdown_extensions"
    ].keys()


def test_folders_in_a_nav_are_filled_in(tmp_path: Path) -> None:
    nav = "nav: [index.md, {All: personas/}, {Her: [personas/amelia.md]}]\n"
    write(tmp_path, AMELIA)
    (tmp_path / "mkdocs.yml").write_text(f"site_name: A\nplugins: [persona-playbook]\n{nav}")
    assert run(tmp_path).exit_code == 0
    assert settings(tmp_path)["nav"] == [
        "index.md",
        {"All": ["personas/index.md", "personas/amelia.md"]},
        {"Her": ["personas/amelia.md"]},
    ]


def test_a_configuration_that_inherits(tmp_path: Path) -> None:
    write(tmp_path, AMELIA)
    (tmp_path / "base.yml").write_text(
        "docs_dir: pages\nextra: {a: 1, b: 2}\nplugins: [persona-playbook: {folder: personas}]\n"
    )
    (tmp_path / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_name: A\nextra: {b: 3}\n")
    write(tmp_path, "pages/us.md\n    # Us")
    assert run(tmp_path).exit_code == 0
    assert settings(tmp_path)["extra"] == {"a": 1, "b": 3}
    assert "INHERIT" not in settings(tmp_path)
    assert "docs/us.md" in files(tmp_path / "out")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("site_name: [", "can't be read"),
        ("- a list", "holds no settings"),
        ("site_name: A\nplugins: [persona-playbook: {folder: people}]", "no folder"),
        ("site_name: A\nplugins: [persona-playbook: {templates: mine}]", "page.md.jinja:1: "),
    ],
)
def test_what_can_not_be_read(tmp_path: Path, content: str, message: str) -> None:
    write(tmp_path, AMELIA + "mine/page.md.jinja\n    {% if %}")
    (tmp_path / "mkdocs.yml").write_text(content)
    result = run(tmp_path)
    assert result.exit_code == 2
    assert message in result.output
    assert not (tmp_path / "out").exists()


def test_no_configuration(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, ["generate", str(tmp_path / "out"), "-f", str(tmp_path / "x")]
    )
    assert result.exit_code == 2


# The folder.


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, AMELIA + "out/mine.txt\n    mine")
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "is not empty, and not made by" in result.output
    assert files(tmp_path / "out") == {"mine.txt"}


@pytest.mark.parametrize("target", [".", "docs/out", "personas", "personas/out"])
def test_a_folder_that_overlaps(tmp_path: Path, target: str) -> None:
    write(tmp_path, AMELIA)
    before = files(tmp_path)
    assert run(tmp_path, target).exit_code == 2
    assert files(tmp_path) == before


def test_the_next_run_cleans_up(tmp_path: Path) -> None:
    write(tmp_path, AMELIA + "docs/deep/old.md\n    # Old")
    run(tmp_path)
    (tmp_path / "out/site").mkdir()
    (tmp_path / "out/site/index.html").write_text("theirs")
    (tmp_path / "docs/deep/old.md").unlink()
    (tmp_path / "personas/amelia.md").rename(tmp_path / "personas/amy.md")
    kept = (tmp_path / "out/docs/profiles/index.md").stat().st_mtime_ns
    assert run(tmp_path).exit_code == 0
    found = files(tmp_path / "out")
    assert "docs/personas/amelia.md" not in found
    assert not (tmp_path / "out/docs/deep").exists()
    assert {"docs/personas/amy.md", "site/index.html"} <= found
    assert (tmp_path / "out/docs/profiles/index.md").stat().st_mtime_ns == kept
    listed = (tmp_path / "out/.persona-playbook").read_text().splitlines()[1:]
    assert {*listed, ".persona-playbook", "site/index.html"} == found


def test_a_file_of_somebody_else_is_in_the_way(tmp_path: Path) -> None:
    write(tmp_path, AMELIA)
    run(tmp_path)
    (tmp_path / "out/docs/new.md").write_text("mine")
    write(tmp_path, "docs/new.md\n    # New")
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "is in the way" in result.output
    assert (tmp_path / "out/docs/new.md").read_text() == "mine"


def test_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, AMELIA)
    run(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.rmtree(tmp_path / "out/docs/personas")
    (tmp_path / "out/docs/personas").symlink_to(elsewhere)
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "is a link" in result.output
    assert not any(elsewhere.iterdir())


def test_a_list_that_leads_out_deletes_nothing(tmp_path: Path) -> None:
    write(tmp_path, AMELIA)
    run(tmp_path)
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    (tmp_path / "link").mkdir()
    (tmp_path / "link/file").write_text("mine")
    (tmp_path / "out/away").symlink_to(tmp_path / "link")
    with (tmp_path / "out/.persona-playbook").open("a") as file:
        file.write(f"../precious.txt\n{precious}\naway/file\n")
    assert run(tmp_path).exit_code == 0
    assert precious.exists()
    assert (tmp_path / "link/file").exists()


@pytest.mark.parametrize("written_before", [False, True])
def test_a_run_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written_before: bool
) -> None:
    write(tmp_path, AMELIA + "docs/us.md\n    # Us")
    if written_before:
        assert run(tmp_path).exit_code == 0
        write(tmp_path, "docs/us.md\n    # Us, anew")
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    real = Path.write_bytes

    def fail(self: Path, data: bytes) -> int:
        if self.name == "us.md":
            raise OSError("disk full")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "disk full" in result.output
    assert before == {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    assert (tmp_path / "out").exists() is written_before
    monkeypatch.undo()
    assert run(tmp_path).exit_code == 0
    listed = (tmp_path / "out/.persona-playbook").read_text().splitlines()[1:]
    assert {*listed, ".persona-playbook"} == files(tmp_path / "out")


def test_links_of_somebody_else_stay_links(tmp_path: Path) -> None:
    write(tmp_path, AMELIA + "elsewhere/file\n    mine")
    run(tmp_path)
    (tmp_path / "out/theirs").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "out/file").symlink_to(tmp_path / "elsewhere/file")
    assert run(tmp_path).exit_code == 0
    assert (tmp_path / "out/theirs").is_symlink()
    assert (tmp_path / "out/file").is_symlink()
    assert (tmp_path / "elsewhere/file").read_text() == "mine\n"


def test_files_are_readable_for_all(tmp_path: Path) -> None:
    run(write(tmp_path, AMELIA))
    assert (tmp_path / "out/mkdocs.yml").stat().st_mode & 0o777 == 0o644


def test_links_in_the_docs_folder(tmp_path: Path) -> None:
    write(tmp_path, AMELIA + "docs/us.md\n    # Us\nNOTES.md\n    # Notes")
    (tmp_path / "docs/loop").symlink_to(tmp_path / "docs")
    (tmp_path / "docs/notes.md").symlink_to(tmp_path / "NOTES.md")
    (tmp_path / "docs/gone.md").symlink_to(tmp_path / "nowhere")
    assert run(tmp_path).exit_code == 0
    made = {name for name in files(tmp_path / "out/docs") if "/" not in name}
    assert made == {"index.md", "us.md", "notes.md"}
    assert not (tmp_path / "out/docs/loop").exists()


def test_yaml_is_written_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("a: &x {b: '1'}\nc: *x\nd: 'no'\ne: Zoë\n")
    tree = nodes.read(tmp_path / "a.yml")
    assert yaml.safe_load(nodes.write(tree)) == {
        "a": {"b": "1"},
        "c": {"b": "1"},
        "d": "no",
        "e": "Zoë",
    }


def test_the_name_of_the_list_is_hidden() -> None:
    assert generate_.MANIFEST.startswith(".")
