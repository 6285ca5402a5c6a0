"""Takes signals in: each stored once, joined to its person's open case or opening one, and answered on its own."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from backend.cases.models import Case
from backend.cases.opening import Opening, join_signal
from backend.cases.wire import FieldError
from backend.flow.load import rules
from backend.intake.columns import corrected, corrections, target_of, view_of
from backend.intake.correlate import Known, also_in, to_join, told_apart
from backend.intake.grade import grade, joined, risk_of
from backend.intake.holding import Held, hold
from backend.intake.models import Source
from backend.intake.place import Places, places_of
from backend.intake.reading import Reading, read_all
from backend.intake.wire import SignalResult
from backend.problems import Refused
from backend.storage import one_transaction
from backend.times import beijing_day

log = logging.getLogger(__name__)
# Signals of one transaction: they share its cost, and what else wants to write waits no longer than for these.
CHUNK = 50


def take_in(
    source: Source, items: Sequence[Any], now: datetime, guesses: Mapping[int, list[dict[str, Any]]] | None = None
) -> list[SignalResult]:
    """Take in a batch, answered in its order; a bad signal never hurts a good one.

    `guesses`: by a signal's place in the batch, what its address may mean, to be put before a person.
    """
    if len(items) > rules().routing.batch_max:
        raise Refused("too_many")
    readings, results = read_all(items, rules())
    places = places_of(reading.signal.target.division for reading in readings)
    for reading in readings:
        reading.places = (guesses or {}).get(reading.index, [])
        given = reading.signal.target.division
        if given and places.division_of(given) is None:
            reading.leave_out("target.division")
    for start in range(0, len(readings), CHUNK):
        results += _take_chunk(source, readings[start : start + CHUNK], places, now)
    return sorted(results, key=lambda result: result.index)


def _take_chunk(source: Source, chunk: Sequence[Reading], places: Places, now: datetime) -> list[SignalResult]:
    """Several in one transaction; when one of them cannot be stored, each half in its own, until it stands alone."""
    try:
        with one_transaction():
            held = hold(source, [reading.signal for reading in chunk], places, now)
            results = [_take(reading, held, places) for reading in chunk]
            held.write()
            return results
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not keep the good ones out
        if len(chunk) > 1:
            half = len(chunk) // 2
            return [one for part in (chunk[:half], chunk[half:]) for one in _take_chunk(source, part, places, now)]
        # The error's own text may repeat a phone number, so only its kind is told.
        log.error("a signal of source %s could not be stored: %s", source.code, type(error).__name__)  # noqa: TRY400
        return [chunk[0].result(status="failed", errors=[_NOT_STORED])]


def _take(reading: Reading, held: Held, places: Places) -> SignalResult:
    signal = reading.signal
    if before := held.known.get(signal.reference):
        before = held.cases.get(before.pk, before)
        return reading.result(status="known", case=before.number, level=before.level)
    fitting = told_apart(to_join(held.open_cases(signal), held.now, rules().routing.join_within_days), signal.target)
    target = target_of(signal, places.division_of(signal.target.division), beijing_day(held.now))
    case = _join(reading, fitting, target, held) if fitting else _open(reading, target, held, places)
    held.remember(signal, case, timedelta(days=rules().routing.warned_within_days))
    return reading.result(status="joined" if fitting else "accepted", case=case.number, level=case.level)


def _open(reading: Reading, target: dict[str, Any], held: Held, places: Places) -> Case:
    signal = reading.signal
    since = held.now - timedelta(days=rules().routing.warned_within_days)
    fraud_type = reading.fraud_type or "other"
    risk = risk_of(
        signal,
        age=target["target_age"],
        warned_before=held.warned_before(signal, since),
        fraud_type=fraud_type,
        source_level=reading.level,
    )
    level, reasons = grade(risk, rules())
    opening = Opening(
        district=places.district_of(target["division_id"], held.source.unit),
        level=level,
        reasons=reasons,
        fraud_type=fraud_type,
        signals=[view_of(signal, held.source.name, held.now, reading.places)],
        target=target,
        drill=signal.drill,
    )
    return held.open(opening)


def _join(reading: Reading, fitting: Sequence[Known], target: dict[str, Any], held: Held) -> Case:
    held.store_opened()
    case = held.cases[fitting[0].case]
    known = {column: getattr(case, column) for column in target}
    changed = corrected(known, target, has_station=case.station_id is not None)
    risk = risk_of(
        reading.signal,
        age=changed.get("target_age", case.target_age),
        warned_before=0,
        fraud_type=reading.fraud_type or case.fraud_type,
        source_level=reading.level,
    )
    level, reasons = grade(joined(risk, case.signals, case.fraud_type), rules())
    view = view_of(reading.signal, held.source.name, held.now, reading.places)
    view["text"] = "；".join(text for text in (view["text"], corrections(known, changed)) if text)
    return join_signal(
        case, signal=view, target=changed, level=level, reasons=[*reasons, *also_in(fitting[1:], level)], now=held.now
    )


_NOT_STORED = FieldError(
    field="", message="没有存进去，请原样再发一次", message_en="Not stored; please send it again as it is"
)
