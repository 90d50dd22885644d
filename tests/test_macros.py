"""Macros on handwritten pages, by real builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawl import crawl
from persona_playbook.catalog import load
from persona_playbook.macros import functions
from persona_playbook.values import View
from sites import Built, build, write

PLAYBOOK = """
personas/playbook.yml
    title: Ours
    stages: [{id: buy, title: Buying}, support]
    kinds:
      sales_region:
        title: Region
        folder: regions
        fields: {size: {title: Size, shape: number}}
personas/amelia.md
    ---
    kind: persona
    name: Amelia *Hart* {{ 7*7 }}
    status: draft
    priority: primary
    summary: Commutes by <b>train</b>
    aliases: [amy]
    segments: [commuters]
    tags: bike
    type: person
    buying: {budget: Up to 30}
    about: {Lives in: "A_B_C", Pets: [cat, dog]}
    goals:
      - Get to work
      - {text: Arrive dry, severity: high, sources: [talks]}
    ---
    Body {{ 7*7 }} and {% raw %} stay.
personas/zoe.md
    ---
    kind: persona
    name: Zoë
    status: draft
    ---
personas/segments/commuters.yml
    kind: segment
    title: Commuters
    status: draft
personas/evidence/talks.yml
    kind: evidence
    title: Talks
    status: draft
personas/journeys/first-order.yml
    kind: journey
    title: First order
    status: draft
    personas: amelia
    stages: [{stage: buy, goal: A date}, {stage: support}]
personas/service/standards.yml
    kind: service
    title: Standards
    status: draft
personas/regions/north.yml
    kind: sales_region
    title: North
    size: 3
"""
SETTINGS = """
mkdocs.yml
    site_name: A site
    theme: {{name: {theme}}}
    use_directory_urls: {urls}
    validation: {{links: {{anchors: warn, unrecognized_links: warn}}}}
    plugins: [{plugins}]
