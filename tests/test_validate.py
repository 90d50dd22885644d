"""A fault for all that is wrong, and only what is valid stays in the data."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persona_playbook import kinds, settings
from persona_playbook.frontmatter import Document, parse
from persona_playbook.schema import Schema
from persona_playbook.validate import shown, suggest, validate

CLAIM = {
    "type": ["string", "object"],
    "minLength": 1,
    "if": {"type": "object"},
    "then": {
        "required": ["text"],
        "additionalProperties": False,
        "patternProperties": {"^x-": True},
        "properties": {"text": {"type": "string"}, "why": {"type": "string"}},
    },
}
SCHEMA = Schema(
    {
        "type": "object",
        "required": ["kind", "name"],
        "additionalProperties": False,
        "patternProperties": {"^x-": True},
        "properties": {
            "kind": {"const": "test"},
            "name": {"$ref": "#/$defs/text", "title": "Name", "examples": ["Amelia: a test"]},
            "goals": {
                "title": "Goals",
                "x-synonyms": ["aims"],
                "examples": [["On time"]],
                "type": ["string", "object", "array"],
                "if": {"type": "array"},
                "then": {"items": {"$ref": "#/$defs/claim"}},
                "else": {"$ref": "#/$defs/claim"},
            },
            "emotion": {"title": "Feeling", "type": "integer", "minimum": -2, "maximum": 2},
            "share": {"title": "Share", "type": "number", "minimum": 0},
            "measure": {"title": "Measure", "type": ["string", "number"]},
            "urgent": {"title": "Urgent", "type": "boolean"},
            "why": {"title": "True or why", "type": ["boolean", "string"]},
            "status": {"title": "Status", "enum": ["draft", "active"]},
            "day": {"title": "Day", "type": "string", "format": "date"},
            "every": {"title": "Every", "description": "So many days.", "$ref": "#/$defs/every"},
            "ids": {"title": "Ids", "type": "object", "propertyNames": {"pattern": "^[a-z]+$"}},
            "words": {
                "title": "Words",
                "type": ["string", "array"],
                "if": {"type": "array"},
                "then": {"items": {"enum": ["draft", "active"]}},
                "else": {"enum": ["draft", "active"]},
            },
            "tags": {"title": "Tags", "type": "array", "items": {"$ref": "#/$defs/text"}},
        },
    },
    {
        "claim": CLAIM,
        "text": {"type": "string", "minLength": 1},
        "every": {"type": "string", "pattern": "^[0-9]+ days$"},
    },
)
HEAD = "kind: test\nname: Amelia\n"


def check(text: str) -> tuple[Document, list[str]]:
    """Validate some fields; the faults as `line:column rule: message`."""
    document = parse((HEAD + text).encode(), "a.yml")
    assert document.readable
    found = []
    for fault in validate(document, SCHEMA, "tests"):
        line, column = document.line_and_column(
            document.span(fault.where, fault.at_key, written=True).start
        )
        found.append(f"{line - 2}:{column} {fault.rule}: {fault.message}")
    assert SCHEMA.validator.is_valid(document.data)
    return document, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("name: 7", "7"),
        ("name: 1.10", "1.10"),
        ("name: 2.5", "2.5"),
        ("name: no", "no"),
        ("name: true", "true"),
        ("name: 12:30", "12:30"),
        ("name: 2026-05-01", "2026-05-01"),
        ("emotion: +1", 1),
        ("emotion: -2", -2),
        ("emotion: '2'", 2),
        ("emotion: 1.0", 1),
        ("share: 1.10", 1.1),
        ("share: .5", 0.5),
        ("share: 1e3", 1000),
        ("measure: 4", 4),
        ("measure: 4 hours", "4 hours"),
        ("urgent: no", False),
        ("urgent: Yes", True),
        ("urgent: 'true'", True),
        ("why: false", False),
        ("why: 3", "3"),
        ("day: 2026-05-01", "2026-05-01"),
        ("goals: 7", "7"),
        ("goals: [7, {text: true}]", ["7", {"text": "true"}]),
    ],
)
def test_scalars_are_read_as_the_field_wants_them(text: str, value: object) -> None:
    field = text.partition(":")[0]
    document = parse(
        f"kind: test\nname: x\n{text}".replace("name: x\nname", "name").encode(), "a.yml"
    )
    assert validate(document, SCHEMA, "tests") == []
    assert document.data[field] == value
    assert type(document.data[field]) in (type(value), float)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("goal: x", "1:1 unknown-field: 'goal' is not a field of tests; did you mean 'goals'?"),
        ("aims: x", "1:1 unknown-field: 'aims' is not a field of tests; did you mean 'goals'?"),
        (
            "bikes: 2",
            (
                "1:1 unknown-field: 'bikes' is not a field of tests; keep it as 'x-bikes', "
                "or add it to playbook.yml"
            ),
        ),
        ("emotion: happy", "1:10 wrong-type: 'happy' where a whole number is expected"),
        ("emotion: 1.5", "1:10 wrong-type: the number 1.5 where a whole number is expected"),
        ("emotion: [1]", "1:10 wrong-type: a list where a whole number is expected"),
        ("emotion: true", "1:10 wrong-type: true where a whole number is expected"),
        ("emotion: 3", "1:10 out-of-range: 3 is out of range; 'Feeling' is between -2 and 2"),
        ("share: -1", "1:8 out-of-range: -1 is out of range; 'Share' is at least 0"),
        ("urgent: maybe", "1:9 wrong-type: 'maybe' where true or false is expected"),
        ("measure: {a: 1}", "1:10 wrong-type: a set of fields where text or a number is expected"),
        ("status: activ", "1:9 unknown-value: no status 'activ'; did you mean 'active'?"),
        ("status: gone", "1:9 unknown-value: no status 'gone'; it is one of draft, active"),
        ("status: [draft]", "1:9 unknown-value: a list where one of draft, active is expected"),
        (
            "day: 2024-02-30",
            "1:6 wrong-format: '2024-02-30' is not a date; February 2024 has 29 days",
        ),
        (
            "day: 2024-2-03",
            "1:6 wrong-format: '2024-2-03' is not a date; write year-month-day, as in 2026-05-01",
        ),
        ("day: 2024-13-30", "1:6 wrong-format: '2024-13-30' is not a date; a year has 12 months"),
        (
            "day: soon",
            "1:6 wrong-format: 'soon' is not a date; write year-month-day, as in 2026-05-01",
        ),
        (
            "status: draft, active",
            "1:9 unknown-value: no status 'draft, active'; did you mean 'active'?",
        ),
        (
            "words: draft, active",
            "1:8 unknown-value: no words 'draft, active'; write a list: [draft, active]",
        ),
        # A guess helps where the item is whole under that name.
        (
            "goals: [{Why: x}]",
            "1:9 wrong-type: the colon makes 'Why' a field; put the whole text in quotes",
        ),
        ("every: 3", "1:8 wrong-format: '3' does not have the form of 'Every': so many days"),
        (
            "ids: {a: 1, B b: 2}",
            "1:13 wrong-format: 'B b' can't be a name; write up to 40 small letters, digits and _",
        ),
        ("tags: ['']", "1:8 empty-value: 'Tags' is empty; fill it in or delete it"),
        ("tags: x", "1:7 wrong-type: 'x' where a list is expected"),
        # Text or mapping: the fault is in the branch that the author chose.
        ("goals: ''", "1:8 empty-value: 'Goals' is empty; fill it in or delete it"),
        ("goals: {why: x}", "1:1 missing-field: the field 'text' is missing in 'Goals'"),
        ("goals:\n- text: [x]", "2:9 wrong-type: a list where text is expected"),
        (
            "goals:\n- x\n- {text: x, wy: y}",
            "3:13 unknown-field: 'wy' is not a field of 'Goals'; did you mean 'why'?",
        ),
        (
            "goals: [[x]]",
            "1:9 wrong-type: a list where text or a set of fields is expected",
        ),
    ],
)
def test_a_fault_is_one_finding_at_its_place(text: str, finding: str) -> None:
    assert check(text)[1] == [finding]


def test_a_field_of_fields_says_which_there_are() -> None:
    document = parse(f"{HEAD}goals:\n- {{text: x, colour: y}}".encode(), "a.yml")
    (fault,) = validate(document, SCHEMA, "tests")
    assert fault.message == "'colour' is not a field of 'Goals'; keep it as 'x-colour'"
    assert fault.help == "its fields are text, why"


def test_a_wrong_scalar_keeps_the_others_faults() -> None:
    _, found = check("emotion: 9\nstatus: gone\ngoals: [{why: 1, wy: 2}]\nx-ours: {any: [thing]}")
    assert [line.partition(" ")[2].partition(":")[0] for line in sorted(found)] == [
        "out-of-range",
        "unknown-value",
        "unknown-field",
        "missing-field",
    ]


def test_every_missing_field_is_reported() -> None:
    document = parse(b"tags: [x]", "a.yml")
    faults = validate(document, SCHEMA, "tests")
    assert [fault.message for fault in faults] == [
        "the field 'kind' is missing",
        "the field 'name' is missing",
    ]
    assert faults[1].help == 'add `name: "Amelia: a test"`'


def test_help_is_an_example_of_the_field() -> None:
    document = parse((HEAD + "goals: [[x]]").encode(), "a.yml")
    assert validate(document, SCHEMA, "tests")[0].help == "for example `goals: [On time]`"


def test_what_is_faulty_is_taken_out_and_the_rest_keeps_its_place() -> None:
    document, found = check("goals:\n- [1]\n- b\n- {why: x}\n- {text: d, wy: 1}\n- e\nstatus: gone")
    assert len(found) == 4
    assert document.data["goals"] == ["b", {"text": "d"}, "e"]
    assert "status" not in document.data
    for path, source in {(0,): "b", (1, "text"): "d", (2,): "e"}.items():
        span = document.span(("goals", *path))
        assert document.text[span.start : span.end] == source


def test_what_loses_a_part_that_it_needs_goes_with_it() -> None:
    document, found = check("goals:\n- a\n- {text: [x], why: y}\n- b\n- {text: {}}\n- c: d\n- e\n")
    assert len(found) == 3
    assert document.data["goals"] == ["a", "b", "e"]
    span = document.span(("goals", 2))
    assert document.text[span.start : span.end] == "e"


@pytest.mark.parametrize("name", ["2024", "007", "+1", "0", "0" * 500, "9" * 30, "a/b", "~1", "-1"])
def test_a_field_may_be_called_like_an_index(name: str) -> None:
    document = parse((HEAD + f"any:\n  x: y\n  {name}: [z]\n  1x: 7").encode(), "a.yml")
    text = {"type": "object", "additionalProperties": {"type": "string"}, "title": "Any"}
    schema = Schema({"type": "object", "properties": {"any": text}}, {})
    (fault,) = validate(document, schema, "tests")
    assert fault.where == ("any", name)
    assert document.data["any"] == {"x": "y", "1x": "7"}


def test_suggest() -> None:
    assert suggest("Amelai", ["amelia", "theo"]) == "; did you mean 'amelia'?"
    assert suggest("persona", []) == ""
    assert suggest("xyz", ["amelia"]) == ""


def test_shown() -> None:
    assert shown("a\n b") == "'a b'"
    assert shown("x" * 100) == f"'{'x' * 59}…'"
    assert [shown(value) for value in ({}, [], True, 1.5)] == [
        "a set of fields",
        "a list",
        "true",
        "'1.5'",
    ]


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(min_size=1, max_size=9), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def almost_valid(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A kind, and an example of each of its fields, a few of them replaced by anything."""
    name = draw(st.sampled_from(kinds.BUILT_IN))
    data = {
        field: copy.deepcopy(node["examples"][0])
        for field, node in kinds.load({}, {})[name].fields.items()
        if node.get("examples")
    }
    for _ in range(draw(st.integers(1, 4))):
        at: Any = data
        while True:
            step = draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
            if not (isinstance(at[step], dict | list) and at[step]) or draw(st.booleans()):
                break
            at = at[step]
        at[step] = draw(ANY.filter(lambda value: value is not None))
    return name, {**data, "kind": name}


