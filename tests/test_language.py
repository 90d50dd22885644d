"""Pages speak the readers' language: nothing is missing, nothing is left in English."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

import sites
from persona_playbook import catalog, language, settings
from persona_playbook.language import ENGLISH, LOCALES, load, placeholders
from persona_playbook.macros import functions
from persona_playbook.values import View

# Its site is built once, so one worker has them all.
pytestmark = pytest.mark.xdist_group("language")

ROOT = Path(__file__).parent.parent
FILES = ROOT / "plugins" / "persona_playbook" / "languages"
CODES = sorted(LOCALES.keys() - {ENGLISH})


def data(code: str) -> dict[str, dict[str, str]]:
    """The words and labels of a language, as they are written."""
    read: dict[str, dict[str, str]] = yaml.safe_load((FILES / f"{code}.yml").read_text("utf-8"))
    return read


def texts(code: str) -> list[str]:
    """All texts of a language."""
    return [text for part in data(code).values() for text in part.values()]


def test_the_languages() -> None:
    assert {file.stem for file in FILES.iterdir()} == {*CODES}
    assert set(settings.schema().root["properties"]["language"]["enum"]) == LOCALES.keys()


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_every_word_and_no_other(code: str) -> None:
    words = data(code)["words"]
    english = language.english()
    assert sorted(words) == sorted(english)
    differ = {key for key in words if placeholders(words[key]) != placeholders(english[key])}
    assert not differ
    assert all(language.fits(words[key], english[key]) for key in words)


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_every_label_and_no_other(code: str) -> None:
    assert sorted(data(code)["labels"]) == sorted(settings.labels())


@pytest.mark.parametrize("code", CODES)
def test_a_language_is_well_typeset(code: str) -> None:
    for text in texts(code):
        assert text == text.strip(" \n") != "", text
        assert not re.search(r"\.\.\.|\"|(?<!`)'|  ", text), text
    for text in texts("fr"):
        prose = re.sub(r"`[^`]*`", "", text)
        assert not re.search("[^\u00a0\u202f][:;?!»]|«[^\u00a0\u202f]", prose), text
    for text in texts("es"):
        assert ("?" in text) == ("¿" in text), text
        assert ("!" in text) == ("¡" in text), text


@pytest.mark.parametrize(
    ("code", "day", "text"),
    [
        ("en", "2026-05-20", "20 May 2026"),
        ("de", "2026-05-20", "20. Mai 2026"),
        ("fr", "2026-05-20", "20 mai 2026"),
        ("fr", "2026-05-01", "1er mai 2026"),
        ("fr", "2026-05-11", "11 mai 2026"),
        ("es", "2026-05-20", "20 de mayo de 2026"),
    ],
)
def test_days(code: str, day: str, text: str) -> None:
    assert load(code).day(date.fromisoformat(day)) == text


@pytest.mark.parametrize(
    ("code", "written", "text"),
    [
        ("en", "6 months", "6 months"),
        ("de", "6 months", "6 Monate"),
        ("de", "1 year", "1 Jahr"),
        ("fr", "2 weeks", "2\u00a0semaines"),
        ("es", "10 days", "10 días"),
    ],
)
def test_durations(code: str, written: str, text: str) -> None:
    assert load(code).duration(written) == text


def test_labels_within_a_sentence() -> None:
    assert load("en").inside("Service guideline") == "service guideline"
    assert load("de").inside("Service-Leitlinie") == "Service-Leitlinie"


def test_the_usual_words_are_translated_and_those_of_a_team_are_not(
    playbook: Callable[[str], Path],
) -> None:
    folder = playbook(
        """
        playbook.yml
            language: de
            stages: [buy, {id: use, title: Riding}, repair]
            teams: [support]
        """
    )
    terms = settings.load(folder).terms
    assert [term.title for term in terms["stage"].values()] == ["Kauf", "Riding", "Repair"]
    assert terms["team"]["support"].title == "Support"
    assert terms["visibility"]["public"].title == "Öffentlich"


OWN = """
personas/playbook.yml
    language: de
    labels:
      Pain points: Was sie stört
      Who refers here: Mehr über <sie>
    fields:
      persona:
        goals_later:
          title: Goals
          shape: choice
          choices: [high, low]
          section: drives
personas/amelia.md
    ---
    kind: persona
    name: Amelia Hart
    status: draft
    goals: [Be on time]
    goals_later: high
    pain_points: [{text: Dates slip, severity: high}]
    last_reviewed: 2026-05-20
    ---
personas/journeys/first.md
    ---
    kind: journey
    title: First order
    status: draft
    personas: [amelia]
    ---
