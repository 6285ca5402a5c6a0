"""The disk is full for pictures: what is written in reports goes on arriving, and the picture is there as soon as there is room."""

import asyncio
import hashlib
import resource

import pytest

from tests.chaos.disk import Picture
from tests.chaos.line import Line, Refusal
from tests.chaos.run import refolded
from tests.chaos.shared import Person
from tests.chaos.upload import upload
from tests.cluster.alone import line_of, push, report_of, task_of, warn
from tests.cluster.cluster import Cluster

# The limit on a file's size is the system's own, and holds for root as for anybody else.
ROOM, FULL = resource.RLIM_INFINITY, 1_000


def leave_room(cluster: Cluster, most: int) -> None:
    for web in cluster.webs:
        assert web.process is not None
        resource.prlimit(web.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


# The first is sent whole, the second in pieces (tests/chaos/upload.py goes by the first letter of the hash).
@pytest.mark.parametrize("letters", ["0123", "4567", "cdef"], ids=["whole", "with its first piece", "in pieces"])
def test_a_picture_waits_for_room_and_nothing_waits_for_the_picture(
    letters: str, cluster: Cluster, people: list[Person]
) -> None:
    officer = next(person for person in people if person.role == "officer")
    line = line_of(cluster, officer)
    warn(cluster, "disk-1", "13900008888", f"{officer.unit}101")
    try:
        leave_room(cluster, FULL)
        picture = asyncio.run(meet_full_disk(line, letters))
        leave_room(cluster, ROOM)
        asyncio.run(upload(line, picture))
    finally:
        leave_room(cluster, ROOM)
    stored = cluster.folder / "evidence" / picture.sha256[:2] / picture.sha256
    assert stored.read_bytes() == picture.content
    assert [path.name for path in stored.parent.iterdir()] == [picture.sha256]
    assert refolded(cluster.environment) == []


async def meet_full_disk(line: Line, letters: str) -> Picture:
    """The report is stored, the picture is refused with advice, and the phone keeps it."""
    task = await task_of(line)
    assert await push(line, report_of(line, task, "accept", 1)) == ["stored"]
    picture = picture_with(letters, task.case)
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            await upload(line, picture)
        assert (refused.value.status, refused.value.code) == (507, "server_full")
    assert await push(line, report_of(line, task, "note", 2, note="照片还在手机里")) == ["stored"]
    return picture


def picture_with(letters: str, case: str) -> Picture:
    """One whose hash begins with one of these letters."""
    contents = (b"\xff\xd8\xff" + bytes([number]) * 20_000 for number in range(256))
    hashed = ((hashlib.sha256(content).hexdigest(), content) for content in contents)
    sha256, content = next(pair for pair in hashed if pair[0][0] in letters)
    return Picture(case, sha256, content)
