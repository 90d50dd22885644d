"""A kind → the first text of a document of that kind, with what its author said already.

A kind of the house has a starter with a question for every field; one of the team's own gets
lines made from its schema. A field stands there as an example behind a `#`, until it has a value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from . import kinds
from .catalog import Catalog
from .dump import flow
from .frontmatter import parse
from .kinds import Kind
from .language import in_words
from .schema import Node
from .settings import Settings

_END = re.compile(r"^---\n\Z", re.MULTILINE)


def questions(kind: Kind) -> Iterator[tuple[str, Node]]:
    """The fields that are asked for: what names the document, and what is marked `x-ask`."""
    yield kind.title_field, kind.fields[kind.title_field]
    yield from ((name, node) for name, node in kind.fields.items() if node.get("x-ask"))


def path(catalog: Catalog, kind: Kind, id_: str) -> str:
    """The path of a new document: in the folder where most of its kind lie, or in the usual one."""
    folders = Counter(str(PurePosixPath(one.path).parent) for one in catalog.of_kind(kind.name))
    usual = str(PurePosixPath(kind.home))
    folder = max(folders, key=lambda name: (folders[name], name == usual), default=usual)
    return str(PurePosixPath(folder, f"{id_}.md"))


def make(kind: Kind, id_: str, values: Mapping[str, str], settings: Settings) -> str:
    """The text of a new document; each value as its author would write it behind the colon.

    Its examples name the first stages of the playbook.
    """
    text = _own_starter(kind) if kind.own else _starter(kind)
    stages = list(settings.terms["stage"])
    text = text.replace("__STAGE__", stages[0]).replace("__NEXT_STAGE__", stages[:2][-1])
    text = text.replace("__ID__", id_).replace("__TITLE__", flow(in_words(id_)))
    for name, value in values.items():
        text = _fill(text, name, _written(value))
    return text


def _starter(kind: Kind) -> str:
    text = kinds.DATA.joinpath(kind.name, "starter.md").read_text("utf-8")
    own = [name for name, node in kind.fields.items() if node.get("x-own")]
    return _before_end(text, "".join(_question(name, kind.fields[name]) for name in own))


def _own_starter(kind: Kind) -> str:
    asked = [name for name, node in kind.fields.items() if node.get("x-own")]
    asked += [name for name, _ in questions(kind) if name != kind.title_field]
    about = " ".join(f"{kind.title}: {kind.description}".split())
    return (
        f"---\n# {about}\n# Other documents refer to it as __ID__.\n"
        f"kind: {kind.name}\n{kind.title_field}: __TITLE__\nstatus: draft\n"
        + "".join(_question(name, kind.fields[name]) for name in asked)
        + "---\n"
    )


def _question(name: str, node: Node) -> str:
    """A field as starters have it: what belongs in it, and an example behind a `#`."""
    about = " ".join(f"{node['title']}: {node['description']}".split())
    example = next(iter(node.get("examples", ())), "…")
    return f"\n# {about}\n#{name}: {flow(example)}\n"


def _fill(text: str, name: str, value: str) -> str:
    """A text in which a field has a value, in the place of its example if there is one."""
    example = re.compile(rf"^#?{re.escape(name)}:.*\n(?:#  .*\n)*", re.MULTILINE)
    line = f"{name}: {value}\n"
    filled, count = example.subn(lambda _: line, text, count=1)
    return filled if count else _before_end(text, line)


def _before_end(text: str, more: str) -> str:
    return _END.sub(lambda end: more + end[0], text)


def _written(value: str) -> str:
    """A value as it is, or in quotes if YAML would read something else in it."""
    read = parse(f"value: {value}\n".encode("utf-8", "surrogateescape"), "value.yml")
    plain = not read.faults and read.data.keys() == {"value"} and "\n" not in value
    return value if plain else flow(value)
