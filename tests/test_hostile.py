"""Documents and files made to harm: each is refused where it stands, and nothing else happens.

Each is checked by the real command in a process of its own.
"""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from trees import png

HEAD = "---\nkind: persona\nstatus: draft\nname: Amelia\n"
PERSONA = f"{HEAD}---\n"
MARKER = "executed"  # what each document that tries to run something would create
SECONDS, MEGABYTES = 1.0, 200

Make = Callable[[Path], None]


def file(name: str, content: str | bytes) -> Make:
    """A file of the playbook."""

    def make(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return make


def fields(text: str | bytes) -> Make:
    """A persona with these fields, the first of them on line 5."""
    data = text.encode() if isinstance(text, str) else text
    return file("amelia.md", HEAD.encode() + data + b"\n---\n")


def body(text: str) -> Make:
    return file("amelia.md", PERSONA + text + "\n")


def shows(name: str, content: bytes) -> Make:
    """A persona with a picture."""

    def make(folder: Path) -> None:
        fields(f'image: "{name}"')(folder)
        file(name, content)(folder)

    return make


def link(name: str, target: str) -> Make:
    def make(folder: Path) -> None:
        (folder / name).symlink_to(target)

    return make


def several(*made: Make) -> Make:
    def make(folder: Path) -> None:
        for one in made:
            one(folder)

    return make


def picture(kind: str, **options: object) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, kind, **options)
    return data.getvalue()


def large_png() -> bytes:
    data = bytearray(png())
    struct.pack_into(">II", data, 16, 60_000, 60_000)
    struct.pack_into(">I", data, 29, zlib.crc32(data[12:29]))
    return bytes(data)


RUN = f"__import__('pathlib').Path('{MARKER}').touch()"
BOMB = "\n".join(["x-a0: &a0 [x]"] + [f"x-a{n}: &a{n} [*a{n - 1},*a{n - 1}]" for n in range(1, 60)])

