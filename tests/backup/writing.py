"""`python -m tests.backup.writing fill|on`: brings cases and pictures into an installation; `on` goes on until it is killed."""

import hashlib
import json
import sys
from itertools import count
from random import Random

import django

django.setup()

from django.utils import timezone  # noqa: E402 - needs the app registry

from backend.cases.evidence import store_evidence  # noqa: E402
from backend.cases.models import Case  # noqa: E402
from backend.intake.actions import take_in  # noqa: E402
from backend.intake.models import Source  # noqa: E402
from backend.people.models import Member, Role  # noqa: E402
from tests.chaos.signals import signal_of  # noqa: E402


def bring(source: Source, number: int) -> None:
    """A case with a picture in it."""
    signal = signal_of(f"kept-{number}", f"139{number:08}", "501001101101", "officer", Random(number))
    (result,) = take_in(source, [signal], timezone.now())
    case = Case.objects.get(number=result.case)
    chief = Member.objects.get(role=Role.CHIEF, unit=case.station)
    content = b"\xff\xd8\xff" + json.dumps(number).encode() * 2_000
    store_evidence(chief, str(case.pk), hashlib.sha256(content).hexdigest(), content, timezone.now())


def main(how: str) -> None:
    """Fill with ten; or say how many there are after each, and never end."""
    source = Source.objects.get()
    numbers = range(10) if how == "fill" else count(1_000)
    for number in numbers:
        bring(source, number)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
