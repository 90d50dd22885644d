"""Pictures without metadata, compared with what Pillow sees in them."""

from __future__ import annotations

import io
import struct
import time
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps, JpegImagePlugin, PngImagePlugin

from persona_playbook import raster
from persona_playbook.raster import Picture, Refusal, read

SECRET = b"CanarySecret"
PLACE = 0x8825  # where Exif keeps coordinates
KINDS = {"a.png": "PNG", "a.jpg": "JPEG", "a.gif": "GIF", "a.webp": "WebP", "a.avif": "AVIF"}


def image(mode: str = "RGB", size: tuple[int, int] = (40, 24)) -> Image.Image:
    """A picture that looks different when it is turned."""
    made = Image.new(mode, size)
    made.paste((200, 10, 10) if mode == "RGB" else 1, (0, 0, 10, 8))
    return made


def exif(orientation: int = 1) -> bytes:
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = SECRET.decode()  # the camera
    made[0x9286] = SECRET.decode()
    made.get_ifd(PLACE)[2] = (52.5, 30.0, 0.0)
    return made.tobytes()


def saved(name: str, made: Image.Image | None = None, **options: object) -> bytes:
    file = io.BytesIO()
    (made or image()).save(file, KINDS[name], **options)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    made = Image.open(io.BytesIO(data))
    made.load()
    return made


def stripped(data: bytes, name: str) -> bytes:
    found = read(data, name)
    assert isinstance(found, Picture), found
    assert found.kind == KINDS[name]
    assert (found.width, found.height) == opened(data).size
    assert SECRET not in found.data
    # What is published could be read and published again.
    assert read(found.data, name) == found
    return found.data


def same(one: bytes, other: bytes) -> None:
    first, second = opened(one), opened(other)
    assert first.mode == second.mode
    assert first.tobytes() == second.tobytes()
    assert first.getpalette() == second.getpalette()
    assert first.info.get("icc_profile") == second.info.get("icc_profile")
    assert first.info.get("transparency") == second.info.get("transparency")
    shown = [ImageOps.exif_transpose(picture).tobytes() for picture in (first, second)]
    assert shown[0] == shown[1]


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_goes_and_the_picture_stays_upright(name: str, orientation: int) -> None:
    data = saved(name, exif=exif(orientation))
    assert SECRET in data
    assert opened(data).getexif().get_ifd(PLACE)
    result = stripped(data, name)
    same(data, result)
    left = dict(opened(result).getexif())
    assert left == ({} if orientation == 1 else {0x0112: orientation})


@pytest.mark.parametrize("order", ["<", ">"])
def test_orientation_in_both_orders_of_bytes(order: str) -> None:
    mark = b"II*\0" if order == "<" else b"MM\0*"
    values = struct.pack(f"{order}4sIHHHIHHI", mark, 8, 1, 0x0112, 3, 1, 6, 0, 0)
    result = stripped(saved("a.jpg", exif=b"Exif\0\0" + values), "a.jpg")
    assert dict(opened(result).getexif()) == {0x0112: 6}


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "I;16"])
def test_png(mode: str) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET.decode())
    text.add_text("Comment", SECRET.decode(), zip=True)
    text.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    made = Image.new(mode, (40, 24)) if mode == "I;16" else image().convert(mode)
    data = saved("a.png", made, pnginfo=text, icc_profile=profile(), dpi=(300, 300))
    result = stripped(data + SECRET, "a.png")
    same(data, result)
    assert not opened(result).text
    assert opened(result).info["icc_profile"] == profile()


