"""`playbook diff`: what it compares, in which words and formats, and what it can't compare."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
from pathlib import Path

import jsonschema_rs
import markdown as python_markdown
import pytest
from click.testing import CliRunner, Result

import persona_playbook
from persona_playbook import revision
from persona_playbook.catalog import load
from persona_playbook.cli import main
from persona_playbook.comparing import compare
from persona_playbook.report.markdown import COMMENT
from persona_playbook.telling.markdown import markdown
from repository import Repository, begin
from trees import png, write

SCHEMA = Path(persona_playbook.__file__).parent / "telling" / "diff.schema.json"
BEFORE = """
playbook.yml
    teams: [{id: support, contact: "#support"}, research]
amelia.md
    ---
    kind: persona
    name: Amelia Hart
    owner: research
    pain_points: [{text: price, severity: low}]
    ---
    She rides.
journeys/order.yml
    kind: journey
    title: First order
    personas: [amelia]
    owner: support
    stages: [{stage: buy, emotion: 1}]
"""
AFTER = BEFORE.replace("[{text: price, severity: low}]", "[delivery dates slip, {text: price}]")
AFTER = AFTER.replace("{text: price}", "{text: price, severity: high}").replace(
    "emotion: 1", "emotion: -1"
)
TOLD = """\
2 documents changed.

Amelia Hart (Persona, amelia.md)
  Pain points: “delivery dates slip” added
  Pain points, “price”, Severity: low → high
  Named in: Journeys (First order)

First order (Journey, journeys/order.yml)
  Stages, “Buy”, Feeling: +1 → −1

Who should look
  Support (#support): changed First order
  Research: changed Amelia Hart
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: None) -> Repository:
    repository = begin(tmp_path / "repository")
    repository.commit("2026-11-01", BEFORE)
    monkeypatch.chdir(repository.root)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return repository


