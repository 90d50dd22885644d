"""The schemas written for editors say what the check says, as far as JSON Schema can."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner

from persona_playbook import json_schema
from persona_playbook import settings as settings_
from persona_playbook.catalog import load
from persona_playbook.cli import main, schema
from persona_playbook.frontmatter import parse
from persona_playbook.settings import Settings
from persona_playbook.validate import validate

EXAMPLE = Path(__file__).parent.parent / "personas"
# What stands in the place of each value in turn.
ODD = (
    None, "", "a text", "2", "yes", "2026-02-01", "6 months", 2, 777, 1.5, True,
    [], [None], ["a text"], [["a"]], {}, {"text": "a text"}, {"nope": "x"},
)  # fmt: skip
# The settings of each shape; all of them would take a minute.
SETTINGS = ("title", "channels", "review", "fields")


@pytest.fixture(scope="module")
def settings() -> Settings:
    return settings_.load(EXAMPLE)


@pytest.fixture(scope="module")
def any_kind(settings: Settings) -> Any:
    return validator(json_schema.document(settings))


def validator(schema: dict[str, Any]) -> Any:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def mutants(data: Any) -> Iterator[Any]:
    """The data with one value replaced or taken out."""
    for path in places(data):
        for odd in (*ODD, ...):
            mutant = copy.deepcopy(data)
            parent = mutant
            for step in path[:-1]:
                parent = parent[step]
            if path[-1] == "priority" and odd in (1.5, True):
                continue  # what reads them as text is the check; no pattern can
            if odd is ...:
                del parent[path[-1]]
            else:
                parent[path[-1]] = odd
            yield mutant


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict | list):
        for step, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(child, (*path, step))


def test_they_are_schemas(settings: Settings) -> None:
    made = [json_schema.document(settings), json_schema.playbook()]
    made += [json_schema.kind(kind, settings) for kind in settings.kinds.values()]
    for one in made:
        jsonschema_rs.meta.validate(one)
        text = json.dumps(one)
        assert '"x-' not in text
        # Nothing that lies elsewhere.
        assert text.count('"$ref": "#/$defs/') == text.count('"$ref"')


def test_the_example_is_valid(settings: Settings, any_kind: Any) -> None:
    entries = load(EXAMPLE).entries
    assert {entry.kind.name for entry in entries} == settings.kinds.keys()
    for entry in entries:
        assert any_kind.is_valid(entry.data), entry.path
    assert validator(json_schema.playbook()).is_valid(settings.document.data)


@pytest.mark.parametrize("kind", settings_.load(EXAMPLE).kinds)
def test_schema_and_check_agree_on_each_change(
    kind: str, settings: Settings, any_kind: Any
) -> None:
    schema = validator(json_schema.kind(settings.kinds[kind], settings))
    entry = min(
        (entry for entry in load(EXAMPLE).entries if entry.kind.name == kind),
        key=lambda entry: len(entry.document.text),
    )
    for mutant in mutants(entry.data):
        document = parse(json.dumps(mutant).encode(), "it.yml")
        assert not document.faults
        faults = validate(document, settings.kinds[kind].schema, "it")
        assert schema.is_valid(mutant) == (not faults), (mutant, faults)
        if mutant.get("kind") == kind:
            assert any_kind.is_valid(mutant) == (not faults), mutant


def test_schema_and_check_agree_on_the_settings() -> None:
    schema = validator(json_schema.playbook())
    data = settings_.load(EXAMPLE).document.data
    for mutant in mutants({name: data[name] for name in SETTINGS}):
        document = parse(json.dumps(mutant).encode(), "playbook.yml")
        faults = validate(document, settings_.schema(), "it")
        assert schema.is_valid(mutant) == (not faults), (mutant, faults)


def run(*arguments: object) -> Any:
    return CliRunner().invoke(main, ["schema", *map(str, arguments)])


def test_the_command_prints_one_or_writes_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.chdir(EXAMPLE.parent)
    assert json.loads(run().output) == json_schema.document(settings)
    assert json.loads(run("persona").output) == json_schema.kind(
        settings.kinds["persona"], settings
    )
    assert json.loads(run("playbook").output) == json_schema.playbook()
    result = run("-o", tmp_path / "new")
    assert result.exit_code == 0
    assert result.output.startswith("Wrote document.schema.json and playbook.schema.json to ")
    written = json.loads((tmp_path / "new/document.schema.json").read_text("utf-8"))
    assert written == json_schema.document(settings)
    mine = tmp_path / "new/.document.schema.json.new"
    mine.touch()
    assert run("-o", tmp_path / "new").exit_code == 0
    assert mine.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["persona", "-o", "x"], "without a kind"),
        (["persna"], "no kind named 'persna'; did you mean 'persona'?"),
        (["-o", "mkdocs.yml"], "can't be written"),
    ],
)
def test_what_can_not_run_says_so_in_a_line(
    arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(EXAMPLE.parent)
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_link_is_not_written_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLE.parent)
    other = tmp_path / "other.txt"
    other.write_text("mine", encoding="utf-8")
    (tmp_path / "document.schema.json").symlink_to(other)
    assert run("-o", tmp_path).exit_code == 2
    assert other.read_text("utf-8") == "mine"


def test_at_a_terminal_it_says_what_it_can_write(
    monkeypatch: pytest.MonkeyPatch, playbook: Callable[[str], Path]
) -> None:
    monkeypatch.chdir(playbook("playbook.yml\n    kinds: {region: {title: Region}}\n"))
    monkeypatch.setattr(schema, "_is_terminal", lambda: True)
    told = run().output
    assert "playbook schema -o .schemas" in told
    assert "evidence, region;" in told
    assert told.count("\n") < 10
    assert json.loads(run("region").output)["title"]
