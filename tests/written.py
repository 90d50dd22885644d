"""Playbooks in all the ways in which people write YAML, the same ones for the same seed."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from persona_playbook import dump

WORDS = (
    "delivery",
    "dates",
    "slip",
    "and",
    "nobody",
    "tells",
    "her",
    "the",
    "day",
    "fleet",
    "parts",
)
# What makes trouble in YAML, or is a trap for whoever changes a text.
TEXTS = (
    "yes: no",
    "it's late",
    '"Just checking" she said',
    "1.10",
    "2026-05-01",
    "no",
    "12:30",
    "#support",
    "a #b",
    "- not an item",
    "[brackets], and {braces}",
    "@home",
    "100 %",
    "ends with a colon:",
    "Ünïcödé — “quoted” 🚲",
    "a\tb",
    "back\\slash",
    "one\ntwo\n\nthree",
    "null",
    "*bold* & more",
    "'",
)
COMMENTS = ("# why", "# 'quoted' comment: with colon", "#", "# - an item no more", "# [x")


class Author:
    """Somebody who writes documents, each time in another style."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - no secret

    def text(self) -> str:
        """A statement, sometimes an awkward one."""
        if self.random.random() < 0.4:
            return self.random.choice(TEXTS)
        words = self.random.choices(WORDS, k=self.random.randint(2, 18))
        return " ".join(words).capitalize()

    def claims(self, evidence: list[str]) -> Any:
        """Statements, or one."""
        found: list[Any] = []
        for _ in range(self.random.randint(1, 4)):
            claim: Any = self.text()
            if self.random.random() < 0.5:
                claim = {"text": claim, "severity": self.random.choice(["low", "high"])}
                if self.random.random() < 0.5:
                    claim["sources"] = self.some(evidence)
            found.append(claim)
        return found if self.random.random() < 0.8 else self.text()

    def some(self, ids: list[str]) -> Any:
        """One id, or a list of them."""
        chosen = self.random.sample(ids, self.random.randint(1, min(3, len(ids))))
        return chosen if self.random.random() < 0.7 else chosen[0]

    def front(self, data: dict[str, Any]) -> str:
        """Fields in some order and some style."""
        names = list(data)
        if self.random.random() < 0.5:
            self.random.shuffle(names)
        lines: list[str] = []
        for name in names:
            if self.random.random() < 0.15:
                lines.append("")
            if self.random.random() < 0.15:
                lines.append(self.random.choice(COMMENTS))
            lines += self._field(name, data[name], "")
        return "\n".join(lines) + "\n"

    def _field(self, name: str, value: Any, indent: str) -> list[str]:
        key = name if self.random.random() < 0.95 else f'"{name}"'
        if isinstance(value, list | dict) and value and self.random.random() < 0.65:
            deeper = indent + " " * self.random.choice([2, 2, 4])
            if isinstance(value, list):
                deeper = indent if self.random.random() < 0.2 else deeper
                return [f"{indent}{key}:{self._beside()}", *self._items(value, deeper)]
            return [f"{indent}{key}:{self._beside()}", *self._fields(value, deeper)]
        if isinstance(value, list | dict):
            return [f"{indent}{key}: {self._flow(value)}{self._beside()}"]
        return [f"{indent}{key}: {self._scalar(value, indent)}"]

    def _fields(self, value: dict[str, Any], indent: str) -> list[str]:
        return [line for name, child in value.items() for line in self._field(name, child, indent)]

    def _items(self, value: list[Any], indent: str) -> list[str]:
        lines = []
        for item in value:
            if self.random.random() < 0.1:
                lines.append(indent + self.random.choice(COMMENTS))
            if isinstance(item, dict) and self.random.random() < 0.7:
                first, *rest = self._fields(item, f"{indent}  ")
                lines += [f"{indent}- {first.lstrip()}", *rest]
            elif isinstance(item, dict | list):
                lines.append(f"{indent}- {self._flow(item)}{self._beside()}")
            else:
                lines.append(f"{indent}- {self._scalar(item, indent)}")
        return lines

    def _flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{k}: {self._flow(v)}" for k, v in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self._flow, value)) + self.random.choice(["]", " ]", ",]"])
        return dump.scalar(
            value, self.random.choice(["", "", '"', "'"] if _is_short(value) else ['"']), True
        )

    def _scalar(self, value: Any, indent: str) -> str:
        if not isinstance(value, str):
            return dump.scalar(value) + self._beside()
        deeper = f"{indent}    "
        if "\n" in value:
            block = dump.block(value, deeper)
            return block if block and self.random.random() < 0.7 else dump.scalar(value, '"')
        style = self.random.random()
        if " " in value and not dump.needs_quotes(value) and style < 0.3:
            words = value.split(" ")
            middle = len(words) // 2 or 1
            halves = " ".join(words[:middle]), " ".join(words[middle:])
            if style < 0.15:
                return f">-\n{deeper}{halves[0]}\n{deeper}{halves[1]}"
            return f"{halves[0]}\n{deeper}{halves[1]}"
        return dump.scalar(value, self.random.choice(["", "", "", '"', "'"])) + self._beside()

    def _beside(self) -> str:
        return f"  {self.random.choice(COMMENTS)}" if self.random.random() < 0.1 else ""

    def file(self, front: str, body: str) -> bytes:
        """A file, with the line ends and the byte order mark of some editor."""
        text = f"---\n{front}---\n{body}"
        if self.random.random() < 0.2:
            text = text.replace("\n", "\r\n")
        mark = b"\xef\xbb\xbf" if self.random.random() < 0.1 else b""
        return mark + text.encode()


