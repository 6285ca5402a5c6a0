"""Where questions to the database wait while it answers others: whoever asks meanwhile is answered together with the rest.

One change wakes everybody who follows its stream, a restart brings everybody back, and a source sends many signals at once; one
by one they would all read and write the same again.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextvars import Context
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, TypeVar

from channels.db import database_sync_to_async

from backend.live.rounds import OnePerLoop

# So that other questions get their turn at the database as well.
MOST_AT_ONCE = 64
Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Turn(IntEnum):
    """A round: what comes from outside, receipts for what the last round told, and then what is new of all that."""

    TAKE, CONFIRM, TELL = range(3)


@dataclass(frozen=True)
class Question(Generic[Asked, Answer]):
    """What is asked, and where the answer is waited for."""

    asked: Asked
    answer: "asyncio.Future[Answer]"


class Desk(Generic[Asked, Answer]):
    """Answers in the order in which it was asked. `work` answers many at once, `most` of them, in a thread of the database.

    `turn`: its place in a round.
    """

    def __init__(self, work: Callable[[Sequence[Asked]], list[Answer]], turn: Turn, most: int = MOST_AT_ONCE) -> None:
        self.turn, self._most = turn, most
        self._work: Any = database_sync_to_async(work)
        self._waiting: list[Question[Asked, Answer]] = []

    async def ask(self, asked: Asked) -> Answer:
        """The answer, as things are when it is made."""
        question = Question[Asked, Answer](asked, asyncio.get_running_loop().create_future())
        self._waiting.append(question)
        _clerk().go_to(self)
        return await question.answer

    async def answer_some(self) -> bool:
        """Answer those who wait, as many as go at once; whether there are more."""
        portion, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        if questions := [question for question in portion if not question.answer.done()]:
            await self._answer(questions)
        return bool(self._waiting)

    async def _answer(self, questions: Sequence[Question[Asked, Answer]]) -> None:
        """A fault in one answer must not take the others with it: then each is answered alone."""
        try:
            answers = await self._work([question.asked for question in questions])
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            if len(questions) > 1:
                for question in questions:
                    await self._answer([question])
            elif not questions[0].answer.done():
                questions[0].answer.set_exception(error)
            return
        for question, answer in zip(questions, answers, strict=True):
            if not question.answer.done():  # Its socket went meanwhile.
                question.answer.set_result(answer)


class Clerk:
    """Goes from desk to desk of his loop where somebody waits, in rounds, to each in its turn.

    So whom a change woke hears of it in the same round, and once of all that changed in it.
    """

    def __init__(self) -> None:
        self._busy: list[Desk[Any, Any]] = []
        self._walking: asyncio.Task[None] | None = None

    def go_to(self, desk: Desk[Any, Any]) -> None:
        """Somebody waits there."""
        if desk not in self._busy:
            self._busy.append(desk)
        if self._walking is None or self._walking.done():
            # Whoever asks first lends him neither his name in the log nor his thread.
            self._walking = asyncio.create_task(self._walk(), context=Context())

    async def _walk(self) -> None:
        while self._busy:
            for turn in Turn:
                if turn == Turn.TELL:
                    await _until_woken()
                for desk in [one for one in self._busy if one.turn == turn]:
                    self._busy.remove(desk)
                    if await desk.answer_some():
                        self.go_to(desk)


async def _until_woken() -> None:
    """Until those whom a commit woke have asked for what is new: through the layer, Channels and the consumer's own task."""
    for _ in range(8):
        await asyncio.sleep(0)


_clerk = OnePerLoop(Clerk)