# name → (what makes it, where the finding must be, its rule)
HOSTILE: dict[str, tuple[Make, str, str]] = {
    # YAML
    "alias bomb": (fields(BOMB), "amelia.md:5:7", "yaml-reference"),
    "anchor": (fields("summary: &a b"), "amelia.md:5:10", "yaml-reference"),
    "merge key": (fields("<<: {name: b}"), "amelia.md:5:1", "yaml-reference"),
    "loop": (fields("x-a: &a [*a]"), "amelia.md:5:6", "yaml-reference"),
    "python apply": (
        fields(f'x-a: !!python/object/apply:eval ["{RUN}"]'),
        "amelia.md:5:6",
        "yaml-tag",
    ),
    "python new": (
        fields(f'x-a: !!python/object/new:os.system ["touch {MARKER}"]'),
        "amelia.md:5:6",
        "yaml-tag",
    ),
    "python name": (fields("x-a: !!python/name:os.system"), "amelia.md:5:6", "yaml-tag"),
    "python module": (fields("x-a: !!python/module:antigravity"), "amelia.md:5:6", "yaml-tag"),
    "environment": (fields("summary: !ENV HOME"), "amelia.md:5:10", "yaml-tag"),
    "inherit": (fields("summary: !relative /etc"), "amelia.md:5:10", "yaml-tag"),
    "tagged key": (fields("!!python/name:os.system x-a: b"), "amelia.md:5:1", "yaml-tag"),
    "huge number": (fields("priority: " + "9" * 5000), "amelia.md:5:11", "wrong-format"),
    "number too large": (fields("priority: 1e999999999"), "amelia.md:5:11", "wrong-format"),
    "wrong date": (fields("last_reviewed: 2024-02-30"), "amelia.md:5:16", "wrong-format"),
    "deep lists": (fields("x-a: " + "[" * 5000), "amelia.md:5:37", "too-deep"),
    "deep maps": (fields("x-a: " + "{a: " * 5000), "amelia.md:5:130", "too-deep"),
    "deep blocks": (
        fields("x-a:\n" + "\n".join(" " * n + "a:" for n in range(1, 400))),
        "amelia.md:",
        "too-deep",
    ),
    "many values": (fields("x-a: [" + "a," * 60_000 + "]"), "amelia.md:5:", "too-large"),
    "duplicate key": (fields("name: Ben"), "amelia.md:5:1", "duplicate-key"),
    "list as key": (fields("? [a]\n: b"), "amelia.md:5:3", "not-fields"),
    "no fields": (file("a.yml", "- a\n- b\n"), "a.yml:1:1", "not-fields"),
    "two documents": (
        file("a.yml", "kind: persona\n---\nname: b\n"),
        "a.yml:2:1",
        "several-documents",
    ),
    "open bracket": (fields("x-a: [" * 3), "amelia.md:6:1", "yaml-syntax"),
    "unknown escape": (fields(r'x-a: "\q"'), "amelia.md:5:", "yaml-syntax"),
    "lone surrogate": (fields(r'x-a: "\ud800"'), "amelia.md:5:", "yaml-syntax"),
    "no end": (file("amelia.md", "---\nkind: persona\n"), "amelia.md:1:1", "unclosed-front-matter"),
    "terminal codes": (fields(r'summary: "\e]0;owned\a"'), "amelia.md:5:10", "control-character"),
    "template": (fields("template: redirect.html"), "amelia.md:5:1", "unknown-field"),
    # Encodings
    "UTF-16": (file("amelia.md", PERSONA.encode("utf-16")), "amelia.md:1:1", "not-utf-8"),
    "UTF-32": (
        file("a.yml", b"\xff\xfe\0\0" + "a: b".encode("utf-32-le")),
        "a.yml:1:1",
        "not-utf-8",
    ),
    "Latin-1": (fields("summary: Zoë".encode("latin-1")), "amelia.md:5:12", "not-utf-8"),
    "overlong": (fields(b"summary: \xc0\xaf"), "amelia.md:5:10", "not-utf-8"),
    "surrogates": (fields(b"summary: \xed\xa0\x80"), "amelia.md:5:10", "not-utf-8"),
    "null": (fields("summary: a\0b"), "amelia.md:5:11", "control-character"),
    "escape": (body("a\x1b[2Jb"), "amelia.md:6:2", "control-character"),
    "second byte order mark": (fields("\ufeffsummary: a"), "amelia.md:5:1", "control-character"),
    "backspaces": (body("good\x08\x08\x08\x08evil"), "amelia.md:6:5", "control-character"),
    # Paths
    "link to a file": (link("a.md", "/etc/passwd"), "a.md:1:1", "unreadable-file"),
    "link to a folder": (link("all", "/etc"), "all:1:1", "unreadable-file"),
    "link to itself": (link("up", "."), "up:1:1", "unreadable-file"),
    "link to nothing": (link("a.yml", "nowhere"), "a.yml:1:1", "unreadable-file"),
    "link to zeros": (link("a.md", "/dev/zero"), "a.md:1:1", "unreadable-file"),
    "linked settings": (link("playbook.yml", "/etc/passwd"), "playbook.yml:1:1", "unreadable-file"),
    "linked picture": (
        several(fields("image: a.png"), link("a.png", "/etc/passwd")),
        "a.png:1:1",
        "unreadable-file",
    ),
    "linked table": (link("a.csv", "/etc/passwd"), "a.csv:1:1", "unreadable-file"),
    "pipe": (lambda folder: os.mkfifo(folder / "a.md"), "a.md:1:1", "unreadable-file"),
    "pipe as settings": (
        lambda folder: os.mkfifo(folder / "playbook.yml"),
        "playbook.yml:1:1",
        "unreadable-file",
    ),
    "pipe as picture": (
        several(fields("image: a.png"), lambda folder: os.mkfifo(folder / "a.png")),
        "a.png:1:1",
        "unreadable-file",
    ),
    "device name": (file("con.md", PERSONA), "con.md:1:1", "unsafe-name"),
    "device as folder": (file("aux/a.md", PERSONA), "aux:1:1", "unsafe-name"),
    "trailing dot": (file("a.md.", PERSONA), "a.md.:1:1", "unsafe-name"),
    "trailing space": (file("a.md ", PERSONA), "a.md :1:1", "unsafe-name"),
    "backslash": (file("a\\..\\b.md", PERSONA), r"a\..\b.md:1:1", "unsafe-name"),
    "turned name": (file("a\u202edm.yml", PERSONA), "a\\u202edm.yml:1:1", "unsafe-name"),
    "name with a line": (file("a\n::error::b.md", PERSONA), "a\\n::error::b.md:1:1", "unsafe-name"),
    "name that clears the screen": (
        file("a\x1b[2J.md", PERSONA),
        "a\\x1b[2J.md:1:1",
        "unsafe-name",
    ),
    "name of no letters": (
        file(os.fsdecode(b"a\xff.md"), PERSONA),
        "a\\udcff.md:1:1",
        "unsafe-name",
    ),
    "long name": (file("a" * 240 + ".md", PERSONA), "a" * 240 + ".md:1:1", "unsafe-name"),
    "capitals": (
        several(file("Amelia.md", PERSONA), file("amelia.md", PERSONA)),
        "amelia.md:1:1",
        "same-name",
    ),
    "accents": (
        several(file("zoe\u0308.md", PERSONA), file("zo\xeb.md", PERSONA)),
        "zo\xeb.md:1:1",
        "same-name",
    ),
    "way out in an id": (fields("id: ../../index"), "amelia.md:5:5", "wrong-format"),
    "way out in a folder": (
        file("playbook.yml", "kinds: {x: {title: X, folder: ../../etc}}"),
        "playbook.yml:1:",
        "wrong-format",
    ),
    # Links and pictures
    "image outside": (fields("image: ../../../etc/passwd.png"), "amelia.md:5:8", "missing-image"),
    "absolute image": (fields("image: /etc/passwd.png"), "amelia.md:5:8", "missing-image"),
    "image elsewhere": (
        fields("image: https://evil.example/a.png"),
        "amelia.md:5:8",
        "missing-image",
    ),
    "image as data": (
        fields('image: "data:image/png;base64,AA=="'),
        "amelia.md:5:8",
        "missing-image",
    ),
    "other file as image": (shows("a.html", b"<script>"), "amelia.md:5:8", "missing-image"),
    "hidden image": (shows(".git/a.png", png()), "amelia.md:5:8", "missing-image"),
    "link to a script": (
        fields('links: [{title: a, url: "javascript:alert(1)"}]'),
        "amelia.md:5:",
        "wrong-format",
    ),
    "link to data": (
        fields('links: [{title: a, url: "data:text/html,a"}]'),
        "amelia.md:5:",
        "wrong-format",
    ),
    "link outside": (body("[a](../../../../../../etc/nothing)"), "amelia.md:6:5", "broken-link"),
    "link to a table": (
        several(body("[a](a.csv)"), file("a.csv", "secret")),
        "amelia.md:6:5",
        "broken-link",
    ),
    "SVG": (shows("a.svg", b"<svg onload='alert(1)'/>"), "amelia.md:5:8", "unusable-picture"),
    "SVG as PNG": (
        shows("a.png", b"<svg onload='alert(1)'/>"),
        "amelia.md:5:8",
        "unusable-picture",
    ),
    "HTML as GIF": (shows("a.gif", b"GIF89a=1;alert(1)//"), "amelia.md:5:8", "unusable-picture"),
    "PHP as JPEG": (shows("a.jpg", b"<?php ?>"), "amelia.md:5:8", "unusable-picture"),
    "JPEG as PNG": (shows("a.png", picture("JPEG")), "amelia.md:5:8", "unusable-picture"),
    "picture too large": (
        shows("a.png", png() + b"\0" * 5_000_000),
        "amelia.md:5:8",
        "unusable-picture",
    ),
    "very many points": (shows("a.png", large_png()), "amelia.md:5:8", "unusable-picture"),
    "cut off": (shows("a.jpg", picture("JPEG")[:-9]), "amelia.md:5:8", "unusable-picture"),
    "AVIF with a place": (
        shows("a.avif", picture("AVIF", xmp=b"<x:xmpmeta/>")),
        "amelia.md:5:8",
        "unusable-picture",
    ),
    "many segments": (
        shows("a.jpg", b"\xff\xd8" + b"\xff\xe0\0\x02" * 1_200_000),
        "amelia.md:5:8",
        "unusable-picture",
    ),
    # Sizes
    "too many bytes": (body("a\n" * 600_000), "amelia.md:1:1", "too-large"),
    "a line without end": (body("a" * 900_000), "amelia.md:6:1", "too-large"),
    "all zeros": (file("a.yml", b"\0" * 900_000), "a.yml:1:1", "control-character"),
    "blanks and no end": (
        fields("x-a: b" + " " * 190_000 + "#\nname: b"),
        "amelia.md:6:1",
        "duplicate-key",
    ),
    "many lines": (body("a\n" * 6_000), "amelia.md:5006:2", "too-large"),
    "many headings": (body("# a\n" * 2_000), "amelia.md:506:1", "too-large"),
    "many abbreviations": (body("*[a]: b\n" * 2_000), "amelia.md:506:1", "too-large"),
    "many notes": (body("[^1] " * 2_000), "amelia.md:6:2501", "too-large"),
    "lists in lists": (body("a\n\n" + "1. " * 2_000), "amelia.md:8:1", "too-large"),
    "quotes in quotes": (body("> " * 3_000), "amelia.md:6:1", "too-large"),
    "brackets": (body("a\n\n" + "[" * 90_000), "amelia.md:8:1", "too-large"),
    "tags without end": (body('<a href="' * 9_000), "amelia.md:6:1", "too-large"),
    "backticks": (
        body(("a" + "`" * 98 + "\n\n") * 1800 + "[a](b)"),
        "amelia.md:3606:5",
        "broken-link",
    ),
    "brackets in lines": (
        body("[a](b)\n\n" + ("[" * 99 + "\n\n") * 1800),
        "amelia.md:6:5",
        "broken-link",
    ),
    "braces in headings": (
        body("[a](b)\n" + ("# " + "{#" * 50 + "\n# " + "#" * 90 + "a\n\n") * 200),
        "amelia.md:6:5",
        "broken-link",
    ),
    "signs of quotes": (fields("x-a: 'b\n" * 9000), "amelia.md:", "yaml-syntax"),
    "twenty thousand empty files": (
        several(*(file(f"{n}.csv", b"") for n in range(20_001))),
        ".csv:1:1",
        "too-large",
    ),
}