def diff(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["diff", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def refused(*arguments: str) -> str:
    """Why nothing could be compared: one line."""
    result = CliRunner().invoke(main, ["diff", *arguments], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    return line.removeprefix("Error: ")


class TestWhatIsCompared:
    def test_the_files_with_the_last_commit(self, repository: Repository) -> None:
        assert diff().output == "Nothing changed in what the playbook says.\n"
        write(repository.folder, AFTER)
        assert diff().output == TOLD
        assert diff("HEAD", "personas/journeys").output == TOLD

    def test_the_files_with_where_the_branch_began(self, repository: Repository) -> None:
        repository.git("checkout", "-b", "branch")
        repository.commit("2026-11-02", AFTER)
        repository.git("checkout", "main")
        repository.commit("2026-11-03", "theo.md\n    ---\n    kind: persona\n    name: T\n    ---")
        repository.git("checkout", "branch")
        assert diff().output == TOLD
        assert "1 document removed, 2 changed" in diff("main").output

    def test_two_revisions(self, repository: Repository) -> None:
        repository.commit("2026-11-02", AFTER)
        shutil.rmtree(repository.folder / "journeys")
        assert diff("HEAD~1..HEAD").output == TOLD
        assert diff("HEAD~1..").output == TOLD
        assert diff("HEAD..HEAD~1").output.count("“delivery dates slip” removed") == 1

    def test_a_folder_that_was_not_there(self, repository: Repository) -> None:
        (repository.root / "other").mkdir()
        write(repository.root / "other" / "personas", AFTER)
        assert diff("HEAD", "other/personas").output.startswith("2 documents added; playbook.yml ")

    def test_pictures_and_other_files(self, repository: Repository) -> None:
        (repository.folder / "amelia.png").write_bytes(png())
        (repository.folder / "big.bin").write_bytes(bytes(revision._MOST + 1))
        (repository.folder / "way.md").symlink_to(repository.root)
        repository.commit("2026-11-02", BEFORE.replace("owner: research", "image: amelia.png"))
        assert diff("HEAD").output == "Nothing changed in what the playbook says.\n"

    def test_a_picture_that_is_replaced_by_one_of_the_same_name(
        self, repository: Repository
    ) -> None:
        shown = BEFORE.replace("owner: research", "image: one.png").replace(
            "She rides.", "She rides. ![Her](two.png) ![Her](huge.png)"
        )
        for name in ("one.png", "two.png"):
            (repository.folder / name).write_bytes(png())
        # What can't be published is not looked into; a finding says so.
        (repository.folder / "huge.png").write_bytes(bytes(revision._MOST + 1))
        repository.commit("2026-11-02", shown)
        for name in ("one.png", "two.png"):
            (repository.folder / name).write_bytes(png(2, 2))
        (repository.folder / "huge.png").write_bytes(b"\1" * (revision._MOST + 1))
        told = diff("HEAD").output
        assert told.startswith("1 document changed")
        assert "  Picture: “one.png” replaced\n  Picture: “two.png” replaced\n" in told
        assert "huge.png" not in told
        marked = diff("HEAD", "--format", "markdown").output
        assert "<strong>Picture</strong>: <em>one.png</em> replaced" in marked.replace("\u2060", "")
        (document,) = json.loads(diff("HEAD", "--format", "json").output)["documents"]
        assert document["pictures"] == ["one.png", "two.png"]
        assert (document["fate"], document["changes"], document["text"]) == ("changed", [], [])
        repository.commit("2026-11-03")
        assert "Picture: “one.png” replaced" in diff("HEAD~1..HEAD").output
        assert diff("HEAD").output.startswith("Nothing changed")

    def test_what_is_no_picture_is_not_looked_into(self, repository: Repository) -> None:
        (repository.folder / "notes.txt").write_text("Notes")
        text = BEFORE.replace("She rides.", "![x](notes.txt) She rides.")
        repository.commit("2026-11-02", text)
        (repository.folder / "notes.txt").write_text("Other notes")
        assert diff("HEAD").output.startswith("Nothing changed")
        write(repository.folder, text.replace("She rides", "She always rides"))
        assert "Notes: 1 word added" in diff("HEAD").output

    def test_from_where_two_branches_parted(self, repository: Repository) -> None:
        """`A...B`, as forges write it."""
        repository.git("checkout", "-b", "branch")
        repository.commit("2026-11-02", AFTER)
        repository.git("checkout", "main")
        repository.commit("2026-11-03", "theo.md\n    ---\n    kind: persona\n    name: T\n    ---")
        assert diff("main...branch").output == diff("...branch").output == TOLD
        assert diff("branch...").output.startswith("1 document added")
        assert diff("HEAD...HEAD").output.startswith("Nothing changed")
        repository.git("checkout", "--orphan", "other")
        repository.commit("2026-11-04")
        assert refused("main...other") == "'main' and 'other' have no commit in common"
        assert refused("main...nowhere") == "no revision named 'nowhere'"


class TestWhatCanNotBeCompared:
    def test_a_path_in_the_place_of_a_revision(self, repository: Repository) -> None:
        for path in ("personas", "../repository/personas"):
            assert refused(path) == (
                f"no revision named '{path}'; a path stands behind a revision: "
                f"`playbook diff HEAD {path}`"
            )

    def test_no_such_revision(self, repository: Repository) -> None:
        assert refused("nowhere") == "no revision named 'nowhere'"
        assert refused("HEAD..\x1b[31m") == "no revision named '\\x1b[31m'"
        assert refused("--", "--output=x") == "no revision named '--output=x'"
        assert refused("^HEAD") == "no revision named '^HEAD'"
        assert refused("") == "no revision named ''"
        assert refused("HEAD:personas") == "no revision named 'HEAD:personas'"

    def test_no_repository(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path / "personas", BEFORE)
        monkeypatch.chdir(tmp_path)
        assert refused().startswith("the playbook is in no git repository")
        assert refused("HEAD", "nowhere") == "no file or folder named 'nowhere'"

    def test_no_commit(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        repository = begin(tmp_path / "repository")
        monkeypatch.chdir(repository.root)
        assert refused().startswith("nothing has been committed yet")

    def test_no_git(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(repository.folder))
        assert refused().startswith("git is not installed")

    def test_a_shallow_clone(
        self, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        repository.git("checkout", "-b", "branch")
        repository.commit("2026-11-02", AFTER)
        repository.git("checkout", "main")
        clone = tmp_path / "clone"
        source = repository.root.as_uri()
        repository.git("clone", "--depth=1", "--branch=branch", source, str(clone))
        monkeypatch.chdir(clone)
        assert "`fetch-depth: 0`" in refused()
        assert refused("main") == "no revision named 'main'; this clone has only the latest commits"
        assert diff("HEAD").output.startswith("Nothing changed")

    def test_a_clone_without_files(
        self, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        repository.git("config", "uploadpack.allowFilter", "true")
        clone = tmp_path / "clone"
        source = repository.root.as_uri()
        repository.git("clone", "--filter=blob:none", "--no-checkout", source, str(clone))
        (clone / "personas").mkdir()
        monkeypatch.chdir(clone)
        assert "missing" in refused("HEAD")


def test_a_tree_of_a_stranger_writes_nothing_elsewhere(
    repository: Repository, tmp_path: Path
) -> None:
    """Git itself refuses to check such trees out, but not to list them."""
    (tmp_path / "content").write_text("---\nkind: persona\nname: Out\n---\n")
    blob = repository.git("hash-object", "-w", str(tmp_path / "content")).strip()
    out = tree(repository, f"100644 blob {blob}\tout.md")
    link = tree(repository, f"120000 blob {blob}\ta", f"100644 blob {blob}\tb.md")
    inner = tree(repository, f"040000 tree {out}\t..", f"040000 tree {link}\tlink")
    commit = repository.git(
        "commit-tree", "-m", "A", tree(repository, f"040000 tree {inner}\tpersonas")
    )
    target = tmp_path / "target" / "within"
    target.mkdir(parents=True)
    runner, _ = revision.find(repository.folder, "HEAD")
    revision.write(runner, commit.strip(), target)
    assert [path.name for path in (tmp_path / "target").iterdir()] == ["within"]
    assert (target / "link" / "a").readlink() == Path(os.devnull)
    assert {path.name for path in target.rglob("*.md")} == {"b.md"}


def tree(repository: Repository, *lines: str) -> str:
    """Make a tree as git would not."""
    path = repository.root / "lines"
    path.write_text("\n".join(lines) + "\n")
    entries = b""
    for line in sorted(lines, key=lambda line: line.partition("\t")[2]):
        facts, _, name = line.partition("\t")
        mode, _, object_ = facts.split()
        entries += f"{mode.lstrip('0')} {name}\0".encode() + bytes.fromhex(object_)
    path.write_bytes(entries)
    return repository.git("hash-object", "-w", "-t", "tree", "--literally", str(path)).strip()


def test_nothing_but_git_is_run(repository: Repository) -> None:
    mark = repository.trap(
        "core.fsmonitor", "core.pager", "diff.external", "filter.own.smudge", "pager.diff"
    )
    write(repository.folder, AFTER)
    assert diff().output == TOLD
    assert not mark.exists()


class TestFaults:
    def test_a_broken_document_on_either_side(self, repository: Repository) -> None:
        repository.commit("2026-11-02", "amelia.md\n    ---\n    kind: [")
        broken = diff("HEAD~1").output
        assert "1 document broken; 1 other document to look at; 1 new error" in broken
        assert "Amelia Hart (Persona, amelia.md)\n  can’t be read: the front matter has" in broken
        assert "Named in: Journeys (First order)" in broken
        assert "  can be read again; it could not be: the front" in diff("HEAD..HEAD~1").output
        write(repository.folder, "amelia.md\n    ---\n    kind: {")
        assert "  can’t be read: the front matter has no end" in diff("HEAD").output

    def test_what_is_gone_is_not_mended(self, repository: Repository) -> None:
        """A finding that nobody sees any more, as its document can't be read or is not there."""
        (repository.folder / "amelia.md").write_text("kind: persona")
        broken = diff().output
        assert broken.startswith("1 document broken; 1 other document to look at; ")
        assert "mended" not in broken
        (repository.folder / "amelia.md").unlink()
        removed = diff().output
        assert removed.startswith("1 document removed; ")
        assert "mended" not in removed
        repository.git("checkout", ".")
        write(repository.folder, BEFORE.replace("owner: research", "foo: 1"))
        repository.commit("2026-11-02")
        write(repository.folder, BEFORE)
        (repository.folder / "amelia.md").rename(repository.folder / "amy.md")
        assert "mended error: 'foo' is not a field" in diff("HEAD").output

    def test_broken_settings_are_told_once(self, repository: Repository) -> None:
        own = "kinds: {region: {title: Region}}\n"
        repository.commit(
            "2026-11-02", f"playbook.yml\n    {own}r.yml\n    kind: region\n    title: R"
        )
        write(repository.folder, "playbook.yml\n    kinds: [")
        told = diff("HEAD").output
        assert told.startswith("playbook.yml broken; 1 new error")
        assert "The whole playbook (playbook.yml)\n  can’t be read: " in told
        assert "r.yml" not in told
        repository.commit("2026-11-03")
        assert diff("HEAD..HEAD~1").output.startswith("playbook.yml mended; 1 mended error")

    def test_what_moved_in_coverage_and_findings(self, repository: Repository) -> None:
        write(
            repository.folder,
            "messaging/m.yml\n    kind: messaging\n    title: M\n    owner: x\n"
            "    personas: [amelia, lost]\n    messages: [{stage: buy, message: You know the day}]",
        )
        told = diff().output
        assert "closed: Amelia Hart, no messaging" in told
        assert "closed: Amelia Hart, nothing to say or to do at the stage Buy" in told
        assert (
            "mended warning: no messaging names this persona [missing-messaging] in amelia.md:"
            in told
        )
        assert "new error: no persona named 'lost'" in told

    def test_a_gap_that_a_wider_one_swallows_is_not_closed(self, repository: Repository) -> None:
        guideline = "how.yml\n    kind: service\n    title: How\n    status: active\n"
        guideline += "    personas: [amelia]\n    stages: [learn]\n"
        saying = "say.yml\n    kind: messaging\n    title: Say\n    personas: [amelia]\n"
        saying += "    messages: [{stage: buy, message: M}]\n"
        repository.commit("2026-11-02", saying + guideline)
        write(repository.folder, guideline.replace("active", "retired"))
        told = diff("HEAD").output
        assert "; 1 new gap." in told
        assert "closed" not in told
        assert "new gap: Amelia Hart, no service guideline\n" in told
        repository.commit("2026-11-03")
        back = diff("HEAD..HEAD~1").output
        assert "; 1 closed gap." in back
        assert "  closed: Amelia Hart, no service guideline\n" in back
        assert "still a gap: Amelia Hart, no service guideline at the stage Buy\n" in back
        gaps = json.loads(diff("HEAD..HEAD~1", "--format", "json").output)["coverage"]
        assert {name: len(some) for name, some in gaps.items()} == {
            "opened": 0,
            "closed": 1,
            "remaining": 1,
        }


def test_json_is_as_its_schema_says(repository: Repository) -> None:
    write(repository.folder, AFTER.replace("teams: [", "teams: [sales, "))
    (repository.folder / "journeys/order.yml").write_text("kind: [")
    (repository.folder / "amelia.md").rename(repository.folder / "amy.md")
    written = json.loads(diff("--format", "json").output)
    validator = jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text()))
    assert [str(error) for error in validator.iter_errors(written)] == []
    broken, renamed = written["documents"]
    assert (broken["fate"], renamed["fate"]) == ("broken", "renamed")
    assert (renamed["before"]["id"], renamed["after"]["id"]) == ("amelia", "amy")
    assert renamed["changes"][1] == {
        "what": "changed",
        "place": ["Pain points", "price", "Severity"],
        "where": ["pain_points", 1, "severity"],
        "before": "low",
        "after": "high",
        "faulty": False,
    }
    assert written["playbook"]["changes"][0]["after"] == {"id": "sales"}
    # The schema can say no.
    assert not validator.is_valid({**written, "version": 2})
    assert not validator.is_valid({**written, "rewritten": [{}]})


# What forges look for in the text of a comment, after its Markdown was read.
SHORTHAND = re.compile(
    r"""
      @[\w-] | [#!$~%&*^][\w"] | \bGH-\d | \b[0-9a-f]{7,40}\b | :[\w+-]+: | \[\[
    | www\. | ://
    """,
    re.VERBOSE,
)
NASTY = [
    '@team #12 !7 $3 ~bug ~"a label" %1 &2 GH-1 o/r#1 :smile: [[page]] a@evil.example',
    "0123abc 0123456789abcdef0123456789abcdef01234567",
    "www.evil.example https://evil.example/?a=1",
    "<img src=x onerror=alert(1)> <!-- c </em> <script>alert(1)</script>",
    "![x](http://evil.example) [x](http://evil.example) `code` **b** ***",
    "- [ ] a | b \\ ``` \u202e gnp",
    "/close",
]


def nasty(tmp_path: Path) -> str:
    """The Markdown of a comparison in which every word comes from a stranger."""
    plain = "amelia.md\n    ---\n    kind: persona\n    name: A\n    goals: [a]\n    ---\n"
    after = plain.replace("[a]", json.dumps(["a", *NASTY], ensure_ascii=False))
    for number, text in enumerate(NASTY):
        quoted = json.dumps(text, ensure_ascii=False)
        plain += f"{number}.yml\n    kind: journey\n    title: {quoted}\n    personas: [amelia]\n"
        after += f"{number}.yml\n    kind: journey\n    title: {quoted}\n    owner: {quoted}\n"
        after += f"    trigger: {quoted}\n    personas: [amelia, {quoted}]\n"
        plain += f"{number}.md\n    ---\n    kind: persona\n    name: B\n    ---\n    # Part\n"
        after += f"{number}.md\n    ---\n    kind: persona\n    name: {quoted}\n    ---\n"
        after += f"    # {text}\n\n    a {text}\n"
    one, other = write(tmp_path / "one", plain), write(tmp_path / "other", after)
    return markdown(compare(load(one), load(other)))


def test_markdown_does_nothing_but_show(tmp_path: Path, today: None) -> None:
    written = nasty(tmp_path)
    rendered = python_markdown.markdown(written, extensions=["tables", "fenced_code"])
    tags = set(re.findall(r"<(\w+)", rendered))
    assert tags <= {"p", "h4", "ul", "li", "strong", "em", "del", "ins"}
    shown = html.unescape(re.sub(r"<[^>]*>", "", rendered))
    assert SHORTHAND.search(shown) is None
    assert "@\u2060team" in shown
    assert {text for text in NASTY if text[:5] not in shown.replace("\u2060", "")} == set()
    assert not re.search(r"^[/~>|]", written, re.MULTILINE)
    # The test can fail: what is escaped for a page is not enough for a forge.
    assert SHORTHAND.search(" ".join(NASTY))


def test_a_terminal_is_told_no_commands(repository: Repository) -> None:
    write(repository.folder, BEFORE.replace("name: Amelia Hart", "name: A\u202e"))
    assert "Name: Amelia Hart → A\\u202e\n" in diff().output


def test_personal_data_is_not_repeated(repository: Repository) -> None:
    write(
        repository.folder, BEFORE.replace("text: price", "text: Call jane.doe@gmail.com about it")
    )
    for format_ in ("text", "markdown", "json"):
        assert "jane.doe" not in diff("--format", format_).output


def test_personal_data_is_no_key_either(repository: Repository) -> None:
    contacts = "x-contacts: {delay: {jane.doe@gmail.com: 1}}"
    write(
        repository.folder, BEFORE.replace("    ---\n    She", f"    {contacts}\n    ---\n    She")
    )
    for format_ in ("text", "markdown", "json"):
        written = diff("--format", format_).output
        assert "delay" in written.lower()
        assert "jane.doe" not in written


def test_markdown_fits_a_comment(tmp_path: Path, today: None) -> None:
    one = write(tmp_path / "one", BEFORE)
    other = shutil.copytree(one, tmp_path / "other")
    for number in range(400):
        text = f"---\nkind: persona\nname: 'P{number} {NASTY[0]}'\nowner: team {number}\n---\n"
        (other / f"p{number}.md").write_text(text)
    (other / "amelia.md").write_text(
        "---\nkind: persona\nname: Amelia Hart\ngoals:\n"
        + "".join(f"- Goal {n}\n" for n in range(90))
        + "---\n"
    )
    written = markdown(compare(load(one), load(other)))
    assert COMMENT - 5_000 < len(written.encode()) <= COMMENT
    assert "- … and 44 more\n" in written
    assert re.search(r"^… and \d+ more documents$", written, re.MULTILINE)
    assert "#### Who should look" in written