def test_png_that_moves() -> None:
    frames = [Image.new("RGB", (40, 24), color) for color in ("red", "green", "blue")]
    data = saved("a.png", frames[0], save_all=True, append_images=frames[1:], duration=90)
    result = opened(stripped(data, "a.png"))
    assert result.n_frames == 3
    assert result.info["duration"] == 90


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_jpeg(mode: str, progressive: bool) -> None:
    made = image(size=(64, 64)).convert(mode)
    data = saved(
        "a.jpg",
        made,
        progressive=progressive,
        comment=SECRET,
        xmp=SECRET,
        exif=exif(),
        icc_profile=profile() * 40,  # in several segments
        restart_marker_blocks=2,
        extra=b"\xff\xed" + struct.pack(">H", 30) + (b"Photoshop 3.0\0" + SECRET + b"xx")[:28],
    )
    assert data.count(SECRET) >= 4
    result = stripped(data + SECRET, "a.jpg")
    same(data, result)


def test_thumbnails_and_further_pictures_go() -> None:
    jfif = struct.pack(">HH5sHBHHBB", 0xFFE0, 16 + 48, b"JFIF\0", 0x102, 0, 1, 1, 4, 4)
    plain = saved("a.jpg")
    assert plain[2:4] == b"\xff\xe0"
    data = plain[:2] + jfif + (SECRET * 4)[:48] + plain[20:]
    same(plain, stripped(data, "a.jpg"))
    # Several pictures in one file, as phones and 3D cameras write them.
    file = io.BytesIO()
    image().save(file, "MPO", save_all=True, append_images=[image(size=(8, 8))])
    result = stripped(file.getvalue(), "a.jpg")
    assert isinstance(opened(result), JpegImagePlugin.JpegImageFile)
    assert getattr(opened(result), "n_frames", 1) == 1


def test_gif() -> None:
    frames = [Image.new("P", (40, 24), color) for color in range(3)]
    for frame in frames:
        frame.putpalette(bytes(range(256)) * 3)
    data = saved(
        "a.gif",
        frames[0],
        save_all=True,
        append_images=frames[1:],
        loop=4,
        duration=90,
        comment=SECRET,
    )
    xmp = b"\x21\xff\x0bXMP DataXMP" + SECRET + b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    more = data[:-1] + xmp + b"\x3b" + SECRET
    result = opened(stripped(more, "a.gif"))
    before = opened(data)
    assert (result.n_frames, result.info["loop"], result.info["duration"]) == (3, 4, 90)
    for number in range(3):
        result.seek(number)
        before.seek(number)
        assert result.convert("RGB").tobytes() == before.convert("RGB").tobytes()


@pytest.mark.parametrize("lossless", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("extended", [False, True])
def test_webp(lossless: bool, mode: str, extended: bool) -> None:
    more = {"xmp": SECRET, "exif": exif(6), "icc_profile": profile()} if extended else {}
    data = saved("a.webp", image().convert(mode), lossless=lossless, **more)
    result = stripped(data + SECRET, "a.webp")
    same(data, result)
    assert "xmp" not in opened(result).info


def test_webp_that_moves() -> None:
    frames = [Image.new("RGB", (40, 24), color) for color in ("red", "green", "blue")]
    data = saved("a.webp", frames[0], save_all=True, append_images=frames[1:], xmp=SECRET)
    result, before = opened(stripped(data, "a.webp")), opened(data)
    assert result.n_frames == 3
    for number in range(3):
        result.seek(number)
        before.seek(number)
        assert result.tobytes() == before.tobytes()


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_avif(mode: str) -> None:
    data = saved("a.avif", image().convert(mode), icc_profile=profile())
    assert stripped(data, "a.avif") == data


@pytest.mark.parametrize("more", [{"exif": exif()}, {"xmp": SECRET}, {"exif": exif(6)}])
def test_avif_with_metadata_is_refused(more: dict[str, bytes]) -> None:
    data = saved("a.avif", **more)
    if set(dict(opened(data).getexif())) or b"mime" in data:
        found = read(data, "a.avif")
        assert isinstance(found, Refusal)
        assert found.message == raster._MORE
        assert "export it as PNG" in found.help


def test_avif_that_moves_is_refused() -> None:
    data = saved("a.avif", save_all=True, append_images=[image()])
    assert isinstance(read(data, "a.avif"), Refusal)


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (saved("a.jpg"), "a.png", "ends as a PNG picture and is a JPEG picture"),
        (b"<svg/>", "a.png", "ends as a PNG picture and is a text, such as SVG or HTML"),
        (b"<?php ?>", "a.gif", "ends as a GIF picture and is a text, such as SVG or HTML"),
        (b"", "a.png", "ends as a PNG picture and is something else"),
        (b"MZ\x90", "a.JPG", "ends as a JPEG picture and is something else"),
        (b"%PDF-1.7", "a.webp", "ends as a WebP picture and is a PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a.jpg", "HEIC, as phones make it"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp41isom", "a.avif", "is a video"),
        (b"\0" * (raster.MAX_BYTES + 1), "a.png", "has more than 5,000,000 bytes"),
    ],
)
def test_refused(data: bytes, name: str, message: str) -> None:
    found = read(data, name)
    assert isinstance(found, Refusal)
    assert message in found.message


