"""Tables, workbooks and Markdown of others become documents, and nothing of them is lost."""

from __future__ import annotations

import html
import io
import os
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

from persona_playbook import importing, kinds, whole
from persona_playbook.catalog import load
from persona_playbook.cli import main
from persona_playbook.frontmatter import parse
from persona_playbook.importing import CanNotImport, serialize, summary
from persona_playbook.importing.mapping import Mapper
from persona_playbook.language import load as load_language

NOWHERE = Path("nowhere").absolute()


def plan(name: str, source: str | bytes, **options: Any) -> importing.Import:
    data = source.encode() if isinstance(source, str) else source
    playbook = importing.empty(NOWHERE)
    kind = playbook.kinds[options.pop("kind", "persona")]
    return importing.plan([(name, data)], playbook, kind, **options)


def only(found: importing.Import) -> tuple[dict[str, Any], str]:
    """Data and body of the one document that was made; it has no faults."""
    assert found.errors == []
    (draft,) = found.drafts
    document = parse(draft.raw, draft.path)
    assert document.faults == []
    return document.data, document.body


def fields(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in data if name not in ("kind", "status")}


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


# Labels become fields.

ADA = "# Ada Byron\n\n"
STYLES = {
    "headings": ADA + "## Goals\n\n- Ship\n- Learn\n\n## Frustrations\n\nLong\nmeetings.\n",
    "underlined headings": "Ada Byron\n===\n\nGoals\n---\n* Ship\n* Learn\n\n"
    "Frustrations\n-----\nLong meetings.\n",
    "bold labels": ADA + "**Goals:**\n- Ship\n- Learn\n\n**Frustrations**: Long meetings.\n",
    "bold lines": ADA + "__Goals__\n\n1. Ship\n2. Learn\n\n**Frustrations**\n\nLong meetings.\n",
    "a list of labels": ADA + "- **Goals:**\n  - Ship\n  - Learn\n"
    "- **Frustrations:** Long\n  meetings.\n",
    "plain labels": ADA + "Frustrations: Long meetings.\n\nGoals:\n- Ship\n- Learn\n",
    "definitions": ADA + "Goals\n: Ship\n: Learn\n\nFrustrations\n:   Long\n    meetings.\n",
    "a table": ADA + "| Field | Value |\n|---|---|\n| Goals | Ship<br>Learn |\n"
    "| **Frustrations** | Long meetings. |\n",
    "front matter": "---\ntitle: Ada Byron\ngoals: [Ship, Learn]\npains: Long meetings.\n---\n",
    "a name as label": "# Persona\n\n**Name:** Ada Byron\n\n## Her goals\n- Ship\n- Learn\n\n"
    "## Ada’s pains\nLong meetings.\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_each_style_of_markdown(style: str) -> None:
    data, body = only(plan("x.md", STYLES[style]))
    pains = data["pain_points"]
    assert pains in ("Long meetings.", ["Long meetings."])
    goals = data["goals"]
    if style == "a table":  # a cell has lines, not items
        assert goals in (["Ship", "Learn"], "Ship Learn")
    else:
        assert goals == ["Ship", "Learn"]
    assert data["name"] == "Ada Byron"
    assert data["status"] == "draft"
    assert body.strip() == ""


def test_what_a_label_asks_for_is_found_around_its_words() -> None:
    mapper = Mapper(kinds.load({}, {})["persona"], load_language("de"), {})
    found = {
        "Pain Points": "pain_points",
        "painpoints": "pain_points",
        "👍 Goals:": "goals",
        "Key Quote": "quote",
        "Ada's main goals (2026)": "goals",
        "Pains & frustrations": "pain_points",
        "Goals and pains": "",  # two fields
        "Ziele": "goals",  # in the playbook's language
        "Budget": "buying.budget",
        "Shoe size": "",
        "Age": "about",
    }
    for label, field in found.items():
        assert ".".join(mapper.find(label) or ()) == field, label
    assert mapper.find("thoughts") is None
    assert mapper.find("thoughts", "Empathy map") == ("empathy", "thinks")


def test_a_section_goes_to_a_field_only_if_the_field_takes_all_of_it() -> None:
    data, body = only(
        plan(
            "ada.md",
            "# Ada\n\nFirst words.\n\n---\n\n## Goals\n\n- One\n  - deeper\n\n## Needs\n\n"
            "A [link](https://example.com/a) stays.\n\n## Bio\n\nOne.\n\nTwo.\n\n"
            "## Tools\n\n```\ncode\n```\n\n## Priority\n\nImportant\n\n"
            "### Quote\n\n> “So it is.”\n\n"
            "## Demographics\n\n- **Age:** 34\n- Place: Ulm\n\n## Empathy map\n\n"
            "- **Says:** Hm\n- **Smells:** Tea\n\n---\n",
        )
    )
    assert fields(data) == {
        "name": "Ada",
        "needs": "A [link](https://example.com/a) stays.",
        "quote": "So it is.",
        "about": {"Age": 34, "Place": "Ulm"},
        "empathy": {"says": "Hm"},
    }
    assert body.strip() == (
        "First words.\n\n---\n\n## Goals\n\n- One\n  - deeper\n\n## Bio\n\nOne.\n\nTwo.\n\n"
        "## Tools\n\n```\ncode\n```\n\n## Priority\n\nImportant\n\n"
        "## Empathy map\n\n- **Smells:** Tea"
    )


def test_the_same_field_twice() -> None:
    text = "# Ada\n\n## Pains\n\n- A\n\n## Frustrations\n\n- B\n\n**Age:** 34\n\n**Age:** 35\n"
    data, body = only(plan("ada.md", f"{text}\n## Bio\n\nOne.\n\n## Summary\n\nTwo.\n"))
    assert data["pain_points"] == ["A", "B"]
    assert data["about"] == {"Age": 34}
    assert data["summary"] == "One."
    assert body.strip() == "## Frustrations\n\n**Age:** 35\n\n## Summary\n\nTwo."


def test_fields_of_other_tools_stay_under_their_names() -> None:
    source = "---\nlayout: page\nweight: 3\ntitle: Ada\nimage: ada.png\ntags: [a, b]\n---\n\nHi.\n"
    data, body = only(plan("ada.md", source))
    assert fields(data) == {
        "name": "Ada",
        "tags": ["a", "b"],
        "x-image": "ada.png",
        "x-layout": "page",
        "x-weight": 3,
    }
    assert body == "\nHi.\n"


# Several documents in a file.

SEVERAL = (
    "# Team\n\nWords.\n\n## Ada\n\n### Goals\n\n- A\n\n## Ben\n\n### Goals\n\n- B\n\n## Notes\n"
)


def test_headings_with_the_same_labels_are_documents() -> None:
    found = plan("team.md", SEVERAL)
    assert [draft.path for draft in found.drafts] == ["ada.md", "ben.md"]
    assert [(place, label) for _, place, label in found.left_out] == [
        ("line 1", "Team"),
        ("line 17", "Notes"),
    ]
    assert b"- B" in found.drafts[1].raw


def test_the_level_of_documents_can_be_said() -> None:
    found = plan("team.md", SEVERAL, levels=[2])
    assert [draft.path for draft in found.drafts] == ["ada.md", "ben.md", "notes.md"]
    with pytest.raises(CanNotImport, match="no heading of the level"):
        plan("team.md", SEVERAL, levels=[5])


def test_top_headings_without_labels_are_documents() -> None:
    found = plan("team.md", "# Ada\n\nOne.\n\n# Ben\n\nTwo.\n")
    assert [draft.path for draft in found.drafts] == ["ada.md", "ben.md"]


def test_parts_with_their_own_labels_are_no_documents() -> None:
    source = "# Ada\n\n## Drives\n\n### Goals\n- A\n\n# Ben\n\n## Drives\n\n### Goals\n- B\n"
    assert [draft.path for draft in plan("team.md", source).drafts] == ["ada.md", "ben.md"]


def test_links_follow_and_none_is_broken() -> None:
    playbook = importing.empty(NOWHERE)
    one = "---\nlayout: x\n---\n# Ada\n\n[b](../ben/), ![p](p.png), [no](no.md), [w][1] `[w][1]`\n"
    one += "![](ada.png)\n\n[1]: https://example.com/1\n"
    two = "# Ben\n\n## Related\n\n- [Ada](one.qmd): his boss\n"
    sources = [("in/one.qmd", one.encode()), ("in/ben.md", two.encode())]
    found = importing.plan(sources, playbook, playbook.kinds["persona"])
    assert found.errors == []
    assert (
        b"[b](ben.md), p (`p.png`), no (`no.md`), [w](https://example.com/1) `[w][1]`\n"
        b" (`ada.png`)\n" in found.drafts[0].raw
    )
    assert parse(found.drafts[1].raw, "b.md").data["related"] == [
        {"persona": "ada", "why": "his boss"}
    ]


# Tables.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_each_form_of_csv(encoding: str, delimiter: str) -> None:
    rows = [["Name", "Goals", "Shoe size"], ["Zoë", '"Größe; “Ruhe”"', "42"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    data, body = only(plan("team.csv", text.encode(encoding)))
    assert fields(data) == {"name": "Zoë", "goals": ["Größe", "“Ruhe”"]}
    assert body.strip() == "## Shoe size\n\n42"


def test_cells() -> None:
    table = (
        "name,Goals,Summary,Channels,Tags,Priority,Age,Last reviewed,Segments,\n"
        'Ada,"- One; two\n- Three",Tea; not coffee,"chat, phone","a, b",Primary,34,2026-05-01,x,y\n'
    )
    data, body = only(plan("t.csv", table))
    assert fields(data) == {
        "name": "Ada",
        "goals": ["One; two", "Three"],
        "summary": "Tea; not coffee",
        "channels": ["chat", "phone"],
        "tags": ["a", "b"],
        "priority": "primary",
        "about": {"Age": 34},
        "last_reviewed": "2026-05-01",
    }
    assert body.strip() == "## Segments\n\nx\n\n## column 10\n\ny"


@pytest.mark.parametrize(
    ("kind", "column", "cell", "reason"),
    [
        ("service", "Stages", "buy, carrier pigeon", "no stage named 'carrier pigeon'"),
        ("persona", "Segments", "nowhere", "no segment named 'nowhere'"),
        ("persona", "Priority", "urgent", "it does not fit `priority`, as `primary` does"),
        ("journey", "State", "soon", "'soon' is none of current, future"),
    ],
)
def test_a_cell_that_is_left_in_the_text_has_a_reason(
    kind: str, column: str, cell: str, reason: str
) -> None:
    title = "Name" if kind == "persona" else "Title"
    found = plan("t.csv", f'{title},{column}\nAda,"{cell}"\n', kind=kind)
    (placement,) = [one for one in found.drafts[0].placements if one.label == column]
    assert (placement.field, placement.reason) == ("", reason)
    assert f"  {column} (row 2): {reason}\n" in summary.summary(found)


DATES = {
    "03/04/2025": "'03/04/2025' can mean 2025-03-04 or 2025-04-03; for `last_reviewed`, write",
    "31.02.2025": "'31.02.2025' is no day of the calendar; for `last_reviewed`, write",
    "last spring": "'last spring' is no date; for `last_reviewed`, write year-month-day",
}


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("form", ["a.csv", "b.md", "c.md", "d.md"])
def test_a_date_is_never_guessed(form: str, date: str) -> None:
    source = {
        "a.csv": f"Name,Last reviewed\nAda,{date}\n",
        "b.md": f"# Ada\n\n**Last reviewed:** {date}\n\n**Goals:** x\n",
        "c.md": f"# Ada\n\n## Last reviewed\n\n{date}\n\n## Goals\n\nx\n",
        "d.md": f"---\nname: Ada\nlast_reviewed: {date}\n---\n",
    }[form]
    found = plan(form, source)
    data, body = only(found)
    assert "last_reviewed" not in data
    assert date in body or data["x-last_reviewed"] == date
    assert DATES[date] in summary.summary(found)


@pytest.mark.parametrize("form", ["Name,Last reviewed\nAda,{}\n", "---\nlast_reviewed: {}\n---\n"])
def test_a_date_that_is_certain_is_taken(form: str) -> None:
    name = "a.csv" if form.startswith("Name") else "a.md"
    data, _ = only(plan(name, form.format("13.5.2025")))
    assert data["last_reviewed"] == "2025-05-13"


def test_an_id_that_can_not_be_a_file_is_refused() -> None:
    (error,) = plan("t.csv", "name,id\nAmy,nul\n").errors
    assert (error.rule, error.line) == ("invalid-id", 2)
    assert "'nul' is no file but a device on Windows" in error.message


def test_a_table_with_the_names_on_top_is_turned() -> None:
    found = plan("t.csv", "Name,Ada,Ben\nGoals,A,B\n")
    assert [draft.path for draft in found.drafts] == ["ada.md", "ben.md"]


def test_names_that_are_alike_get_ids_of_their_own() -> None:
    found = plan("t.csv", "Name,ID\nAda,\nAda,\nIndex,\nDr. No,007\n")
    assert [d.path for d in found.drafts] == ["ada.md", "ada-2.md", "the-index.md", "007.md"]
    (device,) = plan("t.csv", "name\nNul\n").drafts
    assert device.path == "the-nul.md"


def test_the_mapping_can_be_said() -> None:
    maps = ["Who=name", "shoe  SIZE=buying.budget", "Goals="]
    data, body = only(plan("t.csv", "Who,Shoe size,Goals\nAda,42,A\n", maps=maps))
    assert fields(data) == {"name": "Ada", "buying": {"budget": "42"}}
    assert body.strip() == "## Goals\n\nA"


@pytest.mark.parametrize(
    ("option", "words"),
    [("Goals", "does not say"), ("=goals", "does not say"), ("A=gaols", "did you mean 'goals'")],
)
def test_a_mapping_that_can_not_be(option: str, words: str) -> None:
    with pytest.raises(CanNotImport, match=words):
        plan("t.csv", "Name\nAda\n", maps=[option])


def test_any_kind() -> None:
    found = plan("t.csv", "Title,Industry,Employees\nHospital,Health,500\n", kind="profile")
    assert found.drafts[0].path == "profiles/hospital.md"
    assert only(found)[0]["firmographics"] == {"Industry": "Health", "Employees": 500}


# Workbooks.


def workbook(sheet: str, **parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {
            "xl/workbook.xml": '<w xmlns:r="r"><sheets><sheet name="A" r:id="i"/>'
            '<sheet name="B" r:id="j"/></sheets></w>',
            "xl/_rels/workbook.xml.rels": '<r><Relationship Id="i" Target="worksheets/s.xml"/></r>',
            "xl/worksheets/s.xml": sheet,
            "xl/sharedStrings.xml": "<sst><si><t>Ada</t><rPh><t>no</t></rPh></si></sst>",
            "xl/styles.xml": '<s><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></s>',
            **parts,
        }
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


SHEET = (
    "<s><sheetData><row r='1'>"
    + text_cell("A1", "Name")
    + text_cell("C1", "Last reviewed")
    + text_cell("D1", "Age")
    + text_cell("E1", "Needs")
    + "</row><row r='3'><c r='A3' t='s'><v>0</v></c><c r='C3' s='1'><v>46143</v></c>"
    "<c r='D3'><v>0.10000000000000001</v></c>"
    "<c r='E3' t='str'><f>A1&amp;1</f><v>Rest_x000D_</v></c></row></sheetData></s>"
)


def test_a_workbook() -> None:
    found = plan("t.xlsx", workbook(SHEET))
    assert fields(only(found)[0]) == {
        "name": "Ada",
        "last_reviewed": "2026-05-01",
        "about": {"Age": 0.1},
        "needs": "Rest",
    }
    assert [label for _, _, label in found.left_out] == ["the sheet 'B'"]


# Whatever a stranger sends is one line.

HOSTILE = {
    "empty": ("a.csv", b"", "it is empty"),
    "no rows": ("a.csv", b"Name\n", "nothing below"),
    "no name": ("a.csv", b"Goals\nx\n", '--map "Column=name"'),
    "a row without name": ("a.csv", b"Name,Goals\nAda,\n,x\n", "row 3 has no 'Name'"),
    "NUL": ("a.md", b"# A\n\0", "line 2 holds the sign U\\+0000"),
    "binary": ("a.csv", b"\x89PNG\r\n\x81", "no text in UTF-8"),
    "10,000 columns": ("a.csv", b"Name" + b",c" * 10_000 + b"\nAda\n", "10,001 columns"),
    "100,000 rows": ("a.csv", b"Name\n" + b"x\n" * 100_000, "2,000 rows"),
    "a quote left open": ("a.csv", b'Name\n"Ada', "row 2 is no CSV"),
    "a huge cell": ("a.csv", b"Name\n" + b"x" * 200_000, "larger than field limit"),
    "a long line": ("a.md", b"#" + b" " * 100_000, "line 1 has more than"),
    "many lines": ("a.md", b"\n" * 100_000, "20,000 lines"),
    "many documents": ("a.md", b"# x\n" * 600, "500 documents"),
    "another file": ("a.pdf", b"", "only files that end in .md"),
    "no zip": ("a.xlsx", b"PK\x03\x04 and more", "save it again as .xlsx"),
    "a bomb": ("a.xlsx", workbook("<s>" + " " * 30_000_000 + "</s>"), "unpacked it has"),
    "an entity": ("a.xlsx", workbook("<!DOCTYPE s [<!ENTITY a 'b'>]><s/>"), "a document type"),
    "no XML": ("a.xlsx", workbook("<s"), "no XML"),
    "a far row": ("a.xlsx", workbook("<s><row r='99999999'/></s>"), "2,000 rows"),
    "a far column": (
        "a.xlsx",
        workbook(f"<s><row r='1'>{text_cell('ZZZ1', 'x')}</row></s>"),
        "more columns",
    ),
    "a part outside": (
        "a.xlsx",
        workbook("<s/>", **{"xl/_rels/workbook.xml.rels": "<r/>"}),
        "a part of it is missing",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_can_not_be_read(case: str) -> None:
    name, data, message = HOSTILE[case]
    with pytest.raises(CanNotImport, match=message) as caught:
        plan(name, data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n" + "".join("  " * depth + "- x\n" for depth in range(150)),
        "# A\n\n## Goals\n\n" + "- " * 9_000,
        "# A\n\n" + "**Goals:** x\n" * 2_000,
        "# A\n\n" + "[" * 15_000,
        "# A\n\n## Goals\n\n" + "*a" * 9_000,
        "# A\n\n" + "|a|b|\n|-|-|\n" + "|Goals|y|\n" * 2_000,
        "# " + "x" * 15_000,
        "# ../../etc/passwd\n",
        "---\n" + "[" * 9_000 + "\n---\n# A\n",
        "# A\n\n=cmd|'/c calc'!A1\n\n<script>x</script>\n",
    ],
)
def test_what_is_odd_becomes_a_document(text: str) -> None:
    found = plan("a.md", text)
    assert len(found.drafts) == 1
    assert "/" not in found.drafts[0].path


# Nothing is lost.

LABELS = st.sampled_from(["Goals", "Bio", "Pains", "Shoe size", "Age", "Tags", "Quote", "Channels"])
# Words of signs that Markdown, YAML and CSV read, in lines that people could write.
PLAIN = st.text("ab é😀ß:#-'\"&%,;!?()/=0129", min_size=1, max_size=20).map(
    lambda text: f"w{' '.join(text.split())}w"
)
SECTIONS = st.lists(st.tuples(LABELS, st.lists(PLAIN, min_size=1, max_size=3)), max_size=5)
FORMS = st.sampled_from(["list", "paragraphs", "bold", "item"])


def in_markdown(form: str, label: str, texts: list[str]) -> str:
    if form == "list":
        return f"## {label}\n\n" + "".join(f"- {text}\n" for text in texts)
    if form == "paragraphs":
        return f"## {label}\n\n" + "\n\n".join(texts) + "\n"
    if form == "bold":
        return f"**{label}:** {texts[0]}\n" + "".join(f"{text}\n" for text in texts[1:])
    return f"- **{label}:** {texts[0]}\n- {texts[-1]}\n"


@settings(max_examples=50, deadline=None)
@given(SECTIONS, st.data())
def test_every_word_of_markdown_is_in_the_document(
    sections: list[tuple[str, list[str]]], data: st.DataObject
) -> None:
    source = "# Ada\n\n" + "\n".join(
        in_markdown(data.draw(FORMS), label, texts) for label, texts in sections
    )
    (draft,) = plan("ada.md", source).drafts
    document = parse(draft.raw, draft.path)
    assert document.faults == []
    found = words(document.text)
    labels = words(" ".join(label for label, _ in sections))
    text = re.sub(r"&#?\w+;", lambda entity: html.unescape(entity[0]), source.partition("\n")[2])
    assert not words(text) - found - labels
    # Each label is accounted for, at its line.
    lines = source.split("\n")
    said = {int(one.place.removeprefix("line ")) for one in draft.placements}
    assert {n for n, line in enumerate(lines, 1) if line.startswith(("#", "**"))} <= said


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(LABELS, PLAIN), min_size=1, max_size=6, unique_by=lambda cell: cell[0]))
def test_every_word_of_a_table_is_in_the_document(cells: list[tuple[str, str]]) -> None:
    quoted = [text.replace('"', '""') for _, text in cells]
    table = f"Name,{','.join(label for label, _ in cells)}\n" + ",".join(
        ["Ada", *(f'"{text}"' for text in quoted)]
    )
    (draft,) = plan("t.csv", table).drafts
    document = parse(draft.raw, draft.path)
    assert document.faults == []
    assert not words(" ".join(text for _, text in cells)) - words(document.text)
    assert len(draft.placements) == len(cells) + 1


# All that our reader takes: no control characters, and nothing of blanks alone.
TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"),
        st.sampled_from("\n\t\x85\u2028 :#-'\"\\[]{},&*!|>%@`~?."),
    ),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip() and not re.search("[\ufdd0-\ufdef\uff00]", text))
VALUES = st.recursive(
    st.one_of(TEXTS, st.booleans(), st.integers(-(10**9), 10**9)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.dictionaries(TEXTS, inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(TEXTS, VALUES, max_size=4), TEXTS)
@example({"a": [{"\u00a0b": "c"}]}, "")
def test_our_reader_gives_exactly_the_same_back(data: dict[str, Any], body: str) -> None:
    document = parse(serialize.document(data, body), "a.md")
    assert document.readable, document.faults
    assert document.data == data
    assert document.body.removeprefix("\n") == body


# The command.


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["import", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "team.csv").write_text("Name,Goals,Shoe size\nAda,A,42\nBen,B,\n", "utf-8")
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Amy,\nBen,draft", "2 documents written in 'personas', as drafts"),
        ("Amy,active", "1 document written in 'personas'"),
        ("Amy,active\nBen,\nCy,Active", "3 documents written in 'personas', 1 draft among them"),
        ("Amy,active\nBen,\nCy,", "3 documents written in 'personas', 2 drafts among them"),
    ],
)
def test_what_says_its_status_keeps_it(here: Path, rows: str, said: str) -> None:
    (here / "some.csv").write_text(f"Name,Status\n{rows}\n")
    assert run("some.csv").output.endswith(f"\n{said}\n")
    status = "active" if rows.startswith("Amy,active") else "draft"
    assert f"status: {status}\n" in (here / "personas/amy.md").read_text()


def test_the_documents_pass_the_check(here: Path) -> None:
    result = run("team.csv")
    assert result.exit_code == 0, result.output
    assert files(here) == ["personas/ada.md", "personas/ben.md"]
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
    assert CliRunner().invoke(main, ["fmt", "--check"]).exit_code == 0
    assert len(load(here / "personas").entries) == 2


def test_a_dry_run_writes_nothing(here: Path) -> None:
    result = run("team.csv", "--dry-run")
    assert "Shoe size → the text below the fields" in result.output
    assert "==> ada.md\n---\nkind: persona\nname: Ada\n" in result.output
    assert files(here) == []


def test_nothing_is_written_over_what_is_there(here: Path) -> None:
    (here / "personas").mkdir()
    (here / "personas/ben.md").write_text("mine", "utf-8")
    result = run("team.csv")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: 'personas/ben.md' is there already; nothing is written")
    assert files(here) == ["personas/ben.md"]
    assert (here / "personas/ben.md").read_text() == "mine"
    assert run("team.csv", "--replace").exit_code == 0
    assert "name: Ben" in (here / "personas/ben.md").read_text()


def test_what_would_not_pass_is_not_written(here: Path) -> None:
    (here / "team.csv").write_text("Name,Goals\nAda,Ask jane.doe@gmail.com\nBen,B\n", "utf-8")
    result = run("team.csv")
    assert result.exit_code == 1
    assert "[personal-data]" in result.output
    assert "jane.doe" not in result.output
    assert files(here) == []


def test_what_would_not_pass_is_told_at_its_place_in_the_source(here: Path) -> None:
    (here / "team.csv").write_text(
        "Name,Goals,Shoe size\nAda,A,41\nBen,Ask jane.doe@gmail.com,42\n"
        "Cem,C,see jane.doe@gmail.com\n",
        "utf-8",
    )
    result = run("team.csv")
    assert result.exit_code == 1
    assert "\nteam.csv, row 3, 'Goals': error: " in result.output
    assert "\nteam.csv, row 4, 'Shoe size': error: " in result.output
    assert "ben.md" not in result.output
    (here / "ada.md").write_text("# Ada\n\n**Goals:** Ask jane.doe@gmail.com\n", "utf-8")
    assert "ada.md, line 3, 'Goals': error: " in run("ada.md").output


def test_a_link_is_not_written_through(here: Path) -> None:
    (here / "personas").mkdir()
    (here / "personas/ada.md").symlink_to(here / "elsewhere")
    assert run("team.csv").exit_code == 2
    assert run("team.csv", "--replace").exit_code == 2
    assert not (here / "elsewhere").exists()
    assert not (here / "personas/ben.md").exists()


@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_all_or_none(here: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    (here / "personas").mkdir()
    (here / "personas/ada.md").write_text("mine", "utf-8")
    write = whole.write

    def fail(path: Path, *rest: Any) -> None:
        if path.name == "ben.md":
            raise error
        write(path, *rest)

    monkeypatch.setattr(whole, "write", fail)
    result = run("team.csv", "--replace")
    if isinstance(error, OSError):
        assert result.exit_code == 2
        assert result.stderr == "Error: nothing is written: no space left\n"
    assert (here / "personas/ada.md").read_text() == "mine"
    assert not (here / "personas/ben.md").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.csv"], "'none.csv' can't be read: no such file or directory"),
        (["team.csv", "--kind", "person"], "no kind named 'person'; did you mean 'persona'?"),
        (["team.csv", "--map", "A=gaols"], "'gaols' is not a field of personas; did you"),
        (["empty"], "no file to import in 'empty'"),
        (["pipe.csv"], "'pipe.csv' can't be read: it is not a plain file"),
    ],
)
def test_what_can_not_run_is_one_line(here: Path, arguments: list[str], message: str) -> None:
    (here / "empty").mkdir()
    os.mkfifo(here / "pipe.csv")
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {message}")
    assert result.stderr.count("\n") == 1


def test_a_terminal_is_told_no_escapes(here: Path) -> None:
    (here / "a\x1b[2J.md").write_text("# A\u202e\n\n## \u202e\n", "utf-8")
    output = run("a\x1b[2J.md", "--dry-run").output
    assert "\x1b" not in output
    assert "\u202e" not in output


# The schemas.


@pytest.mark.parametrize("kind", kinds.load({}, {}).values(), ids=lambda kind: kind.name)
def test_every_name_title_and_synonym_leads_to_one_field(kind: kinds.Kind) -> None:
    mapper = Mapper(kind, load_language(), {})
    for name, node in kind.fields.items():
        assert mapper.find(name) == (name,), name
        assert mapper.find(node["title"]), node["title"]
        for word in (*node.get("x-synonyms", ()), *node.get("x-labels", ())):
            assert mapper.find(word), f"'{word}' of {name} stands for another field, too"
