"""The forms: every field has its widget, and what a form saves is what was changed in it."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import form_editor
from browser import ROOT, open_page, served
from persona_playbook import dump, formatting, forms, kinds
from persona_playbook.catalog import Catalog, load
from persona_playbook.check import check
from persona_playbook.finding import Severity
from persona_playbook.frontmatter import parse
from persona_playbook.places import Site
from sites import AMELIA, build, write
from trees import write as write_tree

# Its site is built once, so one worker has them all.
pytestmark = pytest.mark.xdist_group("forms")

SITE = f"""
mkdocs.yml
    site_name: A site
    theme: {{name: mkdocs}}
    use_directory_urls: %s
    plugins:
      - persona-playbook:
          reference: false
          forms: {{backend: github, repo: example/playbook}}
{AMELIA.strip()}
"""
# Of everything that documents of the same kind may have: other folders, endings and ids.
PLAYBOOK = """
playbook.yml
    channels: [phone, mail]
    kinds:
      region: {title: Region, fields: {tax: {title: Tax, shape: choice, choices: [low, high]}}}
amelia.md
    ---
    kind: persona
    name: Amelia Hart
    ---
customers/ben.yml
    kind: persona
    name: Ben
journeys/first.md
    ---
    kind: journey
    id: first-order
    title: First order
    ---
evidence/talks.md
    ---
    kind: evidence
    title: Talks
    ---
"""


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    write_tree(tmp_path / "personas", PLAYBOOK)
    return load(tmp_path / "personas")


def names(fields: list[dict[str, Any]], prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of a form with its dotted path."""
    for field in fields:
        yield prefix + field["name"], field
        yield from names(field.get("fields", []), f"{prefix}{field['name']}.")


@pytest.mark.parametrize("kind", kinds.BUILT_IN)
def test_every_field_of_every_kind_has_a_widget(catalog: Catalog, kind: str) -> None:
    found = dict(names(form_editor.collections(catalog)[kind]["fields"]))
    known = dict(kinds.leaves(catalog.kinds[kind]))
    assert found.keys() - known.keys() == {"body"}
    assert known.keys() - found.keys() == set()
    for path, field in found.items():
        if path not in ("kind", "body"):
            assert field["label"] == known[path]["title"]
            assert field["hint"].startswith(known[path]["description"])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("name", {"widget": "string", "required": True}),
        ("summary", {"widget": "text", "required": False}),
        ("status", {"widget": "select"}),
        ("last_reviewed", {"widget": "datetime", "format": "YYYY-MM-DD"}),
        ("image", {"widget": "image", "media_folder": ""}),
        ("goals", {"widget": "list"}),
        ("goals.text", {"widget": "text", "required": True}),
        ("goals.severity", {"widget": "select", "required": False}),
        ("buying", {"widget": "object"}),
        ("buying.budget.sources", {"widget": "select", "multiple": True}),
        ("tags", {"widget": "list"}),
        ("about", {"widget": "text"}),
    ],
)
def test_a_widget_fits_its_field(catalog: Catalog, path: str, expected: dict[str, Any]) -> None:
    field = dict(names(form_editor.collections(catalog)["persona"]["fields"]))[path]
    assert field | expected == field


def test_what_can_be_chosen(catalog: Catalog) -> None:
    fields = {
        (name, path): field
        for name, one in form_editor.collections(catalog).items()
        for path, field in names(one["fields"])
    }

    def chosen(kind: str, path: str) -> list[str]:
        return [option["value"] for option in fields[kind, path]["options"]]

    # By its id, which need not be the file's name; and whatever its folder or ending is.
    assert chosen("journey", "future_of") == ["first-order"]
    assert chosen("journey", "personas") == ["amelia", "ben"]
    assert chosen("journey", "steps.channel") == ["phone", "mail"]
    assert chosen("journey", "steps.emotion") == ["-2", "-1", "0", "1", "2"]
    assert chosen("region", "tax") == ["low", "high"]
    assert "options" not in fields["persona", "owner"]  # a team, or any text


