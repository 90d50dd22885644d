"""What machines read of findings: valid by the schemas of those who made the formats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import jsonschema_rs
import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

import persona_playbook.report
from persona_playbook.catalog import load
from persona_playbook.check import check
from persona_playbook.finding import Finding, Severity
from persona_playbook.report import github, gitlab, junit, markdown, sarif
from persona_playbook.report import json as json_
from persona_playbook.report.contents import Report
from persona_playbook.rules import RULES

SCHEMAS = Path(__file__).parent / "schemas"
OURS = Path(persona_playbook.report.__file__).parent / "findings.schema.json"
JUNIT = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")
ERROR, WARNING = Severity.ERROR, Severity.WARNING

# What a stranger can write, and no format may obey.
NASTY = [
    "%0A::error::x",
    "a\n::set-output name=x::y",
    "a\r##[add-matcher]x",
    "`` ` @everyone #1 <img src=x>",
    "]]>&<b a='\"'>",
    "[click](https://example.com)",
    "a\x1b[31m\x00\ufffe\u202e\udc80",
]


def schema(path: Path) -> jsonschema_rs.Validator:
    # SARIF's has a bracket that jsonschema-rs wants escaped; it means the same.
    text = path.read_text("utf-8").replace("{2}]?$", r"{2}\\]?$")
    return jsonschema_rs.validator_for(json.loads(text))


def read(xml: str) -> ElementTree.Element:
    return ElementTree.fromstring(xml)  # noqa: S314 - our own


def finding(
    message: str = "a fault",
    path: str = "a.yml",
    line: int = 1,
    severity: Severity = ERROR,
    **more: object,
) -> Finding:
    fields = {
        "end_line": line,
        "column": 2,
        "end_column": 4,
        "rule": "unknown-value",
        "help": "",
        "fingerprint": "0" * 32,
    }
    return Finding(path=path, line=line, severity=severity, message=message, **fields | more)


def report(*findings: Finding, **more: object) -> Report:
    return Report(findings, {one.path for one in findings} | {"clean.md"}, **more)


def nasty() -> Report:
    """All that is nasty, in every place that a document has a say in."""
    return report(
        *(finding(words, path=f"{words}.md", help=words, line=3, end_line=4) for words in NASTY),
        *(finding(words, severity=WARNING) for words in NASTY),
    )


@pytest.fixture
def real(playbook: Callable[[str], Path], today: object) -> Report:
    """The findings of a faulty playbook."""
    catalog = load(
        playbook(
            """
            amelia.md
                ---
                kind: persona
                name: Amelia
                status: gone
                journeys: [a, a]
                quote: The other day otto@radhof-nord.de
                ---
                ![no](picture.png)
            b ü.yml
                kind: [persona
            playbook.yml
                titel: x
            """
        )
    )
    found = check(catalog)
    assert len({one.rule for one in found}) >= 5
    return Report(found, [document.path for document in catalog.documents])


def reports(real: Report) -> list[Report]:
    return [real, nasty(), report()]


def test_json(real: Report) -> None:
    assert jsonschema_rs.meta.is_valid(json.loads(OURS.read_text("utf-8")))
    for one in reports(real):
        schema(OURS).validate(json.loads(json_.make(one.findings)))
    assert json_.make(nasty().findings).isascii()
    found = json.loads(json_.make([finding("é", path="b"), finding()]))
    assert found["version"] == json_.VERSION
    assert [one["path"] for one in found["findings"]] == ["a.yml", "b"]
    assert set(found["findings"][0]) == set(Finding.__slots__)


def test_the_schema_of_our_json_can_fail() -> None:
    data = json.loads(json_.make([finding()]))
    for name, value in (("line", 0), ("rule", "no rule"), ("fingerprint", ""), ("severity", "x")):
        faulty = {"version": 1, "findings": [data["findings"][0] | {name: value}]}
        assert not schema(OURS).is_valid(faulty), name
    assert not schema(OURS).is_valid(data | {"version": 2})


def test_gitlab(real: Report) -> None:
    for one in reports(real):
        schema(SCHEMAS / "gitlab-code-quality.json").validate(json.loads(gitlab.make(one)))
    found = json.loads(gitlab.make(report(finding(help="mend it"), finding(severity=WARNING))))
    assert [one["severity"] for one in found] == ["major", "minor"]
    assert [one["description"] for one in found] == ["a fault; mend it", "a fault"]


def test_sarif(real: Report) -> None:
    for one in reports(real):
        schema(SCHEMAS / "sarif-2.1.0.json").validate(json.loads(sarif.make(one)))
    run = json.loads(sarif.make(real))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(real.findings)
    for result, one in zip(run["results"], real.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == one.rule
        assert rules[result["ruleIndex"]]["help"]["text"] == RULES[one.rule].text
        assert result["partialFingerprints"] == {"playbook/v1": one.fingerprint}
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert "b%20%C3%BC.yml" in [place["artifactLocation"]["uri"] for place in places]


def test_sarif_counts_characters() -> None:
    run = json.loads(sarif.make(report(finding(column=3, end_column=5))))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 5}


def test_sarif_messages_have_no_links_of_documents() -> None:
    assert "](" not in sarif.make(nasty())


def test_junit(real: Report) -> None:
    for one in reports(real):
        JUNIT.validate(read(junit.make(one)))
    found = report(finding(), finding(), finding(severity=WARNING, path="b.yml"))
    root = read(junit.make(found))
    assert root.attrib == {"name": "playbook check", "tests": "4", "failures": "2", "errors": "0"}
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {"a.yml", "b.yml", "clean.md"}
    names = [case.get("name") for case in suites["a.yml"]]
    assert names == ["unknown-value: a fault", "unknown-value: a fault (2)"]
    assert [part.tag for part in suites["b.yml"][0]] == ["skipped"]
    assert [case.get("name") for case in suites["clean.md"]] == ["playbook check"]
    strict = read(junit.make(report(*found.findings, fails=WARNING)))
    assert strict.get("failures") == "3"


# GitHub's runner: a line that begins with `::` is a command, and one with `##[` anywhere.
_COMMAND = re.compile(r"\s*::(?P<name>[^\s:]+)(?: (?P<properties>.*?))?::(?P<data>.*)")


def commands(log: str) -> list[re.Match[str]]:
    """What a runner obeys of a log."""
    obeyed, stopped = [], None
    for line in re.split("\r\n|\r|\n", log):
        match = _COMMAND.match(line)
        if stopped:
            stopped = None if match and match["name"] == stopped else stopped
        elif match and match["name"] == "stop-commands":
            stopped = match["data"]
        elif match:
            obeyed.append(match)
        else:
            assert "##[" not in line, line
    assert stopped is None
    return obeyed


def test_github_obeys_no_document() -> None:
    text = "".join(f"{words}\n::error::{words}\n" for words in NASTY)
    obeyed = commands(github.make(nasty(), text, "token"))
    assert [one["name"] for one in obeyed] == ["error"] * 7 + ["warning"] * 7
    for one in obeyed:
        properties = [part.partition("=")[0] for part in one["properties"].split(",")]
        assert properties in (
            ["file", "line", "endLine", "title"],
            ["file", "line", "endLine", "col", "endColumn", "title"],
        )


@given(st.text(), st.text(), st.text())
def test_github_reads_back_what_we_say(path: str, message: str, help_: str) -> None:
    note = github.make(report(finding(message, path=path, help=help_)), "", "token")
    (obeyed,) = commands(note)
    assert obeyed["properties"].count(",") == 5
    assert obeyed["properties"].endswith(",title=unknown-value")


def test_github_shows_errors_and_what_changed_first() -> None:
    found = report(
        *(finding(path=f"{number:02}.yml", severity=WARNING) for number in range(12)),
        *(finding(path=f"{number:02}.yml") for number in range(12)),
        changed={"11.yml"},
    )
    obeyed = commands(github.make(found, "", "token"))
    shown = [(one["name"], one["properties"][5:11]) for one in obeyed]
    order = ["11.yml", *(f"{number:02}.yml" for number in range(9))]
    assert shown == [(name, path) for name in ("error", "warning") for path in order]


def test_github_notes() -> None:
    found = report(finding("100 %: a, b", help="mend it", path="a,b.md"), finding(end_line=2))
    assert github.make(found, "text\n", "token") == (
        "::stop-commands::token\ntext\n::token::\n"
        "::error file=a%2Cb.md,line=1,endLine=1,col=2,endColumn=4,title=unknown-value::"
        "100 %25: a, b%0Amend it\n"
        "::error file=a.yml,line=1,endLine=2,title=unknown-value::a fault\n"
    )


def test_markdown() -> None:
    found = report(finding("no `x`", help="mend it"), finding(severity=WARNING), finding())
    assert markdown.make(found) == (
        "### Playbook: 2 errors and 1 warning in 2 documents\n"
        "\n**Errors**\n\n"
        "- `a.yml:1:2` `` no `x` `` unknown-value<br>`mend it`\n"
        "- `a.yml:1:2` `a fault` unknown-value\n"
        "\n**Warnings**\n\n"
        "- `a.yml:1:2` `a fault` unknown-value\n"
    )
    assert markdown.make(report()) == "### Playbook: 1 document, nothing to mend\n"


def test_markdown_keeps_to_its_size() -> None:
    found = report(*(finding("é" * 500, path=f"{number}.md") for number in range(200)))
    text = markdown.make(found)
    assert 60_000 < len(text.encode()) <= markdown.COMMENT
    shown = text.count("\n- ")
    assert f"… and {200 - shown} more findings; `playbook check` shows them all" in text


@given(st.text() | st.sampled_from(NASTY))
def test_code_is_code_whatever_it_has(words: str) -> None:
    shown = markdown.code(words)
    assert "\n" not in shown
    if not shown:
        assert not words.split()
        return
    fence = re.match("`+", shown)[0]
    inner = shown.removeprefix(fence).removesuffix(fence)
    assert shown == f"{fence}{inner}{fence}"
    # No run of ticks within is as long as the fence, so that nothing but the end ends it.
    assert fence not in re.findall("`+", inner)
    assert not inner.startswith("`")
    assert not inner.endswith("`")


@pytest.mark.parametrize("make", [gitlab.make, sarif.make, junit.make, markdown.make])
def test_no_line_of_a_document_is_in_it(make: Callable[[Report], str], real: Report) -> None:
    assert "personal-data" in {one.rule for one in real.findings}
    text = make(real)
    assert "otto@radhof-nord.de" not in text
    assert "The other day" not in text
