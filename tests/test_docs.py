"""The handwritten pages are true: their examples work, and nothing is left undocumented."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import persona_playbook
from persona_playbook import kinds, macros, reference, settings
from persona_playbook.catalog import load
from persona_playbook.cli import main
from persona_playbook.plugin import PersonaPlaybookConfig
from persona_playbook.rules import RULES
from persona_playbook.values import View
from persona_playbook.writer import Writer

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
GUIDES = DOCS / "guides"
HANDWRITTEN = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])

# A block with a title is a file of a playbook; one of the language console is commands and what
# they print. They are done in the order of the page.
_BLOCK = re.compile(
    r'^(?P<fence>`{3,})(?P<language>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^(?P=fence)$',
    re.MULTILINE | re.DOTALL,
)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def examples(page: Path) -> list[re.Match[str]]:
    """The blocks of a page that are files or commands."""
    found = _BLOCK.finditer(page.read_text("utf-8"))
    return [block for block in found if block["title"] or block["language"] == "console"]


WITH_EXAMPLES = [page for page in HANDWRITTEN if examples(page)]


@pytest.fixture
def follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: None) -> Callable[[Path], Path]:
    """Do what a page says, in an empty folder; return the folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("GITHUB_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "A")
        monkeypatch.setenv(f"{name}_EMAIL", "a@example.com")

    def do(page: Path) -> Path:
        (tmp_path / "docs").mkdir()
        code, untried = 0, False
        for block in examples(page):
            if block["title"]:
                path = tmp_path / block["title"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block["text"], "utf-8")
                untried |= path.name == "mkdocs.yml"
                continue
            for command, printed in _COMMAND.findall(block["text"]):
                output, code = run(command, code)
                assert matches(printed, output), f"$ {command}\n{output}"
                untried &= not command.startswith("mkdocs")
        if untried:
            output, code = run("mkdocs build --strict", 0)
            assert code == 0, output
        return tmp_path

    return do


def run(command: str, last_code: int) -> tuple[str, int]:
    """What a command prints, and its exit code."""
    program, *arguments = command.split()
    if program == "echo":
        assert arguments == ["$?"]
        return f"{last_code}\n", 0
    if program == "playbook":
        result = CliRunner().invoke(main, arguments)
        return result.output, int(result.exit_code)
    assert program in ("mkdocs", "git")
    start = [program] if program == "git" else [sys.executable, "-m", program]
    done = subprocess.run(
        [*start, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    return done.stdout, done.returncode


def matches(expected: str, output: str) -> bool:
    """Whether a command printed this; … stands for anything."""
    pattern = ".*?".join(re.escape(part) for part in expected.strip().split("…"))
    return re.fullmatch(pattern, output.strip(), re.DOTALL) is not None


# What pages say that their examples show: by page and file of the site.
SHOWN = {
    "install": {"personas/amelia/": "wants the last two miles to be hers"},
    "macros": {
        "one/": ">Amelia Hart</a> is 34; say Amelia Hart, not",
        "links/": ">how we answer</a>",
        "fields/": "<li>Arrive dry</li>",
    },
    "languages": {"personas/amelia/": "Was sie stört"},
    "templates": {"personas/amelia/": "Begin with the date. Explain &lt;afterwards&gt;."},
}


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: page.stem)
def test_examples_work(page: Path, follow: Callable[[Path], Path]) -> None:
    folder = follow(page)
    for address, words in SHOWN.get(page.stem, {}).items():
        assert words in (folder / "site" / address / "index.html").read_text("utf-8")


def test_every_guide_with_examples_is_tried() -> None:
    names = {page.stem for page in WITH_EXAMPLES}
    assert names >= {
        "README",
        "changing",
        "install",
        "writing",
        "own-fields",
        "checking",
        "reviewing",
    }
    assert names >= {"templates", "macros", "navigation", "other-engines", "reviewing", *SHOWN}


# Everything is documented.


def text_of(*pages: Path) -> str:
    return "\n".join(page.read_text("utf-8") for page in pages)


@pytest.fixture(scope="module")
def references() -> dict[str, str]:
    """The generated reference: address → Markdown."""
    return {page.uri: page.markdown for page in reference.make(kinds.load({}, {}))}


@pytest.mark.parametrize("name", RULES)
def test_every_rule(name: str, references: dict[str, str]) -> None:
    assert f"[{name}]({name}.md)" in references["reference/rules/index.md"]
    page = references[f"reference/rules/{name}.md"]
    for title in ("Why it matters", "Bad", "Good", "How to mend it"):
        assert f"## {title}" in page


@pytest.mark.parametrize("kind", kinds.load({}, {}).values(), ids=lambda kind: kind.name)
def test_every_field(kind: kinds.Kind, references: dict[str, str]) -> None:
    page = references[f"reference/fields/{kind.name}.md"]
    shapes = references["reference/fields/shapes.md"]
    shared: tuple[str, ...] = ()
    for path, node in kinds.leaves(kind):
        if node.get("x-shape") in reference.SHAPES:
            shared = (*shared, f"{path}.")  # the parts of a shape stand on its page, once
        here, name = (shapes, path.rpartition(".")[2]) if path.startswith(shared) else (page, path)
        escaped = name.replace("_", "&#95;")
        assert f"| <code>{escaped}</code> | **" in here, path
        assert node["description"], path


@pytest.mark.parametrize("name", settings.schema().root["properties"])
def test_every_setting_of_a_playbook(name: str, references: dict[str, str]) -> None:
    escaped = name.replace("_", "&#95;")
    assert f"<code>{escaped}</code>" in references["reference/fields/playbook-yml.md"]
    assert f"`{name}`" in text_of(GUIDES / "own-fields.md")


def test_every_part_and_shape_of_an_own_field() -> None:
    text = text_of(GUIDES / "own-fields.md")
    parts = settings.schema().defs["own_field"]["properties"]
    kind = settings.schema().defs["own_kind"]["properties"]
    for name in (*parts, *kind, *parts["shape"]["enum"]):
        assert f"`{name}`" in text, name


@pytest.mark.parametrize("name", dict(PersonaPlaybookConfig._schema))
def test_every_option_of_the_plugin(name: str) -> None:
    assert f"| `{name}` |" in text_of(GUIDES / "install.md")


def test_every_command_and_its_options() -> None:
    text = text_of(*GUIDES.glob("*.md"))
    for option in main.params:
        assert f"`playbook {option.opts[-1]}`" in text
    for name, command in main.commands.items():
        assert f"`playbook {name}`" in text or f"$ playbook {name}" in text
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                for option in parameter.opts:
                    assert f"`{option}" in text, f"playbook {name} {option}"


def test_every_macro(tmp_path: Path) -> None:
    view = View(load(tmp_path), str, print)
    text = text_of(GUIDES / "macros.md")
    for name in macros.functions(view):
        assert f"`{name}(" in text, name


def test_every_name_of_a_template() -> None:
    text = text_of(GUIDES / "templates.md")
    methods = [name for name, part in vars(Writer).items() if callable(part)]
    for name in methods:
        if not name.startswith("_"):
            assert f"`page.{name}(" in text, name
    template = Path(persona_playbook.__file__).parent / "templates/page.md.jinja"
    assert f"`{template.name}`" in text
    blocks = re.findall(r"{% block (\w+) %}", text_of(template))
    assert blocks
    for block in blocks:
        assert f"`{block}`" in text, block


def test_a_tooltip_says_what_the_glossary_says() -> None:
    glossary = text_of(DOCS / "glossary.md")
    lines = text_of(ROOT / "includes/abbreviations.md").splitlines()
    for line in lines:
        words, meaning = re.fullmatch(r"\*\[(.+?)\]: (.+)", line).groups()
        assert meaning in glossary, words


def test_the_plan_of_the_house_is_that_of_the_layers() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        layers = tomllib.load(file)["tool"]["importlinter"]["contracts"][0]["layers"]
    plan = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert "\n".join(layers) in plan
    tree = plan.partition("```\n")[2].partition("```")[0]
    missing = [name for layer in layers for name in layer.split(" | ") if name not in tree]
    assert missing == ["__main__"]


def test_every_test_that_security_names_is_there() -> None:
    named = re.findall(r"`(\w+\.py)::(\w+)`", (ROOT / "SECURITY.md").read_text("utf-8"))
    assert len(named) > 20
    tests = Path(__file__).parent
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (tests / file).exists() or f"def {name}(" not in (tests / file).read_text("utf-8")
    ]
    assert missing == []