def test_a_field_in_a_section_that_is_not_there_comes_last(tmp_path: Path) -> None:
    field = "fields: {persona: {pet: {title: Pet, section: abuot}}}"
    write_tree(tmp_path, f"playbook.yml\n    {field}\n")
    fields = form_editor.collections(load(tmp_path))["persona"]["fields"]
    assert [field["name"] for field in fields][-3:] == ["pet", "id", "body"]


def test_documents_of_a_kind_can_lie_in_several_places(catalog: Catalog) -> None:
    found = form_editor.collections(catalog)
    where = {name: (one["folder"], one["create"]) for name, one in found.items()}
    assert where["persona"] == ("personas", True)
    assert where["persona-yml-customers"] == ("personas/customers", False)
    assert where["journey"] == ("personas/journeys", True)
    assert all(found[name]["filter"]["field"] == "kind" for name in found)
    assert forms.shapes(catalog)["persona-yml-customers"]["ending"] == "yml"
    assert forms.addresses(catalog) == {
        "amelia.md": "admin/index.html#/collections/persona/entries/amelia",
        "customers/ben.yml": "admin/index.html#/collections/persona-yml-customers/entries/ben",
        "evidence/talks.md": "admin/index.html#/collections/evidence/entries/talks",
        "journeys/first.md": "admin/index.html#/collections/journey/entries/first",
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("yes", "a mapping"),
        ({}, "one of github, gitlab, test-repo"),
        ({"backend": "github"}, "needs the `repo`"),
        ({"backend": "github", "repo": 3}, "`repo` of `forms` is a text"),
        ({"backend": "github", "repos": "a/b"}, "no option 'repos'; did you mean 'repo'?"),
        ({"backend": "gitlab", "repo": "a/b", "api_root": "http://x"}, "begins with https://"),
        ({"backend": "gitlab", "repo": "a/b", "api_root": "https://x; *"}, "begins with https://"),
    ],
)
def test_options_that_are_wrong(tmp_path: Path, options: Any, message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - its whole message is compared
        forms.read(options, tmp_path / "personas", tmp_path)
    assert message in str(error.value)


def test_the_folder_is_that_in_the_repository(tmp_path: Path) -> None:
    options = {"backend": "github", "repo": "example/playbook"}
    root = tmp_path / "sites" / "playbook"
    read = forms.read(options, root / "personas", root)
    assert read is not None
    assert read.folder == "personas"
    (tmp_path / ".git").mkdir()
    read = forms.read(options, root / "personas", root)
    assert read is not None
    assert read.folder == "sites/playbook/personas"


@pytest.mark.parametrize(
    ("options", "hosts"),
    [
        ({"backend": "github", "repo": "a/b"}, ["https://api.github.com"]),
        ({"backend": "gitlab", "repo": "a/b", "app_id": "1"}, ["https://gitlab.com"]),
        (
            {"backend": "gitlab", "repo": "a/b", "api_root": "https://git.example.com:8443/api/v4"},
            ["https://git.example.com:8443"],
        ),
        ({"backend": "test-repo"}, []),
    ],
)
def test_only_the_forge_is_asked(tmp_path: Path, options: Any, hosts: list[str]) -> None:
    read = forms.read(options, tmp_path / "personas", tmp_path)
    assert read is not None
    assert read.hosts() == hosts


def test_a_person_signs_in_where_no_other_host_is_asked(catalog: Catalog) -> None:
    github = forms.configuration(catalog, forms.Forms("github", "a/b"), Site())
    assert github["backend"]["auth_methods"] == ["token"]
    assert github["publish_mode"] == "editorial_workflow"
    gitlab = forms.Forms("gitlab", "a/b", more={"app_id": "1"})
    assert forms.configuration(catalog, gitlab, Site())["backend"]["auth_type"] == "pkce"


def test_forms_are_called_what_the_site_is(tmp_path: Path) -> None:
    built = build(write(tmp_path, SITE % "true"))
    assert "<title>A site</title>" in built.html("admin/index.html")
    assert json.loads(built.html("admin/config.json"))["app_title"] == "A site"


@pytest.mark.parametrize(
    ("urls", "page"), [("true", "amelia/index.html"), ("false", "amelia.html")]
)
def test_a_page_leads_to_its_form(tmp_path: Path, urls: str, page: str) -> None:
    built = build(write(tmp_path, SITE % urls))
    assert not built.failed, built.log
    up = "../../" if urls == "true" else "../"
    address = f"{up}admin/index.html#/collections/persona/entries/amelia"
    html = built.html(f"personas/{page}")
    assert f'<a class="playbook-form" href="{address}" aria-label="Edit in a form">' in html
    assert "playbook-form" not in built.html("personas/index.html")
    policy = built.html("admin/index.html").partition("Content-Security-Policy")[2]
    assert "connect-src 'self' blob: data: https://api.github.com;" in policy
    assert "script-src 'self';" in policy


def test_a_site_without_forms_has_nothing_of_them(tmp_path: Path) -> None:
    built = build(write(tmp_path, AMELIA))
    assert not built.files("admin/**/*")
    assert "playbook-form" not in built.html("personas/amelia/index.html")


def test_the_policy_of_a_host_lets_the_forms_work_and_no_other_page_needs_it(
    tmp_path: Path,
) -> None:
    with_policy = SITE.replace("reference: false", "content_security_policy: true")
    built = build(write(tmp_path, with_policy % "true"))
    assert "https://api.github.com" in built.html("_headers")
    assert "https://api.github.com" in built.html("admin/index.html")
    assert "https://api.github.com" not in built.html("personas/amelia/index.html")


def test_a_handwritten_page_is_not_replaced(tmp_path: Path) -> None:
    root = write(tmp_path, SITE % "true")
    write_tree(root, "docs/admin/index.md\n    # Ours\n")
    built = build(root)
    assert built.failed
    assert "'admin/index.md' lies where the forms of the playbook do" in built.errors[0]


@pytest.fixture(scope="module")
def example() -> Catalog:
    return load(ROOT / "personas")


@pytest.fixture(scope="module")
def page(
    browser: Browser, example: Catalog, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """A page with the forms of the example, and all its documents in the browser's storage."""
    site = tmp_path_factory.mktemp("forms")
    form_editor.publish(example, site)
    (site / "favicon.ico").touch()  # which a browser asks for by itself
    with served(site) as address:
        # So high that all fields are there: they come into being when they are scrolled to.
        context = browser.new_context(viewport={"width": 1280, "height": 5_000})
        troubles: list[str] = []
        page = open_page(context, address, troubles)
        page.goto(f"{address}admin/config.json")
        form_editor.store(page, example)
        form_editor.open_form(page, address, example, example.by_key["region", "germany"])
        yield page
        context.close()
    # Sveltia CMS looks for a newer version of itself: it is stopped before anything is asked.
    others = [one for one in troubles if not one.startswith("blob:")]
    assert all("/@sveltia/cms/package.json" in one for one in others)
    assert not [one for one in others if one.startswith("http")]


def through(page: Page, kind: str, text: str, changes: dict[str, Any]) -> str:
    """A document after a form changed these fields of it."""
    given = {"kind": kind, "text": text, "changes": changes}
    left: str = page.evaluate(
        """async ({ kind, text, changes }) => {
          window.shapes ??= await (await fetch("shapes.json")).json();
          const format = playbook.format(window.shapes[kind].fields, "md");
          return format.toFile({ ...format.fromFile(text), ...changes });
        }""",
        given,
    )
    return left


def test_a_document_that_nobody_changed_stays_byte_by_byte(page: Page, example: Catalog) -> None:
    texts = {entry.path: (entry.kind.name, entry.document.text) for entry in example.entries}
    changed = page.evaluate(
        """async (texts) => {
          const shapes = await (await fetch("shapes.json")).json();
          return Object.entries(texts).filter(([path, [kind, text]]) => {
            const format = playbook.format(shapes[kind].fields, path.split(".").pop());
            return format.toFile(format.fromFile(text)) !== text;
          });
        }""",
        texts,
    )
    assert len(texts) > 50
    assert changed == []


DOCUMENT = """---
# About Amelia
kind: persona
name: Amelia Hart   # as in the film
share: 1.10
goals: Be on time
needs:
  - Sleep
  - {text: Rest, x-weight: 2}
about: {Age: 34, "No": no}
x-tool: {deep: [1.10, ~]}
---

    code

Text.
"""


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({}, "", ""),
        ({"name": "Amy: Hart"}, "name: Amelia Hart   # as in the film", 'name: "Amy: Hart"'),
        ({"name": "1.10"}, "name: Amelia Hart   # as in the film", 'name: "1.10"'),
        ({"name": "-One"}, "name: Amelia Hart   # as in the film", 'name: "-One"'),
        ({"share": "2"}, "share: 1.10", "share: 2"),
        ({"share": ""}, "share: 1.10\n", ""),
        ({"goals": [{"text": "Be late"}]}, "goals: Be on time", "goals: Be late"),
        (
            {"goals": [{"text": "Be on time", "why": "She says so"}]},
            "goals: Be on time",
            "goals:\n  text: Be on time\n  why: She says so",
        ),
        ({"goals": []}, "goals: Be on time\n", ""),
        (
            # Another order: what the form does not show goes with its statement.
            {"needs": [{"text": "Rest", "__rest": '{"x-weight":2}'}, {"text": "Sleep"}]},
            "needs:\n  - Sleep\n  - {text: Rest, x-weight: 2}",
            "needs:\n  - text: Rest\n    x-weight: 2\n  - Sleep",
        ),
        ({"about": "Age: 35"}, 'about: {Age: 34, "No": no}', "about:\n  Age: 35"),
        ({"about": "Age: [35"}, 'about: {Age: 34, "No": no}', 'about: "Age: [35"'),
        ({"tagline": "New"}, "share: 1.10", "tagline: New\nshare: 1.10"),
        ({"body": "    code\n\nMore."}, "Text.", "More."),
    ],
)
def test_only_what_was_changed_is_rewritten(
    page: Page, changes: dict[str, Any], before: str, after: str
) -> None:
    assert through(page, "persona", DOCUMENT, changes) == DOCUMENT.replace(before, after, 1)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_and_the_mark_of_an_encoding(page: Page, mark: str, line_end: str) -> None:
    raw = mark + DOCUMENT.replace("\n", line_end)
    changes = {"name": "Zoë", "body": "Hi."}
    assert through(page, "persona", raw, changes) == through(page, "persona", DOCUMENT, changes)