def _is_short(value: Any) -> bool:
    return not isinstance(value, str) or "\n" not in value


def playbook(folder: Path, seed: int, documents: int) -> dict[str, dict[str, Any]]:
    """Write a playbook of so many documents; returns their data by path."""
    author = Author(seed)
    kinds = [author.random.choice(["persona", "messaging", "evidence"]) for _ in range(documents)]
    kinds[:3] = ["persona", "messaging", "evidence"]
    ids: dict[str, list[str]] = {"persona": [], "messaging": [], "evidence": []}
    for number, kind in enumerate(kinds):
        ids[kind].append(f"{kind[:4]}-{number}")
    data: dict[str, dict[str, Any]] = {}
    for number, kind in enumerate(kinds):
        path = f"{'' if kind == 'persona' else kind + '/'}{kind[:4]}-{number}.md"
        up = "" if kind == "persona" else "../"
        other = author.random.choice(ids["persona"])
        data[path] = _document(author, kind, ids)
        body = f"\n## Note\n\nSee [her]({up}{other}.md#more), `{other}.md`.  \n" * 2
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(author.file(author.front(data[path]), body))
    return data


def _document(author: Author, kind: str, ids: dict[str, list[str]]) -> dict[str, Any]:
    name = f"{author.random.choice(WORDS).capitalize()} {author.random.choice(WORDS)}"
    data: dict[str, Any] = {"kind": kind, "name" if kind == "persona" else "title": name}
    data |= {"status": "draft", "tags": ["one", "two"], "x-note": author.text()}
    if author.random.random() < 0.5:
        data["last_reviewed"] = "2026-05-01"
    if kind == "persona":
        data["goals"] = author.claims(ids["evidence"])
        data["about"] = {"Age": author.random.randint(18, 80), "Lives in": author.text()}
        data["related"] = [{"persona": author.random.choice(ids["persona"]), "why": author.text()}]
        data["type"] = author.random.choice(["person", "role"])
    elif kind == "messaging":
        data["personas"] = author.some(ids["persona"])
        data["sources"] = author.some(ids["evidence"])
    else:
        data["summary"] = author.text()
    return data
