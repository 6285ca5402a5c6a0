"""Wakes over the layer that is in use, from code that has no loop of its own."""

import asyncio
from typing import Any

import pytest
from channels.layers import BaseChannelLayer, get_channel_layer

from backend.live import layer as layers
from backend.live.layer import WAKE, wake

SOON = 5


class Restarted(BaseChannelLayer):
    """One whose connection died since it was last used; `is_away`: and there is no other."""

    def __init__(self, *, is_away: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.is_dead, self.is_away, self.sent = True, is_away, list[tuple[str, Any]]()

    async def group_send(self, group: str, message: Any) -> None:
        was_dead, self.is_dead = self.is_dead, False
        if was_dead or self.is_away:
            raise ConnectionError
        self.sent.append((group, message))


async def test_it_reaches_readers_whose_loop_is_another() -> None:
    layer: Any = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add("unit.1", channel)
    for _ in range(2):
        await asyncio.to_thread(wake, ["unit.2", "unit.1"])
        assert await asyncio.wait_for(layer.receive(channel), SOON) == WAKE
    await layer.group_discard("unit.1", channel)


def test_a_connection_that_died_keeps_no_wake_back(monkeypatch: pytest.MonkeyPatch) -> None:
    restarted = Restarted()
    monkeypatch.setattr(layers, "get_channel_layer", lambda: restarted)
    wake(["unit.1", "unit.2"])
    assert restarted.sent == [("unit.1", WAKE), ("unit.2", WAKE)]


def test_one_that_cannot_be_had_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "get_channel_layer", lambda: Restarted(is_away=True))
    with pytest.raises(ConnectionError):
        wake(["unit.1"])
