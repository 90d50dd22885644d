"""What an audience may not read is nowhere in its site: one unusual word for each kind of thing."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from persona_playbook.audience import narrow, pieces
from persona_playbook.catalog import load
from persona_playbook.generate import generate
from persona_playbook.places import Site
from persona_playbook.site import build as build_playbook
from repository import Repository
from sites import build, write

# Words that stand for something only those of a level may read; the files are named by them too.
INTERNAL = ["zqinternaldoc", "zqplaindoc"]
RESTRICTED = [
    "zqdocid", "zqdoctitle", "zqdocsummary", "zqdocbody", "zqdocalias", "zqdoctag", "zqdocpicture",
    "zqfield", "zqnestedfield", "zqclaim", "zqwhy", "zqquote", "zqproof", "zqbody", "zqheading",
    "zqpicture", "zqlinked", "zqsource", "zqonlyhers", "zqscenario", "zqexplains", "zqfault",
]  # fmt: skip
PLAYBOOK = """
mkdocs.yml
    site_name: A site
    site_url: https://example.com/
    theme: {{name: material, font: false}}
    plugins: [search, persona-playbook: {{audience: {audience}}}]
personas/playbook.yml
    teams: [research]
personas/amelia.md
    ---
    kind: persona
    name: Amelia Hart
    summary: Commutes by train
    visibility: public
    owner: research
    image: amelia.png
    tagline: zqfield
    buying: {{budget: zqnestedfield, need: A bicycle that folds}}
    goals:
      - Arrive dry
      - {{text: zqclaim, why: zqwhy, visibility: restricted}}
      - {{text: Be on time, sources: [zqsource]}}
    pain_points: {{text: Delivery dates slip, sources: [zqsource, talks]}}
    quote: [{{text: zqquote, visibility: restricted}}, I am late]
    related: [{{persona: zqdocid, why: zqexplains}}]
    visibility_of: {{tagline: restricted, buying.budget: restricted}}
    ---
    All may read this, and see [her friend](zqlinked.md) or [Ben](ben.md).

    <!-- visibility: restricted -->

    ## zqheading

    zqbody ![](zqpicture.png)

    <!-- /visibility -->

    All may read this too.
personas/ben.md
    ---
    kind: persona
    name: zqinternaldoc
    id: ben
    owner: research
    visibility: internal
    ---
personas/plain.md
    ---
    kind: persona
    name: zqplaindoc
    ---
personas/zqdocid.md
    ---
    kind: persona
    name: zqdoctitle
    summary: zqdocsummary
    visibility: restricted
    owner: research
    aliases: [zqdocalias]
    tags: [zqdoctag]
    image: zqdocpicture.png
    last_reviewed: "2020-01-01"
    {own}: zqfault
    ---
    zqdocbody
personas/zqlinked.md
    ---
    kind: persona
    name: A friend
    visibility: restricted
    ---
personas/evidence/zqsource.yml
    {{kind: evidence, title: zqsource, visibility: restricted}}
personas/evidence/talks.yml
    {{kind: evidence, title: Talks, visibility: public}}
personas/messaging/hers.yml
    kind: messaging
    title: zqonlyhers
    visibility: public
    personas: [zqdocid]
personas/messaging/all.yml
    kind: messaging
    title: The commute
    visibility: public
    personas: [amelia, zqdocid]
    pillars: [{{title: On time, proof: [{{claim: zqproof, visibility: restricted}}, Nine in ten]}}]
personas/service/standards.yml
    kind: service
    title: How we answer
    visibility: public
    scenarios:
      - {{title: The train is late, do: [Say so]}}
      - {{title: zqscenario, personas: [zqdocid], do: [Nothing]}}
