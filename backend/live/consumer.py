"""The socket of a phone or board: hello, news as it commits, receipts, heartbeat. A thin door; the table is the truth."""

import asyncio
import json
import logging
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http import parse_cookie
from django.utils import timezone
from pydantic import ValidationError

from backend.asked import note_member
from backend.live.admission import Admission
from backend.live.closing import RESTART, closing
from backend.live.desk import admissions, confirmations, greetings, readings
from backend.live.reading import Left, Listener
from backend.live.watch import watch
from backend.live.wire import SAID, Confirm, Hello, Ping, Pong
from backend.problems import Refused, field_errors

log = logging.getLogger(__name__)
LONGEST_WORD = 64 * 1024
BROKEN = 1011


class LiveConsumer(AsyncWebsocketConsumer):
    """One reader. `admission` is None before it is let in and after it had to leave, `cursors` before it said hello.

    `_owed`: how far it has to have come for a receipt that is waited for, None when none is.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.admission: Admission | None = None
        self.cursors: dict[int, int] | None = None
        self.followed: set[int] = set()
        self.is_greeted = False
        self._owed: dict[int, int] | None = None
        self._has_news = False
        self._reading: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Live until the socket ends, however it ends."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            watch().discard(self)
            await self._stop_reading()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As Channels does it, less its hop to the database thread before every message, heartbeats included."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        """Let a member in. Accepted first: of a refusal before that a browser learns no reason."""
        await self.accept()
        if closing.has_begun:
            await self.close(RESTART)
            return
        admitted = await admissions().ask(self._session())
        if isinstance(admitted, int):
            await self.close(admitted)
            return
        self.admission = admitted
        note_member(admitted.member)
        watch().add(self)

    def _session(self) -> str:
        """The key of the session he is signed in with; what else the handshake said is not kept for as long as the socket lives."""
        headers = self.scope["headers"]
        cookies = parse_cookie(dict(headers).get(b"cookie", b"").decode("latin-1"))
        headers.clear()
        return cookies.get(settings.SESSION_COOKIE_NAME, "")

    async def disconnect(self, code: int) -> None:
        """Follow nothing more."""
        self.admission = self.cursors = None
        await self._follow(set())

    async def leave(self, code: int) -> None:
        """Hear nothing more, from now on."""
        self.admission = self.cursors = None
        await self.close(code)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """One word of the reader; one that is not understood is answered, never fatal."""
        if self.admission is None:
            return
        try:
            said = _understood(text_data or "")
        except Refused as refused:
            await self.send(text_data=json.dumps({"type": "error"} | refused.body(), ensure_ascii=False))
            return
        if isinstance(said, Hello):
            await self._greet(said)
        elif isinstance(said, Confirm):
            await self._confirm(said)
        else:
            await self.send(text_data=Pong(server_time=timezone.now()).model_dump_json())

    async def wake(self, message: dict[str, Any]) -> None:
        """There is news in a stream this reader follows."""
        self.look_again()

    def look_again(self) -> None:
        """Read once more. While one reading runs, any number of wakes only make it read once more after it."""
        self._has_news = self.cursors is not None
        if self._has_news and (self._reading is None or self._reading.done()):
            self._reading = asyncio.create_task(self._read())

    async def _greet(self, said: Hello) -> None:
        """Follow first, read then: what commits in between is read, or wakes."""
        await self._stop_reading()
        if self.admission is None:
            return
        self.admission = replace(self.admission, called=said.device)
        followed = await self._heard(greetings().ask(self.admission))
        if followed is None:
            return
        await self._follow(set(followed))
        # What this phone was told before it came may still wait for its receipt.
        self.cursors, self.is_greeted, self._owed = dict(said.cursors), False, {}
        self.look_again()

    async def _confirm(self, said: Confirm) -> None:
        """A receipt for what was really sent, no phone can have more; most of it nobody asks about."""
        sent = self.cursors or {}
        arrived = {unit: min(number, sent[unit]) for unit, number in said.cursors.items() if unit in sent}
        if arrived and self._owed is not None and self.admission is not None:
            if all(arrived.get(unit, 0) >= number for unit, number in self._owed.items()):
                self._owed = None
            await self._heard(confirmations().ask(Listener(self.admission, arrived)))

    async def _read(self) -> None:
        try:
            while self._has_news and self.cursors is not None:
                self._has_news = False
                await self._tell()
        except Exception:
            log.exception("a socket could not be served; its phone comes back by itself")
            await self.leave(BROKEN)

    async def _tell(self) -> None:
        """Say what is new. Streams in which only others' cases moved on are followed in silence: a phone's radio stays asleep."""
        if self.admission is None or self.cursors is None:
            return
        body = await self._heard(readings().ask(Listener(self.admission, self.cursors)))
        if body is None or self.cursors is None:
            return
        self.cursors = body.cursors
        self._has_news = self._has_news or body.more
        if body.says_something() or not self.is_greeted:
            self.is_greeted = True
            if body.wants_receipt(self.admission.member):
                self._owed = body.cursors
            await self.send(text_data=body.model_dump_json())

    async def _heard(self, answer: Awaitable[Any]) -> Any:
        """What is answered to the member as he is now; one who was disabled or moved gets no answer and has to leave."""
        said = await answer
        if isinstance(said, Left):
            await self.leave(said.code)
            return None
        return said

    async def _follow(self, units: set[int]) -> None:
        for unit in self.followed - units:
            await self.channel_layer.group_discard(f"unit.{unit}", self.channel_name)
        for unit in units - self.followed:
            await self.channel_layer.group_add(f"unit.{unit}", self.channel_name)
        self.followed = units

    async def _stop_reading(self) -> None:
        self.cursors = None
        if self._reading is not None and not self._reading.done():
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)


def _understood(text: str) -> Hello | Confirm | Ping:
    if len(text) > LONGEST_WORD:
        raise Refused("bad_input", [_TOO_LONG])
    try:
        return SAID.validate_json(text)
    except ValidationError as error:
        is_json = error.errors()[0]["type"] != "json_invalid"
        raise (Refused("bad_input", field_errors(error)) if is_json else Refused("bad_json")) from None


_TOO_LONG = {"field": "", "message": "太长，最多64KB", "message_en": "Too long; 64 KB at most"}
