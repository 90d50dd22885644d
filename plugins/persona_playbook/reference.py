"""Schemas and rules → the reference pages of a site: what can be written, and what is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .dump import flow
from .escape import text
from .kinds import Kind, data_file, leaves, parts
from .pages import Page, finish
from .places import RULE_PAGES
from .rules import RULES, Rule
from .schema import Node, Schema
from .settings import schema as settings_schema

FIELDS = "reference/fields"
# The shapes whose parts are explained on a page of their own, and where they stand.
SHAPES = {
    "claims": "the goals of a persona",
    "quotes": "the findings of a piece of evidence",
    "proofs": "the proof of a message",
    "links": "the links of any document",
    "bant": "the qualification of a segment",
}


def make(kinds: Mapping[str, Kind]) -> Iterator[Page]:
    """The reference of a playbook: a page a kind, one for `playbook.yml`, a page a rule."""
    yield _fields_index(kinds.values())
    for kind in kinds.values():
        yield _fields(kind)
    yield _shapes()
    yield _settings()
    yield _rules_index()
    for _, rule in sorted(RULES.items()):
        yield _rule(rule)


def _fields_index(kinds: Iterable[Kind]) -> Page:
    intro = (
        "What can be written in each kind of document. Almost everything is optional: begin with "
        "a name, and add what you know."
    )
    lines = [intro, ""]
    lines += [f"- [{text(kind.title)}]({kind.name}.md): {text(kind.description)}" for kind in kinds]
    lines.append("- [Statements and other shapes](shapes.md): what stands in many fields.")
    lines.append("- [playbook.yml](playbook-yml.md): what the whole team shares.")
    return _page(f"{FIELDS}/index.md", "Fields", lines)


def _fields(kind: Kind) -> Page:
    required = kind.root["required"]
    lines = [text(kind.description), "", f"Required: {_codes(required)}. All else is optional.", ""]
    by_section: dict[str, list[tuple[str, Node]]] = {}
    section = ""
    shared: tuple[str, ...] = ()
    for path, node in leaves(kind):
        if "." not in path:
            section = node.get("x-section", "more")
        if path.startswith(shared):
            continue  # a part of a shape that has its own page
        if node.get("x-shape") in SHAPES:
            shared = (*shared, f"{path}.")
        by_section.setdefault(section, []).append((path, node))
    for part in kind.sections:
        if rows := by_section.get(part.id):
            lines += [f"## {text(part.title)} {{#{part.id}}}", "", *_table(kind.schema, rows), ""]
    return _page(f"{FIELDS}/{kind.name}.md", f"Fields: {kind.title}", lines)


def _shapes() -> Page:
    """The parts of the shapes that many fields share, once."""
    shapes = data_file("shapes.yml")
    lines = ["What stands in many fields: each can be a text, and can say more of itself.", ""]
    for name, where in SHAPES.items():
        schema = Schema({"properties": {name: {"$ref": f"#/$defs/{name}"}}}, shapes)
        lines += [
            f"## {shapes[name]['title']} {{#{name}}}",
            "",
            text(shapes[name]["description"]),
            "",
        ]
        rows = [
            (path.removeprefix(f"{name}."), node) for path, node in parts(schema) if "." in path
        ]
        lines += [f"For example in {where}:", "", *_table(schema, rows), ""]
    return _page(f"{FIELDS}/shapes.md", "Statements and other shapes", lines)


def _settings() -> Page:
    schema = settings_schema()
    rows = list(schema.fields(schema.root).items())
    lines = [text(schema.root["description"]), "", *_table(schema, rows), ""]
    for name, title in (("own_field", "A field of your own"), ("own_kind", "A kind of your own")):
        rows = list(schema.fields(schema.defs[name]).items())
        lines += [f"## {title}", "", *_table(schema, rows), ""]
    return _page(f"{FIELDS}/playbook-yml.md", "Fields: playbook.yml", lines)


def _table(schema: Schema, rows: Iterable[tuple[str, Node]]) -> list[str]:
    lines = ["| Field | What it says | What it looks like |", "| --- | --- | --- |"]
    for path, node in rows:
        own = " (our own)" if node.get("x-own") else ""
        meaning = f"**{text(node.get('title', path))}**{own}"
        if description := node.get("description"):
            meaning += f"<br>{text(description)}"
        looks = text(_shape(schema, node))
        if (shape := node.get("x-shape")) in SHAPES:
            looks = f"[{looks}](shapes.md#{shape})"
        if examples := node.get("examples"):
            name = path.rpartition(".")[2]
            looks += f"<br><code>{text(f'{name}: {flow(examples[0])}')}</code>"
        lines.append(f"| <code>{text(path)}</code> | {meaning} | {looks} |")
    return lines


def _shape(schema: Schema, node: Node) -> str:
    """The shape of a value in words."""
    if options := node.get("enum"):
        return "One of " + ", ".join(map(str, options))
    if "x-ref" in node:
        many = "Ids of documents" if node.get("x-shape") == "references" else "Id of a document"
        return f"{many} of kind {node['x-ref']}"
    if "x-term" in node:
        vocabulary = "visibility level" if node["x-term"] == "visibility" else node["x-term"]
        return f"A {vocabulary} of playbook.yml"
    if shape := node.get("x-shape"):
        return str(schema.defs[shape].get("title", shape.replace("_", " ").capitalize()))
    if "minimum" in node or "maximum" in node:
        return f"A number from {node.get('minimum', '…')} to {node.get('maximum', '…')}"
    types = node.get("type", "string")
    words = {"array": "List", "object": "Mapping", "boolean": "true or false", "string": "Text"}
    names = [words.get(name, "Number") for name in ([types] if isinstance(types, str) else types)]
    return " or ".join([names[0], *(name.lower() for name in names[1:])])


def _rules_index() -> Page:
    intro = (
        "What is checked. Each rule is an error, which fails the build, or a warning, which is "
        "shown. A team sets that under `rules:` in `playbook.yml`; one document is excused with a "
        "reason under `excuses:` in its own fields."
    )
    lines = [
        intro,
        "",
        "| Rule | Counts as | What it finds |",
        "| --- | --- | --- |",
    ]
    for _, rule in sorted(RULES.items()):
        counts = f"{rule.severity}, always" if rule.essential else str(rule.severity)
        lines.append(f"| [{rule.name}]({rule.name}.md) | {counts} | {text(rule.summary)} |")
    return _page(f"{RULE_PAGES}/index.md", "Rules", lines)


def _rule(rule: Rule) -> Page:
    counts = "always an error" if rule.essential else f"an {rule.severity}"
    if rule.severity == "warning":
        counts = "a warning"
    lines = [text(rule.summary), "", f"By default it is {counts}. [All rules](index.md)", ""]
    for label, title in (("Why", "Why it matters"), ("Mend", "How to mend it")):
        if label == "Mend":
            for example in ("Bad", "Good"):
                code = rule.part(example)
                if code:
                    fence = "````" if "```" in code else "```"
                    lines += [f"## {example}", "", f"{fence}yaml", code, fence, ""]
        if content := rule.part(label):
            lines += [f"## {title}", "", content, ""]
    return _page(f"{RULE_PAGES}/{rule.name}.md", rule.name, lines, rule.summary)


def _page(uri: str, title: str, lines: list[str], description: str = "") -> Page:
    fields: dict[str, Any] = {"title": title}
    if description:
        fields["description"] = description
    fields["search"] = {"boost": 0.01}  # who looks for customers finds them first
    return Page(uri, title, finish(fields, "\n".join([f"# {text(title)}", "", *lines])))


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
