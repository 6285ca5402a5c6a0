"""The whole run: people who live with their phones, sources that warn, a server that is killed, and the quiet at the end."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from copy import deepcopy
from random import Random
from typing import TypeVar

from backend.flow.load import read_rules
from tests.chaos.compare import difference
from tests.chaos.disk import Disk
from tests.chaos.phone import Phone
from tests.chaos.server import ROOT, Service
from tests.chaos.shared import Person, Plan, Run
from tests.chaos.signals import Source
from tests.chaos.work import doable

T = TypeVar("T")

# Seconds the server may live when little comes in, and when nothing does; so long a member with nothing to do waits for a signal.
LONG_LIFE, LONGEST_LIFE = 6.0, 30.0
BETWEEN_SIGNALS = 4.0
AT_ONCE = 20
LOOKS = 10


class City:
    """Everybody and everything; `strangers` are phones that in the end held something else than the server shows."""

    def __init__(self, plan: Plan, people: list[Person], server: Service) -> None:
        self.plan, self.people, self.server = plan, people, server
        self.run = Run(plan, server.port, read_rules(ROOT / "fixtures"))
        self.phones: dict[str, Phone] = {}
        self.strangers: list[str] = []
        self.has_ended = False
        self._everything: list[asyncio.Task[None]] = []

    async def live(self) -> None:
        """From the first start to the quiet, within the plan's seconds."""
        self._say(f"seed {self.plan.seed}: at most {self.plan.seconds:.0f} s, only 127.0.0.1:{self.server.port}")
        try:
            async with asyncio.timeout(self.plan.seconds):
                await self.server.start()
                self._everything = [asyncio.create_task(self._lead_life(person)) for person in self.people]
                self._everything.append(asyncio.create_task(self._report_progress()))
                await self._be_busy()
                await self._come_to_rest()
                self.strangers = await self._compare()
                self.has_ended = True
        except TimeoutError:
            self._say("the time is over: what has not arrived by now is counted as lost")
        except RuntimeError as broken:
            self._say(str(broken))
        finally:
            for task in self._everything:
                task.cancel()
            await asyncio.gather(*self._everything, return_exceptions=True)

    def is_whole(self) -> bool:
        """All that was planned has been done."""
        return self.has_ended and self.run.kills == self.plan.kills and self._made() == self.plan.reports

    async def _be_busy(self) -> None:
        """Until all reports are made and the last kill is over."""
        warning = asyncio.create_task(self._warn())
        self._everything.append(warning)
        await self._kill_again_and_again()
        while not warning.done():
            self._raise_what_broke()
            await asyncio.sleep(0.1)
        await warning

    def _raise_what_broke(self) -> None:
        """What breaks in the run itself ends it: a phone that is simply gone must not look like one that is quiet."""
        for task in self._everything:
            if task.done():
                task.result()

    async def _lead_life(self, person: Person) -> None:
        """One phone after the other out of what lay on the disk of the last."""
        disk, life = Disk(person.member, person.device), 0
        while True:
            phone = self.phones[person.name] = Phone(person, deepcopy(disk), self.run, life)
            await phone.be_on()
            disk, life = phone.disk, life + 1
            await asyncio.sleep(self.plan.tick)

    async def _warn(self) -> None:
        """A signal for each member who has nothing to do, until all reports are made."""
        sources = {person.district: Source(self.run, person.district) for person in self.people}
        async with asyncio.TaskGroup() as tasks:
            for source in sources.values():
                tasks.create_task(self._warn_district(source))

    async def _warn_district(self, source: Source) -> None:
        last: dict[str, float] = {}
        people = [person for person in self.people if person.district == source.district]
        while self._made() < self.plan.reports:
            for person in people:
                if self._is_idle(person) and time.monotonic() - last.get(person.name, 0.0) > BETWEEN_SIGNALS:
                    last[person.name] = time.monotonic()
                    await source.warn(person)
            await asyncio.sleep(self.plan.tick)

    def _is_idle(self, person: Person) -> bool:
        phone = self.phones.get(person.name)
        if phone is None or phone.disk.made >= person.quota or not phone.network.is_up:
            return False
        return not (phone.disk.cases if person.role == "chief" else doable(phone.disk, self.run.rules))

    async def _kill_again_and_again(self) -> None:
        rng = Random(f"{self.plan.seed}/kills")
        for number in range(self.plan.kills):
            await self._live_long_enough(number)
            await asyncio.sleep(rng.random() * 0.3)
            self.server.kill()
            await asyncio.sleep(rng.random() * 0.3)
            await self.server.start()
            self.run.kills += 1

    async def _live_long_enough(self, number: int) -> None:
        """Until this life's share of the reports has come in; where that takes long, some of it, or only the time."""
        share, born, before = self.plan.reports / (self.plan.kills + 1), time.monotonic(), self._confirmed()
        while self._confirmed() < share * (number + 0.8):
            age, has_some = time.monotonic() - born, self._confirmed() - before > share / 4
            if age > LONGEST_LIFE or (has_some and age > LONG_LIFE):
                return
            self._raise_what_broke()
            await asyncio.sleep(0.05)

    async def _come_to_rest(self) -> None:
        """Nothing goes wrong any more; until all is sent and a whole round brought nobody anything new."""
        self.run.is_calm = True
        for phone in self.phones.values():
            phone.network.is_calm = True  # Not only at its next turn: what is asked below is asked of it now.
        while not all(phone.is_quiet() for phone in self.phones.values()):
            self._raise_what_broke()
            await asyncio.sleep(0.1)
        is_new = True
        while is_new:
            await asyncio.sleep(0.1)
            self.run.ledger.quiet_at = time.time()
            is_new = any(await self._each(lambda phone: phone.line.pull_news()))

    async def _compare(self) -> list[str]:
        """What phones hold that the server does not show: still, after more looks than the clock's going on could explain."""
        found: list[str] = []
        for _ in range(LOOKS):
            found = [what for what in await self._each(difference) if what]
            if not found:
                break
            await self._each(lambda phone: phone.line.pull_news())
            await asyncio.sleep(0.1)
        return found

    async def _each(self, ask: Callable[[Phone], Awaitable[T]]) -> list[T]:
        turns = asyncio.Semaphore(AT_ONCE)

        async def in_turn(phone: Phone) -> T:
            async with turns:
                return await ask(phone)

        return await asyncio.gather(*(in_turn(phone) for phone in self.phones.values()))

    def _made(self) -> int:
        return len(self.run.ledger.reports)

    def _confirmed(self) -> int:
        return self._made() - sum(len(phone.disk.waiting()) for phone in self.phones.values())

    async def _report_progress(self) -> None:
        began = time.monotonic()
        while True:
            await asyncio.sleep(5)
            self._say(
                f"{time.monotonic() - began:4.0f} s  {self._made()} made, {self._confirmed()} confirmed,"
                f" {self.run.kills} kills, {len(self.run.ledger.signals)} signals"
            )

    def _say(self, words: str) -> None:
        sys.stderr.write(words + "\n")
        sys.stderr.flush()
