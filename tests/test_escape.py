"""Any text of a document stands on its page exactly as it was written."""

from __future__ import annotations

import json
import re
from functools import cache
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

import markdown
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from persona_playbook import escape, language

# What sites with Material usually turn on, and some that they should not. Only `smarty` is left
# out: who wants typographic quotes wants them in all texts.
EXTENSIONS = [
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *("sane_lists", "wikilinks"),
    *(
        f"pymdownx.{name}"
        for name in (
            *("arithmatex", "betterem", "caret", "critic", "details", "emoji", "highlight"),
            *("inlinehilite", "keys", "magiclink", "mark", "progressbar", "saneheaders"),
            *("smartsymbols", "snippets", "superfences", "tabbed", "tasklist", "tilde"),
        )
    ),
]
OPTIONS = {
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.betterem": {"smart_enable": "all"},
    "pymdownx.tasklist": {"custom_checkbox": True},
    "pymdownx.magiclink": {
        "repo_url_shortener": True, "social_url_shorthand": True, "repo_url_shorthand": True,
        "user": "us", "repo": "book",
    },
}  # fmt: skip

SIGNS = r"""\`*_{}[]()<>#+-.!|~^=:;'"$%&@/?,0123456789aAxX""" + "\t\n \u00a0éЖ漢🙂"
PIECES = [
    "{{ 7*7 }}", "{% raw %}", "{#id}", "{: .x}", "{ .x #y }", "<b>", "</b>", "<script>x</script>",
    "<!--", "-->", "&amp;", "&#38;", "&copy", "[a](b)", "![a](b)", "[a]: b", "[^1]", "[^1]: x",
    "*[HTML]: x", "[[a]]", "***", "---", "===", "* a", "- a", "+ a", "1. a", "1) a", "# a", "## a",
    "> a", ": a", "!!! note", "??? note", '=== "A"', "```", "~~~", "    a", "`a`", "``", "**a**",
    "__a__", "_a_", "~~a~~", "~a~", "^^a^^", "^a^", "==a==", "++ctrl++", ":smile:",
    ":fontawesome-x:",
    "$a$", "$$a$$", r"\(a\)", r"\[a\]", "(c)", "(tm)", "+/-", "=/=", "1/2", "1st", "-->", "<-->",
    "c/o", "https://example.com/a_b", "www.example.com", "a@example.com", "@user", "us/book#1",
    "user@abc1234", "#1", "--8<-- 'x'", ";--8<--", "-8<-", "[ ]", "[x] a", "[=50% \"a\"]", "/// a",
    "{++a++}", "{--a--}", "{~~a~>b~~}", "{==a==}", "{>>a<<}", "| a |", "|", "a | b", "--", "...",
    '"a"', "'a'", "<<a>>", "\\", "\\*", "\\\\", "a  \nb", "\n\n", "\t", "[TOC]", "%%", "\u2028",
    "x:y:z",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(SIGNS, max_size=6), max_size=6).map("".join)
FRAMES = {
    "paragraph": "Before\n\n{}\n\nAfter\n",
    "item": "Before\n\n- {}\n- more\n\nAfter\n",
    "heading": "Before\n\n## {} {{#here}}\n\nAfter\n",
    "heading without an id": "Before\n\n#### {}\n\nAfter\n",
    "cell": "Before\n\n| {} | more |\n| --- | --- |\n| {} | more |\n\nAfter\n",
    "fact": 'Before\n\n<div markdown="1">\n\n{}\n:   {}\n\n</div>\n\nAfter\n',
    "strong": "Before\n\n**{}**<br>{}\n\nAfter\n",
    "link": "Before\n\n[{}](a.md)\n\nAfter\n",
    "quote": "Before\n\n> {}\n\nAfter\n",
    "quotation": "Before\n\n- a <q>{}</q> <small>{}</small>\n\nAfter\n",
}


class _Text(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "img", "svg", "input", "sup", "sub"), tag
        self.parts.append(" " if tag in ("br", "td", "th", "p", "li", "dt", "dd", "q") else "")


@cache
def converter() -> markdown.Markdown:
    """The converter of a site with everything turned on."""
    return markdown.Markdown(extensions=EXTENSIONS, extension_configs=OPTIONS)


def words(text: str) -> str:
    """A text with its spaces as a browser shows them."""
    return " ".join(re.split(r"[ \t\n\r\f]+", text)).strip()


def shown(source: str) -> str:
    """What a reader sees of Markdown."""
    return words("".join(_Text(converter().reset().convert(source)).parts))


@cache
def frame() -> tuple[str, str]:
    """One page with all places for a text, and how it reads."""
    source = "\n".join(FRAMES.values()).replace("{}", "\0").replace("{{", "{").replace("}}", "}")
    return source, shown(source.replace("\0", "PLACE"))


