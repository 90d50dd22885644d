"""Kinds as data: every field of the content model is in a schema, and on a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from content_model import FIELDS, fields
from persona_playbook import catalog, escape, kinds, language, pages, settings, starters
from persona_playbook.check import check
from persona_playbook.dump import flow
from persona_playbook.frontmatter import parse
from persona_playbook.places import Site
from persona_playbook.schema import Node, Schema

TODAY = date(2026, 11, 22)
ALL = kinds.load({}, {})
LEAVES = {name: dict(kinds.leaves(kind)) for name, kind in ALL.items()}
# Shown in a way that needs no label: as the page's first lines, or as parts of a section that is
# named for them.
UNLABELLED = {"summary", "tagline", "quote", "value_proposition"}
UNLABELLED |= {"stages", "steps", "pillars", "objections", "scenarios", "findings"}
UNLABELLED |= {"buying", "empathy"}
UNLABELLED |= {"pronouns"}  # "she/her" beside a name needs no word
UNLABELLED |= {"positioning", "tone", "lengths", "escalation"}  # their section says what they are
# Every field by itself, and those that need another to mean something.
DEEP = [(kind, path) for kind in FIELDS for path in sorted(fields(kind))]


def test_the_content_model_is_whole() -> None:
    assert set(ALL) == set(FIELDS)
    missing = {kind: fields(kind) - LEAVES[kind].keys() for kind in FIELDS}
    assert not any(missing.values()), missing


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_says_what_it_is(kind: str) -> None:
    for path, node in LEAVES[kind].items():
        assert node.get("title"), path
        assert node.get("description"), path
        assert node.get("examples"), path
    sections = {section.id for section in ALL[kind].sections}
    assert all(node["x-section"] in sections for node in ALL[kind].fields.values())


@pytest.mark.parametrize("kind", FIELDS)
def test_every_example_is_valid(kind: str) -> None:
    schema = ALL[kind].schema
    for path, node in LEAVES[kind].items():
        part = Schema(
            {**node, "$schema": "https://json-schema.org/draft/2020-12/schema"}, schema.defs
        )
        for example in node["examples"]:
            assert part.validator.is_valid(example), (path, example)
            assert parse(f"a: {flow(example)}".encode(), "a.yml").data == {"a": example}


@pytest.mark.parametrize("kind", FIELDS)
def test_references_name_a_kind_and_the_other_side(kind: str) -> None:
    for path, node in LEAVES[kind].items():
        if "x-ref" in node:
            assert node["x-ref"] in ALL, path
            assert node["x-backlink"], path


def sample(schema: Schema, node: Node, tag: str) -> Any:
    """A value with something in every field; texts are marked with the field's own path."""
    node = schema.resolve(node)
    branches = [schema.resolve(node[key]) for key in ("then", "else") if key in node]
    for part in (node, *branches):
        if part.get("enum") or part.get("pattern") or "format" in part or part.get("x-ref"):
            break
        if "properties" in part:
            return {
                name: sample(schema, child, f"{tag}-{name}")
                for name, child in part["properties"].items()
            }
        if isinstance(part.get("items"), dict) and "enum" not in schema.resolve(part["items"]):
            # A list that takes references gives its mark to its items.
            marks = {key: node[key] for key in ("x-ref", "x-term") if key in node}
            items = schema.resolve(part["items"])
            return [sample(schema, items if "properties" in items else {**items, **marks}, tag)]
    if node.get("x-shape") == "facts":
        return {f"Label {tag}": f"Zz{tag}", "Group": {"Inner": f"Zz{tag}-inner"}}
    free = not any(key in node for key in ("enum", "pattern", "format", "x-ref", "x-term", "if"))
    if free and "string" in settings.listed(node.get("type")):
        return f"Zz{tag}"
    examples = node.get("examples", ["amelia"])
    return json.loads(json.dumps(examples[0]))  # a copy: YAML would write it as an alias


def scalars(value: Any) -> Iterator[Any]:
    """Every value in a value, and every label of facts."""
    if isinstance(value, dict):
        yield from (name for name in value if name.startswith("Label "))
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from scalars(item)
    else:
        yield value


def is_shown(value: Any, page: str) -> bool:
    """Whether a page has a value in the form in which readers see it."""
    words = "Yes" if value is True else str(value)
    if isinstance(value, int):
        words = words.replace("-", "−")
    term = words.replace("-", " ").capitalize()  # a stage or channel is shown by its title
    shown = (words, escape.text(words), escape.text(term), escape.day(words, language.load().day))
    return any(text in page for text in shown)


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_is_on_its_page(tmp_path: Path, kind: str) -> None:
    """Nested fields too: `sample` fills in each of them."""
    schema = ALL[kind].schema
    for name, node in ALL[kind].fields.items():
        if name in ("kind", "id", "status", "image", "image_alt", ALL[kind].title_field):
            continue  # the address, the notice, the picture and the heading: tested by themselves
        value = sample(schema, node, name.replace("_", "-"))
        data = {"kind": kind, ALL[kind].title_field: "Sample", name: value}
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        (tmp_path / "sample.yml").write_text(text)
        loaded = catalog.load(tmp_path, TODAY)
        assert not loaded.documents[0].faults, (name, value, loaded.documents[0].faults)
        page = next(p for p in pages.make(loaded, Site()) if p.source).markdown
        assert name in UNLABELLED or escape.text(node["title"]) in page, name
        assert [item for item in scalars(value) if not is_shown(item, page)] == [], name


@pytest.mark.parametrize("kind", FIELDS)
def test_a_starter_passes_the_check(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / (ALL[kind].folder if kind != "persona" else "")
    folder.mkdir(exist_ok=True)
    usual = settings.take(parse(b"", settings.NAME))
    text = starters.make(ALL[kind], "first", {}, usual)
    (folder / "first.md").write_text(text, encoding="utf-8")
    findings = check(catalog.load(tmp_path, TODAY))
    assert not [str(f) for f in findings if f.severity == "error" or f.rule == "placeholder-text"]
