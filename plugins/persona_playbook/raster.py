"""Bytes → picture: what it is, how large, and the same without what its camera wrote into it.

Only the parts of a file that are needed to show it are copied, by an allow-list; nothing is
decoded. So a picture looks exactly as before, and a hostile one meets no decoder here. Gone are
Exif with places and thumbnails, XMP, IPTC, comments, further pictures behind the first, and
whatever else was hidden or hung on. Kept are color profiles, and of Exif the one number that says
which way is up.
"""

from __future__ import annotations

import os
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from .finding import reason

MAX_BYTES = 5_000_000
MAX_PIXELS = 40_000_000
_MAX_PARTS = 20_000  # chunks, segments, blocks or boxes
KINDS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".gif": "GIF",
    ".webp": "WebP",
    ".avif": "AVIF",
}
SUFFIXES = tuple(KINDS)

# Windows has neither.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_EXPORT = "open it in a program for pictures and export it as PNG, JPEG or WebP"
_SMALLER = "make it smaller: 1,600 points in width fill a page"
_Stripped = tuple[int, int, bytes]  # width, height, the file without metadata


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be shown: `data` is the file without metadata."""

    kind: str
    width: int
    height: int
    data: bytes


class Refusal(NamedTuple):
    """Why a file is not shown, and the way out."""

    message: str
    help: str = _EXPORT


def read(data: bytes, name: str) -> Picture | Refusal:
    """Read a picture, whose name ends as one of `KINDS`; never raises, whatever the bytes are."""
    kind = KINDS[PurePosixPath(name.lower()).suffix]
    if len(data) > MAX_BYTES:
        return Refusal(f"has more than {MAX_BYTES:,} bytes", _SMALLER)
    found = _kind(data)
    if found != kind:
        if found not in _STRIP:
            what = f"is {found}" if found else "is something else"
            return Refusal(f"ends as a {kind} picture and {what}")
        endings = " or ".join(suffix for suffix, its in KINDS.items() if its == found)
        help_ = f"let its name end in {endings}"
        return Refusal(f"ends as a {kind} picture and is a {found} picture", help_)
    try:
        width, height, stripped = _STRIP[kind](data)
    except _Unusable as reason:
        return Refusal(str(reason))
    except (struct.error, IndexError, KeyError, ValueError):
        # It ends too early, or lacks a part that every picture has.
        width, height, stripped = 0, 0, b""
    if width * height == 0:
        return Refusal(str(_damaged()))
    if width * height > MAX_PIXELS:
        return Refusal(
            f"has {width:,} × {height:,} points; a picture may have {MAX_PIXELS:,}", _SMALLER
        )
    return Picture(kind, width, height, stripped)


def load(path: Path) -> Picture | Refusal:
    """Read a picture's file, if it is a plain file of a sensible size."""
    try:
        with open(path, "rb", opener=_open) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return Refusal("is not a regular file", "put the picture itself here")
            return read(file.read(MAX_BYTES + 1), path.name)
    except OSError as error:
        return Refusal(f"can't be read: {reason(error)}", "give everybody permission to read it")


def _open(path: str, flags: int) -> int:
    """Open a file without following a link or waiting for a pipe, should it be one by now."""
    return os.open(path, flags | _NO_LINK | _NO_WAIT)


class _Unusable(Exception):
    """What is wrong with the bytes; caught in `read`."""


def _damaged() -> _Unusable:
    return _Unusable("is damaged, or has parts that no picture needs")


