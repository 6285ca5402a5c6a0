"""`python -m tests.bench.server.replay WORKER WORKERS CASES SEED`: one worker replays its part of a quarter's dissuasions."""

import sys
from datetime import timedelta

import django

QUARTER = timedelta(days=91)
# So many signals come together, and are taken in by one transaction.
TOGETHER = 20


def main(worker: int, workers: int, cases: int, seed: int) -> None:
    """Every n-th case, in the worker's own districts: two of them never wait for the same stream."""
    django.setup()
    from django.utils import timezone

    from backend.intake.actions import take_in
    from backend.intake.models import Source
    from backend.people.models import Tier, Unit
    from tests.bench.server.plan import course_of, signal_of
    from tests.bench.server.walker import Walker

    districts = list(Unit.objects.filter(tier=Tier.DISTRICT).order_by("code"))[worker::workers]
    stations = list(Unit.objects.filter(parent__in=districts).order_by("code").values_list("code", flat=True))
    source, walker, began = Source.objects.get(), Walker(seed + worker), timezone.now() - QUARTER
    mine = range(worker, cases, workers)
    for start in range(0, len(mine), TOGETHER):
        numbers = mine[start : start + TOGETHER]
        now = began + QUARTER * numbers[0] / cases
        courses = [course_of(number, seed) for number in numbers]
        signals = [
            signal_of(number, course, stations[(number // workers) % len(stations)])
            for number, course in zip(numbers, courses, strict=True)
        ]
        for result, course in zip(take_in(source, signals, now), courses, strict=True):
            if result.status != "accepted" or result.case is None:
                raise ValueError(f"a signal was not taken in: {result}")
            walker.walk(result.case, course, now)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