"""
ORDERS = [
    "macros, persona-playbook: {reference: false}",
    "persona-playbook: {reference: false}, macros",
]


def pages(
    root: Path,
    tree: str,
    *,
    plugins: str = ORDERS[0],
    theme: str = "mkdocs",
    urls: str = "true",
    strict: bool = True,
) -> Built:
    """Build a site with the playbook above and these pages."""
    settings = SETTINGS.format(plugins=plugins, theme=theme, urls=urls)
    return build(write(root, settings + PLAYBOOK + tree), strict=strict)


def page(root: Path, *lines: str) -> Built:
    """Build a site with one page."""
    return pages(root, "docs/page.md\n" + "".join(f"    {line}\n" for line in lines))


def article(built: Built, name: str = "page/index.html") -> str:
    """The content of a page in the theme `mkdocs`, as HTML."""
    return built.html(name).partition('role="main">')[2].partition("</div>\n        </div>")[0]


@pytest.mark.parametrize("plugins", ORDERS)
def test_the_order_of_plugins_does_not_matter(tmp_path: Path, plugins: str) -> None:
    built = pages(tmp_path, "docs/page.md\n    {{ persona('zoe').name }} rides", plugins=plugins)
    assert built.errors == []
    assert "Zoë rides" in built.text("page/index.html")


SHOWN = [
    ("{{ persona('amelia').name }}", "Amelia *Hart* {{ 7*7 }}"),
    ("{{ persona('amelia').title | upper }}", "AMELIA *HART* {{ 7*7 }}"),
    ("{{ persona('amelia').summary }}", "Commutes by <b>train</b>"),
    ("{{ persona('amelia').summary | e }}", "Commutes by <b>train</b>"),
    ("{{ persona('amelia').about['Lives in'] }}", "A_B_C"),
    ("{{ persona('amelia').about.Pets[1] }}", "dog"),
    ("{{ persona('amelia').about.Car }}|", "|"),
    ("{{ persona('amelia').tagline }}|", "|"),
    ("{{ persona('zoe').buying.budget }}|", "|"),
    ("{{ persona('amelia').buying.budget[0].text }}", "Up to 30"),
    ("{{ persona('amelia').goals | length }}", "2"),
    ("{{ persona('amelia').goals[0] }}", "Get to work"),
    ("{{ persona('amelia').goals[0].text }}", "Get to work"),
    ("{{ persona('amelia').goals[1].text }}", "Arrive dry"),
    ("{{ persona('amelia').goals[1] }}", "Arrive dry high · Talks (draft)"),
    ("{{ persona('amelia').goals }}", "Get to work Arrive dry high · Talks (draft)"),
    ("{{ persona('amelia').goals[1].sources[0].title }}", "Talks"),
    ("{{ persona('amelia').tags }}, {{ persona('amelia').tags[0] }}", "bike, bike"),
    ("{{ persona('amy').id }}", "amelia"),
    ("{{ persona('amelia').kind }}", "persona"),
    ("{{ persona('amelia') == persona('amy') }}", "True"),
    ("{{ 'amy' == persona('amelia') }}", "True"),
    ("{{ 'commuters' in persona('amelia').segments }}", "True"),
    ("{{ persona('amelia').about['Lives in'] == 'A_B_C' }}", "True"),
    ("{{ persona('amelia').about.keys() | join(';') }}", "Lives in;Pets"),
    ("{% for k, v in persona('zoe').about.items() %}x{% endfor %}|", "|"),
    ("{% if persona('amelia').priority == 'primary' %}yes{% endif %}", "yes"),
    ("{% if persona('zoe').tagline or persona('zoe').goals %}no{% endif %}|", "|"),
    ("{{ journey('first-order').stages[0].stage }}", "Buying"),
    ("{{ journey('first-order').stages[0].stage == 'buy' }}", "True"),
    ("{{ sales_region('north').size + 1 }}", "4"),
    ("{{ regions() | length }}", "1"),
    ("{{ personas() | map(attribute='id') | join(' ') }}", "amelia zoe"),
    ("{{ personas(segment='commuters') | length }}", "1"),
    ("{{ personas(segments=['commuters']) | length }}", "1"),
    ("{{ personas(priority='primary', type='person') | length }}", "1"),
    ("{{ personas(status='active') | length }}", "0"),
    ("{{ personas(id='zoe')[0].name }}", "Zoë"),
    ("{{ journeys(persona='amy') | length }}", "1"),
    ("{{ journeys(stages='buy') | length }}", "1"),
    ("{{ service(persona='zoe') | length }} {{ service('standards').title }}", "1 Standards"),
    ("{{ evidence() | length }} {{ evidence('talks').title }}", "1 Talks"),
    ("{{ link('persona/zoe') }}", "Zoë (draft)"),
    ("{{ link('persona/zoe', 'who') }}", "who"),
    ("{{ link(persona('zoe')) }}", "Zoë (draft)"),
    ("{{ field('persona/amelia', 'goals') }}", "Get to work Arrive dry high · Talks (draft)"),
    ("{{ nobody | default('none') }}{% if nobody is defined %}x{% endif %}", "none"),
]


def test_what_is_shown(tmp_path: Path) -> None:
    lines = [line for i, (macro, _) in enumerate(SHOWN) for line in (f"## At{i}.", "", macro, "")]
    built = page(tmp_path, *lines)
    assert built.errors == []
    text = built.text("page/index.html")
    for number, (macro, expected) in enumerate(SHOWN):
        # The list of headings comes first, the page itself after it.
        found = text.rpartition(f"At{number}. ")[2].partition(f" At{number + 1}.")[0]
        if number == len(SHOWN) - 1:
            found = found[: len(expected)]
        assert found.strip() == expected, macro


def test_cards_and_lists(tmp_path: Path) -> None:
    macros = ["{{ cards(personas()) }}", "{{ card('persona/zoe') }}", "{{ personas() }}"]
    html = article(page(tmp_path, *[line for macro in macros for line in (macro, "")]))
    assert html.count('<div class="grid cards">') == 2
    assert html.count('<a href="../personas/zoe/">Zoë</a>') == 3
    assert "Commutes by &#60;b&#62;train" in html
    assert "{{" not in html.replace("&#123;", "{").replace("Hart&#42; {{", "")


@pytest.mark.parametrize("urls", ["true", "false"])
def test_links_fit_the_page_they_stand_on(tmp_path: Path, urls: str) -> None:
    text = "{{ link('persona/zoe') }} {{ persona('amelia').goals }}\n\n    {{ cards(personas()) }}"
    tree = "".join(f"docs/{name}\n    # A\n    {text}\n" for name in ("top.md", "a/b/deep.md"))
    built = pages(tmp_path, tree, urls=urls)
    assert built.errors == []
    assert crawl(tmp_path / "site").broken == []


FAULTS = """
docs/faults.md
    ---
    title: Faults
    known: 1
    ---
    # Faults

    {{ persona('amelai').name.first }}
    Text {{ persona('amelia').gaols }} and
    {{ persnoa('x').y }}
    {% for one in personas(segment='comuters') %}x{% endfor %}{{ personas(colour='red') }}
    {{ link('journeys/first-order') }} {{ link('zoe') }} {{ card('jurney/x') }}
    {{ field('persona/amelia', 'nmae') }} {{ persona('first-order') }}
    {{ persona('amelia').buying.budgt }}{{ persona('amelia').name.first }}
    {{ persona() }}{{ personas('amelia') }}{{ personas(type='robto') }}{{ journeys(stages=1) }}
    {{ known }}{{ page.title }}{{ persona('zoe') }}
    {% include "part.txt" %}
    {{ persona('amelia').goals[7].text }}
