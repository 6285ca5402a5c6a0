"""A simulated phone: the protocol of `pwa/src/core/{sync,push,news,live}.ts`, what lies on its disk, and its troubles."""

import asyncio
from contextlib import suppress
from random import Random

from tests.chaos.disk import Disk
from tests.chaos.line import Line
from tests.chaos.live import Live
from tests.chaos.network import Network, NoAnswer
from tests.chaos.push import push_pictures, push_reports
from tests.chaos.shared import Person, Run
from tests.chaos.use import lead, make

FIRST_RETRY, LAST_RETRY, POLL = 0.5, 4.0, 5.0
# So many times he looks for work before he writes a note on a case he has seen.
PATIENCE = 30


class BatteryDied(Exception):
    """The phone is off: all that was not on its disk is gone."""


class Phone:
    """One life of a phone, from switching on to the battery's end; `life` counts them."""

    def __init__(self, person: Person, disk: Disk, run: Run, life: int) -> None:
        self.person, self.disk, self.run = person, disk, run
        draws = f"{run.plan.seed}/{person.name}/{life}"
        self.network = Network(run.port, Random(f"{draws}/network"), run.tally, is_calm=run.is_calm)
        # Waiting times are no decisions: how often they are drawn depends on how fast the machine is.
        self.jitter = Random(f"{draws}/jitter")
        self.wanted = asyncio.Event()
        self.line = Line(person, disk, run, self.network)
        self.live = Live(self.line, self.wanted, Random(f"{draws}/socket"), self.jitter)
        self.offline_ticks = self.idle_ticks = 0

    async def be_on(self) -> None:
        """Until the battery dies or the run is over."""
        try:
            async with asyncio.TaskGroup() as tasks:
                for work in (self.live.listen, self._keep_in_sync, self._be_used):
                    tasks.create_task(work())
        except* BatteryDied:
            pass

    def is_quiet(self) -> bool:
        """Nothing waits to be sent, and news comes in."""
        return not self.disk.waiting() and not self.disk.waiting_pictures() and self.live.is_live

    async def _keep_in_sync(self) -> None:
        failures = 0
        while True:
            wait = min(LAST_RETRY, FIRST_RETRY * 2**failures) if failures else POLL
            with suppress(TimeoutError):
                # Not `wait_for`: up to Python 3.11 it swallows a cancellation that comes together with what it waits for.
                async with asyncio.timeout(wait * (0.75 + self.jitter.random() / 2)):
                    await self.wanted.wait()
            self.wanted.clear()
            try:
                await push_reports(self.line)
                if not self.live.is_live:
                    await self.line.pull_news()
                await push_pictures(self.line)
                failures = 0
            except NoAnswer:
                failures += 1

    async def _be_used(self) -> None:
        """Somebody does something with it again and again, and something happens to it."""
        while True:
            await asyncio.sleep(self.run.plan.tick * (0.5 + self.jitter.random()))
            self._notice_signal()
            if self.disk.made < self.run.allowance(self.person) and self._report():
                self._suffer()
            if self.person.role == "chief" and self.disk.chosen < self.disk.made and self.network.is_up:
                with suppress(NoAnswer):
                    await lead(self.line)

    def _notice_signal(self) -> None:
        self.network.is_calm = self.run.is_calm
        self.offline_ticks = 0 if self.run.is_calm else max(0, self.offline_ticks - 1)
        was_up, self.network.is_up = self.network.is_up, self.offline_ticks == 0
        if self.network.is_up and not was_up:
            self.wanted.set()

    def _report(self) -> bool:
        is_bored = self.person.role == "chief" or self.idle_ticks > PATIENCE
        has_made = make(self.line, is_bored=is_bored)
        self.idle_ticks = 0 if has_made else self.idle_ticks + 1
        if has_made:
            self.wanted.set()
        return has_made

    def _suffer(self) -> None:
        """Right after a report, one draw for each: the battery dies, or there is no signal for some time."""
        rng = Random(f"{self.run.plan.seed}/{self.person.name}/after {self.disk.made}")
        roll, length = rng.random(), rng.randrange(3, 12)
        if self.run.is_calm or roll > 0.14:
            return
        if roll < 0.04:
            self.run.tally.add("phone crashed")
            raise BatteryDied
        self.run.tally.add("without signal for a while")
        self.offline_ticks = length
        self.network.is_up = False
        self.live.cut()