def bomb(name: str) -> bytes:
    """A picture that says it is 50,000 points wide and high."""
    side = 50_000
    data = bytearray(saved(name))
    if name == "a.png":
        struct.pack_into(">II", data, 16, side, side)
        struct.pack_into(">I", data, 29, zlib.crc32(data[12:29]))
    elif name == "a.jpg":
        struct.pack_into(">HH", data, data.index(b"\xff\xc0") + 5, side, side)
    elif name == "a.gif":
        struct.pack_into("<HH", data, 6, side, side)
    elif name == "a.webp":
        data = bytearray(saved(name, image("RGBA"), exif=exif()))
        data[24:30] = (side - 1).to_bytes(3, "little") * 2
    else:
        struct.pack_into(">II", data, data.index(b"ispe") + 8, side, side)
    return bytes(data)


@pytest.mark.parametrize("name", KINDS)
def test_more_points_than_a_screen_has(name: str) -> None:
    found = read(bomb(name), name)
    assert isinstance(found, Refusal)
    assert found.message == "has 50,000 × 50,000 points; a picture may have 40,000,000"


@pytest.mark.parametrize("name", KINDS)
def test_a_picture_cut_off_anywhere_is_refused(name: str) -> None:
    data = saved(name)
    for end in range(len(data)):
        assert isinstance(read(data[:end], name), Refusal), end


@pytest.mark.parametrize("name", KINDS)
def test_what_begins_like_a_picture_and_is_none(name: str) -> None:
    data = saved(name)[:12]
    for rest in (b"", b"\0" * 999, b"\xff" * 999, b"<script>alert(1)</script>" * 40):
        assert isinstance(read(data + rest, name), Refusal)


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
def test_mutations(name: str, data: st.DataObject) -> None:
    changed = bytearray(saved(name))
    for _ in range(data.draw(st.integers(0, 3))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    found = read(bytes(changed), name)
    assert isinstance(found, Picture | Refusal)
    if isinstance(found, Picture):
        assert read(found.data, name) == found


@given(st.binary(), st.sampled_from([*KINDS]))
@example(b"", "a.png")
def test_any_bytes(data: bytes, name: str) -> None:
    heads = {"a.png": b"\x89PNG\r\n\x1a\n", "a.jpg": b"\xff\xd8\xff", "a.gif": b"GIF89a"}
    assert isinstance(read(heads.get(name, b"RIFF\0\0\0\0WEBP") + data, name), Picture | Refusal)


@pytest.mark.parametrize("unit", [b"\xff", b"\xff\xe0\0\x02", b"\xff\xda\0\x02\0", b"\xff\xd0"])
def test_large_pictures_take_little_time(unit: bytes) -> None:
    data = b"\xff\xd8" + unit * (raster.MAX_BYTES // len(unit) - 2)
    begin = time.process_time()
    read(data, "a.jpg")
    assert time.process_time() - begin < 1