def _kind(data: bytes) -> str:
    """What bytes are, by how they begin; empty if that says nothing."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp":
        length = int.from_bytes(data[:4], "big")
        brands = [data[i : i + 4] for i in (8, *range(16, min(length, 256), 4))]
        if b"avif" in brands:
            return "AVIF"
        return "HEIC, as phones make it" if b"heic" in brands or b"mif1" in brands else "a video"
    begins = {
        b"\x89PNG\r\n\x1a\n": "PNG",
        b"\xff\xd8\xff": "JPEG",
        b"GIF87a": "GIF",
        b"GIF89a": "GIF",
        b"%PDF": "a PDF",
        b"<": "a text, such as SVG or HTML",
    }
    return next((kind for start, kind in begins.items() if data.startswith(start)), "")


# PNG: chunks, each with its length, name and checksum.

_PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"),
    *(b"cHRM", b"gAMA", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI"),  # colors
    *(b"acTL", b"fcTL", b"fdAT"),  # pictures that move
}


def _png(data: bytes) -> _Stripped:
    position, parts, size = 8, [data[:8]], (0, 0)
    for _ in range(_MAX_PARTS):
        length, name = struct.unpack_from(">I4s", data, position)
        content = data[position + 8 : position + 8 + length]
        (checksum,) = struct.unpack_from(">I", data, position + 8 + length)
        if (name == b"IHDR") != (position == 8) or zlib.crc32(name + content) != checksum:
            raise _damaged()
        if name == b"IHDR":
            size = struct.unpack_from(">II", content)
        elif name == b"eXIf":
            content = _upright(content)
        elif name not in _PNG_KEPT and not name[0] & 0x20:
            raise _damaged()  # one that says it can't be left out
        if name in _PNG_KEPT or (name == b"eXIf" and content):
            checksum = zlib.crc32(name + content)
            parts.append(struct.pack(">I", len(content)) + name + content)
            parts.append(struct.pack(">I", checksum))
        if name == b"IEND":
            return *size, b"".join(parts)
        position += 12 + length
    raise _damaged()


# JPEG: segments, each begun by a marker; the picture itself stands between them.

_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_TABLES = {0xC4, 0xCC, 0xDB, 0xDD}


def _jpeg(data: bytes) -> _Stripped:
    position, parts, size = 2, [data[:2]], (0, 0)
    orientation = b""
    for _ in range(_MAX_PARTS):
        if data[position] != 0xFF:
            raise _damaged()
        while data[position] == 0xFF:
            position += 1
        marker = data[position]
        position += 1
        if marker == 0xD9:
            break
        (length,) = struct.unpack_from(">H", data, position)
        content = data[position + 2 : position + length]
        if length < 2 or len(content) != length - 2:
            raise _damaged()
        position += length
        if marker in _FRAMES:
            if size != (0, 0):
                raise _damaged()
            height, width = struct.unpack_from(">HH", content, 1)
            size = (width, height)
        if marker in _FRAMES | _TABLES or marker == 0xDA:
            parts.append(_segment(marker, content))
        elif marker == 0xE0 and content.startswith(b"JFIF\0"):
            parts.append(_segment(marker, content[:12] + b"\0\0"))  # without its thumbnail
        elif marker == 0xE1 and content.startswith(b"Exif\0\0"):
            orientation = orientation or _upright(content[6:])
        elif (marker == 0xE2 and content.startswith(b"ICC_PROFILE\0")) or (
            marker == 0xEE and content.startswith(b"Adobe") and len(content) == 12
        ):
            parts.append(_segment(marker, content))
        elif marker != 0xFE and not 0xE0 <= marker <= 0xEF:
            raise _damaged()
        if marker == 0xDA:
            end = _scan_end(data, position)
            parts.append(data[position:end])
            position = end
    else:
        raise _damaged()
    if orientation:
        # Behind JFIF, if it is there, and before all else.
        first = 2 if parts[1:] and parts[1][1] == 0xE0 else 1
        parts.insert(first, _segment(0xE1, b"Exif\0\0" + orientation))
    return *size, b"".join([*parts, b"\xff\xd9"])


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _scan_end(data: bytes, position: int) -> int:
    """Where the next marker stands that belongs to no picture data."""
    while (position := data.find(b"\xff", position)) >= 0:
        if data[position + 1] != 0 and not 0xD0 <= data[position + 1] <= 0xD7:
            return position
        position += 2
    raise IndexError


# GIF: blocks, each of them sub-blocks with a length.


def _gif(data: bytes) -> _Stripped:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    position = 13 + _colors(flags)
    parts = [data[:position]]
    for _ in range(_MAX_PARTS):
        start, kind = position, data[position]
        if kind == 0x3B:
            return width, height, b"".join([*parts, b"\x3b"])
        if kind == 0x2C:
            left, top, wide, high, flags = struct.unpack_from("<HHHHB", data, position + 1)
            if left + wide > width or top + high > height:
                raise _damaged()
            position = _sub_blocks_end(data, position + 11 + _colors(flags))
            parts.append(data[start:position])
        elif kind == 0x21:
            position = _sub_blocks_end(data, position + 2)
            block = data[start:position]
            repeats = block[2:14] in (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0") and len(block) == 19
            if block[1] == 0xF9 or repeats:
                parts.append(block)
        else:
            break
    raise _damaged()


def _colors(flags: int) -> int:
    """How many bytes the table of colors takes that a descriptor speaks of."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _sub_blocks_end(data: bytes, position: int) -> int:
    while length := data[position]:
        position += 1 + length
    return position + 1


# WebP: chunks, each with its name and length; those of a frame lie within it.

_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_HAS_EXIF, _HAS_XMP = 0x08, 0x04


def _webp(data: bytes) -> _Stripped:
    (length,) = struct.unpack_from("<I", data, 4)
    sizes: list[tuple[int, int]] = []
    parts: list[bytes] = []
    extended = False
    orientation = b""
    for name, content in _riff(data[12 : 8 + length], length - 4):
        kept = content
        if name == b"VP8X":
            if parts:
                raise _damaged()
            extended = True
            kept = bytes([content[0] & ~(_HAS_EXIF | _HAS_XMP)]) + content[1:10]
        elif name == b"ANMF":
            inside = [
                _chunk(inner, picture)
                for inner, picture in _riff(content[16:], len(content) - 16)
                if inner in (b"VP8 ", b"VP8L", b"ALPH")
            ]
            kept = content[:16] + b"".join(inside)
        elif name == b"EXIF":
            orientation = orientation or _upright(content.removeprefix(b"Exif\0\0"))
        if name in _WEBP_KEPT:
            sizes += _webp_size(name, kept)
            parts.append(_chunk(name, kept))
    if not sizes:
        raise _damaged()
    if orientation and extended:
        head = bytearray(parts[0])
        head[8] |= _HAS_EXIF
        parts[0] = bytes(head)
        parts.append(_chunk(b"EXIF", orientation))
    content = b"WEBP" + b"".join(parts)
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return width, height, _chunk(b"RIFF", content)