@pytest.mark.parametrize(
    "fields",
    [
        "{kind: persona, # as it is\nname: Amelia}\n",
        "? kind\n: persona # as it is\n? name\n: Amelia\n",
    ],
)
def test_what_can_not_be_changed_in_place_is_said_and_kept(page: Page, fields: str) -> None:
    text = f"---\n{fields}---\n"
    assert through(page, "persona", text, {"body": ""}) == text
    told = page.evaluate(
        """async (text) => {
          window.shapes ??= await (await fetch("shapes.json")).json();
          const { fromFile, toFile } = playbook.format(window.shapes.persona.fields, "md");
          try {
            return toFile({ ...fromFile(text), name: "Zoë" });
          } catch (error) {
            return { message: error.message, cause: error.cause?.message };
          }
        }""",
        text,
    )
    # Sveltia CMS shows the cause of an error of this name, and leaves the form open.
    assert told["message"] == "saving_failed"
    assert "change them in the file itself" in told["cause"]


def test_a_new_document(page: Page) -> None:
    new = {"kind": "persona", "name": "Zoë", "goals": [{"text": "Now"}], "tags": [], "body": "Hi."}
    written = through(page, "persona", "", new)
    assert written == "---\nkind: persona\nname: Zoë\ngoals:\n  - Now\n---\n\nHi.\n"


