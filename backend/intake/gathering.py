"""Signals that sources send one by one in the same instant are taken in together: for many it costs little more than for one."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from backend.intake.actions import CHUNK, take_in
from backend.intake.api import Signals, items_of, note_taken
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

    A request that is not as it should be is left to its view, which says why.
    """
    brought: dict[Source, list[tuple[HttpRequest, list[Any]]]] = defaultdict(list)
    for request in requests if len(requests) > 1 else ():
        if known := _brought(request):
            source, items = known
            brought[source].append((request, items))
    for source, parts in brought.items():
        results = take_in(source, [item for _, items in parts for item in items], timezone.now())
        start = 0
        for request, items in parts:
            own = results[start : start + len(items)]
            note_taken(request, [result.model_copy(update={"index": index}) for index, result in enumerate(own)])
            start += len(items)


def _brought(request: HttpRequest) -> tuple[Source, list[Any]] | None:
    len(request.body)  # Kept, so that the view can read it again.
    asked: Request = Signals().initialize_request(request)
    try:
        return cast("Source", asked.user), items_of(asked.data)
    except (APIException, Refused):
        return None