def _riff(data: bytes, length: int) -> Iterator[tuple[bytes, bytes]]:
    if len(data) != length:
        raise _damaged()
    position = 0
    for _ in range(_MAX_PARTS):
        if position >= length:
            return
        name, size = struct.unpack_from("<4sI", data, position)
        content = data[position + 8 : position + 8 + size]
        if len(content) != size:
            raise _damaged()
        yield name, content
        position += 8 + size + size % 2
    raise _damaged()


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _webp_size(name: bytes, content: bytes) -> Iterator[tuple[int, int]]:
    if name == b"VP8X":
        width = int.from_bytes(content[4:7], "little") + 1
        yield width, int.from_bytes(content[7:10], "little") + 1
    elif name == b"VP8 ":
        if content[3:6] != b"\x9d\x01\x2a":
            raise _damaged()
        width, height = struct.unpack_from("<HH", content, 6)
        yield width & 0x3FFF, height & 0x3FFF
    elif name == b"VP8L":
        if content[0] != 0x2F:
            raise _damaged()
        (bits,) = struct.unpack_from("<I", content, 1)
        yield (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


# AVIF: boxes with boxes in them, and addresses between them. Nothing can be taken out without
# writing all of them anew, so what holds more than a picture is refused.

_AVIF_BOXES = {b"ftyp", b"meta", b"mdat"}
_AVIF_META = {b"hdlr", b"pitm", b"iloc", b"iinf", b"iref", b"iprp", b"idat"}
_AVIF_ITEMS = {b"av01", b"grid"}
_AVIF_PROPERTIES = {
    *(b"av1C", b"ispe", b"pixi", b"pasp", b"colr", b"auxC", b"clli", b"mdcv"),
    *(b"irot", b"imir", b"clap", b"a1op", b"a1lx", b"lsel"),
}
_MORE = "holds more than a picture, such as where it was taken, and it can't be taken out of AVIF"


def _avif(data: bytes) -> _Stripped:
    boxes = dict(_boxes(data, _AVIF_BOXES))
    meta = dict(_boxes(boxes[b"meta"][4:], _AVIF_META))
    if b"mdat" not in boxes and b"idat" not in meta:
        raise _damaged()
    items = meta[b"iinf"][8 if meta[b"iinf"][0] else 6 :]  # behind the version and their number
    for _, item in _boxes(items, {b"infe"}):
        # Version 2 has numbers of two bytes, version 3 of four; then two more, then the kind.
        start = {2: 8, 3: 10}.get(item[0], 0)
        if not start or item[start : start + 4] not in _AVIF_ITEMS:
            raise _Unusable(_MORE)
    if any(name == b"thmb" for name, _ in _boxes(meta.get(b"iref", b"\0" * 4)[4:], None)):
        raise _Unusable(_MORE)
    iprp = dict(_boxes(meta[b"iprp"], {b"ipco", b"ipma"}))
    properties = list(_boxes(iprp[b"ipco"], _AVIF_PROPERTIES))
    sizes = [struct.unpack_from(">II", its, 4) for name, its in properties if name == b"ispe"]
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return width, height, data


def _boxes(data: bytes, allowed: set[bytes] | None) -> Iterator[tuple[bytes, bytes]]:
    position = 0
    for _ in range(_MAX_PARTS):
        if position >= len(data):
            return
        length, name = struct.unpack_from(">I4s", data, position)
        if not 8 <= length <= len(data) - position:
            raise _damaged()
        if allowed is not None and name not in allowed:
            raise _Unusable(_MORE)
        yield name, data[position + 8 : position + length]
        position += length
    raise _damaged()


# Exif: a list of numbered values, in either order of bytes.

_ORIENTATION = 0x0112


def _upright(exif: bytes) -> bytes:
    """Exif that says which way is up and nothing else; empty if it is upright as it lies."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return b""
    try:
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, entry)
            if tag == _ORIENTATION and 2 <= value <= 8:
                return struct.pack(">4sIHHHIHHI", b"MM\0*", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
    except struct.error:
        pass  # cut off: it says nothing
    return b""


_STRIP: dict[str, Callable[[bytes], _Stripped]] = {
    "PNG": _png,
    "JPEG": _jpeg,
    "GIF": _gif,
    "WebP": _webp,
    "AVIF": _avif,
}
