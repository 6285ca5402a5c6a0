"""The socket of a phone or board: hello, news as it commits, receipts, heartbeat. A thin door; the table is the truth."""

import json
import logging
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils import timezone
from pydantic import ValidationError

from backend.live.queries import news
from backend.live.views import mark_delivered
from backend.live.wire import SAID, Confirm, Hello, News
from backend.people.models import Member
from backend.people.queries import streams
from backend.problems import field_errors

log = logging.getLogger(__name__)
NOT_LOGGED_IN, DISABLED, MOVED = 4401, 4403, 4409


class LiveConsumer(AsyncWebsocketConsumer):
    """One reader. Wakes that come while news is being read only say: look once more."""

    async def connect(self) -> None:
        """Let a signed-in, active member in."""
        await self.accept()
        user = self.scope.get("user")
        if not isinstance(user, Member):
            await self.close(NOT_LOGGED_IN)
            return
        self.member_id, self.unit_id = user.pk, user.unit_id
        self.cursors: dict[int, int] | None = None
        self.followed: list[int] = []

    async def disconnect(self, code: int) -> None:
        """Follow nothing more."""
        for unit in getattr(self, "followed", []):
            await self.channel_layer.group_discard(f"unit.{unit}", self.channel_name)
        if hasattr(self, "member_id"):
            await self.channel_layer.group_discard(f"member.{self.member_id}", self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """One word of the reader; one that is not understood is answered, never fatal."""
        if not hasattr(self, "member_id"):
            return
        try:
            said = SAID.validate_json(text_data or "")
        except ValidationError as error:
            await self._say({"type": "error", "code": "bad_input", "fields": field_errors(error)})
            return
        if isinstance(said, Hello):
            await self._greet(said)
        elif isinstance(said, Confirm):
            await self._with_member(_confirm, said.cursors)
        elif await self._with_member(_is_there) is not None:
            await self._say({"type": "pong", "server_time": timezone.now().isoformat()})

    async def wake(self, message: dict[str, Any]) -> None:
        """There is news in a stream this reader follows."""
        if self.cursors is not None:
            await self._tell()

    async def _greet(self, said: Hello) -> None:
        """Follow first, read then: what commits in between is read, or wakes."""
        followed = await self._with_member(_streams)
        if followed is None:
            return
        for unit in set(followed) - set(self.followed):
            await self.channel_layer.group_add(f"unit.{unit}", self.channel_name)
        await self.channel_layer.group_add(f"member.{self.member_id}", self.channel_name)
        self.followed, self.cursors = followed, said.cursors
        await self._tell(is_welcome=True)

    async def _tell(self, *, is_welcome: bool = False) -> None:
        more = True
        while more and self.cursors is not None:
            body = await self._with_member(_news, self.cursors)
            if body is None:
                return
            if is_welcome or body.cursors != self.cursors:
                self.cursors, is_welcome = body.cursors, False
                await self._say({"type": "news"} | body.model_dump(mode="json"))
            more = body.more

    async def _with_member(self, work: Any, *given: Any) -> Any:
        """Run `work` for the member as he is now; one who was disabled or moved hears nothing more."""
        code, answer = await database_sync_to_async(_for_member)(self.member_id, self.unit_id, work, given)
        if code:
            self.cursors = None
            await self.close(code)
        return answer

    async def _say(self, words: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps(words, ensure_ascii=False))


def _for_member(member_id: int, unit_id: int, work: Any, given: tuple[Any, ...]) -> tuple[int, Any]:
    member = Member.objects.select_related("unit").filter(pk=member_id).first()
    if member is None or not member.is_active:
        return DISABLED, None
    if member.unit_id != unit_id:
        return MOVED, None
    return 0, work(member, *given)


def _streams(member: Member) -> list[int]:
    return streams(member)


def _news(member: Member, cursors: dict[int, int]) -> News:
    return news(member, cursors, timezone.now())


def _confirm(member: Member, cursors: dict[int, int]) -> bool:
    return bool(mark_delivered(member, cursors, timezone.now()))


def _is_there(_: Member) -> bool:
    return True
