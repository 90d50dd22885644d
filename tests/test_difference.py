"""What changed between two versions of a playbook: each kind of change, exactly, and no other."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import TODAY
from persona_playbook import kinds
from persona_playbook.catalog import Catalog, load
from persona_playbook.comparing import Comparison, compare
from persona_playbook.difference import body
from persona_playbook.difference.fields import Comparer
from persona_playbook.difference.items import Item, match, tokens
from persona_playbook.difference.values import Change
from persona_playbook.difference.words import Reader
from persona_playbook.settings import load as load_settings
from persona_playbook.telling.lines import sections
from persona_playbook.telling.text import _line
from trees import write

PLAYBOOK = """
playbook.yml
    teams: [{id: support, contact: "#support"}, research, product, marketing]
    channels: [{id: chat, title: Live chat}, phone]
    rules: {missing-owner: "off"}
    fields: {segment: {bike: {title: Bike, shape: text}}}
amelia.md
    ---
    kind: persona
    name: Amelia Hart
    tagline: The commuter
    summary: Commutes by train on most days of the week, and wants the last two miles to be hers
    owner: research
    status: active
    priority: primary
    tags: [trains, rain]
    sources: [interviews]
    image_alt: A woman on a train
    goals: Be at work on time
    pain_points:
      - Slow answers from the chat
      - text: The price is hard to find
        severity: medium
        sources: [interviews]
      - Nobody says which size fits
    about:
      Age: 34
      Lives in: Utrecht
    buying:
      budget: Up to 2,600 euro
    channels:
      - {channel: chat, preference: preferred}
      - {channel: phone, preference: avoided}
    ---
    She takes the train on most days.

    ## Her week

    On Monday she rides, on Friday she does not.

    ## Her bike

    It folds.
theo.md
    ---
    kind: persona
    name: Théo
    status: draft
    related: [{persona: amelia, why: Works with her}]
    ---
journeys/first-order.yml
    kind: journey
    title: First order
    personas: [amelia]
    owner: product
    stages:
      - stage: consider
        steps: [Compares two models, Reads the tests in three magazines]
      - stage: buy
        owner: marketing
        emotion: 1
        messaging: [commute]
        steps:
          - action: Looks for the delivery day
            channel: chat
            emotion: -1
          - Pays
messaging/commute.yml
    kind: messaging
    title: The commute
    personas: [amelia]
    owner: marketing
    value_proposition: You know the day
    objections: [{objection: Too dear, answers: [Less than a pass]}]
service/standards.yml
    kind: service
    title: How we answer
    personas: [amelia]
    owner: support
    response_targets:
      - {channel: chat, priority: 1, first_reply: 2 minutes}
      - {channel: chat, priority: 2, first_reply: 1 hour}
    escalation: [{tier: 2, to: product, when: No answer}]
    principles: [The date first]
segments/commuters.yml
    kind: segment
    title: Commuters
    owner: marketing
    bike: Folding
evidence/interviews.md
    ---
    kind: evidence
    title: Interviews
    owner: research
    date: 2026-05-20
    ---
    Fourteen people told us how they choose.