def tree(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Everything in a folder, as it was last changed."""
    found = {}
    for here, folders, files in os.walk(folder):
        for name in (*folders, *files):
            status = (Path(here) / name).lstat()
            found[f"{here}/{name}"] = (status.st_mode, status.st_size, status.st_mtime_ns)
    return found


# Runs Python and says what that took; from a small process of its own, since the memory of a
# process is counted from what its parent had.
MEASURE = """
import os, sys
started = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[1:]], os.environ)
_, status, used = os.wait4(started, 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run(folder: Path) -> tuple[int, str, str, float, float]:
    """Run the check: exit code, both streams, seconds of processor, megabytes at most."""
    check = ["-m", "persona_playbook", "check", "--format", "concise", "."]
    done = subprocess.run(
        [sys.executable, "-S", "-c", MEASURE, *check],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1795305600", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    *errors, figures = done.stderr.splitlines()
    seconds, megabytes = map(float, figures.split())
    return done.returncode, done.stdout, "\n".join(errors), seconds, megabytes


@pytest.fixture(scope="module")
def seconds_allowed(tmp_path_factory: pytest.TempPathFactory) -> float:
    """A second; more where a good playbook takes more than half of one, on a busy machine."""
    folder = tmp_path_factory.mktemp("good")
    file("amelia.md", PERSONA)(folder)
    code, _, err, seconds, _ = run(folder)
    assert (code, err) == (0, "")
    return max(SECONDS, 2 * seconds)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str, tmp_path: Path, seconds_allowed: float) -> None:
    make, place, rule = HOSTILE[name]
    folder = tmp_path / "personas"
    folder.mkdir()
    make(folder)
    before = tree(tmp_path)
    code, out, err, seconds, megabytes = run(folder)
    assert (code, err) == (1, "")
    lines = [line for line in out.splitlines() if f"{place}" in line and f"[{rule}]" in line]
    assert lines, out[:2000]
    assert re.search(r":\d+:\d+: error: ", lines[0])
    assert out.isascii() or "\u202e" not in out
    assert tree(tmp_path) == before
    assert not list(tmp_path.rglob(MARKER))
    assert seconds < seconds_allowed
    assert megabytes < MEGABYTES


def test_there_are_enough() -> None:
    assert len(HOSTILE) >= 60