"""


def site(root: Path, audience: str, own: str = "x-own") -> Path:
    """A playbook to be built for an audience; another name of the `own` field is a fault."""
    write(root, PLAYBOOK.format(audience=audience, own=own))
    for name in ("amelia", "zqdocpicture", "zqpicture"):
        (root / "personas" / f"{name}.png").write_bytes(PNG)
    return root


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a4944415478da63"
    "60000000020001e527defc0000000049454e44ae426082"
)


def words(folder: Path) -> set[str]:
    """Which of the words stand anywhere in a folder: names, texts, unpacked archives."""
    parts = [path.relative_to(folder).as_posix().encode() for path in folder.rglob("*")]
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            parts.append(gzip.decompress(data) if path.suffix == ".gz" else data)
    everything = b"\0".join(parts).lower()
    return {word for word in (*INTERNAL, *RESTRICTED) if word.encode() in everything}


def test_each_audience_reads_its_part_and_no_more(tmp_path: Path) -> None:
    found = {}
    for audience in ("public", "internal", "restricted"):
        root = site(tmp_path / audience, audience)
        repository = Repository(root)
        repository.git("init", "--quiet")
        repository.git("add", ".")
        repository.git("commit", "--quiet", "--message", "zqdoctitle")
        document = root / "personas" / "zqdocid.md"
        document.write_text(document.read_text().replace("zqdocsummary", "zqdocsummary, again"))
        repository.git("commit", "--quiet", "--all", "--message", "zqdoctitle again")
        built = build(root)
        assert not built.failed, built.errors
        found[audience] = words(root / "site")
        if audience != "restricted":
            assert not [word for word in RESTRICTED if word in " ".join(built.log)]
    assert found["public"] == set()
    assert found["internal"] == set(INTERNAL)
    assert found["restricted"] == {*INTERNAL, *RESTRICTED}


@pytest.mark.parametrize(
    ("audience", "expected"), [("public", []), ("restricted", [*INTERNAL, *RESTRICTED])]
)
def test_what_generate_writes(tmp_path: Path, audience: str, expected: list[str]) -> None:
    generate(site(tmp_path / "site", audience) / "mkdocs.yml", tmp_path / "made")
    assert words(tmp_path / "made") == set(expected)


def test_without_a_name_the_audience_is_the_usual_one(tmp_path: Path) -> None:
    root = site(tmp_path, "internal")
    made = build_playbook(root / "personas", Site(), {})
    assert "personas/plain.md" in made.pages
    assert "personas/zqdocid.md" not in made.pages


def test_errors_stop_a_build_for_an_audience_and_tell_nothing(tmp_path: Path) -> None:
    built = build(site(tmp_path, "public", own="stage"), strict=False)
    assert built.failed
    assert "1 of them in what this audience may not read" in " ".join(built.log)
    assert not [word for word in RESTRICTED if word in " ".join(built.log)]


def test_an_unknown_audience_is_an_error(tmp_path: Path) -> None:
    built = build(site(tmp_path, "publik"))
    assert built.failed
    words = "no visibility level 'publik' to build for; did you mean 'public'?"
    assert words in " ".join(built.log)


@pytest.mark.parametrize(
    "mark",
    [
        "visibility: secret",
        "visibility: [restricted]",
        "visibility_of: {taglin: restricted}",
        "visibility_of: tagline",
        "visibility_of: {name: [restricted]}",
        "visibility_of: {id: restricted}",
        "goals: {text: Dry, visibility: {is: restricted}}",
    ],
)
def test_a_mark_that_is_not_understood_withholds_the_document(tmp_path: Path, mark: str) -> None:
    text = f"kind: persona\nid: amelia\nname: Amelia\ntagline: On time\n{mark}\n"
    (tmp_path / "amelia.yml").write_text(text)
    assert narrow(load(tmp_path), None).entries == []


def test_a_field_of_an_unknown_level_is_withheld(tmp_path: Path) -> None:
    text = "kind: persona\nname: A\ntagline: On time\nvisibility_of: {tagline: secret}\n"
    (tmp_path / "a.yml").write_text(text)
    assert "tagline" not in narrow(load(tmp_path), None).entries[0].data


@pytest.mark.parametrize(
    "text",
    [
        "<!-- visibility: restricted -->secret",
        "<!-- visibility: secret -->secret<!-- /visibility -->",
        "<!-- visibilty: restricted -->secret<!-- /visibility -->",
        "<!--visibility restricted-->secret<!--/visibility-->",
        "<!-- visibility: restricted --><!-- visibility: internal -->secret<!-- /visibility -->",
        "<!-- visibility: restricted\nsecret",
        "<!-- visibility: restricted -->\n<!-- /visibilities -->secret\n<!-- /visibility -->",
    ],
)
def test_a_part_with_a_wrong_mark_is_withheld_to_its_end(tmp_path: Path, text: str) -> None:
    (tmp_path / "amelia.md").write_text(f"---\nkind: persona\nname: Amelia\n---\nOpen.\n\n{text}\n")
    body = narrow(load(tmp_path), None).entries[0].document.body
    assert "secret" not in body
    assert "Open." in body


def test_places_stay_what_they_are(tmp_path: Path) -> None:
    text = "kind: persona\nname: A\ngoals:\n  - {text: B, visibility: restricted}\n  - C\n"
    (tmp_path / "a.yml").write_text(text)
    document = narrow(load(tmp_path), None).entries[0].document
    assert document.data["goals"] == ["C"]
    assert document.line_and_column(document.span(("goals", 0)).start) == (5, 5)


def test_pieces() -> None:
    text = "a <!-- visibility: x -->b<!-- /visibility --> c <!-- a visible remark -->"
    (piece,) = pieces(text)
    assert (text[piece.start : piece.end], piece.level) == (text[2:45], "x")


@pytest.mark.parametrize("level", ["public", "internal"])
def test_a_site_for_whom_nothing_is_says_so(tmp_path: Path, level: str) -> None:
    text = f"kind: persona\nname: A\nstatus: draft\nvisibility: {level}\n"
    (tmp_path / "a.yml").write_text(text)
    findings = build_playbook(tmp_path, Site(audience="public"), {}).findings
    said = [str(one) for one in findings if one.rule == "empty-audience"]
    expected = (
        "playbook.yml:1:1: warning: no document is for the audience 'public', "
        "so its site has none [empty-audience]"
    )
    assert said == ([] if level == "public" else [expected])
