"""Signals that sources send one by one in the same instant are taken in together: for many it costs little more than for one."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from backend.intake.actions import CHUNK, take_in
from backend.intake.api import Signals, Taken, items_of, key_hash, note_taken, sources_by_key
from backend.intake.models import Source
from backend.problems import Refused

PATH = "/api/signals/"
# As many as share a transaction, and no batches: those share theirs already.
MOST_AT_ONCE = CHUNK
LARGEST = 4096


def is_gathered(request: HttpRequest) -> bool:
    """Whether this request brings a signal or two, and may wait for a moment with others."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return request.path == PATH and request.method == "POST" and length.isdecimal() and int(length) <= LARGEST


def take_in_together(requests: Sequence[HttpRequest]) -> None:
    """Take in what these bring and note with each what became of it, for its view to answer.

    A request that is not as it should be, or alone, is left to its view, which says why.
    """
    if len(requests) < 2:
        return
    keys = [key_hash(request) for request in requests]
    sources = sources_by_key(set(keys))
    brought: dict[Source, list[tuple[HttpRequest, list[Any]]]] = defaultdict(list)
    for request, key in zip(requests, keys, strict=True):
        items = _items(request) if key in sources else None
        if items is not None:
            brought[sources[key]].append((request, items))
    for source, parts in brought.items():
        _take_in(source, parts)


def _take_in(source: Source, parts: Sequence[tuple[HttpRequest, list[Any]]]) -> None:
    results = iter(take_in(source, [item for _, items in parts for item in items], timezone.now()))
    for request, items in parts:
        own = [next(results).model_copy(update={"index": index}) for index in range(len(items))]
        note_taken(request, Taken(source, own))


def _items(request: HttpRequest) -> list[Any] | None:
    len(request.body)  # Kept, so that the view can read it again.
    asked: Request = Signals().initialize_request(request)
    try:
        return items_of(asked.data)
    except (APIException, Refused):
        return None
