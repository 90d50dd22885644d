"""Clean HTML → blocks of Markdown that every engine shows as they are.

Headings become Markdown's, so that they are on the table of contents; what stands between two of
them is one block of HTML. In its texts every sign that Markdown or an extension might take for its
own is an entity.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

from .escape import part, verbatim

_HEADING = re.compile(r"h[1-6]")
# An id that means nothing else to Markdown or an extension: `{#1}` is an issue, `{#__a__}` strong.
# Without one, a heading gets its id from its words.
_ANCHOR = re.compile(r"[^\W\d_]\w*(?:[-.]\w+)*")
_VOID = {"br", "col", "hr", "img", "input", "wbr"}
_NAMES = {"viewbox": "viewBox"}  # HTMLParser makes all letters small
# A line may end here without another look: nothing is shown of it.
_BLOCKS = {"blockquote", "dd", "div", "dl", "dt", "li", "ol", "p", "pre", "table", "tr", "ul"}

# What becomes of the address of a link or picture; None takes it away.
Address = Callable[[str, bool], str | None]


class Blocks(HTMLParser):
    """The blocks of a text, and the `ids` that can be linked to.

    `address` says where the target of a link or (True) of a picture is on the site.
    """

    def __init__(self, html: str, address: Address) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: set[str] = set()
        self._address = address
        self._blocks: list[str] = []
        self._parts: list[str] = []  # of the block that is being written
        self._open: list[str] = []  # the elements that we are in
        self.feed(html)
        self.close()
        self._end_between()

    @property
    def markdown(self) -> str:
        """All blocks, an empty line between two."""
        return "\n\n".join(self._blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write the beginning of an element."""
        values = {name: value or "" for name, value in attrs}
        if found := values.get("id"):
            self.ids.add(found)
        if not self._open and _HEADING.fullmatch(tag):
            self._end_between()
            self._id = values.get("id", "")
        elif tag == "img":
            self._image(values)
        else:
            if "href" in values and (target := self._address(values.pop("href"), False)):
                values["href"] = target
            if tag == "input":
                values.setdefault("type", "checkbox")  # without one it is a field to type in
            self._parts.append(_start(tag, values))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Write the end of an element; clean HTML has one for each that is open."""
        if tag in _VOID:
            return
        self._open.pop()
        if not self._open and _HEADING.fullmatch(tag):
            words = "".join(self._parts).strip()
            anchor = f" {{#{self._id}}}" if _ANCHOR.fullmatch(self._id) else ""
            self._end(f"{'#' * int(tag[1])} {words}{anchor}" if words else "")
        else:
            # A heading is one line.
            is_heading = self._open and _HEADING.fullmatch(self._open[0])
            end = "\n" if tag in _BLOCKS and "pre" not in self._open and not is_heading else ""
            self._parts.append(f"</{tag}>{end}")

    def handle_data(self, data: str) -> None:
        """Write a text."""
        # An empty line would end the block.
        is_shown = "pre" in self._open
        self._parts.append(verbatim(data if is_shown else re.sub(r"\s+", " ", data)))

    def _image(self, values: dict[str, str]) -> None:
        """Write a picture of the playbook; one from elsewhere is a link to it."""
        source = values.pop("src", "")
        words = verbatim(values.get("alt") or source)
        if target := self._address(source, True):
            self._parts.append(_start("img", {"src": target, "alt": "", **values}))
        elif (target := self._address(source, False)) and "a" not in self._open:
            self._parts.append(f"{_start('a', {'href': target})}{words}</a>")
        else:
            self._parts.append(words)

    def _end_between(self) -> None:
        content = "".join(self._parts).strip()
        self._end(f'<div class="playbook-text">\n{content}\n</div>' if content else "")

    def _end(self, block: str) -> None:
        self._parts = []
        if block:
            self._blocks.append(block)


def _start(tag: str, values: dict[str, str]) -> str:
    written = "".join(
        f' {_NAMES.get(name, name)}="{part(value)}"' for name, value in values.items()
    )
    return f"<{tag}{written}>"
