"""Every rule is documented, has a bad and a good case, and is registered under its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import persona_playbook
from persona_playbook.catalog import load
from persona_playbook.check import check
from persona_playbook.finding import Severity
from persona_playbook.frontmatter import parse
from persona_playbook.rules import RULES
from persona_playbook.rules.registry import PARTS
from persona_playbook.views.reviews import add

PACKAGE = Path(persona_playbook.__file__).parent
CASES = Path(__file__).parent / "cases"
# Cases that the test writes itself: no file of a repository can show them.
WRITTEN_BY_TEST = {"empty-audience", "same-name", "too-large", "unreadable-file", "unsafe-name"}
# A finding is made with one of these, its rule's name first, or second after the file's name.
_MADE = re.compile(
    r"""(?:\bFault|\bfault|_fault|_stop|_give_up|_unreadable)\(\s*(?:name,\s*)?"([^"]+)",""",
    re.DOTALL,
)


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_all_parts_of_its_page(name: str) -> None:
    rule = RULES[name]
    assert re.fullmatch(r"[A-Z][^\n]+\.", rule.summary)
    for part in PARTS:
        assert rule.part(part), part


@pytest.mark.parametrize("name", RULES)
def test_every_name_is_kebab_case(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert RULES[name].name == name


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_a_bad_and_a_good_case(name: str) -> None:
    expecting = {
        folder.name: f"expect: {name}" in text or f", {name}" in text
        for folder in (CASES / name).iterdir()
        if (text := "".join(path.read_text("utf-8", "replace") for path in documents(folder)))
    }
    assert False in expecting.values()
    assert True in expecting.values() or name in WRITTEN_BY_TEST


def documents(folder: Path) -> list[Path]:
    return [
        path for path in folder.rglob("*") if path.suffix in (".md", ".markdown", ".yml", ".yaml")
    ]


def test_every_case_belongs_to_a_rule() -> None:
    assert {path.name for path in CASES.iterdir()} <= set(RULES)


def test_every_finding_made_in_the_code_has_a_rule() -> None:
    made = {
        name for path in PACKAGE.glob("*.py") for name in _MADE.findall(path.read_text("utf-8"))
    }
    assert {"yaml-syntax", "unknown-field", "place-taken", "unused-excuse"} <= made
    assert made <= set(RULES)


def test_every_described_rule_is_made_in_the_code() -> None:
    code = "".join(path.read_text("utf-8") for path in PACKAGE.glob("*.py"))
    described = [name for name, rule in RULES.items() if rule.check is None]
    assert [name for name in described if f'"{name}"' not in code] == []


def test_an_unreadable_document_is_always_an_error() -> None:
    assert {rule.severity for rule in RULES.values() if rule.essential} == {Severity.ERROR}


# `Bad` of these is not YAML, or is about YAML itself.
_NO_YAML = {
    *("unreadable-file", "not-utf-8", "too-large", "missing-front-matter", "invalid-id"),
    *("unclosed-front-matter", "heading-differs", "broken-link", "remote-picture"),
}


@pytest.mark.parametrize("name", [name for name in RULES if name not in _NO_YAML])
def test_every_good_example_is_valid_yaml(name: str) -> None:
    good = RULES[name].part("Good")
    assert parse(good.encode(), "good.yml").faults == []


@pytest.mark.parametrize(
    ("day", "duration", "later"),
    [
        ("2026-08-31", "6 months", "2027-02-28"),
        ("2028-02-29", "1 year", "2029-02-28"),
        ("2026-12-15", "1 month", "2027-01-15"),
        ("2026-11-30", "25 months", "2028-12-30"),
        ("2026-02-27", "2 days", "2026-03-01"),
        ("2026-11-22", "2 weeks", "2026-12-06"),
        ("9999-12-31", "1 day", None),
        ("9999-12-31", "1 month", None),
    ],
)
def test_adding_a_duration(day: str, duration: str, later: str | None) -> None:
    assert add(date.fromisoformat(day), duration) == (later and date.fromisoformat(later))


def test_a_text_that_names_several_is_to_be_a_list(playbook: Callable[[str], Path]) -> None:
    folder = playbook(
        """
        playbook.yml
            stages: [drop-off, pick-up]
        care.yml
            kind: service
            title: Care
            stages: drop-off, pick-up
            personas: ruth,mara
        way.yml
            kind: journey
            title: Way
            stages: [{stage: "drop-off, pick-up"}]
        """
    )
    found = [one.message for one in check(load(folder)) if one.rule == "unknown-reference"]
    assert found == [
        "no stage named 'drop-off, pick-up'; write a list: [drop-off, pick-up]",
        "no persona named 'ruth,mara'; write a list: [ruth, mara]",
        # Only one can stand there.
        "no stage named 'drop-off, pick-up'; did you mean 'drop-off'?",
    ]