"""


def test_a_page_in_the_words_of_a_team(tmp_path: Path) -> None:
    built = sites.build(sites.write(tmp_path, OWN))
    assert built.errors == []
    page = built.text("personas/amelia/index.html")
    assert "Ziele" in page
    assert "Goals" in page  # the team's own field
    assert "high" in page
    assert "Was sie stört" in page
    assert "hoch" in page
    assert "20. Mai 2026" in page
    assert "Schmerzpunkte" not in page
    assert "First order (Entwurf)" in page


def test_values_of_macros_print_in_the_language(playbook: Callable[[str], Path]) -> None:
    folder = playbook(
        """
        playbook.yml
            language: de
            fields: {persona: {rides: {title: Rides, shape: yes_no}}}
        amelia.md
            ---
            kind: persona
            name: Amelia Hart
            status: draft
            rides: yes
            ---
        """
    )
    view = View(catalog.load(folder), lambda: "index.md", pytest.fail)
    amelia = functions(view)["persona"]("amelia")
    assert (str(amelia.status), str(amelia.rides)) == ("Entwurf", "Ja")
    assert amelia.status == "draft"
    assert amelia.rides == 1


def findings(text: str, folder: Path) -> list[str]:
    (folder / settings.NAME).write_text(text, "utf-8")
    read = settings.load(folder)
    assert not read.language.labels.keys() & {"Gols", "Ziele"}
    return [f"{fault.rule}: {fault.message}" for fault in read.document.faults]


def test_labels_that_fit_nowhere(tmp_path: Path) -> None:
    found = findings("language: de\nlabels: {Gols: A, Ziele: B, Goals: C}\n", tmp_path)
    assert found == [
        "unknown-value: no label 'Gols'; did you mean 'Goals'?",
        "unknown-value: no label 'Ziele'; in English it is 'Goals'",
    ]
    assert settings.load(tmp_path).language.label("Goals") == "C"


@pytest.mark.parametrize("text", ["{kinds}", "{kind.title}", "{kind:99}", "{", "{kind} }", "{}"])
def test_braces_that_nobody_fills_in(tmp_path: Path, text: str) -> None:
    english = language.english()["nothing_yet"]
    [found] = findings(yaml.safe_dump({"labels": {english: text}}), tmp_path)
    names = "{folder} and {kind} and {name}"
    assert found == f"wrong-format: only these words in braces are filled in here: {names}"
    assert settings.load(tmp_path).language.words["nothing_yet"] == english


def test_a_word_of_a_team(tmp_path: Path) -> None:
    english = language.english()["nothing_yet"]
    assert findings(yaml.safe_dump({"labels": {english: "No {kind}"}}), tmp_path) == []
    assert settings.load(tmp_path).language.words["nothing_yet"] == "No {kind}"


# A whole site

SITE = """
mkdocs.yml
    site_name: Velmora
    theme: {name: material, font: false, language: de}
    plugins: [persona-playbook: {reference: false}]
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> sites.Built:
    """The example, in German."""
    root = sites.write(tmp_path_factory.mktemp("german"), SITE)
    shutil.copytree(ROOT / "personas", root / "personas")
    own = root / "personas" / settings.NAME
    own.write_text(f"language: de\n{own.read_text('utf-8')}", "utf-8")
    return sites.build(root, strict=False)  # some documents link to handwritten pages


class Texts(HTMLParser):
    """Every piece of text on a page, and what is read out or shown of its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in SPOKEN or name.startswith("data-"):
                self.handle_data(value or "")

    def handle_data(self, data: str) -> None:
        self.found.add(" ".join(data.split()).strip(" :"))


SPOKEN = ("alt", "aria-label", "placeholder", "title")
NUMBERS = ("count", "number", "total")


def scalars(value: Any) -> Iterator[str]:
    """Every text and every label in the fields of a document."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield str(name)
            yield from scalars(item)
    elif isinstance(value, list):
        for item in value:
            yield from scalars(item)
    else:
        yield " ".join(str(value).split())


def test_nothing_is_left_in_english(site: sites.Built) -> None:
    folder = site.root / "personas"
    read = catalog.load(folder)
    german = data("de")
    english = {*settings.labels(), *language.english().values()}
    english -= {text for part in german.values() for text in part.values()}
    # What an author has written stays as it is.
    documents = [*(entry.document for entry in read.entries), read.settings.document]
    written = {text for document in documents for text in scalars(document.data)}
    written |= {line.strip("#-| ") for d in documents for line in d.body.splitlines()}
    whole = {text.strip(" :") for text in english} - written
    patterns = [pattern(text) for text in whole if placeholders(text)]
    left = {}
    for name in sorted(site.files("**/*.html")):
        article = re.search(r"<article.*?</article>", site.html(name), re.DOTALL)
        found = Texts(article[0]).found - written if article else set()
        bad = found & whole
        bad |= {text for text in found if any(p.fullmatch(text) for p in patterns)}
        if bad:
            left[name] = bad
    assert not left


def pattern(text: str) -> re.Pattern[str]:
    """What a text of ours is like on a page."""
    parts = re.split(r"\{(\w+)\}", text)
    parts[::2] = map(re.escape, parts[::2])
    parts[1::2] = [r"\d+" if name in NUMBERS else ".+" for name in parts[1::2]]
    return re.compile("".join(parts))


def test_navigation_and_titles_are_translated(site: sites.Built) -> None:
    page = site.html("evidence/index.html")
    assert '<html lang="de"' in page
    assert "<title>Belege" in page
    assert ">Service-Leitlinien<" in " ".join(page.split()).replace("> ", ">").replace(" <", "<")
