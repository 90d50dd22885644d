"""A fingerprint is that of one finding, and stays its own when its document is edited elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from persona_playbook.catalog import load
from persona_playbook.check import check
from persona_playbook.finding import Finding

Write = Callable[[str], Path]

# Blocks of lines; most are faulty, some of them twice in the same way.
FIELDS = (
    "kind: persona",
    "status: gone",
    "gaols: [Be on time]",
    "goals:\n  - statement: Arrive\n    evidnce: x\n  - statement: Arrive\n    evidnce: x",
    "journeys: [nowhere, nowhere, elsewhere]",
    "segments:\n  - commutres\n  - commutres",
    "quote: Write to me at otto@radhof-nord.de",
    "tags:\n  - [a]\n  - b",
)
BODY = ("![no](one.png)", "[gone](gone.md)", "[gone](gone.md)", "Call otto@radhof-nord.de.")
HARMLESS = st.sampled_from(["", "# a comment", "#", "tagline: Rides a bicycle"])


@pytest.fixture(scope="module")
def find(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Finding]]:
    """Check one document of these fields and this body."""
    folder = tmp_path_factory.mktemp("personas")

    def do(fields: list[str], body: list[str]) -> list[Finding]:
        text = "\n".join(["---", *fields, "---", *(f"\n{part}" for part in body), ""])
        (folder / "amelia.md").write_text(text, "utf-8")
        return check(load(folder))

    return do


def marks(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.rule, finding.fingerprint) for finding in findings}


@settings(max_examples=30)
@given(
    st.permutations(FIELDS),
    st.permutations(BODY),
    st.lists(
        st.tuples(st.integers(0, len(FIELDS)), HARMLESS), max_size=4, unique_by=lambda x: x[1]
    ),
    st.lists(st.tuples(st.integers(0, len(BODY)), st.just("More words.")), max_size=3),
)
def test_unique_and_stable(
    find: Callable[..., list[Finding]],
    fields: list[str],
    body: list[str],
    more_fields: list[tuple[int, str]],
    more_body: list[tuple[int, str]],
) -> None:
    before = find(list(FIELDS), list(BODY))
    assert len(before) > 15
    assert len(marks(before)) == len(before)
    for place, line in more_fields:
        fields = [*fields[:place], line, *fields[place:]]
    for place, line in more_body:
        body = [*body[:place], line, *body[place:]]
    after = find(fields, body)
    assert len(marks(after)) == len(after)
    assert marks(after) == marks(before)


def test_of_equals_that_are_mended_one_is_gone(find: Callable[..., list[Finding]]) -> None:
    before = marks(find(["kind: persona", "segments: [x, y, x]"], []))
    after = marks(find(["kind: persona", "segments: [y, x]"], []))
    assert after < before
    assert len(after) == len(before) - 1


def test_other_values_and_documents_have_other_fingerprints(playbook: Write) -> None:
    folder = playbook(
        """
        a.md
            ---
            kind: persona
            name: A
            segments: [x, y]
            ---
        b.md
            ---
            kind: persona
            name: B
            segments: [x]
            ---
        """
    )
    found = check(load(folder))
    assert len(marks(found)) == len(found)


def test_a_severity_changes_nothing(playbook: Write) -> None:
    tree = "a.yml\n    {kind: persona, name: A}\nplaybook.yml\n    rules: {missing-owner: %s}\n"
    assert marks(check(load(playbook(tree % "error")))) == marks(
        check(load(playbook(tree % "warning")))
    )


def test_no_fingerprint_is_made_of_personal_data(playbook: Write) -> None:
    """Of the same form with the same ends: who has only the fingerprint can't try numbers."""
    folder = playbook("a.yml\n    {kind: persona, name: A, quote: 'Call +49 170 5552340'}\n")
    one = marks(check(load(folder)))
    (folder / "a.yml").write_text("{kind: persona, name: A, quote: 'Call +49 170 5559940'}\n")
    assert "personal-data" in {rule for rule, _ in one}
    assert marks(check(load(folder))) == one