# A value of nothing but white space is none: the reader drops it, or the check calls it empty.
@given(text=TEXTS.filter(str.strip))
@example("1. a")
@example("--8<-- 'x'")
def test_a_text_stands_as_written(text: str) -> None:
    source, expected = frame()
    found = shown(source.replace("\0", escape.text(text)))
    assert found == expected.replace("PLACE", words(text))


@pytest.mark.parametrize("piece", PIECES)
def test_a_sign_stands_as_written(piece: str) -> None:
    for text in (piece, f"a {piece} b", f"a{piece}b"):
        assert shown(f"{escape.text(text)}\n\nAfter\n") == words(f"{text} After")


@given(TEXTS)
def test_paragraphs_stay_paragraphs(text: str) -> None:
    parts = [words(part) for part in re.split(r"\n[ \t]*\n", text.strip())]
    html = converter().reset().convert(escape.paragraphs(text))
    assert html.count("<p>") == len([part for part in parts if part])
    assert shown(escape.paragraphs(text)) == words(" ".join(parts))


@given(TEXTS.filter(lambda text: "](" not in text))
def test_prose_reads_as_written(text: str) -> None:
    assert shown(f"{escape.prose(text)}\n\nAfter\n") == words(f"{text.strip()} After")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "See https://example.com/a_b.",
            '<a href="https://example.com/a_b">https://example.com/a_b</a>.',
        ),
        ("[the *tests*](https://example.com/x)", '<a href="https://example.com/x">the *tests*</a>'),
        ("[write](mailto:us@example.com)", '<a href="mailto:us@example.com">write</a>'),
        ("[run](javascript:alert(1))", "[run](javascript:alert(1))"),
        ("[her](amelia.md)", "[her](amelia.md)"),
        ('[a](https://x.y"onclick=z)', '[a](<a href="https://x.y">https://x.y</a>"onclick=z)'),
        ("one\ntwo", "one<br>two"),
        ("!https://example.com", '!<a href="https://example.com">https://example.com</a>'),
    ],
)
def test_addresses_in_prose_are_links(text: str, html: str) -> None:
    found = markdown.markdown(escape.prose(text))
    assert unquote(unescape(found)).removeprefix("<p>See ").removeprefix("<p>") == f"{html}</p>"


@given(TEXTS)
def test_html_is_text(text: str) -> None:
    assert "".join(_Text(f"<p title='{escape.html(text)}'>{escape.html(text)}").parts[1:]) == text


@given(st.dictionaries(st.sampled_from(["title", "description"]), TEXTS))
@example({"title": "a\u2028b\ufeffc"})
def test_front_matter_is_quoted(fields: dict[str, str]) -> None:
    text = escape.front_matter(fields)
    found = yaml.safe_load(text.removeprefix("---\n").removesuffix("---\n"))
    assert (found or {}) == {name: escape.html(value) for name, value in fields.items()}


def test_hints_have_code() -> None:
    hint = "Add `a_b: [c]` to <one>, or `x`."
    assert escape.hint(hint) == (
        "Add <code>a&#95;b: &#91;c&#93;</code> to &#60;one&#62;, or <code>x</code>."
    )


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2026-09-01", '<time datetime="2026-09-01">1 September 2026</time>'),
        ("<b>", "&#60;b&#62;"),
    ],
)
def test_days(date: str, text: str) -> None:
    assert escape.day(date, language.load().day) == text


@pytest.mark.parametrize(
    "target",
    ["a b.md", "a_b_c.md", "a(b).md", "ä/ö.md", "a*b*.md", "[x].md", "a.md?x=1&y=2#z", "it's.md"],
)
def test_targets_survive(target: str) -> None:
    html = converter().reset().convert(f"[x]({escape.url(target)})")
    found = re.search(r'href="([^"]*)"', html)
    assert found
    assert unquote(unescape(found[1])) == target


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("::error::x", "\\u003a:error::x"),
        ("a\n  ::error::x", "a\n  \\u003a:error::x"),
        ("a\r\xa0\u200b::x", "a\r\xa0\u200b\\u003a:x"),
        (":\u2060:x", "\\u003a\u2060:x"),
        ("a ##[error]x ##[group]", "a \\u0023#[error]x \\u0023#[group]"),
        ("#\u200b#[error]", "\\u0023\u200b#[error]"),
    ],
)
def test_a_log_obeys_no_text(written: str, shown: str) -> None:
    assert escape.inert(written) == shown
    assert json.loads(escape.inert(json.dumps(written))) == written


def test_a_log_shows_all_other_text_as_it_is() -> None:
    text = "a::b Foo::bar() ## [x] # [error] :x: a: 10::20 ###\n- x: y\n"
    assert escape.inert(text) == text
