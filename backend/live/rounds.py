"""Work the serving process does again and again beside its answers; no fault ends it."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

Kept = TypeVar("Kept")


class Rounds(ABC):
    """One round after the other, with a pause between them."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    def ensure(self) -> None:
        """Run, if it does not run already."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    def goes_on(self) -> bool:
        """Whether there is a next round."""
        return True

    def pause(self) -> float:
        """Seconds between two rounds."""
        return 1.0

    @abstractmethod
    async def look(self) -> None:
        """One round: look for what is to be done, and do it."""

    @abstractmethod
    def tell(self, error: Exception) -> None:
        """Log that a round failed."""

    async def _run(self) -> None:
        while self.goes_on():
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the database may be away for a moment: the next round may find it
                self.tell(error)
            await asyncio.sleep(self.pause())


class OnePerLoop(Generic[Kept]):
    """What each event loop has one of: a process has one loop; tests have many, and none outlives its own."""

    def __init__(self, make: Callable[[], Kept]) -> None:
        self._make = make
        self._made: WeakKeyDictionary[asyncio.AbstractEventLoop, Kept] = WeakKeyDictionary()

    def __call__(self) -> Kept:
        """The one of the running loop."""
        loop = asyncio.get_running_loop()
        if loop not in self._made:
            self._made[loop] = self._make()
        return self._made[loop]
