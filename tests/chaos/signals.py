"""The source: sends signals over its own bad network until each is answered, one at a time in a district, so that phones have work."""

import asyncio
import json
from random import Random
from typing import Any

from tests.chaos.network import Network, NoAnswer
from tests.chaos.shared import Person, Run
from tests.chaos.world import COMMUNITY, KEY, VILLAGE

BEHAVIOURS = ["shares_screen", "app_downloaded", "transfer_under_way", "remote_control"]
HEADERS = {"Authorization": f"Api-Key {KEY}", "Content-Type": "application/json"}


class Source:
    """All signals of one district. The n-th one is always the same; when it comes is decided by who has nothing to do."""

    def __init__(self, run: Run, district: str) -> None:
        self.run, self.district = run, district
        self.count = 0
        self.network = Network(run.port, Random(f"{run.plan.seed}/source {district}"), run.tally)

    async def warn(self, person: Person) -> None:
        """One signal whose case gives this member something to do, and now and then a second one about the same target."""
        self.count += 1
        rng = Random(f"{self.run.plan.seed}/{self.district}/signal {self.count}")
        phone = f"139{self.district[2:]}{self.count:04}"
        station = person.unit if len(person.unit) == 9 else rng.choice(person.stations)
        division = station + (VILLAGE if person.role == "volunteer" else COMMUNITY)
        names = ["a", "b"] if rng.random() < 0.15 else ["a"]
        for name in names:
            signal = signal_of(f"{self.district}-{self.count}-{name}", phone, division, person.role, rng)
            await self._send(signal, is_repeated=rng.random() < 0.1)

    async def _send(self, signal: dict[str, Any], *, is_repeated: bool) -> None:
        """Until it is answered as stored; a source that repeats itself is answered with the same case."""
        answers = self.run.ledger.signals.setdefault(signal["reference"], [])
        wanted = 2 if is_repeated else 1
        while len(answers) < wanted:
            self.network.is_calm = self.run.is_calm
            try:
                answer = await self.network.ask("POST", "/api/signals/", HEADERS, json.dumps(signal).encode())
            except NoAnswer:
                await asyncio.sleep(0.3)
                continue
            result = answer.said["results"][0] if answer.status == 200 else {"status": str(answer.status)}
            # The service or a part of it was away: a source brings it again, as it is told to.
            if answer.status >= 500 or result["status"] == "failed":
                await asyncio.sleep(0.3)
                continue
            if result["status"] in ("accepted", "joined", "known"):
                answers.append(result["case"])
            else:
                self.run.ledger.refusals.append(f"signal {signal['reference']}: {result}")
                wanted -= 1


def signal_of(reference: str, phone: str, division: str, role: str, rng: Random) -> dict[str, Any]:
    """One signal: a graver one sends an officer at once, the others only an operator first."""
    is_grave = role != "operator" or rng.random() < 0.4
    return {
        "reference": reference,
        "fraud_type": rng.choice(["investment", "police", "brushing", "other"]),
        "level": rng.choice(["high", "high", "critical"]) if is_grave else rng.choice(["medium", "low"]),
        "text": "演练",
        "target": {"name": "演练对象", "phone": phone, "address": "演练路1号", "division": division},
        "amount_fen": rng.randrange(10**6) * 100,
        "behaviours": rng.sample(BEHAVIOURS, 1) if rng.random() < 0.2 else [],
        "drill": True,
    }
