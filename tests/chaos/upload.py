"""How a picture travels to the server: mostly in pieces by tus, from the byte where it broke; from older apps whole."""

from base64 import b64encode

from tests.chaos.disk import Picture
from tests.chaos.line import Line, Refusal
from tests.chaos.network import Answer

VERSION = {"Tus-Resumable": "1.0.0"}
PIECE = {"Content-Type": "application/offset+octet-stream"}
GONE, WRONG_OFFSET = 404, 409


async def upload(line: Line, picture: Picture) -> None:
    """Send it; raises `NoAnswer` when the network broke, and called again goes on where it was."""
    first = int(picture.sha256[0], 16)
    if first < 4:
        line.run.tally.add("pictures sent whole")
        path = f"/api/cases/{picture.case}/evidence/{picture.sha256}/"
        await line.send("PUT", path, picture.content, {"Content-Type": "image/jpeg"})
        return
    size = 6_000 + int(picture.sha256[:4], 16) % 24_000
    address, offset = await _stand(line, picture) or await _begin(
        line, picture, picture.content[:size] if first < 12 else b""
    )
    while offset < len(picture.content):
        offset = await _send(line, picture, address, offset, size)


async def _begin(line: Line, picture: Picture, piece: bytes) -> tuple[str, int]:
    said = {"case": picture.case, "sha256": picture.sha256, "filetype": "image/jpeg"}
    metadata = ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in said.items())
    headers = {"Upload-Length": str(len(picture.content)), "Upload-Metadata": metadata}
    answer = await line.send("POST", "/api/uploads/", piece, VERSION | PIECE | headers)
    address = line.disk.uploads[picture.sha256] = answer.headers["location"]
    return address, _offset(answer)


async def _stand(line: Line, picture: Picture) -> tuple[str, int] | None:
    """Where an upload under way stands; None where none is, or none any more."""
    address = line.disk.uploads.get(picture.sha256)
    if address is None:
        return None
    line.run.tally.add("uploads taken up again")
    try:
        return address, _offset(await line.send("HEAD", address, b"", VERSION))
    except Refusal as refusal:
        if refusal.status != GONE:
            raise
        del line.disk.uploads[picture.sha256]
        return None


async def _send(line: Line, picture: Picture, address: str, offset: int, size: int) -> int:
    """One piece; where it does not join on, the server says where the next one does."""
    piece = picture.content[offset : offset + size]
    line.run.tally.add("pieces")
    try:
        return _offset(await line.send("PATCH", address, piece, VERSION | PIECE | {"Upload-Offset": str(offset)}))
    except Refusal as refusal:
        if refusal.status != WRONG_OFFSET:
            raise
        line.run.tally.add("pieces that did not join on")
        return _offset(refusal.answer)


def _offset(answer: Answer) -> int:
    return int(answer.headers["upload-offset"])
