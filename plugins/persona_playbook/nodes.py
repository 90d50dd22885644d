"""A mkdocs.yml as a tree of YAML nodes: read, changed and written without running any of it.

Tags such as `!!python/name` and `!ENV` stay what they are.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

_MAP = "tag:yaml.org,2002:map"
_SEQ = "tag:yaml.org,2002:seq"


def read(config: Path, below: tuple[Path, ...] = ()) -> MappingNode:
    """A mkdocs.yml with what it inherits: mappings are merged, all else is replaced.

    ValueError says in words why it can't be read. `below` are the files that inherit from this one.
    """
    if config in below:
        raise ValueError(f"'{config}' inherits from itself")
    try:
        tree = yaml.compose(config.read_bytes(), Loader=yaml.SafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise ValueError(f"'{config}' can't be read: {error}") from None
    if not isinstance(tree, MappingNode):
        raise ValueError(f"'{config}' holds no settings")
    parent = plain(get(tree, "INHERIT"))
    if not isinstance(parent, str):
        return tree
    remove(tree, "INHERIT")
    return _merged(read((config.parent / parent).resolve(), (*below, config)), tree)


def write(tree: Node) -> str:
    """The tree as YAML."""
    return str(yaml.serialize(tree, Dumper=yaml.SafeDumper, allow_unicode=True))


def node(value: Any) -> Node:
    """A value as a node."""
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
    made = yaml.compose(text, Loader=yaml.SafeLoader)
    assert made is not None  # noqa: S101 - a dumped value is never empty
    return made


def plain(tree: Node | None) -> Any:
    """The value of a node; behind a tag of somebody else's, only its text."""
    if isinstance(tree, MappingNode):
        return {plain(key): plain(value) for key, value in tree.value}
    if isinstance(tree, SequenceNode):
        return [plain(item) for item in tree.value]
    if isinstance(tree, ScalarNode):
        known = tree.tag in yaml.SafeLoader.yaml_constructors
        return yaml.SafeLoader("").construct_object(tree) if known else tree.value
    return None


def get(tree: Node | None, name: str) -> Node | None:
    """A setting, if it is there."""
    if isinstance(tree, MappingNode):
        for key, value in tree.value:
            if key.value == name:
                found: Node = value
                return found
    return None


def put(tree: MappingNode, name: str, value: Any) -> None:
    """Change a setting, or add it."""
    new = value if isinstance(value, Node) else node(value)
    for index, (key, _) in enumerate(tree.value):
        if key.value == name:
            tree.value[index] = (key, new)
            return
    tree.value.append((node(name), new))


def remove(tree: MappingNode, name: str) -> None:
    """Take a setting out."""
    tree.value = [(key, value) for key, value in tree.value if key.value != name]


def mapping(tree: MappingNode, name: str) -> MappingNode:
    """A setting that is a mapping; a new one if there is none."""
    found = get(tree, name)
    if not isinstance(found, MappingNode):
        found = MappingNode(_MAP, [])
        put(tree, name, found)
    return found


def add(tree: MappingNode, name: str, item: str) -> None:
    """Add a name to a list such as `markdown_extensions`, which may be written as a mapping."""
    found = get(tree, name)
    if isinstance(found, MappingNode):
        put(found, item, {})
        return
    if not isinstance(found, SequenceNode):
        found = SequenceNode(_SEQ, [])
        put(tree, name, found)
    found.value.append(node(item))


def options(tree: Node | None) -> dict[str, Node]:
    """The options of each plugin or extension, in whichever way they are written."""
    if isinstance(tree, MappingNode):
        return {str(key.value): value for key, value in tree.value}
    found: dict[str, Node] = {}
    if isinstance(tree, SequenceNode):
        for item in tree.value:
            found |= options(item) if isinstance(item, MappingNode) else {item.value: node(None)}
    return found


def put_plugin(tree: MappingNode, name: str, new: Node | None) -> None:
    """Give a plugin other options, or with None take it out."""
    plugins = get(tree, "plugins")
    if isinstance(plugins, MappingNode):
        remove(plugins, name) if new is None else put(plugins, name, new)
    elif isinstance(plugins, SequenceNode):
        items: list[Node] = []
        for item in plugins.value:
            if name not in options(SequenceNode(_SEQ, [item])):
                items.append(item)
            elif new is not None:
                items.append(MappingNode(_MAP, [(node(name), new)]))
        plugins.value = items


def expand(tree: Node, change: Callable[[str], Any]) -> Node:
    """Change texts of a navigation, those that are pages or folders; titles stay."""
    if isinstance(tree, SequenceNode):
        items: list[Node] = []
        for item in tree.value:
            expanded = expand(item, change)
            # As in a list of pages: a folder without a title gives its pages to the list.
            spliced = isinstance(item, ScalarNode) and isinstance(expanded, SequenceNode)
            items += expanded.value if spliced else [expanded]
        tree.value = items
    elif isinstance(tree, MappingNode):
        tree.value = [(key, expand(value, change)) for key, value in tree.value]
    elif isinstance(tree, ScalarNode):
        changed = change(tree.value)
        return tree if changed == tree.value else node(changed)
    return tree


def _merged(base: MappingNode, top: MappingNode) -> MappingNode:
    for key, value in top.value:
        old = get(base, key.value)
        if isinstance(old, MappingNode) and isinstance(value, MappingNode):
            _merged(old, value)
        else:
            put(base, key.value, value)
    return base
