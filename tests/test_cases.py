"""Every case is a tiny real playbook; what is wrong in it is said by comments on the line.

`# expect: unknown-reference` speaks of its own line, `# expect: missing-field @1` of another one,
commas separate several. Below the front matter a comment is `<!-- expect: broken-link -->`.
Too few and too many findings both fail.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from persona_playbook.catalog import load
from persona_playbook.check import check

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 22)

_EXPECT = re.compile(r"(?:#|<!--) expect: ([^\n]*?)(?: -->)?$")
_ITEM = re.compile(r"([a-z0-9-]+)(?: @(\d+))?\Z")

Place = tuple[str, int, str]


def found(folder: Path) -> set[Place]:
    """What the check finds, as (file, line, rule)."""
    findings = check(load(folder, TODAY))
    return {(finding.path, finding.line, finding.rule) for finding in findings}


def expected(folder: Path) -> set[Place]:
    """What the comments of a case expect."""
    places = set()
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".md", ".markdown", ".yml", ".yaml", ".txt") or not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if match := _EXPECT.search(line.decode("utf-8", "replace").rstrip("\r")):
                for item in match[1].split(", "):
                    parts = _ITEM.match(item)
                    assert parts, f"{name}:{number}: not an expectation: {item}"
                    places.add((name, int(parts[2] or number), parts[1]))
    return places


def cases() -> list[Path]:
    """All cases: a folder each, within the folder of the rule."""
    return sorted(path for path in CASES.glob("*/*") if path.is_dir())


@pytest.mark.parametrize("case", cases(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case(case: Path) -> None:
    assert found(case) == expected(case)


# What no file of a repository can show.

PERSONA = b"---\nkind: persona\nname: Amelia Hart\nstatus: draft\n---\n"
BYTES = {
    "too-large/bytes": (PERSONA + b"x" * 1_000_000, 1, "too-large"),
    "too-large/values": (b"---\nx-answers: [" + b"1, " * 20_000 + b"1]\n---\n", 2, "too-large"),
    "not-utf-8/utf-16": (PERSONA.decode().encode("utf-16"), 1, "not-utf-8"),
    "control-character/null": (PERSONA + b"a\0b", 6, "control-character"),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes(tmp_path: Path, name: str) -> None:
    data, line, rule = BYTES[name]
    (tmp_path / "amelia.md").write_bytes(data)
    assert found(tmp_path) == {("amelia.md", line, rule)}


def test_link(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "amelia.md").symlink_to(tmp_path / "secret.txt")
    assert found(tmp_path) == {("amelia.md", 1, "unreadable-file")}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_ordinary_bytes(tmp_path: Path, ending: str) -> None:
    text = "\ufeff" + PERSONA.decode() + "Zoë rides.\n"
    (tmp_path / "amelia.md").write_bytes(text.replace("\n", ending).encode())
    assert found(tmp_path) == set()
