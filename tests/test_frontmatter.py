"""Whatever the bytes, a document; and everything in it has its place."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from persona_playbook.frontmatter import MAX_BYTES, MAX_DEPTH, Document, parse, read
from persona_playbook.syntax import MARKS, NO_QUOTES, SIGN

# The signs that a file may hold, without those that end a line.
SIGNS = st.characters(
    exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"
)
# White space alone is no value: tested by itself.
TEXT = st.text(SIGNS, max_size=20).filter(lambda text: not text.isspace())
NAME = st.text(SIGNS, min_size=1, max_size=20)
WHOLE = st.integers(-(10**15) + 1, 10**15 - 1)
SCALAR = st.one_of(TEXT, WHOLE, st.booleans())
DATA = st.dictionaries(
    NAME,
    st.recursive(
        SCALAR,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAME, inner, max_size=4),
        max_leaves=15,
    ),
    max_size=6,
)
# Pieces that mean something to YAML, put together without sense.
YAMLISH = st.lists(
    st.sampled_from(
        [
            *("---\n", "...\n", "a", "b", ": ", ":", "- ", "-", "\n", "\n  ", "\n    ", "\t", " "),
            *("[", "]", "{", "}", ",", "? ", "&a ", "*a", "<<: ", "!!int ", "!x ", "|", ">", "%"),
            *('"', "'", "\\", "#", "~", "null", "1", "-0", "1.10", "9" * 30, "2024-02-30", "é🚲"),
        ]
    ),
    max_size=60,
).map("".join)


def fields(text: str) -> Document:
    """Read some YAML as a document."""
    return parse(text.encode(), "a.yml")


def rules(document: Document) -> list[str]:
    return [fault.rule for fault in document.faults]


def sound(document: Document) -> bool:
    """Whether every fault lies inside the text, and an unreadable document has one and no data."""
    for fault in document.faults:
        span = document.span(fault.where, fault.at_key, written=True)
        assert 0 <= span.start <= span.end <= len(document.text)
        line, column = document.line_and_column(span.start)
        assert 1 <= column <= len(document.line(line)) + 1
    if document.readable:
        return True
    return len(document.faults) == 1 and document.data == {}


@given(st.binary(), st.sampled_from(["a.md", "a.yml"]))
@example(b"---\n\x85: 1\n---", "a.md")
def test_any_bytes_are_a_document(data: bytes, name: str) -> None:
    assert sound(parse(data, name))


@given(st.text() | YAMLISH, st.sampled_from(["a.md", "a.yml"]), st.booleans())
def test_any_text_is_a_document(text: str, name: str, fenced: bool) -> None:
    text = f"---\n{text}\n---\nBody" if fenced else text
    assert sound(parse(text.encode("utf-8", "surrogatepass"), name))


@given(DATA, st.booleans(), st.booleans())
def test_data_comes_back_as_it_was_written(data: Any, flow: bool, unicode: bool) -> None:
    written = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=unicode, sort_keys=False)
    document = parse(f"---\n{written}---\nBody\n".encode(), "a.md")
    # A text such as `-A` or `• A` is read as it stands, and a finding says that it is no item.
    for fault in document.faults:
        assert fault.rule == "misread-text"
        assert SIGN.match(document.text, fault.where) or document.text[fault.where] in MARKS
    assert document.data == data
    assert document.body == "Body\n"


def write(value: Any, path: tuple[str | int, ...], indent: str, places: dict[Any, str]) -> str:
    """Write data as YAML, and note how each scalar and each key looks."""
    if not isinstance(value, dict | list) or not value:
        places[path] = "" if value is None else json.dumps(value, ensure_ascii=False)
        return f" {places[path]}\n"
    lines = []
    for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
        mark = "-" if isinstance(step, int) else json.dumps(step, ensure_ascii=False) + ":"
        places[*path, step, "key"] = mark.removesuffix(":")
        lines.append(indent + mark + write(inner, (*path, step), indent + "  ", places))
    return "\n" + "".join(lines)


@given(DATA.filter(bool))
def test_every_value_and_key_has_its_place(data: Any) -> None:
    places: dict[Any, str] = {}
    document = fields(write(data, (), "", places))
    assert document.data == data
    for path, source in places.items():
        at_key = path[-1] == "key"
        if at_key and isinstance(path[-2], int):
            continue
        span = document.span(path[:-1] if at_key else path, at_key)
        shown = document.text[span.start : span.end]
        assert shown == (source[0] if source in ("[]", "{}") else source)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("7", 7),
        ("-3", -3),
        ("1.5", 1.5),
        ("true", True),
        ("text", "text"),
        # Where something would be lost, a scalar is text.
        ("no", "no"),
        ("on", "on"),
        ("True", "True"),
        ("1.10", "1.10"),
        ("007", "007"),
        ("+1", "+1"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("-0", "-0"),
        ("12:30:45", "12:30:45"),
        ("2026-05-01", "2026-05-01"),
        ("2024-02-30", "2024-02-30"),
        ("9" * 5000, "9" * 5000),
        ("'7'", "7"),
        ('"true"', "true"),
        ("|\n  7\n", "7\n"),
    ],
)
def test_scalars(written: str, value: object) -> None:
    data = fields(f"a: {written}").data
    assert data == {"a": value}
    assert type(data["a"]) is type(value)


@pytest.mark.parametrize("nothing", ["", "~", "null", "# later"])
def test_an_empty_field_is_as_if_it_were_not_there(nothing: str) -> None:
    assert fields(f"a: {nothing}\nb: 1").data == {"b": 1}


def test_an_empty_item_leaves_its_index_to_the_next() -> None:
    document = fields("a:\n  - x\n  -\n  - {b: y}\n  - z\n")
    assert document.data == {"a": ["x", {"b": "y"}, "z"]}
    for path, source in {("a", 1, "b"): "y", ("a", 2): "z"}.items():
        span = document.span(path)
        assert document.text[span.start : span.end] == source
    assert document.line_and_column(document.span(("a", 1)).start) == (4, 5)


def test_what_is_ignored_takes_no_place_of_others() -> None:
    document = fields("a: {q: 1}\na: {z: 2}\n? {y: 3}\n: {w: 4}\nz: 5\ny: 6\nw: 7\n")
    assert document.data == {"a": {"q": 1}, "z": 5, "y": 6, "w": 7}
    assert rules(document) == ["duplicate-key", "not-fields"]
    for name, source in {"z": "5", "y": "6", "w": "7"}.items():
        span = document.span((name,))
        assert document.text[span.start : span.end] == source


def test_what_is_not_there_is_shown_on_what_is_around_it() -> None:
    document = parse(b"---\n# Amelia\nkind: persona\nabout: {age: 7}\n---\n", "a.md")
    assert document.line_and_column(document.span(("about", "name")).start) == (4, 1)
    assert document.line_and_column(document.span(("nowhere", 3)).start) == (3, 1)
    assert document.line_and_column(document.span(()).start) == (3, 1)


@pytest.mark.parametrize(
    ("data", "rule", "line", "column"),
    [
        (b"", "missing-front-matter", 1, 1),
        (b"# Amelia\n", "missing-front-matter", 1, 1),
        (b"----\na: 1\n---\n", "missing-front-matter", 1, 1),
        (b"---\na: 1\n", "unclosed-front-matter", 1, 1),
        (b"---\na: 1\n --- \n", "unclosed-front-matter", 1, 1),
        (b"---\na: b: c\n---\n", "yaml-syntax", 2, 5),
        (b"---\na: [1\n---\n", "yaml-syntax", 2, 4),
        (b'---\na: "x\nb: 1\n---\n', "yaml-syntax", 2, 4),
        (b"---\na:\n\t- x\n---\n", "yaml-syntax", 3, 1),
        (b'---\na: "\\ud800"\n---\n', "yaml-syntax", 2, 7),
        (b"---\n- a\n---\n", "not-fields", 2, 1),
        (b"---\ntext\n---\n", "not-fields", 2, 1),
        (b"---\na: 1\nb: \x00\n---\n", "control-character", 3, 4),
        (b"---\na: 1\n---\nBody \x1b[31m\n", "control-character", 4, 6),
        ("---\n\ufeffa: 1\n---\n".encode(), "control-character", 2, 1),
        (b"---\r\na: 1\r\nb: \xe9\r\n---\r\n", "not-utf-8", 3, 4),
        ("---\na: 1\n---\n".encode("utf-16"), "not-utf-8", 1, 1),
        ("---\na: 1\n---\n".encode("utf-32-be"), "control-character", 1, 1),
        (b"---\na: " + b"[" * 100_000 + b"\n---\n", "too-deep", 2, 35),
        (b"---\na: [" + b"x, " * 30_000 + b"]\n---\n", "too-large", 2, 59_999),
        (b"---\na: " + b"x" * MAX_BYTES + b"\n---\n", "too-large", 1, 1),
    ],
)
def test_unreadable(data: bytes, rule: str, line: int, column: int) -> None:
    document = parse(data, "a.md")
    assert rules(document) == [rule]
    assert sound(document)
    assert not document.readable
    assert document.line_and_column(document.span(document.faults[0].where).start) == (line, column)


@pytest.mark.parametrize(
    ("text", "rule", "data"),
    [
        ("a: 1\na: 2\n", "duplicate-key", {"a": 1}),
        ("a: {b: 1, b: 2}\n", "duplicate-key", {"a": {"b": 1}}),
        ("a: &x 1\n", "yaml-reference", {"a": 1}),
        ("a: *x\nb: 1\n", "yaml-reference", {"b": 1}),
        ("&x a: 1\n", "yaml-reference", {"a": 1}),
        ("<<: {a: 1}\nb: 1\n", "yaml-reference", {"b": 1}),
        ("a: !!int 7\n", "yaml-tag", {"a": "7"}),
        ("a: !!python/object/apply:os.system [ls]\n", "yaml-tag", {"a": ["ls"]}),
        ("? [a]\n: 1\nb: 1\n", "not-fields", {"b": 1}),
        ('a: "\\e[31m"\nb: 1\n', "control-character", {"b": 1}),
        ('"\\0": 1\nb: 1\n', "control-character", {"b": 1}),
        ("a: 1\n---\nb: 1\n", "several-documents", {}),
        ('"": x\nb: 1\n', "not-fields", {"b": 1}),
    ],
)
def test_refused(text: str, rule: str, data: object) -> None:
    document = fields(text)
    assert rules(document) == [rule]
    assert sound(document)
    assert document.data == data


def test_quoted_merge_is_a_field() -> None:
    assert fields('"<<": 1').data == {"<<": 1}


def test_an_alias_bomb_is_refused_without_being_built() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    document = fields("\n".join(lines))
    assert set(rules(document)) == {"yaml-reference"}
    assert document.data["a59"] == []


@pytest.mark.parametrize("opened", ["{a: ", "- ", "? ", "[{"])
def test_depth_is_limited(opened: str) -> None:
    assert rules(fields("a:\n  " + opened * 5000)) in (["too-deep"], ["yaml-syntax"])


def test_depth_up_to_the_limit() -> None:
    nested = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert fields(f"a: {nested}").readable
    assert rules(fields(f"a: [{nested}]")) == ["too-deep"]


def test_byte_order_mark_and_line_ends_are_not_part_of_the_text() -> None:
    plain = parse(b"---\na: 1\nb: |\n  x\n  y\n---\nBody\n", "a.md")
    for data in (
        b"\xef\xbb\xbf---\na: 1\nb: |\n  x\n  y\n---\nBody\n",
        b"---\r\na: 1\r\nb: |\r\n  x\r\n  y\r\n---\r\nBody\r\n",
        b"---\ra: 1\rb: |\r  x\r  y\r---\rBody\r",
    ):
        document = parse(data, "a.md")
        assert (document.text, document.data) == (plain.text, plain.data)
        assert document.faults == []


@pytest.mark.parametrize("closing", ["---", "...", "---  "])
@pytest.mark.parametrize("rest", ["", "\n", "\nBody\n", "\n---\nBody\n"])
def test_body(closing: str, rest: str) -> None:
    document = parse(f"---\na: 1\n{closing}{rest}".encode(), "a.md")
    assert document.data == {"a": 1}
    assert document.body == rest[1:]


def test_a_block_text_may_hold_three_hyphens() -> None:
    document = parse(b"---\na: |\n  x\n  ---\n  y\n---\n", "a.md")
    assert document.data == {"a": "x\n---\ny\n"}


def test_a_yaml_file_is_fields_from_end_to_end() -> None:
    assert parse(b"---\na: 1\n", "a.yml").data == {"a": 1}
    assert parse(b"", "a.yml").data == {}
    assert parse(b"a: 1\n", "a.yml").body == ""


def test_lines() -> None:
    document = fields("a: 1\nb: 🚲\n\nc")
    assert [document.line(number) for number in range(1, 5)] == ["a: 1", "b: 🚲", "", "c"]
    assert document.line_and_column(document.text.index("🚲")) == (2, 4)
    assert document.line_and_column(len(document.text)) == (4, 2)
    assert Document("empty.md").line(1) == ""


def test_links_pipes_and_folders_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a: 1")
    (tmp_path / "link.yml").symlink_to(secret)
    os.mkfifo(tmp_path / "pipe.yml")
    (tmp_path / "folder.yml").mkdir()
    (tmp_path / "large.yml").write_bytes(b"#" * (MAX_BYTES + 1))
    found = {path.name: read(path, path.name) for path in tmp_path.iterdir() if path != secret}
    assert {name: rules(document) for name, document in found.items()} == {
        "link.yml": ["unreadable-file"],
        "pipe.yml": ["unreadable-file"],
        "folder.yml": ["unreadable-file"],
        "large.yml": ["too-large"],
    }
    assert not any(document.readable or document.text for document in found.values())


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.md"
    path.touch()
    monkeypatch.setattr(Path, "read_bytes", refuse)
    document = read(path, "a.md")
    assert document.faults[0].message == "'a.md' can't be read: permission denied"
    gone = read(tmp_path / "gone.md", "gone.md")
    assert gone.faults[0].message == "'gone.md' can't be read: no such file or directory"


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2028", "\u3000"])
def test_white_space_is_no_value(blank: str) -> None:
    assert parse(f"a: {blank}\nb: x".encode(), "a.yml").data == {"b": "x"}
    assert parse(f'a: "{blank}"'.encode(), "a.yml").data == {"a": ""}


def test_a_cut_off_text_at_the_end_of_the_file_is_shown_whole() -> None:
    [fault] = parse(b"a: now #now", "a.yml").faults
    assert fault.message.startswith("'#now' ")


@pytest.mark.parametrize(
    "fields", ["goals:\n  - text: Arrive dry\n     severity: high", "name: A\n severity: high"]
)
def test_a_field_too_far_to_the_right_is_no_text_with_a_colon(fields: str) -> None:
    document = parse(f"---\n{fields}\n---\n".encode(), "a.md")
    (fault,) = document.faults
    assert document.text[fault.where :].startswith("severity:")
    assert fault.message == "'severity' begins further to the right than the fields beside it"


@pytest.mark.parametrize(
    ("text", "place", "help_"),
    [
        ("name: A\nowner support\ngoals: [A]", (3, 1), "`owner: support`"),
        ("name: A\n\nowner support\n\ngoals: [A]", (4, 1), "`owner: support`"),
        ("kind persona\nname: A", (2, 1), "`kind: persona`"),
        ("about:\n  Age 41\n  Lives in: Leeds", (3, 3), "`Age: 41`"),
        ("about:\n  Age 41\n\n  Lives in: Leeds", (3, 3), "`Age: 41`"),
        ("about:\n  Age 41\n      # so far\n\n  Lives in: Leeds", (3, 3), "`Age: 41`"),
        ("summary: a text\n  that goes on\nand on\nowner: x", (4, 1), "`and: on`"),
    ],
)
def test_a_line_without_its_colon(text: str, place: tuple[int, int], help_: str) -> None:
    document = parse(f"---\n{text}\n---\n".encode(), "a.md")
    (fault,) = document.faults
    assert isinstance(fault.where, int)
    assert document.line_and_column(fault.where) == place
    assert fault.message == "a line that is neither `field: value` nor part of the text above"
    assert help_ in fault.help


def test_a_text_over_several_lines_lacks_no_colon() -> None:
    (fault,) = parse(b"---\nsummary: a text\n  that goes on\n  Note that: x\n---\n", "a.md").faults
    assert fault.message == "a colon followed by a space inside a text without quotes"


@pytest.mark.parametrize(
    ("items", "place", "help_"),
    [
        ("  - One\n   - Two", (4, 4), "write `- Two`, beginning in column 3 like the item above"),
        ("  - One\n - Two", (4, 2), "begin it in column 3, like `- One`"),
        ("  - One\n- Two", (4, 1), "begin it in column 3, like `- One`"),
        ("  - text: One\n    - Two", (4, 5), "begin it in column 3, like `- text: One`"),
        ("  - One\n      # two\n - Two", (5, 2), "begin it in column 3, like `- One`"),
        ("  - One\n # two: b\n   - Two", (5, 4), "begin it in column 3, like `- One`"),
        ("  - text: One\n# c\n   why: b", (5, 4), "begin it in column 5"),
        ("  - One\n  -Two\n  - Three", (4, 3), "write `- Two`"),
        ("  - One\n  -2 weeks", (4, 3), "write `- 2 weeks`"),
        ("  - text: One\n  -text: Two", (4, 3), "write `- text: Two`"),
        ("  -One\n  - Two", (4, 3), "write `- Two` and the lines above it in the same way"),
        ("  -One", (3, 3), "write `- One`, or use quotes"),
        (" -One", (3, 2), "write `- One`, or use quotes"),
        ("  * One\n  * Two", (3, 3), "write `- One`"),
        ("  • One\n  • Two", (4, 3), "write `- Two` and the lines above it in the same way"),
        # As they are pasted from a word processor, among items that are right.
        *(
            (f"  - One\n  {sign}{text}\n  - Three", (4, 3), f"write `- {text}`")
            for sign in (
                "• ",
                "· ",
                "▪ ",
                "‣ ",
                "◦\t",
                "•",
                "\uf0b7\t",
                "– ",
                "— ",
                "-\u00a0",
                "* ",
            )
            for text in ("Two", "Two: too", "text: Two")
        ),
        ("  - One\n  - Two\n  • Three", (5, 3), "write `- Three`"),
        ("  - text: One\n    why: x\n  • text: Two", (5, 3), "write `- text: Two`"),
        ("  - One\n   • Two: x", (4, 4), "write `- Two: x`"),
        ("  - One\n    • Two", (4, 5), "write `- Two`, beginning in column 3 like the item above"),
        ("• One\n• Two: x", (3, 1), "write `- One`"),
        ("  • One\n  • Two: x", (4, 3), "write `- Two: x`"),
        ("  • One: x\n  • Two", (4, 3), "write `- Two`"),
        # Without any sign.
        ("  - One\n  b", (4, 3), "write `- b`"),
        ("  - One\n  The bill\n  - Three", (4, 3), "write `- The bill`"),
        ("  - One\n  The bill is: high\n  - Three", (4, 3), "write `- The bill is: high`"),
        ("- One\nTwo\n- Three", (4, 1), "write `- Two`"),
        # The only one.
        ("  • The chain snaps", (3, 3), "write `- The chain snaps`"),
        ("  – The chain snaps", (3, 3), "write `- The chain snaps`"),
        ("  -\u00a0The chain snaps", (3, 3), "write `- The chain snaps`"),
        ("  - • The chain snaps", (3, 5), "delete the sign"),
        ("  • Note: the chain", (3, 3), "write `- Note: the chain`"),
        ("  – One\n  – Two", (4, 3), "write `- Two` and the lines above it in the same way"),
    ],
)
def test_an_item_that_is_none(items: str, place: tuple[int, int], help_: str) -> None:
    document = parse(f"---\ngoals:\n{items}\n---\n".encode(), "a.md")
    (fault,) = document.faults
    assert isinstance(fault.where, int)
    assert document.line_and_column(fault.where) == place
    assert fault.help.startswith(help_)


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003", "\u202f", "\u3000"])
@pytest.mark.parametrize(
    ("text", "place"),
    [("about:\n {}Role: x\n  Age: 3", (3, 2)), ("goals:\n{} - One\n  - Two", (3, 1))],
)
def test_a_blank_that_is_no_space(text: str, place: tuple[int, int], blank: str) -> None:
    document = parse(f"---\n{text.format(blank)}\n---\n".encode(), "a.md")
    (fault,) = document.faults
    assert isinstance(fault.where, int)
    assert document.line_and_column(fault.where) == place
    assert "only looks like a space" in fault.message


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f "])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("owner:{}support\nsummary: x", (2, 7)),
        ("summary: x\nowner:{}support", (3, 7)),
        ("about:\n  - tier:{}Lead\n    to: x", (3, 10)),
        ("about:\n  - tier: Lead\n    to:{}x", (4, 8)),
    ],
)
def test_a_colon_with_a_blank_that_is_no_space(
    text: str, place: tuple[int, int], blank: str
) -> None:
    document = parse(f"---\n{text.format(blank)}\n---\n".encode(), "a.md")
    (fault,) = document.faults
    assert isinstance(fault.where, int)
    assert document.line_and_column(fault.where) == place
    assert fault.message == "a blank that only looks like a space stands after the colon"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[“Then, now”, ‘None’]", (1, 5)),
        ("[a, „Then, now“]", (1, 8)),
        ("[a, « Then, now »]", (1, 8)),
        ("[‘Don’t say no, ever’, b]", (1, 5)),
        ("[“Then,\n  now”]", (1, 5)),
        ("[“Then: first, now”, b]", (1, 5)),
        ("[“Then: now”, b]", (1, 5)),
        ("{b: “Then, now”, c: d}", (1, 8)),
        ("\n  - {b: “Then, now”}", (2, 9)),
        ("\n  - “Then: now”\n  - b", (2, 5)),
        ("\n  - b: c\n    d: “Then: now”", (3, 8)),
        ("“Then: now”", (1, 4)),
        ("“Then, now: here”", (1, 4)),
        ("“Ask in #any”", (1, 4)),
    ],
)
def test_quotation_marks_of_typography(text: str, place: tuple[int, int]) -> None:
    document = fields(f"a: {text}\n")
    (fault,) = document.faults
    assert isinstance(fault.where, int)
    assert document.line_and_column(fault.where) == place
    assert fault.message.endswith(NO_QUOTES)
    assert fault.fix


@pytest.mark.parametrize(
    "text",
    [
        "[“Then”, “now”]",
        "[“Then” or, “now”]",
        "[“Then, or “now”]",
        "[‘Tis fine, it’s]",
        "[«, »]",
        "{“a”: b, “c”: d}",
        '["“Then, now”"]',
        "“Then”, now”",
        "“Then\n  now”",
        "“Then, now”",
        "said “then, now”",
        "[“Then]\nb: [now”]",
    ],
)
def test_quotation_marks_that_are_of_the_text(text: str) -> None:
    assert not fields(f"a: {text}").faults


@pytest.mark.parametrize(
    "text",
    [
        "• ",
        "●●●○○",
        "···",
        "a • b",
        "-5",
        "–2",
        "’Tis",
        '"• a"',
        "|\n  • a\n  • b\n",
        "one\n  – two",
    ],
)
def test_a_sign_that_is_of_the_text(text: str) -> None:
    assert not fields(f"a: {text}").faults


@pytest.mark.parametrize("next_", ["Don't", "'x'"])
def test_a_quotation_mark_that_the_next_one_closes(next_: str) -> None:
    document = fields(f"a: 'Tis the season\nb: {next_}\n")
    (fault,) = document.faults
    assert isinstance(fault.where, int)
    assert document.line_and_column(fault.where) == (1, 4)
    assert fault.message == "a quotation mark that is opened and not closed"


@pytest.mark.parametrize("text", ["*Important* she decides alone", "**Never** call"])
def test_a_text_in_stars_is_no_item(text: str) -> None:
    (fault,) = parse(f"---\nsummary:\n  {text}\n---\n".encode(), "a.md").faults
    assert "hyphen" not in fault.message
    assert "quotes" in fault.help


def test_a_dash_in_prose_is_no_item() -> None:
    assert not parse("a: one\n  – two – and\n  three".encode(), "a.yml").faults
