"""A picture out of nothing, for whoever has to take one."""

import io
import struct
import zlib


def picture() -> bytes:
    """A small PNG."""
    rows = b"".join(b"\x00" + bytes([40, 90, 180] * 64) for _ in range(64))
    out = io.BytesIO(b"")
    out.write(b"\x89PNG\r\n\x1a\n")
    for kind, body in (
        (b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ):
        out.write(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))
    return out.getvalue()
