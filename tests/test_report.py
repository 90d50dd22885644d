"""What people and programs see of findings."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persona_playbook import report
from persona_playbook.finding import Finding, Severity
from persona_playbook.frontmatter import Document, parse


def finding(
    column: int = 1,
    end: int = 2,
    *,
    line: int = 1,
    end_line: int = 0,
    message: str = "a fault",
    help_: str = "",
    path: str = "a.yml",
    severity: Severity = Severity.ERROR,
) -> Finding:
    return Finding(path, line, column, end_line or line, end, severity, "a-rule", message, help_)


def shown(text: str, found: Finding) -> list[str]:
    """The excerpt and the carets, without the gutter."""
    document = Document("a.yml", text)
    lines = report.text([found], {"a.yml": document}).splitlines()
    return [line.partition("| ")[2] for line in lines[1:3]]


def test_text() -> None:
    document = parse(b"kind: persona\njourneys: [first-ordr, x]\n", "a.yml")
    found = [
        finding(12, 22, line=2, message="no journey named 'first-ordr'", help_="write first-order"),
        finding(1, 5, severity=Severity.WARNING, message="an odd kind"),
    ]
    assert report.text(found, {"a.yml": document}, 41) == (
        "a.yml:2:12: error: no journey named 'first-ordr' [a-rule]\n"
        "2 | journeys: [first-ordr, x]\n"
        "  |            ^^^^^^^^^^\n"
        "  = help: write first-order\n"
        "\n"
        "a.yml:1:1: warning: an odd kind [a-rule]\n"
        "1 | kind: persona\n"
        "  | ^^^^\n"
        "\n"
        "1 error and 1 warning in 41 documents\n"
    )


def test_text_without_a_line_to_show() -> None:
    assert report.text([finding()], {"a.yml": Document("a.yml")}) == (
        "a.yml:1:1: error: a fault [a-rule]\n\n1 error in 1 document\n"
    )
    assert "|" not in report.text([finding()], {})


@pytest.mark.parametrize(
    ("errors", "warnings", "documents", "line"),
    [
        (0, 0, 41, "41 documents, nothing to mend"),
        (0, 0, 1, "1 document, nothing to mend"),
        (3, 2, 41, "3 errors and 2 warnings in 41 documents"),
        (0, 1, 1200, "1 warning in 1,200 documents"),
    ],
)
def test_summary(errors: int, warnings: int, documents: int, line: str) -> None:
    found = [finding()] * errors + [finding(severity=Severity.WARNING)] * warnings
    assert report.summary(found, documents) == line


@pytest.mark.parametrize(
    ("text", "found", "excerpt", "carets"),
    [
        # Wide signs fill two columns, marks that join others none.
        ("🚲🚲: x", finding(5, 6), "🚲🚲: x", "      ^"),
        ("名前: 値段", finding(5, 7), "名前: 値段", "      ^^^^"),
        ("e\u0301e\u0301: x", finding(7, 8), "e\u0301e\u0301: x", "    ^"),
        # A tab is shown as spaces up to the next stop.
        ("a:\tb", finding(4, 5), "a:  b", "    ^"),
        ("\t\tb", finding(3, 4), "        b", "        ^"),
        ("a\tb", finding(2, 3), "a   b", " ^^^"),
        # At the end of the line, and beyond its own line.
        ("abc", finding(4, 4), "abc", "   ^"),
        ("abc  ", finding(2, 1, end_line=3), "abc", " ^^"),
        # What a terminal would obey is spelled out.
        ("a\x1b[31mb", finding(1, 7), "a\\x1b[31mb", "^" * 9),
        ("a\u202eb", finding(3, 4), "a\\u202eb", "       ^"),
    ],
)
def test_excerpt(text: str, found: Finding, excerpt: str, carets: str) -> None:
    assert shown(text, found) == [excerpt, carets]


def test_a_long_line_is_shown_around_its_fault() -> None:
    text = "x" * 100_000 + "fault" + "y" * 100_000
    excerpt, carets = shown(text, finding(100_001, 100_006))
    assert len(excerpt) < 110
    assert excerpt[carets.index("^") : carets.rindex("^") + 1] == "fault"
    assert excerpt[0] == excerpt[-1] == "…"
    excerpt, carets = shown(text, finding(1, 200_000))
    assert len(excerpt) < 110
    assert len(carets) <= len(excerpt)


@given(
    st.text(st.characters(exclude_characters="\n")),
    st.integers(1, 60),
    st.integers(0, 60),
    st.sampled_from(["a.yml", "\x1b]0;x\x07.yml", "a\udc80\n.yml"]),
)
def test_nothing_reaches_the_terminal_raw(line: str, column: int, width: int, path: str) -> None:
    column = min(column, len(line) + 1)
    found = finding(column, column + width, message=line, help_=line, path=path)
    for text in (report.text([found], {path: Document(path, line)}), report.concise([found])):
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", text
        )
        assert text.encode()  # and it can be written as UTF-8
        assert text.count("\n") <= 6


def test_color() -> None:
    document = Document("a.yml", "kind: x")
    found = [finding(7, 8, help_="try y")]
    plain = report.text(found, {"a.yml": document})
    colored = report.text(found, {"a.yml": document}, color=True)
    assert "\033" not in plain
    assert re.sub("\033\\[[0-9;]*m", "", colored) == plain
    assert "\033[1;31merror\033[0m" in colored
    assert "\033[1;31m^\033[0m" in colored
    assert "\033" in report.concise(found, color=True)


def test_concise() -> None:
    found = [finding(), finding(2, message="another")]
    assert report.concise(found) == "".join(f"{one}\n" for one in found)
    assert report.concise([]) == ""
