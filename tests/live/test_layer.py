"""The in-process layer: wakes from any thread, none lost, none piled up, and nothing left behind by those who went."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from channels.exceptions import ChannelFull

from backend.live.layer import WAKE, InProcessLayer, Message

SOON = 5


@pytest.fixture
def layer() -> InProcessLayer:
    return InProcessLayer(capacity=3)


async def heard(layer: InProcessLayer, channel: str) -> Message:
    return await asyncio.wait_for(layer.receive(channel), SOON)


async def is_silent(layer: InProcessLayer, channel: str) -> bool:
    """Whatever was posted has been delivered by the time a message sent after it arrives."""
    last = {"type": "last"}
    await layer.send(channel, last)
    return await heard(layer, channel) == last


async def reader_in(layer: InProcessLayer, *groups: str) -> str:
    channel = await layer.new_channel()
    for group in groups:
        await layer.group_add(group, channel)
    return channel


async def test_a_group_hears_and_others_do_not(layer: InProcessLayer) -> None:
    mine, other = await reader_in(layer, "unit.1"), await reader_in(layer, "unit.2")
    await layer.group_send("unit.1", WAKE)
    assert await heard(layer, mine) == WAKE
    assert await is_silent(layer, other)


async def test_a_wake_from_a_thread_arrives(layer: InProcessLayer) -> None:
    channel = await reader_in(layer, "unit.1")
    with ThreadPoolExecutor(1) as threads:
        threads.submit(layer.post, ["unit.1"], WAKE)
        assert await heard(layer, channel) == WAKE


async def test_a_thousand_wakes_are_one_and_the_next_one_comes_through(layer: InProcessLayer) -> None:
    channel = await reader_in(layer, "unit.1")
    for _ in range(1000):
        await layer.group_send("unit.1", WAKE)
    await asyncio.sleep(0)
    assert await heard(layer, channel) == WAKE
    assert await is_silent(layer, channel)
    await layer.group_send("unit.1", WAKE)
    assert await heard(layer, channel) == WAKE
    assert layer.dropped == 0


async def test_messages_that_differ_fill_up_and_are_counted_when_dropped(layer: InProcessLayer) -> None:
    channel = await reader_in(layer, "unit.1")
    for number in range(5):
        await layer.group_send("unit.1", {"type": "x", "number": number})
    assert [(await heard(layer, channel))["number"] for _ in range(3)] == [0, 1, 2]
    assert layer.dropped == 2
    for number in range(3):
        await layer.send(channel, {"type": "x", "number": number})
    with pytest.raises(ChannelFull):
        await layer.send(channel, {"type": "x", "number": 3})


async def test_whoever_left_the_group_hears_nothing(layer: InProcessLayer) -> None:
    channel = await reader_in(layer, "unit.1", "unit.2")
    await layer.group_discard("unit.1", channel)
    await layer.group_send("unit.1", WAKE)
    assert await is_silent(layer, channel)


async def test_a_reader_that_is_cancelled_leaves_nothing_behind(layer: InProcessLayer) -> None:
    channel = await reader_in(layer, "unit.1", "unit.2")
    reading = asyncio.create_task(layer.receive(channel))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert layer.inboxes == {}
    assert layer.groups == {}


async def test_a_reader_that_goes_between_two_messages_leaves_nothing_behind(layer: InProcessLayer) -> None:
    channel = await reader_in(layer, "unit.1")
    await layer.group_discard("unit.1", channel)
    assert layer.inboxes == {}
    assert layer.groups == {}


def test_readers_of_a_loop_that_ended_are_forgotten(layer: InProcessLayer) -> None:
    asyncio.run(reader_in(layer, "unit.1"))
    layer.post(["unit.1"], WAKE)
    assert layer.inboxes == {}
    assert layer.groups == {}


async def test_a_wake_touches_the_readers_of_its_groups_alone_and_all_in_one_hop(
    layer: InProcessLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(200):
        await reader_in(layer, f"unit.{number}")
    hops: list[int] = []
    loop = asyncio.get_running_loop()

    def hop(call: Callable[..., object], inboxes: list[object], message: Message) -> None:
        hops.append(len(inboxes))

    monkeypatch.setattr(loop, "call_soon_threadsafe", hop)
    layer.post(["unit.7"], WAKE)
    layer.post(["unit.1000"], WAKE)
    # Those of both wake in the same turn of the loop.
    layer.post(["unit.7", "unit.8"], WAKE)
    assert hops == [1, 2]


async def test_flushing_forgets_everything(layer: InProcessLayer) -> None:
    await reader_in(layer, "unit.1")
    await layer.flush()
    assert layer.inboxes == {}
    assert layer.groups == {}


@pytest.mark.parametrize("name", ["", "a b", "x" * 100, "民警"])
async def test_names_that_are_none_are_refused(layer: InProcessLayer, name: str) -> None:
    with pytest.raises(TypeError):
        await layer.group_send(name, WAKE)