@given(almost_valid())
def test_whatever_a_document_holds_what_stays_is_valid(drawn: tuple[str, dict[str, Any]]) -> None:
    name, data = drawn
    kind = kinds.load({}, {})[name]
    document = Document("a.yml", data=data)
    faults = validate(document, kind.schema, "tests")
    assert all(fault.message and fault.rule for fault in faults)
    left = [error.kind.name for error in kind.schema.validator.iter_errors(document.data)]
    assert set(left) <= {"required"}


def test_a_label_with_a_colon_is_one_fault_that_says_quote_it() -> None:
    _, found = check("goals:\n- Speed: it matters\n- fine\n")
    assert found == [
        "2:3 wrong-type: the colon makes 'Speed' a field; put the whole text in quotes"
    ]


def test_a_misspelled_field_is_not_reported_as_missing_too() -> None:
    _, found = check("goals:\n- {txt: slip}\n")
    assert found == ["2:4 unknown-field: 'txt' is not a field of 'Goals'; did you mean 'text'?"]


def test_severities_are_called_severities() -> None:
    document = parse(b"rules: {orphan: warn}", "playbook.yml")
    [fault] = validate(document, settings.schema(), "the settings")
    assert fault.message == "no severity 'warn'; did you mean 'warning'?"


def test_a_number_of_a_scale_says_its_ends() -> None:
    document = parse(f"{HEAD}emotion: very bad".encode(), "a.yml")
    [fault] = validate(document, SCHEMA, "tests")
    assert fault.help == "write a number between -2 and 2"


def test_what_reading_has_said_of_a_name_is_not_said_again() -> None:
    for text in ("goals: [{• Why: x}]", "• Goals: x", "goals: [{“Why: x”}]", "goals: [“Why: x”]"):
        document, found = check(text)
        assert [fault.rule for fault in document.faults] == ["misread-text"]
        assert found == []
        assert document.data.keys() <= {"kind", "name", "goals"}
    # Quotes say that it is a name.
    assert "is not a field" in check('"• Why": x')[1][0]
