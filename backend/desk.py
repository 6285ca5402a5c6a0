"""Where questions to the database wait while it answers others: whoever asks meanwhile is answered together with the rest.

One change wakes everybody who follows its stream, a restart brings everybody back, and a source sends many signals at once; one
by one they would all read and write the same again.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextvars import Context
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from channels.db import database_sync_to_async

# So that other questions get their turn at the database as well.
MOST_AT_ONCE = 64
Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Question(Generic[Asked, Answer]):
    """What is asked, and where the answer is waited for."""

    asked: Asked
    answer: "asyncio.Future[Answer]"


class Desk(Generic[Asked, Answer]):
    """Answers in the order in which it was asked. `work` answers many at once, `most` of them, in a thread of the database."""

    def __init__(self, work: Callable[[Sequence[Asked]], list[Answer]], most: int = MOST_AT_ONCE) -> None:
        self._most = most
        self._work: Any = database_sync_to_async(work)
        self._waiting: list[Question[Asked, Answer]] = []
        self._answering: asyncio.Task[None] | None = None

    async def ask(self, asked: Asked) -> Answer:
        """The answer, as things are when it is made."""
        question = Question[Asked, Answer](asked, asyncio.get_running_loop().create_future())
        self._waiting.append(question)
        if self._answering is None or self._answering.done():
            # Whoever asks first lends it neither his name in the log nor his thread.
            self._answering = asyncio.create_task(self._answer_all(), context=Context())
        return await question.answer

    async def _answer_all(self) -> None:
        while self._waiting:
            portion, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            await self._answer([question for question in portion if not question.answer.done()])

    async def _answer(self, questions: Sequence[Question[Asked, Answer]]) -> None:
        """A fault in one answer must not take the others with it: then each is answered alone."""
        try:
            answers = await self._work([question.asked for question in questions])
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            if len(questions) > 1:
                for question in questions:
                    await self._answer([question])
            elif questions and not questions[0].answer.done():
                questions[0].answer.set_exception(error)
            return
        for question, answer in zip(questions, answers, strict=True):
            if not question.answer.done():  # Its socket went meanwhile.
                question.answer.set_result(answer)
