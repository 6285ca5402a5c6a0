"""Where the sockets of a process ask for their news: whoever asks while an answer is being made is answered together with the others.

One change wakes everybody who follows its stream; asked one by one they would all read the same case again.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from channels.db import database_sync_to_async

from backend.live.admission import Admission
from backend.live.reading import Left, read
from backend.live.rounds import OnePerLoop
from backend.live.wire import LiveNews

# So that other questions get their turn at the database as well.
MOST_AT_ONCE = 64


@dataclass(frozen=True)
class Question:
    """Somebody's cursors, and where he waits for the news after them."""

    admission: Admission
    cursors: dict[int, int]
    answer: "asyncio.Future[LiveNews | Left]"


class Desk:
    """Answers in the order in which it was asked."""

    def __init__(self) -> None:
        self._waiting: list[Question] = []
        self._answering: asyncio.Task[None] | None = None

    async def ask(self, admission: Admission, cursors: dict[int, int]) -> LiveNews | Left:
        """The news after these cursors, for the member as he is when it is read."""
        question = Question(admission, cursors, asyncio.get_running_loop().create_future())
        self._waiting.append(question)
        if self._answering is None or self._answering.done():
            self._answering = asyncio.create_task(self._answer_all())
        return await question.answer

    async def _answer_all(self) -> None:
        while self._waiting:
            portion, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            await _answer([question for question in portion if not question.answer.done()])


async def _answer(questions: Sequence[Question]) -> None:
    """A fault in one answer must not take the others with it: then each is answered alone."""
    try:
        answers = await _read([(question.admission, question.cursors) for question in questions])
    except Exception as error:  # noqa: BLE001 - whoever asked is told
        if len(questions) > 1:
            for question in questions:
                await _answer([question])
        elif questions and not questions[0].answer.done():
            questions[0].answer.set_exception(error)
        return
    for question, answer in zip(questions, answers, strict=True):
        if not question.answer.done():  # Its socket went meanwhile.
            question.answer.set_result(answer)


_read: Any = database_sync_to_async(read)

desk = OnePerLoop(Desk)
