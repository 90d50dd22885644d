"""`playbook.yml`: read, or reported and replaced by what holds without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from persona_playbook.kinds import BUILT_IN
from persona_playbook.settings import NAME, STAGES, VISIBILITY, Settings, Term, load, schema

from .test_validate import ANY


def faults(settings: Settings) -> list[str]:
    document = settings.document
    found = []
    for fault in document.faults:
        span = document.span(fault.where, fault.at_key, written=True)
        line, column = document.line_and_column(span.start)
        found.append(f"{line}:{column} {fault.rule}: {fault.message}")
    return found


def write(folder: Path, text: str) -> Settings:
    (folder / NAME).write_text(text, encoding="utf-8")
    return load(folder)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.document.faults == []
    assert settings.title == ""
    assert tuple(settings.terms["stage"]) == STAGES
    assert tuple(settings.terms["visibility"]) == VISIBILITY
    assert settings.terms["channel"] == {}
    assert settings.review_every == "6 months"
    assert settings.synonyms == ()


def test_what_a_team_sets_holds(tmp_path: Path) -> None:
    settings = write(
        tmp_path,
        """\
title: Our customers
stages: [try_it, {id: buy, title: Buying}]
teams: [{id: research, title: Research, contact: "#research"}]
review: {every: 3 months}
primary_personas: 2
rules: {orphan: off, missing-owner: error}
ignored_keys: layout
fields:
  persona:
    bike_fit: {title: Bike fit, shape: facts}
kinds:
  region: {title: Region, plural: Regions, folder: regions}
""",
    )
    assert faults(settings) == []
    assert settings.title == "Our customers"
    assert settings.terms["stage"]["try_it"] == Term("try_it", "Try it")
    assert settings.terms["stage"]["buy"].title == "Buying"
    assert settings.terms["team"]["research"].contact == "#research"
    assert settings.review_every == "3 months"
    assert settings.primary_personas == 2
    assert settings.severities == {"orphan": "off", "missing-owner": "error"}
    assert settings.ignored_keys == {"layout"}
    assert settings.kinds["persona"].fields["bike_fit"]["title"] == "Bike fit"
    assert settings.kinds["region"].folder == "regions"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("titel: x", ["1:1 unknown-field"]),
        ("stages: buy", ["1:9 wrong-type"]),
        ("stages: [{title: x}, buy]", ["1:10 missing-field"]),
        ("rules: {orphan: none}", ["1:17 unknown-value"]),
        ("review: {every: month}", ["1:17 wrong-format"]),
        ("- a", ["1:1 not-fields"]),
        ("a: [", ["1:5 yaml-syntax"]),
        ("kinds: {Big One: {title: x}}", ["1:9 wrong-format"]),
        ("kinds: {persona: {title: x}}", ["1:9 place-taken"]),
        ("kinds: {region: {title: x, folder: journeys}}", ["1:9 place-taken"]),
        ("kinds: {a: {title: x, folder: c}, b: {title: x, folder: c}}", ["1:35 place-taken"]),
        ("kinds: {region: {plural: x}}", ["1:9 missing-field"]),
        ("fields: {person: {a: {title: A}}}", ["1:18 unknown-kind"]),
        ("fields: {persona: {name: {title: A}}}", ["1:20 place-taken"]),
        ("fields: {persona: {a: {title: A, shape: reference}}}", ["1:20 missing-field"]),
        ("fields: {persona: {a: {title: A, shape: choice}}}", ["1:20 missing-field"]),
        (
            (
                "fields: {persona: {a: {title: A, shape: reference, to: regoin}}}\n"
                "kinds: {region: {title: R}}"
            ),
            ["1:56 unknown-kind"],
        ),
        ("fields: {persona: {a: {title: A, section: abuot}}}", ["1:43 unknown-value"]),
        ("fields: {persona: {a: {title: A, shape: fact}}}", ["1:41 unknown-value"]),
    ],
)
def test_faults(text: str, expected: list[str], tmp_path: Path) -> None:
    settings = write(tmp_path, text)
    assert [fault.partition(": ")[0] for fault in faults(settings)] == expected
    # What is left is enough to go on with.
    assert settings.kinds["persona"].schema.validator.is_valid({"kind": "persona", "name": "A"})


def test_kinds_are_named_in_their_order(tmp_path: Path) -> None:
    text = "fields: {xyz: {a: {title: A}}}\nkinds: {region: {title: R}, area: {title: A}}"
    (said,) = faults(write(tmp_path, text))
    assert said.endswith("it is one of " + ", ".join((*BUILT_IN, "region", "area")))


def test_a_faulty_item_is_not_taken_for_another(tmp_path: Path) -> None:
    settings = write(tmp_path, "stages: [buy, {title: x}, use]\nchannels: [[a], chat]\n")
    assert list(settings.terms["stage"]) == ["buy", "use"]
    assert list(settings.terms["channel"]) == ["chat"]


def test_a_link_in_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("title: Secret")
    (tmp_path / NAME).symlink_to(tmp_path / "elsewhere")
    settings = load(tmp_path)
    assert [fault.rule for fault in settings.document.faults] == ["unreadable-file"]
    assert settings.title == ""


def test_a_broken_link_is_reported(playbook: Callable[[str], Path]) -> None:
    folder = playbook("")
    (folder / NAME).symlink_to(folder / "nowhere")
    assert load(folder).document.faults


@given(st.dictionaries(st.sampled_from(sorted(schema().root["properties"])), ANY, max_size=4))
def test_whatever_it_holds_there_are_settings(
    tmp_path_factory: pytest.TempPathFactory, data: object
) -> None:
    folder = tmp_path_factory.mktemp("playbook")
    settings = write(folder, yaml.safe_dump(data, allow_unicode=True))
    assert "persona" in settings.kinds
    assert faults(settings) is not None


def test_synonyms_are_lists_of_words(tmp_path: Path) -> None:
    settings = write(tmp_path, "synonyms:\n  - [refund, money back]\n  - [SLA, 24]\n  - bike\n")
    assert settings.synonyms == [["refund", "money back"], ["SLA", "24"]]
    assert faults(settings) == ["4:5 wrong-type: 'bike' where a list is expected"]
