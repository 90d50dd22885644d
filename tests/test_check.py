"""Faults become findings: placed, weighed, excused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from persona_playbook.catalog import Catalog, load
from persona_playbook.check import check
from persona_playbook.finding import Severity
from persona_playbook.rules.registry import RULES, Problem, Rule

Write = Callable[[str], Path]


@pytest.fixture(autouse=True)
def one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the faults of reading, and one rule that finds a problem in each tag `bad`."""

    def find(catalog: Catalog) -> Iterator[Problem]:
        for entry in catalog.entries:
            for where, tag in entry.items("tags"):
                if tag == "bad":
                    yield Problem(entry, where, "a bad tag", "take another")

    for name in [name for name, rule in RULES.items() if rule.check]:
        monkeypatch.delitem(RULES, name)
    monkeypatch.setitem(RULES, "bad-tag", Rule("bad-tag", Severity.WARNING, "A bad tag.", find))


def findings(folder: Path) -> list[str]:
    return [str(finding) for finding in check(load(folder))]


def test_findings_are_sorted_and_placed(playbook: Write) -> None:
    folder = playbook(
        """
        b.yml
            kind: persona
            name: B
            tags: [good, bad]
        a.md
            ---
            kind: persona
            status: gone
            name: [A]
            ---
        """
    )
    assert findings(folder) == [
        "a.md:3:9: error: no status 'gone'; it is one of draft, active, retired [unknown-value]",
        "a.md:4:7: error: a list where text is expected [wrong-type]",
        "b.yml:3:14: warning: a bad tag [bad-tag]",
    ]
    last = check(load(folder))[-1]
    assert (last.end_line, last.end_column, last.help) == (3, 17, "take another")


def test_rules_and_reading_agree_on_places_after_something_is_taken_out(playbook: Write) -> None:
    folder = playbook(
        """
        a.yml
            kind: persona
            name: A
            tags:
              - {not: text}
              - bad
              -
              - [x]
              - bad
        """
    )
    assert [line.partition(": ")[0] for line in findings(folder)] == [
        "a.yml:4:5",
        "a.yml:5:5",
        "a.yml:7:5",
        "a.yml:8:5",
    ]


def test_a_team_sets_severities(playbook: Write) -> None:
    tree = (
        "a.yml\n    {kind: persona, name: A, tags: bad}\nplaybook.yml\n    rules: {bad-tag: %s}\n"
    )
    assert findings(playbook(tree % "error")) == ["a.yml:1:32: error: a bad tag [bad-tag]"]
    assert findings(playbook(tree % "off")) == []


def test_a_document_excuses_itself(playbook: Write) -> None:
    folder = playbook(
        """
        a.yml
            kind: persona
            name: A
            tags: bad
            excuses: {bad-tag: It is only for the test}
        b.yml
            kind: persona
            name: B
            excuses:
              bad-tag: Nothing is bad here
              bad-tga: A typo
              unknown-value: Not possible
        """
    )
    assert findings(folder) == [
        "b.yml:4:3: warning: nothing here breaks 'bad-tag'; delete the excuse [unused-excuse]",
        "b.yml:5:3: error: no rule named 'bad-tga'; did you mean 'bad-tag'? [unknown-rule]",
        (
            "b.yml:6:3: error: 'unknown-value' can't be excused; mend it where it is reported "
            "[unknown-rule]"
        ),
    ]


def test_settings_can_not_turn_off_what_is_essential(playbook: Write) -> None:
    folder = playbook(
        """
        playbook.yml
            rules:
              yaml-syntax: off
              bad-tga: off
        a.yml
            kind: [persona
        """
    )
    assert findings(folder) == [
        "a.yml:1:7: error: a bracket that is opened and not closed [yaml-syntax]",
        "playbook.yml:2:3: error: 'yaml-syntax' is always an error [unknown-rule]",
        "playbook.yml:3:3: error: no rule named 'bad-tga'; did you mean 'bad-tag'? [unknown-rule]",
    ]


def test_without_settings_no_rule_speaks(playbook: Write) -> None:
    folder = playbook(
        "playbook.yml\n    - a\na.yml\n    {kind: persona, name: A, tags: bad, status: gone}\n"
    )
    assert [line.rpartition("[")[2] for line in findings(folder)] == [
        "unknown-value]",
        "not-fields]",
    ]


def test_an_earlier_reading_is_not_reported(playbook: Write) -> None:
    folder = playbook("a.yml\n    {kind: persona, name: A, tags: bad}\n")
    before = load(folder)
    (folder / "a.yml").write_text("{kind: persona")
    found = check(load(folder, last_good={"a.yml": before.entries[0].document}))
    assert [finding.rule for finding in found] == ["yaml-syntax"]


def test_a_lost_field_of_the_teams_is_one_finding(playbook: Callable[[str], Path]) -> None:
    folder = playbook(
        """
        playbook.yml
            fields: {persona: {loyalty: {title: Loyalty, shape: choise}}}
        amelia.md
            ---
            kind: persona
            name: Amelia
            owner: us
            loyalty: fan
            gaols: [Be on time]
            ---
        """
    )
    found = [(one.path, one.rule) for one in check(load(folder))]
    assert found == [("amelia.md", "unknown-field"), ("playbook.yml", "unknown-value")]


@pytest.mark.parametrize(
    ("named", "id_"),
    [
        ("[ruth]", "ruth`, by which other documents mean it"),
        ("[ruth, okafor]", "ruth-okafor`"),  # nobody knows which
        ("[rut]", "ruth-okafor`"),
        ("[amelia]", "ruth-okafor`"),
    ],
)
def test_a_renamed_file_is_to_have_the_id_that_others_use(
    playbook: Write, named: str, id_: str
) -> None:
    folder = playbook(
        f"""
        amelia.md
            ---
            kind: persona
            name: Amelia
            ---
        ruth okafor.md
            ---
            kind: persona
            name: Ruth Okafor
            ---
        order.yml
            kind: journey
            title: Order
            personas: {named}
        """
    )
    (finding,) = check(load(folder))
    assert finding.message == "the file's name 'ruth okafor' can't be an id"
    assert finding.help == f"add `id: {id_}"
