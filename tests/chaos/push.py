"""Sends what waits on a phone, in the right order or not; nothing leaves its disk before the server has confirmed it."""

from tests.chaos.disk import Row
from tests.chaos.line import Line, Refusal
from tests.chaos.upload import upload

BATCH = 50
ORDERS = {"in order": 84, "batch shuffled": 6, "batch reversed": 5, "newer half first": 5}


async def push_reports(line: Line) -> None:
    """All unsent reports; `NoAnswer` stops it."""
    skipped: set[str] = set()
    while waiting := [row for row in line.disk.waiting() if row.id not in skipped]:
        await _push(line, _as_it_comes(line, waiting[:BATCH]), skipped)


async def push_pictures(line: Line) -> None:
    """Each picture apart; a report never waits for them."""
    for picture in line.disk.waiting_pictures():
        try:
            await upload(line, picture)
            line.disk.settle_picture(picture, "stored")
        except Refusal as refusal:
            if refusal.status < 500:
                line.disk.settle_picture(picture, "invalid")
                line.run.ledger.refusals.append(f"picture of {line.person.name}: {refusal}")


def _as_it_comes(line: Line, batch: list[Row]) -> list[Row]:
    """Mostly oldest first; now and then as no app would send it, for a network or another version may."""
    if len(batch) < 2:
        return batch
    order = line.network.draw(ORDERS)
    if order != "in order":
        line.run.tally.add(order)
    if order == "batch shuffled":
        return line.network.rng.sample(batch, len(batch))
    if order == "newer half first":
        return batch[len(batch) // 2 :]
    return batch[::-1] if order == "batch reversed" else batch


async def _push(line: Line, batch: list[Row], skipped: set[str]) -> None:
    """One request; refused as a whole it is halved, so that one bad report never holds back the others."""
    body = '{"device":"%s","reports":[%s]}' % (line.disk.device, ",".join(row.wire for row in batch))  # noqa: UP031
    try:
        answer = await line.send("POST", "/api/reports/", body.encode(), {"Content-Type": "application/json"})
    except Refusal as refusal:
        if len(batch) == 1:
            skipped.add(batch[0].id)
            line.run.ledger.refusals.append(f"report of {line.person.name}: {refusal}")
            return
        half = len(batch) // 2
        await _push(line, batch[:half], skipped)
        await _push(line, batch[half:], skipped)
        return
    results = {result["id"]: result for result in answer.said["results"]}
    for row in batch:
        _settle(line, row, results.get(row.id), skipped)


def _settle(line: Line, row: Row, result: dict[str, object] | None, skipped: set[str]) -> None:
    if result is None:
        skipped.add(row.id)
        return
    status = str(result["status"])
    line.disk.settle(row, status)
    if status == "invalid":
        line.run.ledger.refusals.append(f"report of {line.person.name}: {result['errors']}")
