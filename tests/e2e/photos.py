"""A photo as a phone's camera writes it: lying on its side, with place, camera and time in it."""

import base64
import struct

from playwright.sync_api import Browser

SIZE = (2400, 1800)
SECRETS = (b"Exif", b"DrillPhone 9", b"2021:03:04 12:00:00")
# Red in the corner that is at the top left once the photo is turned upright; blue in the one to its right.
DRAW = """async ([width, height]) => {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#ffffff'; pen.fillRect(0, 0, width, height);
  pen.fillStyle = '#d00000'; pen.fillRect(0, height / 2, width / 2, height / 2);
  pen.fillStyle = '#0000d0'; pen.fillRect(0, 0, width / 2, height / 2);
  return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
}"""


def camera_photo(browser: Browser) -> bytes:
    """2400 × 1800, to be turned by a quarter clockwise (orientation 6), taken in Nanping."""
    page = browser.new_page()
    bare = base64.b64decode(page.evaluate(DRAW, SIZE))
    page.close()
    return bare[:2] + _segment(0xE1, b"Exif\x00\x00" + _tiff()) + bare[2:]


def segments(jpeg: bytes) -> list[int]:
    """The markers before the picture itself: 0xE1 would be EXIF."""
    found, at = [], 2
    while jpeg[at + 1] != 0xDA:
        found.append(jpeg[at + 1])
        at += 2 + int(struct.unpack(">H", jpeg[at + 2 : at + 4])[0])
    return found


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _tiff() -> bytes:
    """Two directories, the camera's and GPS; values longer than four bytes stand behind them."""
    camera, moment = b"DrillPhone 9\x00", b"2021:03:04 12:00:00\x00"
    behind = 8 + 2 + 4 * 12 + 4
    gps = behind + len(camera) + 1 + len(moment)
    values = gps + 2 + 4 * 12 + 4
    first = _directory(
        (0x0110, 2, len(camera), struct.pack(">I", behind)),
        (0x0112, 3, 1, struct.pack(">HH", 6, 0)),
        (0x0132, 2, len(moment), struct.pack(">I", behind + len(camera) + 1)),
        (0x8825, 4, 1, struct.pack(">I", gps)),
    )
    second = _directory(
        (1, 2, 2, b"N\x00\x00\x00"),
        (2, 5, 3, struct.pack(">I", values)),
        (3, 2, 2, b"E\x00\x00\x00"),
        (4, 5, 3, struct.pack(">I", values + 24)),
    )
    place = struct.pack(">12I", 29, 1, 31, 1, 3576, 100, 106, 1, 34, 1, 1272, 100)
    return b"MM\x00\x2a" + struct.pack(">I", 8) + first + camera + b"\x00" + moment + second + place


def _directory(*entries: tuple[int, int, int, bytes]) -> bytes:
    lines = b"".join(struct.pack(">HHI", tag, kind, count) + value for tag, kind, count, value in entries)
    return struct.pack(">H", len(entries)) + lines + bytes(4)