docs/part.txt
    one
    {{ service('standrads') }}
"""
FOUND = [
    "docs/faults.md:9: no name 'persnoa' on this site; did you mean 'persona'?",
    "docs/faults.md:7: no persona named 'amelai'; did you mean 'amelia'?",
    "docs/faults.md:8: the persona 'amelia' has no field 'gaols'; did you mean 'goals'?",
    "docs/faults.md:10: no segment named 'comuters'; did you mean 'commuters'?",
    "docs/faults.md:10: personas() can't look for 'colour'",
    "docs/faults.md:11: no kind named 'journeys'; did you mean 'journey/first-order'?",
    (
        "docs/faults.md:11: link() takes a kind and an id: link('persona/…'); "
        "did you mean 'persona/zoe'?"
    ),
    "docs/faults.md:11: no kind named 'jurney'; did you mean 'journey'?",
    "docs/faults.md:12: the persona 'amelia' has no field 'nmae'; did you mean 'name'?",
    "docs/faults.md:12: no persona named 'first-order'; there is a journey of that name",
    "docs/faults.md:13: this part has no field 'budgt'; did you mean 'budget'?",
    "docs/faults.md:13: 'Amelia *Hart* {{ 7*7 }}' is a text; it has no 'first'",
    "docs/faults.md:14: persona() takes the id of a document: persona('…')",
    "docs/faults.md:14: personas() takes names with values: personas(status='active')",
    "docs/faults.md:14: 'type' is never 'robto'; it is one of person, role, organisation, system",
    "docs/part.txt:2: no service guideline named 'standrads'; did you mean 'standards'?",
    "docs/faults.md:17: no item 7 in a list of 2; the first is 0",
]


@pytest.mark.parametrize("plugins", ORDERS)
def test_every_fault_is_reported_at_its_line(tmp_path: Path, plugins: str) -> None:
    built = pages(tmp_path, FAULTS, plugins=plugins)
    assert built.failed
    assert built.errors[:-1] == FOUND
    again = pages(tmp_path, "", plugins=plugins, strict=False)
    assert not again.failed
    text = again.text("faults/index.html")
    assert "Text and" in text
    assert "rror" not in text.partition("Search")[0].replace("mirror", "")
    assert "<b>" not in text


@pytest.mark.parametrize("fault", ["{% if %}", "{{ 1 | nothing }}", "{{ 'open }}"])
def test_a_fault_of_syntax_has_its_line(tmp_path: Path, fault: str) -> None:
    built = page(tmp_path, "---", "title: A", "---", "", "Text", fault)
    assert built.failed
    assert built.errors[0].startswith("docs/page.md:6: ")


def test_a_fault_while_a_page_is_made_fails_a_strict_build(tmp_path: Path) -> None:
    assert page(tmp_path, "{{ 1 / 0 }}").failed


def test_pages_without_macros_are_left_alone(tmp_path: Path) -> None:
    built = page(tmp_path, "---", "render_macros: false", "---", "{{ persnoa('x') }}")
    assert built.errors == []
    assert "{{ persnoa('x') }}" in built.text("page/index.html")


def test_macros_only_where_they_are_asked_for(tmp_path: Path) -> None:
    plugins = "macros: {render_by_default: false, force_render_paths: forced.md}, "
    plugins += "persona-playbook: {reference: false}"
    tree = "".join(
        f"docs/{name}.md\n    ---\n    title: A\n    {head}\n    ---\n    {{{{ persnoa }}}}\n"
        for name, head in [("plain", "x: 1"), ("asked", "render_macros: true"), ("forced", "x: 1")]
    )
    built = pages(tmp_path, tree, plugins=plugins)
    places = {line.partition(": ")[0] for line in built.errors[:-1]}
    assert places == {"docs/asked.md:5", "docs/forced.md:5"}


@pytest.mark.parametrize("plugins", ORDERS)
def test_documents_are_never_templates(tmp_path: Path, plugins: str) -> None:
    built = pages(tmp_path, "docs/page.md\n    x", plugins=plugins)
    assert built.errors == []
    text = built.text("personas/amelia/index.html")
    assert text.count("Amelia *Hart* {{ 7*7 }}") >= 2  # the heading and its place in the contents
    assert "Body {{ 7*7 }} and {% raw %} stay." in text
    title = built.html("personas/amelia/index.html").partition("<title>")[2].partition("<")[0]
    assert "49" not in title
    assert "{{ 7*7 }}" in title
    assert "Amelia *Hart* {{ 7*7 }}" in built.text("personas/index.html")


@pytest.mark.parametrize("plugins", ORDERS)
def test_what_the_site_has_itself_stays(tmp_path: Path, plugins: str) -> None:
    (tmp_path / "main.py").write_text(
        "def define_env(env):\n    env.macro(lambda *a: 'THEIRS', 'persona')\n"
    )
    text = "{{ persona('amelia') }} {{ service }} {{ profiles() | length }}"
    settings = SETTINGS.format(plugins=plugins, theme="mkdocs", urls="true")
    write(tmp_path, settings + "    extra: {service: OURS}\n" + PLAYBOOK + f"docs/p.md\n    {text}")
    built = build(tmp_path)
    assert built.errors == []
    assert "THEIRS OURS 0" in built.text("p/index.html")
    for name in ("persona", "service"):
        assert f"INFO the site has a '{name}' for macros itself; the playbook's is left out" in (
            built.log
        )


def test_every_kind_has_its_functions(tmp_path: Path) -> None:
    catalog = load(write(tmp_path, PLAYBOOK) / "personas")
    names = functions(View(catalog, lambda: "index.md", pytest.fail)).keys()
    assert names == {
        *("persona", "personas", "profile", "profiles", "segment", "segments"),
        *(
            "journey",
            "journeys",
            "messaging",
            "service",
            "evidence",
            "sales_region",
            "regions",
        ),
        *("link", "card", "cards", "field"),
    }
