"""HTML of authors → the part of it that only shows something, by lists of what is allowed.

Whatever is not listed goes: elements (their words stay), attributes, addresses of other schemes.
The parser is that of a browser (html5ever, by nh3), so what is cleaned is what a reader's browser
would have read.
"""

from __future__ import annotations

import re

import nh3

SCHEMES = {"http", "https", "mailto", "tel"}
_TAGS = set(
    """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p path pre q rp rt
    ruby s samp section small span strong sub summary sup svg table tbody td tfoot th thead time tr
    u ul var wbr
    """.split()  # noqa: SIM905 - a list of them fills a page
)
# What else our templates and pictures have, and the extensions of a site.
_OURS = set(
    """
    aside article audio button circle datalist defs desc ellipse fieldset footer form g header
    hgroup legend line linearGradient main marker meter nav option output picture polygon polyline
    meta progress rect search select source stop symbol text title tspan use video
    """.split()  # noqa: SIM905 - see above
)
# Elements whose text is no text for readers.
_UNREAD = {"script", "style", "template", "noscript", "iframe", "object", "noembed", "textarea"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"aria-hidden", "aria-label", "class", "dir", "id", "lang", "title"},
    "a": {"href", "target"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "div": {"data-tabs"},
    "img": {"align", "alt", "height", "loading", "src", "width"},
    "input": {"checked", "disabled", "name", "type"},
    "label": {"for"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "path": {"d"},
    "svg": {"viewbox", "viewBox", "xmlns"},
    "td": {"align", "colspan", "headers", "rowspan"},
    "th": {"align", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
}
_ANYWHERE = set(
    """
    autocomplete cx cy d datetime dx dy fill height hidden maxlength min max multiple name offset
    pathLength placeholder points preserveAspectRatio r required role rx ry size stop-color stroke
    stroke-dasharray stroke-linecap stroke-linejoin stroke-width style tabindex text-anchor
    transform value viewBox width x x1 x2 xmlns y y1 y2
    """.split()  # noqa: SIM905 - see above
)
# Ids that scripts of themes look for begin so; only tabs and highlighted code need any of them.
_THEIRS = re.compile(r"__(?!tabbed_[0-9]|code_[0-9])")
# Classes by which themes and we dress what is no text: menus, dialogs, badges, maps.
_DRESS = re.compile(r"(?:md-(?!button\b)|playbook-|js-)", re.IGNORECASE)
# Styles that load something, or lay an element over the page; none of our own does.
_LAID_OVER = re.compile(r"url|image|position|expression|[\\@]", re.IGNORECASE)
# A page at an earlier address leads on, and only to another page of the site.
_REFRESH = re.compile("refresh")
_FORWARDS = re.compile(r"0; url=(?:\.\./)*[^\s/:\\]+(?:/[^\s/:\\]+)*/?")
_NOWHERE = re.compile('<meta(?: http-equiv="refresh")?>')  # what is left of one to elsewhere
_ID = re.compile(r"[^\s{}\"'<>&#]+")


def clean(html: str) -> str:
    """Return HTML of authors that runs nothing, loads nothing, and can't dress as the site."""
    return _AUTHORS.clean(html)


def net(html: str) -> str:
    """Return HTML of a page of ours without whatever could run, had it slipped through to here."""
    return _NOWHERE.sub("", _PAGES.clean(html))


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value that an attribute keeps; None if it has to go."""
    if name == "class":
        return " ".join(one for one in value.split() if not _DRESS.match(one)) or None
    if name in ("id", "for", "name"):
        return value if _ID.fullmatch(value) and not _THEIRS.match(value) else None
    if name == "title":
        return _hint(value)
    if name == "target":
        return value if value == "_blank" else None
    if (tag, name) == ("input", "type"):
        return value if value in ("checkbox", "radio") else "checkbox"
    return value


def _own(tag: str, name: str, value: str) -> str | None:
    """The same for what stands on pages of ours."""
    if tag == "meta":
        allowed = _FORWARDS if name == "content" else _REFRESH
        return value if allowed.fullmatch(value) else None
    if name == "title":
        return _hint(value)
    return None if name == "style" and _LAID_OVER.search(value) else value


def _hint(value: str) -> str:
    # Material's tooltips show the text of a title as HTML.
    return value.replace("<", "‹")


_AUTHORS = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_UNREAD,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    link_rel=None,
    url_schemes=SCHEMES,
)
_PAGES = nh3.Cleaner(
    tags=_TAGS | _OURS,
    clean_content_tags=_UNREAD,
    attributes={tag: _ATTRIBUTES.get(tag, set()) | _ANYWHERE for tag in {"*", *_ATTRIBUTES}}
    | {"a": {"download", "href", "rel", "target"}, "button": {"type"}}
    | {"meta": {"content", "http-equiv"}},
    attribute_filter=_own,
    generic_attribute_prefixes={"aria-", "data-"},
    link_rel=None,
    url_schemes=SCHEMES,
)
