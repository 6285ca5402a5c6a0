"""What a signal says, as a case keeps it: the person's columns, and the line in the case's list of signals. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from backend.intake.numbers import age_of
from backend.intake.wire import SignalIn

PLACE = ("division_id", "address", "latitude", "longitude")
# Numbers and names a member may have used already: when a later signal corrects one, the former stays readable.
_NAMED = {"target_phone": "电话", "target_name": "姓名"}


def target_of(signal: SignalIn, division: str | None, day: date) -> dict[str, Any]:
    """The case's columns for the person; an age not given follows from the ID number."""
    person = signal.target
    age = person.age
    if age is None and person.id_number:
        age = age_of(person.id_number, day)
    return {
        "target_name": person.name,
        "target_phone": person.phone,
        "target_id_number": person.id_number,
        "target_age": age,
        "address": person.address,
        "division_id": division,
        "latitude": person.latitude,
        "longitude": person.longitude,
    }


def corrected(known: Mapping[str, Any], given: Mapping[str, Any], *, has_station: bool) -> dict[str, Any]:
    """What a later signal changes: nothing known is replaced by nothing.

    Where a station has the case its place is only filled in, never moved: moving it is what a transfer is for.
    """
    return {
        column: value
        for column, value in given.items()
        if value not in (None, "")
        and value != known[column]
        and not (column in PLACE and has_station and known[column] not in (None, ""))
    }


def corrections(known: Mapping[str, Any], changed: Mapping[str, Any]) -> str:
    """The corrected number and name in words, with what stood there before."""
    return "；".join(
        f"{word}更正：{known[column]} → {changed[column]}"
        for column, word in _NAMED.items()
        if column in changed and known[column]
    )


def view_of(signal: SignalIn, source: str, now: datetime, places: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """What the case shows of the signal (`cases.wire.SignalView`)."""
    said = signal.model_dump(mode="json")
    shown = ("text", "behaviours", "amount_fen", "call_seconds", "call_count", "transaction_at", "site_or_app")
    return {name: said[name] for name in shown} | {
        "source": source,
        "received_at": now.isoformat(),
        "suspect_phone": signal.suspect.phone,
        "suspect_account": signal.suspect.account,
        "places": list(places),
    }
