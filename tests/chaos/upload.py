"""How a picture travels to the server."""

from tests.chaos.disk import Picture
from tests.chaos.line import Line


async def upload(line: Line, picture: Picture) -> None:
    """Send it whole; raises `NoAnswer` when it is not known to have arrived."""
    path = f"/api/cases/{picture.case}/evidence/{picture.sha256}/"
    await line.send("PUT", path, picture.content, {"Content-Type": "image/jpeg"})
