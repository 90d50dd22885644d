"""Personal data: what is found and what is left alone, measured on a list of labelled lines."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persona_playbook import banner, personal, report
from persona_playbook.catalog import load
from persona_playbook.check import check
from persona_playbook.personal import (
    ADDRESS,
    CARD,
    IBAN,
    NATIONAL_ID,
    PHONE,
    PROFILE,
    bank,
    find,
    hide,
    ids,
    online,
    phones,
)
from persona_playbook.personal.spans import Span
from persona_playbook.report import github, gitlab, json, junit, markdown, sarif
from persona_playbook.report.contents import Report

HERE = Path(__file__).parent
DETECTORS = (ADDRESS, PHONE, IBAN, CARD, PROFILE, NATIONAL_ID)

Found = set[tuple[str, int, int]]


def lines() -> list[tuple[int, str, Found]]:
    """The labelled lines: (number, text, what is in it)."""
    labelled = []
    source = (HERE / "personal.tsv").read_text("utf-8").splitlines()
    for number, line in enumerate(source, 1):
        if line.startswith("# Made up") or "\t" not in line:
            continue
        kinds, _, text = line.partition("\t")
        parts = re.split("[⟦⟧]", text.replace("\\n", "\n"))
        spans, position = [], 0
        for index, part in enumerate(parts):
            if index % 2:
                spans.append((position, position + len(part)))
            position += len(part)
        names = [] if kinds == "-" else kinds.split(", ")
        found = {(name, *span) for name, span in zip(names, spans, strict=True)}
        assert {name for name, _, _ in found} <= set(DETECTORS), number
        labelled.append((number, "".join(parts), found))
    return labelled


LINES = lines()


def test_the_list_is_long_enough_and_says_everything_once() -> None:
    assert len(LINES) >= 400
    assert len({text for _, text, _ in LINES}) == len(LINES)
    labels = Counter(name for _, _, found in LINES for name, _, _ in found)
    assert all(labels[detector] >= 30 for detector in DETECTORS)
    assert sum(not found for _, _, found in LINES) >= 200


def test_precision_and_recall(capsys: pytest.CaptureFixture[str]) -> None:
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    report = []
    for number, text, expected in LINES:
        found = {(piece.detector, piece.start, piece.end) for piece in find(text, ids=True)}
        right.update(name for name, _, _ in found & expected)
        wrong.update(name for name, _, _ in found - expected)
        missed.update(name for name, _, _ in expected - found)
        report += [f"{number}: wrong {n} {text[s:e]!r}" for n, s, e in found - expected]
        report += [f"{number}: missed {n} {text[s:e]!r}" for n, s, e in expected - found]
    figures = {}
    for name in DETECTORS:
        precision = right[name] / (right[name] + wrong[name])
        recall = right[name] / (right[name] + missed[name])
        figures[name] = precision, recall
        report.append(f"{name}: precision {precision:.3f}, recall {recall:.3f}, of {right[name]}")
    with capsys.disabled():
        print("", *report, sep="\n")  # noqa: T201 - the figures are what the test is for
    assert all(p >= 0.98 and r >= 0.95 for p, r in figures.values()), figures


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Write to jane.hart@kurbelpost.de!", "Write to ja…de!"),
        ("a@b.io", "a…"),
        ("see https://www.linkedin.com/in/jane-hart", "see www.linkedin.com/…"),
        ("+49 155 12345678 or 030/1234567", "+4…78 or 03…67"),
        ("name@example.com", "name@example.com"),
    ],
)
def test_hide(text: str, masked: str) -> None:
    assert hide(text) == masked


VALUES = [
    text[start:end] for _, text, found in LINES for _, start, end in sorted(found) if end - start
]


@given(st.lists(st.sampled_from(VALUES), min_size=1, max_size=5), st.text(max_size=20))
def test_what_is_masked_is_never_shown_whole(values: list[str], between: str) -> None:
    text = f"\n{between}\n".join(values)
    for piece in find(text, ids=True):
        value = text[piece.start : piece.end]
        assert value not in piece.masked
        half = len(value) // 2
        assert value[half:] not in piece.masked
        assert piece.detector == PROFILE or value[: half + 1] not in piece.masked
    for piece in find(text, ids=True):
        value = text[piece.start : piece.end]
        assert value not in hide(text, ids=True)


@given(st.text(alphabet="+0123456789 ()-./@a.deDE\n", max_size=80))
def test_pieces_lie_in_order_within_the_text(text: str) -> None:
    position = 0
    for piece in find(text, ids=True):
        assert position <= piece.start < piece.end <= len(text)
        position = piece.end


ALLOW = ["Kurbelpost.de", "@velpost.nl", "ann@kleinpost.dk", "+49 155 12345678"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@kurbelpost.de, b@mail.kurbelpost.de, c@velpost.nl, ann@kleinpost.dk", 0),
        ("a@fahrkurbelpost.de", 1),
        ("a@kurbelpost.de.evil.io", 1),
        ("per@kleinpost.dk", 1),
        ("joann@kleinpost.dk", 1),
        ("+49 155/1234-5678 and +4915512345678", 0),
        ("+49 155 123456789", 1),
        ("https://www.linkedin.com/in/velmora-care and linkedin.com/in/velmora-care", 0),
        ("linkedin.com/in/velmora-carer", 1),
    ],
)
def test_what_the_team_calls_its_own(text: str, found: int) -> None:
    own = [*ALLOW, "https://linkedin.com/in/velmora-care"]
    assert len(list(find(text, own))) == found


def test_national_ids_are_found_when_asked_for() -> None:
    assert list(find("SSN 735-12-4821")) == []
    assert [piece.detector for piece in find("SSN 735-12-4821", ids=True)] == [NATIONAL_ID]


def test_the_example_playbook_holds_none() -> None:
    findings = check(load(HERE.parent / "personas", date(2026, 11, 22)))
    assert [str(one) for one in findings if one.rule == "personal-data"] == []


# Beginnings of what is looked for that never end it, and whole pieces, as many as there can be.
HOSTILE = {
    online.profiles: ["x.com/", "x.com/https://www.", "linkedin.com/in/a ", "m."],
    online.addresses: ["a@", "a.", "a@b.b.b.b.b.b.b.b.b@", "a@b.de "],
    bank.ibans: ["DE12 ", "DE12\n      ", "AZ12 ABCD ", "DE12", "NL28 VELM 0123 4567 00 "],
    bank.cards: ["4111 ", "4111-", "34", "4999998150000776 ", "4111 1111 1111 1112 "],
    ids.national_ids: ["735-12-", "12 345 678 ", "AB 12 ", "BSN 1", "735-12-4821 "],
    phones.international: ["+1", " +1\n  ", "001 ", "+1(", "+49 30 1234567 "],
    phones.labelled: ["tel 1", "1234567 ", "call a ", "1 ", "tel 0123 456 789 "],
    phones.american: ["(212) ", "212-", "(", "212 555 4821 "],
    phones.grouped: ["01 ", "01.", "(0", "no. 012 345 678 ", "012 345 678 a "],
}


@pytest.mark.parametrize("detect", HOSTILE, ids=lambda detect: detect.__name__)
def test_a_megabyte_takes_less_than_a_second(detect: Callable[[str], Iterator[Span]]) -> None:
    for unit in HOSTILE[detect]:
        text = unit * (1_000_000 // len(unit)) + "!"
        begin = time.process_time()
        list(islice(detect(text), personal.MOST))
        taken = time.process_time() - begin
        assert taken < 1, (unit, taken)


def test_every_detector_is_tried_with_hostile_texts() -> None:
    assert set(HOSTILE) == {detect for _, detect in (*personal._WORDS, *personal._NUMBERS)}


def test_nothing_that_is_printed_shows_the_whole_value(tmp_path: Path) -> None:
    secrets = ["otto@radhof-nord.de", "+49 155 12345678", "735-12-4821"]
    (tmp_path / "playbook.yml").write_text("personal_data: {national_ids: true}\n")
    (tmp_path / "amelia.md").write_text(
        "---\nkind: persona\nname: Amelia\nstatus: otto@radhof-nord.de\n"
        "segments: [735-12-4821]\ngaols: +49 155 12345678\n---\n"
    )
    catalog = load(tmp_path, date(2026, 11, 22))
    findings = check(catalog)
    rules = [finding.rule for finding in findings]
    assert rules.count("personal-data") == 3
    assert {"unknown-value", "unknown-field"} <= set(rules)  # which quote the value
    documents = {document.path: document for document in catalog.documents}
    found = Report(findings, documents)
    printed = [
        report.text(findings, documents),
        report.concise(findings),
        json.make(findings),
        *(make(found) for make in (gitlab.make, junit.make, markdown.make, sarif.make)),
        github.make(found, "", "token"),
        *(banner.make(findings, finding.path) for finding in findings),
    ]
    for secret in secrets:
        assert not any(secret in text for text in printed), secret