"""
AMELIA, ORDER, MESSAGES = "amelia.md", "journeys/first-order.yml", "messaging/commute.yml"
SERVICE, EVIDENCE, SETTINGS = "service/standards.yml", "evidence/interviews.md", "playbook.yml"
# Who refers to whom.
OF_AMELIA = {"Théo", "First order", "The commute", "How we answer"}
OF_MESSAGES, OF_EVIDENCE = {"First order"}, {"Amelia Hart"}


@dataclass
class Case:
    """An edit: what stands in a file, and what replaces it, or where the file goes ("" deletes).

    `told` are the lines that each document has to have, without those that name others; `affects`
    are the titles of these; `owners` those who have to look because of what changed itself.
    """

    id: str
    path: str
    old: str
    new: str
    told: dict[str, set[str]]
    affects: set[str] = field(default_factory=set)
    owners: set[str] = field(default_factory=lambda: {"Research"})


def amelia(id_: str, old: str, new: str, *told: str) -> Case:
    return Case(id_, AMELIA, old, new, {"Amelia Hart": {*told}}, OF_AMELIA)


def order(id_: str, old: str, new: str, *told: str, owners: str = "Product") -> Case:
    return Case(id_, ORDER, old, new, {"First order": {*told}}, set(), {*owners.split()})


def service(id_: str, old: str, new: str, *told: str, owners: str = "Support") -> Case:
    return Case(id_, SERVICE, old, new, {"How we answer": {*told}}, set(), {*owners.split()})


def shared(id_: str, old: str, new: str, *told: str, affects: set[str] | None = None) -> Case:
    return Case(id_, SETTINGS, old, new, {"The whole playbook": {*told}}, affects or set(), set())


CASES = [
    # Fields with one value
    amelia("a text", "The commuter", "The rider", "Tagline: The commuter → The rider"),
    amelia("a field added", "tagline:", "pronouns: she\n    tagline:", "Pronouns: “she” added"),
    amelia("a field removed", "    tagline: The commuter\n", "", "Tagline: “The commuter” removed"),
    amelia("a choice", "priority: primary", "priority: secondary", "Priority: primary → secondary"),
    amelia("a status", "status: active", "status: draft", "Status: active → draft"),
    amelia(
        "a word of a long text",
        "the last two miles",
        "the last three miles",
        "Summary: … week, and wants the last [two → three] miles to be hers",
    ),
    amelia(
        "the last word of a long text",
        "last two miles to be hers",
        "last two miles to be her own",
        "Summary: … last two miles to be [hers → her own]",
    ),
    amelia(
        "the first word of a long text",
        "Commutes by train on most",
        "Goes by train on most",
        "Summary: [Commutes → Goes] by train on most days …",
    ),
    amelia(
        "a word more in a long text",
        "most days of the week, and",
        "most days of the long week, and",
        "Summary: … on most days of the [+long] week, and wants the last …",
    ),
    Case(
        "a name",
        AMELIA,
        "name: Amelia Hart",
        "name: Amelia Heart",
        {"Amelia Heart": {"Name: Amelia Hart → Amelia Heart"}},
        OF_AMELIA,
    ),
    Case(
        "an own field",
        "segments/commuters.yml",
        "bike: Folding",
        "bike: Long",
        {"Commuters": {"Bike: Folding → Long"}},
        owners={"Marketing"},
    ),
    amelia("a key of nobody's", "tags:", "x-shirt-size: M\n    tags:", "Shirt size: “M” added"),
    # Lists of statements
    amelia(
        "an item in front",
        "pain_points:\n",
        "pain_points:\n      - Delivery dates slip\n",
        "Pain points: “Delivery dates slip” added",
    ),
    amelia(
        "an item removed",
        "      - Slow answers from the chat\n",
        "",
        "Pain points: “Slow answers from the chat” removed",
    ),
    amelia(
        "the words of an item",
        "- Slow answers from the chat",
        "- Slow answers from our chat",
        "Pain points: Slow answers from the chat → Slow answers from our chat",
    ),
    amelia(
        "a mark of an item",
        "severity: medium",
        "severity: high",
        "Pain points, “The price is hard to find”, Severity: medium → high",
    ),
    amelia(
        "a text becomes a mapping",
        "- Nobody says which size fits",
        "- {text: Nobody says which size fits, severity: low}",
        "Pain points, “Nobody says which size fits”, Severity: “low” added",
    ),
    amelia(
        "a mark and an item before it",
        "      - text: The price is hard to find\n        severity: medium",
        "      - No test ride\n      - text: The price is hard to find\n        severity: low",
        "Pain points: “No test ride” added",
        "Pain points, “The price is hard to find”, Severity: medium → low",
    ),
    amelia(
        "evidence of an item",
        "        sources: [interviews]\n      -",
        "      -",
        "Pain points, “The price is hard to find”, Evidence: “Interviews” removed",
    ),
    amelia(
        "another order",
        "      - Slow answers from the chat\n      - text: The price is hard to find\n"
        "        severity: medium\n        sources: [interviews]\n",
        "      - text: The price is hard to find\n        severity: medium\n"
        "        sources: [interviews]\n      - Slow answers from the chat\n",
        "Pain points: in another order",
    ),
    amelia(
        "one statement",
        "goals: Be at work on time",
        "goals: Sleep longer",
        "Goals: Be at work on time → Sleep longer",
    ),
    amelia(
        "one statement becomes two",
        "goals: Be at work on time",
        "goals: [Be at work on time, Sleep longer]",
        "Goals: “Sleep longer” added",
    ),
    amelia(
        "a tag", "[trains, rain]", "[trains, wind]", "Tags: “wind” added", "Tags: “rain” removed"
    ),
    # Facts and mappings
    amelia("a fact", "Age: 34", "Age: 35", "About, Age: 34 → 35"),
    amelia(
        "a fact added", "      Age: 34", "      Pets: 2\n      Age: 34", "About, Pets: “2” added"
    ),
    amelia(
        "a part of a field",
        "      budget:",
        "      timing: In spring\n      budget:",
        "Buying, Timing: “In spring” added",
    ),
    amelia(
        "an item named by a term",
        "preference: avoided",
        "preference: accepted",
        "Channels, “Phone”, Preference: avoided → accepted",
    ),
    # The text below
    amelia(
        "a word of the text",
        "train on most days.",
        "train on some days.",
        "Notes: 1 word added, 1 word removed: "
        "She takes the train on most days. → She takes the train on some days.",
    ),
    amelia(
        "words of a part",
        "On Monday she rides",
        "On Monday she always rides",
        "Notes, “Her week”: 1 word added: On Monday she [+always] rides, on Friday she does …",
    ),
    amelia(
        "a part added",
        "    ## Her bike",
        "    ## Her shed\n\n    It is dry.\n\n    ## Her bike",
        "Notes, “Her shed”: added, 3 words added: “It is dry.”",
    ),
    amelia(
        "a part removed",
        "    ## Her bike\n\n    It folds.\n",
        "",
        "Notes, “Her bike”: removed, 2 words removed: “It folds.”",
    ),
    amelia("a part renamed", "## Her week", "## Her days", "Notes, “Her week → Her days”: renamed"),
    # Journeys
    order(
        "an emotion",
        "emotion: 1",
        "emotion: -1",
        "Stages, “Buy”, Feeling: +1 → −1",
        owners="Product Marketing",
    ),
    order(
        "an emotion of a step",
        "emotion: -1",
        "emotion: -2",
        "Stages, “Buy”, Steps, “Looks for the delivery day”, How good or bad: −1 → −2",
        owners="Product Marketing",
    ),
    order(
        "a step added",
        "[Compares two",
        "[Asks, Compares two",
        "Stages, “Consider”, Steps: “Asks” added",
    ),
    order(
        "a step removed",
        "          - Pays\n",
        "",
        "Stages, “Buy”, Steps: “Pays” removed",
        owners="Product Marketing",
    ),
    order(
        "a stage added",
        "      - stage: buy",
        "      - {stage: aware, goal: Hears of us, owner: support}\n      - stage: buy",
        "Stages: “Aware (Goal: Hears of us, Owner: Support)” added",
        owners="Product Support",
    ),
    order(
        "a stage's owner",
        "owner: marketing",
        "owner: support",
        "Stages, “Buy”, Owner: Marketing → Support",
        owners="Product Marketing Support",
    ),
    order(
        "a reference",
        "messaging: [commute]",
        "messaging: [commute]\n        service: [standards]",
        "Stages, “Buy”, How to care: “How we answer” added",
        owners="Product Marketing",
    ),
    order("whose journey", "[amelia]", "[amelia, theo]", "Personas: “Théo” added"),
    order(
        "the owner",
        "owner: product",
        "owner: research",
        "Owner: Product → Research",
        owners="Product Research",
    ),
    # Others
    Case(
        "an answer",
        MESSAGES,
        "Less than",
        "Below",
        {
            "The commute": {
                "Objections, “Too dear”, What to answer: Less than a pass → Below a pass"
            }
        },
        OF_MESSAGES,
        {"Marketing"},
    ),
    service(
        "a row of a name",
        "first_reply: 1 hour",
        "first_reply: 2 hours",
        "Response targets, “Live chat, 2”, First reply: 1 hour → 2 hours",
    ),
    service(
        "who takes over",
        "to: product",
        "to: research",
        "Escalation, “2”, To whom: Product → Research",
        owners="Support Product Research",
    ),
    Case(
        "a date",
        EVIDENCE,
        "2026-05-20",
        "2026-06-20",
        {"Interviews": {"Date: 2026-05-20 → 2026-06-20"}},
        OF_EVIDENCE,
    ),
    # Whole documents
    Case(
        "a document removed",
        MESSAGES,
        "",
        "",
        {"The commute": {"removed"}},
        OF_MESSAGES,
        {"Marketing"},
    ),
    Case(
        "a document added",
        "samir.md",
        "",
        "---\nkind: persona\nname: Samir\n---\n",
        {"Samir": {"added"}},
        set(),
        {""},
    ),
    Case(
        "a document moved",
        EVIDENCE,
        "",
        "evidence/2026/interviews.md",
        {"Interviews": {"File: evidence/interviews.md → evidence/2026/interviews.md"}},
        OF_EVIDENCE,
    ),
    Case(
        "a document renamed", AMELIA, "", "amy.md", {"Amelia Hart": {"Id: amelia → amy"}}, OF_AMELIA
    ),
    Case(
        "a document renamed with its folder",
        "theo.md",
        "",
        "theo/theo.md",
        {"Théo": {"File: theo.md → theo/theo.md"}},
        set(),
        {""},
    ),
    Case(
        "a document broken",
        AMELIA,
        "kind: persona",
        "kind: [",
        {"Amelia Hart": {"can’t be read: a bracket that is opened and not closed"}},
        OF_AMELIA,
    ),
    Case(
        "no kind",  # it is guessed
        "segments/commuters.yml",
        "kind: segment\n",
        "",
        {"Commuters": {"Kind: “segment” removed (faulty, so not read)"}},
        set(),
        {"Marketing"},
    ),
    Case(
        "another kind",
        "segments/commuters.yml",
        "kind: segment",
        "kind: profile",
        {"Commuters": {"Kind: segment → profile", "Bike: “Folding” removed"}},
        set(),
        {"Marketing"},
    ),
    # playbook.yml
    shared(
        "a term's title",
        "title: Live chat",
        "title: Chat",
        "Channels, “chat”, Title: Live chat → Chat",
        affects={"Amelia Hart", "First order", "How we answer"},
    ),
    shared("a term removed", ", phone]", "]", "Channels: “phone” removed", affects={"Amelia Hart"}),
    shared(
        "a contact",
        '"#support"',
        '"#help"',
        "Teams, “support”, Contact: #support → #help",
    ),
    shared(
        "a rule",
        'missing-owner: "off"',
        "missing-owner: error",
        "Rules, missing-owner: off → error",
    ),
    shared(
        "an own field's title",
        "title: Bike",
        "title: Bicycle",
        "Own fields, segment, bike, Title: Bike → Bicycle",
    ),
    shared(
        "an own kind",
        "fields:",
        "kinds: {region: {title: Region}}\n    fields:",
        "Own kinds: “region: Region” added",
    ),
    shared("the playbook's title", "teams:", "title: Ours\n    teams:", "Title: “Ours” added"),
    # What reads the same is no change.
    Case("quotes", AMELIA, "tagline: The commuter", 'tagline: "The commuter"', {}, set(), set()),
    Case(
        "a list of one",
        AMELIA,
        "goals: Be at work on time",
        "goals: [{text: Be at work on time}]",
        {},
        set(),
        set(),
    ),
    Case(
        "another order of fields",
        AMELIA,
        "    priority: primary\n    tags: [trains, rain]\n",
        "    tags: [trains, rain]\n    priority: primary\n",
        {},
        set(),
        set(),
    ),
    Case(
        "lines of the text",
        AMELIA,
        "On Monday she rides, on",
        "On Monday she rides,\n    on",
        {},
        set(),
        set(),
    ),
]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return load(write(tmp_path_factory.mktemp("before"), PLAYBOOK), TODAY)


def edited(before: Catalog, folder: Path, case: Case) -> Catalog:
    shutil.copytree(before.folder, folder)
    path = folder / case.path
    if case.old:
        text, old, new = path.read_text(), *map(dedented, (case.old, case.new))
        assert text.count(old) >= 1, f"{old!r} is not in {case.path}"
        path.write_text(text.replace(old, new, 1))
    elif not path.exists():
        path.write_text(case.new)
    elif case.new:
        (folder / case.new).parent.mkdir(exist_ok=True)
        path.rename(folder / case.new)
    else:
        path.unlink()
    return load(folder, TODAY)


def dedented(text: str) -> str:
    """A part of PLAYBOOK as its file has it."""
    return "\n".join(line.removeprefix("    ") for line in text.split("\n"))


def told(comparison: Comparison) -> dict[str, set[str]]:
    """The lines of each document, without those that name others."""
    return {
        section.title: {
            line
            for one in section.lines
            if not (line := _line(one, color=False)).startswith(("Named in", "Used in"))
        }
        for section in sections(comparison)
        if section.is_document
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_an_edit_is_told_exactly(case: Case, before: Catalog, tmp_path: Path) -> None:
    after = edited(before, tmp_path / "after", case)
    comparison = compare(before, after)
    assert told(comparison) == case.told
    affected = [entry for one in comparison.documents for entry in one.entries]
    assert {one.title for one in (*affected, *comparison.shared.entries)} == case.affects
    assert {owner.title for owner in comparison.owners if owner.changed} == case.owners
    # The other way round, all of it happens backwards.
    back = compare(after, before)
    assert sorted(map(str, mirrored(back))) == sorted(map(str, mirrored(comparison, turn=True)))


TURNED = {"added": "removed", "removed": "added", "mended": "broken", "broken": "mended"}


def mirrored(comparison: Comparison, *, turn: bool = False) -> Iterator[tuple[object, ...]]:
    """Everything that a comparison says, as one line each; if wanted as seen from the other end."""

    def what(word: str) -> str:
        return TURNED.get(word, str(word)) if turn else str(word)

    def ends(one: object, other: object) -> tuple[object, object]:
        return (other, one) if turn else (one, other)

    for document in (one.difference for one in comparison.documents):
        paths = (one and one.path for one in (document.before, document.after))
        yield what(document.fate), *ends(*paths), document.fault
        yield from changes(document.changes, what, ends)
        for part in document.parts:
            yield what(part.what), *ends(part.added, part.removed)
    yield from changes(comparison.shared.changes, what, ends)
    both = comparison.before.by_key.keys() & comparison.after.by_key.keys()
    gaps = comparison.opened, comparison.closed
    for where, some in zip(ends("now", "then"), gaps, strict=True):
        for gap in some:
            if gap.persona.key in both:  # a new persona's gaps are new, those of one gone are gone
                yield where, gap.persona.title, gap.kind and gap.kind.name, gap.stage
    differences = (document.difference for document in comparison.documents)
    alone = {one.path for one in differences if not (one.before and one.after)}
    for where, findings in zip(
        ends("now", "then"), (comparison.new, comparison.mended), strict=True
    ):
        for finding in findings:
            if finding.path not in alone:  # new ones come with a document, and go with it
                yield where, str(finding)
    yield len(comparison.rewritten), comparison.is_empty


def changes(
    found: Iterable[Change],
    what: Callable[[str], str],
    ends: Callable[[object, object], tuple[object, object]],
) -> Iterator[tuple[object, ...]]:
    for change in found:
        fields = tuple(step.words for step in change.place if not step.is_item)
        said = (one and one.words for one in (change.before, change.after))
        yield what(change.what), fields, *ends(*said), tuple(sorted(change.teams))


Data = dict[str, object]
KIND = kinds.load({}, {})["journey"]
SETTINGS_OF_NOBODY = load_settings(Path(__file__).parent / "cases")
FIELDS = st.sampled_from([*KIND.fields, "x-own"])
NAMES = st.sampled_from(["stage", "steps", "action", "emotion", "text", "owner", "title", "x-own"])
# Whatever a document holds: the data of a field need not even be valid.
TEXTS = st.sampled_from(["", "a", "b", "Slow answers", "Slow answers from the chat", "1", "amelia"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | TEXTS, inner, max_size=3),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(FIELDS, VALUES, max_size=5)


@given(DOCUMENTS, DOCUMENTS)
@settings(max_examples=60)
def test_any_data_is_compared_both_ways(one: Data, other: Data) -> None:
    reader = Reader(KIND.schema, SETTINGS_OF_NOBODY)
    comparer = Comparer(reader, reader)
    assert comparer.changes(one, one) == []
    there, back = comparer.changes(one, other), comparer.changes(other, one)
    assert sorted(map(str, turned(there))) == sorted(map(str, changes(back, str, ends)))
    assert all(change.before or change.after or change.what == "moved" for change in there)


def turned(found: list[Change]) -> Iterator[tuple[object, ...]]:
    return changes(found, lambda word: TURNED.get(word, str(word)), lambda one, other: (other, one))


def ends(one: object, other: object) -> tuple[object, object]:
    return one, other


@given(st.lists(TEXTS, max_size=8), st.lists(TEXTS, max_size=8))
@settings(max_examples=60)
def test_items_are_matched_both_ways(one: list[str], other: list[str]) -> None:
    sides = [[Item(text, None, tokens(text)) for text in texts] for texts in (one, other)]
    pairs = match(*sides)
    assert sorted(i for i, _ in pairs if i is not None) == list(range(len(one)))
    assert [j for _, j in pairs if j is not None] == list(range(len(other)))
    assert {(i, j) for j, i in match(*reversed(sides))} == set(pairs)


NAMED = "---\nkind: persona\nname: Son\ngoals: [Ride]\n---\n"


@pytest.mark.parametrize(
    ("was", "now", "lines"),
    [
        ({"son/son.md": ""}, {"son/heir.md": ""}, {"Id: son → heir"}),
        (
            {"ann/ann.md": ""},
            {"bo/bo.md": ""},
            {"Id: ann → bo", "File: ann/ann.md → bo/bo.md"},
        ),
        ({"son.md": "id: a\n"}, {"son.md": "id: b\n"}, {"Id: a → b"}),
    ],
)
def test_a_new_id_is_no_new_folder(
    was: dict[str, str], now: dict[str, str], lines: set[str], tmp_path: Path
) -> None:
    sides = []
    for name, files in (("before", was), ("after", now)):
        for path, more in files.items():
            (tmp_path / name / path).parent.mkdir(parents=True)
            text = NAMED.replace("goals", f"{more}goals")
            (tmp_path / name / path).write_text(text, encoding="utf-8")
        sides.append(load(tmp_path / name, TODAY))
    assert told(compare(*sides)) == {"Son": lines}


def test_what_is_faulty_is_told_too(before: Catalog, tmp_path: Path) -> None:
    """It is not read, so it says nothing; that it says the same would be wrong."""
    faulty = "foo: old\nowner: [care, ops]\npriority: primary\ngoals: [{text: a, severity: hihg}]\n"
    mark = " (faulty, so not read)"

    def compared(one: str, other: str, path: str = "theo.md") -> tuple[set[str], list[str]]:
        sides = []
        for number, text in enumerate((one, other)):
            folder = tmp_path / f"{number}"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(before.folder, folder)
            start = "---\nkind: persona\nname: Théo\n"
            (folder / path).write_text(
                f"{start}{text}---\n" if path == "theo.md" else text, encoding="utf-8"
            )
            sides.append(load(folder, TODAY))
        comparison = compare(*sides)
        lines = told(comparison)
        assert lines or comparison.rewritten
        title = "Théo" if path == "theo.md" else "The whole playbook"
        return lines.get(title, set()), [one.title for one in comparison.rewritten]

    for old, new, line in (
        ("foo: old", "foo: new", "Foo: old → new"),
        ("foo: old\n", "", "Foo: “old” removed"),
        ("foo: old", "foo: old\nbar: 1", "Bar: “1” added"),
        ("hihg", "hgih", "Goals, “a”, Severity: hihg → hgih"),
    ):
        assert compared(faulty, faulty.replace(old, new)) == ({line + mark}, [])
    lines, _ = compared(faulty, faulty.replace("ops", "dev"))
    assert lines == {f"Owner: “dev” added{mark}", f"Owner: “ops” removed{mark}"}
    # What can be read is told as ever.
    assert compared(faulty, faulty.replace("[care, ops]", "x")) == ({"Owner: “x” added"}, [])
    assert compared(faulty, faulty.replace("primary", "secondary")) == (
        {"Priority: primary → secondary"},
        [],
    )
    assert compared(faulty, faulty.replace("foo: old", 'foo: "old"')) == (set(), ["Théo"])
    # Where not even the fields are known, nobody can tell.
    twice = "owner: care\nowner: ops\n"
    perhaps = "perhaps changed where it is faulty: the field '{}' stands here twice; keep one"
    (line,) = compared(twice, twice.replace("ops", "dev"))[0]
    assert line.startswith(perhaps.format("owner"))
    assert compared("foo: 1\n", "foo: 2\n", "playbook.yml")[0] == {f"Foo: 1 → 2{mark}"}
    twice = "title: A\ntitle: B\n"
    (line,) = compared(twice, twice.replace("B", "C"), "playbook.yml")[0]
    assert line.startswith(perhaps.format("title"))


def test_a_code_block_ends_where_it_says() -> None:
    """A longer fence holds shorter ones; a sign of a heading within it is code."""
    text = "## Setup\n\n````\n```\n# inner\n```\n# more\n````\n\n## The `end`\n\nDone"
    (part,) = body.compare(text, text.replace("inner", "outer"))
    assert (part.what, part.heading, part.added, part.removed) == ("changed", "Setup", 1, 1)
    (part,) = body.compare(text, text.replace("Done", "Well done"))
    assert part.heading == "The `end`"
    assert not list(body.compare(text, text.replace("# inner\n", "\n# inner\n\n")))


@given(st.text("ab#` \n", max_size=60), st.text("ab#` \n", max_size=60))
@settings(max_examples=60)
def test_any_text_is_compared_both_ways(one: str, other: str) -> None:
    assert not list(body.compare(one, one))
    there = [
        (TURNED.get(part.what, part.what), part.removed, part.added)
        for part in body.compare(one, other)
    ]
    back = [(part.what, part.added, part.removed) for part in body.compare(other, one)]
    assert sorted(there) == sorted(back)


def test_a_playbook_is_not_different_from_itself(before: Catalog) -> None:
    comparison = compare(before, load(before.folder, TODAY))
    assert comparison.is_empty
    assert not list(sections(comparison))
