"""The MkDocs plugin, by real builds."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig

from crawl import crawl
from persona_playbook.plugin import edit_url, without_dots
from sites import AMELIA, build, write
from trees import png

JOURNEY = """
personas/journeys/first-order.md
    ---
    kind: journey
    title: First order
    status: draft
    personas: [amelia]
    ---
    For [Amelia](../amelia.md), as [we](../../docs/us.md#who) say. <a href="../amelia.md">Her</a>
docs/us.md
    # Us

    ## Who

    See [her](personas/amelia.md).
"""


def config(text: str) -> str:
    """A mkdocs.yml with more than the least."""
    lines = text.strip("\n").splitlines()
    return "mkdocs.yml\n    site_name: A site\n" + "".join(f"    {line}\n" for line in lines)


PLAIN = "theme: {name: mkdocs}\nplugins: [persona-playbook: {reference: false}]\n"


@pytest.mark.parametrize("directory_urls", [True, False])
@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_links_hold_in_every_theme(tmp_path: Path, theme: str, directory_urls: bool) -> None:
    urls = f"use_directory_urls: {str(directory_urls).lower()}\n"
    strict = "validation: {links: {anchors: warn, unrecognized_links: warn}}\n"
    settings = config(
        f"theme: {{name: {theme}}}\nplugins: [search, persona-playbook]\n{urls}{strict}"
    )
    built = build(write(tmp_path, settings + AMELIA + JOURNEY))
    assert built.errors == []
    found = crawl(tmp_path / "site")
    assert found.broken == []
    assert found.links > 100
    page = "personas/amelia/index.html" if directory_urls else "personas/amelia.html"
    assert "First order" in built.text(page)


def test_every_error_is_shown_and_the_old_site_stays(tmp_path: Path) -> None:
    write(tmp_path, AMELIA)
    assert not build(tmp_path).failed
    write(
        tmp_path, "personas/bad.md\n    ---\n    kind: persona\n    nme: Bad\n    gaols: x\n    ---"
    )
    built = build(tmp_path)
    assert built.failed
    assert "personas/bad.md:3:1: error: " in "\n".join(built.errors)
    assert "personas/bad.md:4:1: error: " in "\n".join(built.errors)
    assert "personas/amelia/index.html" in built.files()
    assert not build(tmp_path, strict=False).failed


def test_the_log_of_a_build_obeys_no_document(tmp_path: Path) -> None:
    name = "b\n::error::pwned \x1b[31m.md"
    write(tmp_path, "personas/c.md\n    ---\n    kind: persona\n    name: C\n    gaols: x\n    ---")
    write(tmp_path, "personas/d.yml\n    {kind: persona, name: D, type: '::x ##[error]\u202e'}")
    (tmp_path / "personas" / name).write_text("---\nkind: persona\n---\n")
    log = "\n".join(build(tmp_path).log)
    assert "personas/b\\n::error::pwned \\x1b[31m.md:1:1: error: " in log
    assert "no type '::x \\u0023#[error]\\u202e'" in log
    assert not re.search("\x1b|\u202e|##\\[|^\\s*::", log, re.MULTILINE)


def test_a_page_of_a_macro_obeys_no_document(tmp_path: Path) -> None:
    settings = config("theme: {name: mkdocs}\nplugins: [macros, persona-playbook]\n")
    write(tmp_path, settings + AMELIA + "docs/p.md\n    {{ persona('\u202e ::x') }}")
    log = "\n".join(build(tmp_path).log)
    assert "no persona named '\\u202e \\u003a:x'" in log
    assert "\u202e" not in log


def test_warnings_fail_nothing(tmp_path: Path) -> None:
    built = build(write(tmp_path, AMELIA.replace("status: draft", "status: active")))
    assert not built.failed
    assert any("[missing-owner]" in line for line in built.log)


@pytest.mark.parametrize("name", ["personas/amelia.md", "personas/amelia/index.md"])
def test_a_collision_is_a_finding(tmp_path: Path, name: str) -> None:
    write(tmp_path, AMELIA)
    build(tmp_path)
    (tmp_path / "site/mark").touch()
    built = build(write(tmp_path, f"docs/{name}\n    # By hand"))
    assert built.failed
    assert built.errors[0] == (
        "personas/amelia.md:1:1: error: its page personas/amelia.md is also written by hand, "
        f"in docs/{name}; rename one of them [place-taken]"
    )
    assert "mark" in built.files()  # nothing was cleaned


def test_a_collision_with_a_list(tmp_path: Path) -> None:
    built = build(write(tmp_path, AMELIA + "docs/personas/README.md\n    # By hand"))
    assert built.errors[0].startswith("docs/personas/README.md:1:1: error: the playbook makes")


def test_a_pattern_for_the_docs_folder_leaves_ours_alone(tmp_path: Path) -> None:
    built = build(write(tmp_path, config(PLAIN + "exclude_docs: personas/") + AMELIA))
    assert "personas/amelia/index.html" in built.files()


def test_the_home_page_may_be_written_by_hand(tmp_path: Path) -> None:
    built = build(write(tmp_path, AMELIA + "docs/index.md\n    # By hand"))
    assert built.errors == []
    assert "By hand" in built.text("index.html")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    built = build(write(tmp_path, "docs/index.md\n    # Home"))
    assert built.failed
    assert "no folder 'personas' beside mkdocs.yml" in built.log[-1]


def test_a_folder_within_the_docs(tmp_path: Path) -> None:
    settings = config("theme: {name: mkdocs}\nplugins: [persona-playbook: {folder: docs/personas}]")
    built = build(write(tmp_path, settings + AMELIA.replace("personas/", "docs/personas/")))
    assert "move it beside" in built.log[-1]


def test_a_date_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert "SOURCE_DATE_EPOCH is 'yesterday'" in build(write(tmp_path, AMELIA)).log[-1]


# Navigation.


def nav(tmp_path: Path) -> list[str]:
    """The navigation of the home page, as it reads in the theme `mkdocs`."""
    page = (tmp_path / "site/index.html").read_text("utf-8")
    bar = page.partition('<ul class="nav navbar-nav">')[2].partition('<ul class="nav')[0]
    return re.findall(r"<a [^>]*>([^<]*)</a>", bar)


def test_navigation_without_nav(tmp_path: Path) -> None:
    settings = config("theme: {name: mkdocs}\nplugins: [persona-playbook]")
    write(tmp_path, settings + AMELIA + JOURNEY + "docs/a-folder/page.md\n    # A page")
    assert build(tmp_path).errors == []
    assert nav(tmp_path) == [
        "A site", "Us", "A folder", "A page",
        "Personas", "Personas", "Amelia Hart", "Journeys", "Journeys", "First order",
        "Overview", "Directory", "Opportunities", "Coverage", "Map", "Health", "Changes",
        "Blank sheets for a workshop", "Print", "Stages", "Channels", "Teams",
        "Reference", "Fields", "Rules",
    ]  # fmt: skip


def test_a_large_playbook_has_only_lists_in_its_navigation(tmp_path: Path) -> None:
    settings = config(
        "theme: {name: mkdocs}\nplugins: [persona-playbook: {nav_limit: 1, reference: false}]"
    )
    assert build(write(tmp_path, settings + AMELIA + JOURNEY)).errors == []
    assert "Personas" in nav(tmp_path)
    assert "Amelia Hart" not in nav(tmp_path)


def test_documents_in_a_nav(tmp_path: Path) -> None:
    wanted = "nav:\n  - index.md\n  - Her: personas/amelia.md\n  - All: journeys/\n  - us.md\n"
    strict = "validation: {nav: {omitted_files: warn, not_found: warn}}\n"
    built = build(write(tmp_path, config(PLAIN + wanted + strict) + AMELIA + JOURNEY))
    assert built.errors == []
    assert nav(tmp_path) == ["A site", "Her", "All", "Journeys", "First order", "Us"]


def test_pages_of_a_document_stand_in_its_section(tmp_path: Path) -> None:
    wanted = "theme: {name: material, font: false, features: [navigation.tabs]}\n"
    wanted += "plugins: [persona-playbook: {reference: false, nav_limit: LIMIT}]\n"
    wanted += "nav: [index.md, People: [personas/, Journeys: journeys/], us.md]"
    for limit in ("1", "9"):
        settings = config(wanted.replace("LIMIT", limit))
        built = build(write(tmp_path, settings + AMELIA + JOURNEY))
        assert built.errors == []
        for name in ("personas/amelia", "personas/amelia/card", "journeys/first-order/poster"):
            tabs = built.html(f"{name}/index.html").split("md-tabs__item--active")[1:]
            assert len(tabs) == 1, name
            assert ">People<" in re.sub(r"\s", "", tabs[0].partition("</li>")[0]), name


def test_a_folder_that_no_kind_has(tmp_path: Path) -> None:
    built = build(write(tmp_path, config(PLAIN + "nav: [index.md, All: persona/]") + AMELIA))
    assert "'persona/'" in built.errors[0]


# Where a page is edited, and when it was changed.


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (
            {"repo_url": "https://github.com/us/book", "edit_uri": "edit/main/docs/"},
            "https://github.com/us/book/edit/main/personas/journeys/a%20b.md",
        ),
        (
            {"repo_url": "https://gitlab.com/us/book", "edit_uri": "-/edit/main/docs/"},
            "https://gitlab.com/us/book/-/edit/main/personas/journeys/a%20b.md",
        ),
        (
            {"edit_uri": "https://example.com/edit/docs/"},
            "https://example.com/edit/personas/journeys/a%20b.md",
        ),
        (
            {"repo_url": "https://example.com/us", "edit_uri": "?path=docs/"},
            "https://example.com/us?path=personas/journeys/a%20b.md",
        ),
        (
            {
                "repo_url": "https://example.com/us",
                "edit_uri_template": "edit?path=docs/{path}&x=1",
            },
            "https://example.com/us/edit?path=personas/journeys/a%20b.md&x=1",
        ),
        (
            {"edit_uri_template": "https://example.com/#docs/{path_noext}"},
            "https://example.com/#personas/journeys/a%20b",
        ),
        ({"repo_url": "https://example.com/us"}, None),
    ],
)
def test_edit_url(tmp_path: Path, settings: dict[str, str], address: str | None) -> None:
    site = MkDocsConfig(str(write(tmp_path, AMELIA) / "mkdocs.yml"))
    site.load_dict({"site_name": "A site", **settings})
    assert site.validate() == ([], [])
    assert edit_url(site, tmp_path / "personas", "journeys/a b.md") == address
    assert edit_url(site, tmp_path / "personas", None) is None


def test_the_pencil_of_a_page(tmp_path: Path) -> None:
    repo = "repo_url: https://github.com/us/book\nedit_uri: edit/main/docs/\n"
    material = "theme: {name: material, features: [content.action.edit]}\n"
    settings = config(material + repo + "plugins: [persona-playbook: {reference: false}]")
    built = build(write(tmp_path, settings + AMELIA + JOURNEY))
    address = "https://github.com/us/book/edit/main/"
    assert f'"{address}personas/amelia.md"' in built.html("personas/amelia/index.html")
    assert f'"{address}docs/us.md"' in built.html("us/index.html")
    assert address not in built.html("personas/index.html")


def test_without_dots() -> None:
    assert without_dots("https://example.com/a/../../b") == "https://example.com/../b"
    assert without_dots("?path=docs/deep/../../personas/x") == "?path=personas/x"


def test_dates_are_those_of_the_document(tmp_path: Path) -> None:
    dates = "git-revision-date-localized: {type: iso_date}"
    plugins = f"plugins: [{dates}, persona-playbook: {{reference: false}}]"
    material = "theme: {name: material}\n"
    write(tmp_path, config(material + plugins) + AMELIA + JOURNEY)
    env = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for day, name in [
        ("2020-02-03", "amelia.md"),
        ("2021-04-05", "journeys"),
        ("2022-06-07", ".."),
    ]:
        stamp = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
        for command in (["init", "-q"], ["add", f"personas/{name}"], ["commit", "-qm", "x"]):
            subprocess.run(["git", *who, *command], cwd=tmp_path, env=env | stamp, check=True)
    built = build(tmp_path)
    assert built.errors == []
    assert "2020-02-03" in built.text("personas/amelia/index.html")
    assert "2021-04-05" in built.text("journeys/first-order/index.html")
    assert "2021-04-05" in built.text("personas/index.html")  # of all documents, the last


# What is published.


def test_pictures_are_published_and_nothing_else(tmp_path: Path) -> None:
    write(
        tmp_path,
        """
        personas/amelia.md
            ---
            kind: persona
            name: Amelia Hart
            status: draft
            image: amelia.png
            ---
            ![](pictures/one.png) <img src="pictures/two.png" alt="">

            [A table](secret.csv)
        """,
    )
    folder = tmp_path / "personas"
    (folder / "pictures").mkdir()
    for name in ("amelia.png", "pictures/one.png", "pictures/two.png", "pictures/three.png"):
        (folder / name).write_bytes(png() + b"what hangs behind")
    others = ("secret.csv", "notes.txt", "amelia.md.bak", "amelia.md~", "raw.xlsx", ".secret.md")
    for name in (*others, "README.md", "playbook.yml"):
        (folder / name).write_text("# secret")
    built = build(tmp_path, strict=False)
    ours = {name for name in built.files() if name.startswith("personas/")}
    assert {"personas/index.html", "personas/amelia/index.html"} <= ours
    assert {name for name in ours if not name.endswith(".html")} == {
        "personas/amelia.png",
        "personas/pictures/one.png",
        "personas/pictures/two.png",
    }
    for name in built.files():
        content = (tmp_path / "site" / name).read_bytes()
        assert b"what hangs behind" not in content
        assert b"# secret" not in content
    assert "secret" not in {path.rpartition("/")[2] for path in built.files()}
    assert '<img src="../pictures/two.png"' in built.html("personas/amelia/index.html")
    assert [line for line in crawl(tmp_path / "site").broken if "secret.csv" not in line] == []


# Templates.


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    settings = config(
        "theme: {name: mkdocs}\nplugins: [persona-playbook: {templates: mine, reference: false}]"
    )
    template = """
    mine/persona/page.md.jinja
        {% extends "built-in/persona/page.md.jinja" %}
        {% block glance %}
        Ours: {{ entry.title }} <b>

        {{ super() }}
        {% endblock %}
    """
    built = build(write(tmp_path, settings + AMELIA + JOURNEY))
    assert built.failed  # the folder is not there
    write(tmp_path, template)
    built = build(tmp_path)
    assert built.errors == []
    assert "Ours: Amelia Hart" in built.text("personas/amelia/index.html")
    assert "Ours" not in built.text("journeys/first-order/index.html")


@pytest.mark.parametrize("fault", ["{{ page.vale('x') }}", "{% if %}", "{{ nothing }}"])
def test_a_fault_in_a_template(tmp_path: Path, fault: str) -> None:
    settings = config(
        "theme: {name: mkdocs}\nplugins: [persona-playbook: {templates: mine, reference: false}]"
    )
    write(tmp_path, settings + AMELIA + f"mine/persona/page.md.jinja\n    # A\n    {fault}")
    built = build(tmp_path)
    assert built.failed
    assert "persona/page.md.jinja:2: " in built.errors[0]


# The preview.


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Start `mkdocs serve` in the test's folder; the fixture's function gives its address."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with (tmp_path / "log").open("wb") as log:
            command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
            started.append(subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log))
        return f"http://127.0.0.1:{port}/"

    yield start
    for process in started:
        process.terminate()
        process.wait(10)


def wait_for(address: str, part: bytes, seconds: float = 30) -> bytes:
    """The page at an address, as soon as it has this in it."""
    body = b""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - ours
                body = response.read()
        except OSError:
            pass
        else:
            if part in body:
                return body
        time.sleep(0.1)
    raise AssertionError(f"{part!r} is not at {address}: {body[-2000:]!r}")


def test_the_preview_goes_on_whatever_happens(tmp_path: Path, serve: Callable[[], str]) -> None:
    write(tmp_path, config(PLAIN + "use_directory_urls: true\n") + AMELIA)
    document = tmp_path / "personas/amelia.md"
    good = document.read_text().replace("status", "image: amelia.png\nstatus")
    picture = tmp_path / "personas/amelia.png"
    picture.write_bytes(png())
    document.write_text(good)
    address = serve()
    page = f"{address}personas/amelia/"
    wait_for(page, b"Amelia Hart")

    document.write_text(good.replace("Amelia Hart", "Amelia Stone"))
    wait_for(page, b"Amelia Stone")

    # A document that can't be read keeps its last good page, and says what is wrong.
    document.write_text("---\nkind: persona\nname: [Broken\n---\n")
    body = wait_for(page, b"playbook-banner")
    assert b"Amelia Stone" in body
    assert b"personas/amelia.md:" in (tmp_path / "log").read_bytes()
    document.write_text(good)
    assert b"playbook-banner" not in wait_for(page, b"Amelia Hart")

    (tmp_path / "personas/playbook.yml").write_text("title: Our people\n")
    wait_for(address, b"Our people")
    picture.write_bytes(png(77))
    wait_for(f"{address}personas/amelia.png", png(77))


def test_a_folder_without_a_title_gives_its_pages_to_the_nav(tmp_path: Path) -> None:
    settings = config(PLAIN + "nav: [index.md, personas/]\n")
    built = build(write(tmp_path, settings + AMELIA + "docs/index.md\n    # Home\n"))
    assert not built.failed
    assert "Amelia Hart" in built.html("index.html")


def test_a_picture_that_lies_on_a_handwritten_file_is_a_finding(tmp_path: Path) -> None:
    tree = config(PLAIN) + AMELIA.replace("status: draft", "status: draft\n    image: a.png")
    root = write(tmp_path, tree + "docs/index.md\n    # Home\n")
    (root / "docs/personas").mkdir()
    for name in ("personas/a.png", "docs/personas/a.png"):
        (root / name).write_bytes(png())
    built = build(root)
    assert built.failed
    assert any("place-taken" in line for line in built.errors)