# What YAML, other readers of it, or ours could take for something else.
TEXTS = r"""
a\b \ a:_\ it's it's:_x "x" say_"x":_y "a"_and_'b':_c ' '' \" a\t_# 0 007 1.10 -1 +1 1. .5 -.5 1e3
1e+3 0o7 0x1f 0b1 12:30 .inf .nan yes no on off y null Null ~ true False = << 2026-05-01 - -_a -a -1
-½ -- --- ---_a ... ?_a ? ?a : :_a :a a: a:_b a:b , ,a a,_b [ [a a] [] {} {a } # #a a#b a_#_b & &a
* *a ! !a | |a > >a % %a @ @a ` `a
"""
LINES = [
    *(" a", "a ", "  ", "\t", "a\tb", "\ta", "a\t# b", "1_000", "😀", "😀: x"),
    *("• a", "•a", "•", "a • b", "\uf0b7\ta", "-\xa0a", "– a", "‐\u2009a"),
    *("\xa0", "a\xa0: b", "a\xa0?", "a\x85b", "a\u2028b", "a\u2029b", "a\u2028\nb"),
    *("a\nb", "a\n", "\na", "\n a", "a\n\n", "a\n\nb", " a\nb", "a\n b", "a \nb", "a\n ", "\n"),
    *(
        "a: b\nc",
        "- a\n- b",
        "# a\nb",
        "a\n#b",
        "a\n---\nb",
        "a\n...\n",
        "|\na",
        "a\xa0\nb ",
        "\ta\nb",
    ),
]
SIGNS = [*"ab1 0.:-•#'\"\\,[]{}&*!|>%@`?~=<\n\t_xoe+é😀 ab ", "\u2028", "\x85", "\xa0"]


