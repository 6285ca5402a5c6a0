"""What a member does with his phone: reports by the plan, written to the disk before anything else; a chief also decides."""

import json
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tests.chaos.ledger import Made
from tests.chaos.line import Line, Refusal
from tests.chaos.work import decide

# What a chief does with a case he opens, by how often.
CHOICES = {"nothing": 60, "sign": 15, "send back": 8, "assign": 12, "route": 5}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def make(line: Line, *, is_bored: bool) -> bool:
    """Make the next report if there is something to report. The n-th one of a phone is drawn from a seed of its own."""
    disk, person, run = line.disk, line.person, line.run
    rng = Random(f"{run.plan.seed}/{person.name}/report {disk.made + 1}")
    draft = decide(disk, run.rules, person.stations, rng, is_bored=is_bored)
    if draft is None:
        return False
    at = line.phone_time()
    report: dict[str, Any] = {
        "id": uuid7(at, rng),
        "case": draft.case,
        "flow": json.loads(disk.cases[draft.case])["flow"] if draft.case in disk.cases else run.rules.current_flow,
        "made_at": (EPOCH + timedelta(seconds=at)).isoformat(),
        "clock_offset_ms": disk.offset_ms,
        **draft.said,
    }
    disk.make(report, draft.pictures)
    pictures = [picture.sha256 for picture in draft.pictures]
    seq = disk.seqs[draft.case]
    run.ledger.reports.append(Made(report["id"], draft.case, disk.device, person.member, seq, pictures, draft.is_stray))
    return True


async def lead(line: Line) -> None:
    """A chief opens one of his cases and decides; said no to, he leaves it."""
    disk = line.disk
    disk.chosen += 1
    rng = Random(f"{line.run.plan.seed}/{line.person.name}/decision {disk.chosen}")
    choice = rng.choices(list(CHOICES), list(CHOICES.values()))[0]
    if choice == "nothing" or not disk.cases:
        return
    case = rng.choice(sorted(disk.cases))
    officers = [one["id"] for one in json.loads(disk.members) if one["role"] == "officer"]
    bodies: dict[str, tuple[str, object]] = {
        "sign": ("sign", None),
        "send back": ("send-back", {"reason": "请补充照片"}),
        "assign": ("assign", {"track": "visit", "member": rng.choice(officers or [0])}),
        "route": ("route", {"station": rng.choice(line.person.stations)}),
    }
    path, body = bodies[choice]
    try:
        await line.ask("POST", f"/api/cases/{case}/{path}/", body)
    except Refusal as refusal:
        line.run.tally.add(f"chief refused: {refusal.code}")
        return
    line.run.tally.add(f"chief: {choice}")


def uuid7(at: float, rng: Random) -> str:
    """An id that sorts by the phone's time: 48 bits of milliseconds, version and variant, the rest by chance."""
    number = int(at * 1000) << 80 | 0x7 << 76 | rng.getrandbits(12) << 64 | 0b10 << 62 | rng.getrandbits(62)
    return str(UUID(int=number))
