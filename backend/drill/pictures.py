"""Draws the pictures of a drill: a door or a signature, small PNG files that show nothing real."""

import hashlib
import struct
import zlib
from dataclasses import dataclass
from math import sin
from random import Random
from typing import Literal

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]
WIDTH, HEIGHT = 160, 120
WHITE: Colour = (255, 255, 255)
INK: Colour = (16, 24, 40)
WALLS: tuple[Colour, ...] = ((222, 214, 200), (205, 214, 222), (214, 222, 205), (228, 220, 210))
WOODS: tuple[Colour, ...] = ((120, 72, 44), (64, 88, 112), (96, 40, 36), (70, 92, 60))


@dataclass(frozen=True)
class Picture:
    """A picture, and what a report says of it."""

    content: bytes
    use: Literal["photo", "signature"]

    @property
    def sha256(self) -> str:
        """What it is known by."""
        return hashlib.sha256(self.content).hexdigest()

    def named(self) -> dict[str, str | int]:
        """As a report names it."""
        return {"sha256": self.sha256, "use": self.use, "media_type": "image/png", "size": len(self.content)}


def draw_photo(rng: Random) -> Picture:
    """A door in a wall, with its handle and stripes across a corner: drawn, as anybody sees."""
    wall, wood = rng.choice(WALLS), rng.choice(WOODS)
    left, top = rng.randrange(40, 70), rng.randrange(14, 26)
    rows = [[wall] * WIDTH for _ in range(HEIGHT)]
    _fill(rows, (left, top, left + 48, HEIGHT), wood)
    _fill(rows, (left + 6, top + 8, left + 42, top + 40), _lighter(wood))
    _fill(rows, (left + 40, top + 52, left + 44, top + 58), (230, 200, 120))
    _fill(rows, (0, HEIGHT - 12, WIDTH, HEIGHT), _lighter(INK))
    for y in range(24):
        for x in range(24 - y):
            if (x + y) // 4 % 2:
                rows[y][x] = (200, 60, 40)
    return Picture(_png(rows), "photo")


def draw_signature(rng: Random) -> Picture:
    """A line as if somebody had signed."""
    rows = [[WHITE] * WIDTH for _ in range(HEIGHT)]
    a, b, c = rng.uniform(0.05, 0.14), rng.uniform(0.2, 0.4), rng.uniform(0, 6)
    for x in range(16, WIDTH - 16):
        y = int(HEIGHT / 2 + 22 * sin(a * x + c) + 9 * sin(b * x))
        _fill(rows, (x, y - 2, x + 2, y + 2), INK)
    return Picture(_png(rows), "signature")


def _fill(rows: list[list[Colour]], box: Box, colour: Colour) -> None:
    left, top, right, bottom = box
    for y in range(top, bottom):
        rows[y][left:right] = [colour] * (right - left)


def _lighter(colour: Colour) -> Colour:
    red, green, blue = (min(255, part + 40) for part in colour)
    return red, green, blue


def _png(rows: list[list[Colour]]) -> bytes:
    lines = b"".join(b"\0" + bytes(part for pixel in row for part in pixel) for row in rows)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