def test_a_form_writes_texts_as_the_commands_do(page: Page) -> None:
    signs = random.Random(8)  # noqa: S311 - the same each time
    some = ("".join(signs.choices(SIGNS, k=signs.randint(1, 9))) for _ in range(400))
    texts = list(dict.fromkeys([*(one.replace("_", " ") for one in TEXTS.split()), *LINES, *some]))
    saved = page.evaluate(
        """async (texts) => {
          window.shapes ??= await (await fetch("shapes.json")).json();
          const format = playbook.format(window.shapes.persona.fields, "md");
          return texts.map((text) => format.toFile({
            __source: "", kind: "persona", name: "Zoë", summary: text, share: "1",
            // js-yaml begins a name of several lines with a question mark, and nobody has one.
            about: JSON.stringify({ [text.replaceAll("\\n", "")]: 1 }),
            goals: [{ text }, { text, why: text }],
          }));
        }""",
        texts,
    )
    for text, left in zip(texts, saved, strict=True):
        long = dump.block(text, "  ") if "\n" in text else None
        assert f"\nsummary: {long or dump.scalar(text)}\n" in left
        if (name := text.replace("\n", "")).strip():  # a name of blanks is refused
            assert f"\nabout:\n  {dump.scalar(name)}: 1\n" in left
            assert formatting.formatted(parse(left.encode(), "zoe.md")) == []


def test_a_form_is_filled_in_and_saved(page: Page, example: Catalog, tmp_path: Path) -> None:
    entry = example.by_key["region", "germany"]
    changed = {"summary", "status", "last_reviewed", "sources", "tags", "habits"}
    for field in form_editor.collections(example)["region"]["fields"]:
        if field["name"] in changed:
            assert form_editor.change(page, field, field["name"])
    form_editor.save(page)
    folder = shutil.copytree(example.folder, tmp_path / "personas")
    (folder / entry.path).write_text(form_editor.saved(page, entry.path), "utf-8")
    after = load(folder)
    assert [one for one in check(after) if one.severity is Severity.ERROR] == []
    data = after.by_path[entry.path].data
    assert {key for key in data | entry.data if data.get(key) != entry.data.get(key)} == changed
    assert after.by_path[entry.path].document.body == entry.document.body
