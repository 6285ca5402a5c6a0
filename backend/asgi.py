"""Everything on one address: HTTP, the sockets, and on SQLite one database thread for all of it."""

import gc
import os
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from contextvars import Context, copy_context
from typing import Any

import django
from asgiref.sync import markcoroutinefunction, sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
django.setup(set_prefix=False)

from django.utils.module_loading import import_string  # noqa: E402 - needs the app registry

from backend.desk import Desk, Turn  # noqa: E402
from backend.edge.doors import Doors  # noqa: E402
from backend.flow.load import rules  # noqa: E402
from backend.intake import gathering  # noqa: E402
from backend.live.consumer import LiveConsumer  # noqa: E402
from backend.live.door import SocketDoor  # noqa: E402
from backend.live.rounds import OnePerLoop  # noqa: E402


class OneHop(ASGIHandler):
    """Django's handler with one hop to the thread that answers, where stock Django makes one for each middleware and back."""

    def load_middleware(self, is_async: bool = False) -> None:
        """All of ours are synchronous, and so are all views."""
        super().load_middleware(is_async=False)

    def __init__(self) -> None:
        super().__init__()
        self._signals = OnePerLoop(lambda: Desk(self._answer_together, Turn.TAKE, gathering.MOST_AT_ONCE))

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Answer on the thread for synchronous code; signals that come at once, together."""
        if gathering.is_gathered(request):
            return await self._signals().ask((request, copy_context()))
        return await sync_to_async(self._answer, thread_sensitive=True)(request)

    def _answer_together(self, asked: Sequence[tuple[HttpRequest, Context]]) -> list[HttpResponseBase]:
        gathering.take_in_together([request for request, _ in asked])
        return [context.run(self._answer, request) for request, context in asked]

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            # A file, 10 MB at most: Django would read it whole as well, with a warning and one more hop.
            response.streaming_content = _at_once(list(response.streaming_content))  # type: ignore[arg-type]
        return response


class OneDatabaseThread(OneHop):
    """The handler without a thread, and so a database connection, of its own for every request.

    See docs/decisions/one-database-thread.md: outside a `ThreadSensitiveContext` asgiref runs all sync code of the process on one
    thread, whose connection stays open.
    """

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError(f"only http here, not {scope['type']}")
        await self.handle(scope, receive, send)


async def _at_once(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


_at_work = [import_string(dotted) for dotted in (settings.IMPORTING, settings.DRILLING, settings.TICKING) if dotted]


def begin_work() -> None:
    """What the process does beside its answers begins now, if it has not begun: wants the running loop."""
    for loop in _at_work:
        loop().ensure()


class Rooms:
    """Answers, and works on what is due meanwhile; where nothing began that at the start, the first caller does."""

    def __init__(self) -> None:
        self.http = OneDatabaseThread() if settings.ON_SQLITE else OneHop()
        self.sockets = SocketDoor(LiveConsumer.as_asgi(), settings.ALLOWED_HOSTS)

    @markcoroutinefunction
    def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        """What answers this request or socket, to be awaited."""
        begin_work()
        return (self.sockets if scope["type"] == "websocket" else self.http)(scope, receive, send)


application = Doors(Rooms(), begin_work)

# Started by Daphne alone no system check runs: with a fault in a rule file the process must not come up.
rules()
# Measured, each shortens the slowest answers. What was imported is never garbage, and the loop waits less for the database thread. A full
# collection looks at all that lives, 0.75 s with 10,000 phones, and their heartbeats alone brought one about each minute; it comes
# after 5,000 smaller ones now (after 500 it found 11,000 objects, a megabyte or two).
gc.collect()
gc.freeze()
gc.set_threshold(700, 10, 5000)
sys.setswitchinterval(0.001)
