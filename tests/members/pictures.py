"""Pictures as people and others send them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 60), (40, 60, 200)


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (300, 300), mode: str = "RGB", **options: Any
) -> bytes:
    """A plain picture."""
    out = io.BytesIO()
    Image.new(mode, size, RED if mode == "RGB" else 0).save(out, kind, **options)
    return out.getvalue()


def thirds(size: tuple[int, int], kind: str = "PNG", **options: Any) -> bytes:
    """A picture of three bands along its longer side: red, green, blue."""
    image = Image.new("RGB", size)
    width, height = size
    for place, colour in enumerate((RED, GREEN, BLUE)):
        if width > height:
            image.paste(colour, (place * width // 3, 0, (place + 1) * width // 3, height))
        else:
            image.paste(colour, (0, place * height // 3, width, (place + 1) * height // 3))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def with_place(orientation: int = 1) -> bytes:
    """A JPEG with a camera, a place and an orientation in its EXIF."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (54.0, 58.0, 40.0)
    return thirds((300, 600), "JPEG", exif=exif, quality=95)


def bomb(width: int, height: int) -> bytes:
    """A PNG whose head promises many pixels in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def many_scans(jpeg: bytes, times: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    last = jpeg[jpeg.rindex(b"\xff\xda") : -2]
    return jpeg[:-2] + last * times + jpeg[-2:]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ZIP_END = b"PK\x05\x06" + b"\0" * 18

HOSTILE = {
    "svg": (SVG, "me.svg"),
    "svg named png": (SVG, "me.png"),
    "html named jpg": (b"<!doctype html><script>alert(1)</script>", "me.jpg"),
    "gif with a script": (picture("GIF", mode="P") + b"<script>alert(1)</script>", "me.gif"),
    "jpeg with php": (picture() + b"<?php system($_GET[0]);", "me.jpg"),
    "jpeg with a script in its comment": (picture(comment=b"<script>alert(1)</script>"), "me.jpg"),
    "gif and zip": (picture("GIF", mode="P") + ZIP_END, "me.gif"),
    "pdf first": (b"%PDF-1.4\n" + picture(), "me.jpg"),
    "png named jpg": (picture("PNG"), "me.jpg"),
    "jpeg named html": (picture(), "me.html"),
    "bmp": (picture("BMP"), "me.bmp"),
    "tiff": (picture("TIFF"), "me.tiff"),
    "ico": (picture("ICO"), "me.ico"),
    "144 megapixels": (bomb(12_000, 12_000), "me.png"),
    "two gigapixels": (bomb(45_000, 45_000), "me.png"),
    "41 megapixels": (bomb(8_200, 5_000), "me.png"),
    "half a jpeg": (thirds((900, 900), "JPEG")[:2000], "me.jpg"),
    "half a png": (thirds((900, 900))[:300], "me.png"),
    "only a head": (bomb(300, 300), "me.png"),
    "tiny": (picture(size=(20, 20)), "me.jpg"),
    "a line": (picture(size=(3000, 2)), "me.jpg"),
    "nothing": (b"", "me.jpg"),
    "zeros": (b"\0" * 5000, "me.jpg"),
    "random": (bytes(range(256)) * 20, "me.webp"),
    "a text": (b"hello", ""),
}
