"""Takes signals in: each stored once, joined to its person's open case or opening one, and answered on its own."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError
from pydantic import ValidationError

from backend.cases.actions import Opening, join_signal, open_case
from backend.cases.models import Case, State
from backend.cases.wire import FieldError
from backend.flow.load import rules
from backend.intake.correlate import Known, also_in, keys_of, to_join
from backend.intake.grade import grade, joined, risk_of
from backend.intake.models import Identity, Signal, Source
from backend.intake.numbers import age_of
from backend.intake.place import district_of, division_of
from backend.intake.wire import SignalIn, SignalResult
from backend.problems import Refused, field_errors
from backend.storage import one_transaction
from backend.times import beijing_day

log = logging.getLogger(__name__)
# Signals of one transaction: many share its cost, and few wait when one of them fails.
CHUNK = 50


def take_in(source: Source, items: Sequence[Any], now: datetime) -> list[SignalResult]:
    """Take in a batch; a bad signal never hurts a good one."""
    if len(items) > rules().routing.batch_max:
        raise Refused("too_many")
    read = [_read(index, item) for index, item in enumerate(items)]
    good = [(result, signal) for result, signal in read if signal is not None]
    for start in range(0, len(good), CHUNK):
        _take_chunk(source, good[start : start + CHUNK], now)
    return [result for result, _ in read]


def _take_chunk(source: Source, chunk: list[tuple[SignalResult, SignalIn]], now: datetime) -> None:
    """Several in one transaction; when one cannot be stored, each in its own."""
    try:
        with one_transaction():
            for result, signal in chunk:
                _take(source, result, signal, now)
    except DatabaseError:
        for result, signal in chunk:
            _take_alone(source, result, signal, now)


def _take_alone(source: Source, result: SignalResult, signal: SignalIn, now: datetime) -> None:
    try:
        with one_transaction():
            _take(source, result, signal, now)
    except DatabaseError:
        log.exception("a signal could not be stored")
        result.status, result.case, result.level, result.errors = "failed", None, None, [_NOT_STORED]


def _take(source: Source, result: SignalResult, signal: SignalIn, now: datetime) -> None:
    identities = _lock(signal, now)
    earlier = Signal.objects.filter(source=source, reference=signal.reference).select_related("case").first()
    if earlier:
        result.status, result.case, result.level = "known", earlier.case.number, earlier.case.level
        return
    known = _open_cases(identities)
    fitting = to_join(known, now, rules().routing.join_within_days)
    if fitting:
        case = _join(signal, source, fitting, now)
        result.status = "joined"
    else:
        case = _open(signal, source, identities, now)
        result.status = "accepted"
    result.errors = [*result.errors, *_left_out(signal)]
    _remember(identities, case, now)
    Signal.objects.create(
        source=source, reference=signal.reference, case=case, received_at=now, body=signal.model_dump(mode="json")
    )
    result.case, result.level = case.number, case.level


def _open(signal: SignalIn, source: Source, identities: list[Identity], now: datetime) -> Case:
    target = _target(signal, now)
    since = now - timedelta(days=rules().routing.warned_within_days)
    warned = max((i.times for i in identities if i.seen_at >= since), default=0)
    fraud_type = _fraud_type(signal) or "other"
    risk = risk_of(
        signal, age=target["target_age"], warned_before=warned, fraud_type=fraud_type, source_level=_level(signal)
    )
    level, reasons = grade(risk, rules())
    opening = Opening(
        district=district_of(signal.target.division, source.unit),
        level=level,
        reasons=reasons,
        fraud_type=fraud_type,
        signal=_view(signal, source, now),
        target=target,
        drill=signal.drill,
    )
    return open_case(opening, now)


def _join(signal: SignalIn, source: Source, fitting: list[Known], now: datetime) -> Case:
    case = Case.objects.get(pk=fitting[0].case)
    target = _target(signal, now)
    risk = risk_of(
        signal,
        age=target["target_age"] or case.target_age,
        warned_before=0,
        fraud_type=_fraud_type(signal) or case.fraud_type,
        source_level=_level(signal),
    )
    level, reasons = grade(joined(risk, case.signals, case.fraud_type), rules())
    # Where the case is being worked, its place is not moved by a later signal: that is what transfer is for.
    known_place = {"division_id", "address", "latitude", "longitude"} if case.division_id else set()
    return join_signal(
        case,
        signal=_view(signal, source, now),
        target={name: value for name, value in target.items() if name not in known_place},
        level=level,
        reasons=[*reasons, *also_in(fitting[1:], level)],
        now=now,
    )


def _lock(signal: SignalIn, now: datetime) -> list[Identity]:
    """The person's rows, locked: two signals about him in one instant meet here, and the second finds the first one's case."""
    keys = keys_of(signal.target)
    Identity.objects.bulk_create(
        [Identity(kind=kind, value=value, seen_at=now) for kind, value in keys], ignore_conflicts=True
    )
    return [
        Identity.objects.select_for_update(of=("self",)).select_related("case").get(kind=kind, value=value)
        for kind, value in keys
    ]


def _open_cases(identities: list[Identity]) -> list[Known]:
    return [
        Known(case=i.case.pk, number=i.case.number, opened_at=i.case.opened_at, seen_at=i.seen_at)
        for i in identities
        if i.case and i.case.state != State.CLOSED
    ]


def _remember(identities: list[Identity], case: Case, now: datetime) -> None:
    for identity in identities:
        if identity.case_id != case.pk:
            identity.times += 1
        identity.case, identity.seen_at = case, now
        identity.save(update_fields=["case", "seen_at", "times"])


def _target(signal: SignalIn, now: datetime) -> dict[str, Any]:
    """The case's columns for the person; an age not given follows from the ID number."""
    person = signal.target
    age = person.age
    if age is None and person.id_number:
        age = age_of(person.id_number, beijing_day(now))
    return {
        "target_name": person.name,
        "target_phone": person.phone,
        "target_id_number": person.id_number,
        "target_age": age,
        "address": person.address,
        "division_id": division_of(person.division),
        "latitude": person.latitude,
        "longitude": person.longitude,
    }


def _view(signal: SignalIn, source: Source, now: datetime) -> dict[str, Any]:
    """What the case shows of the signal (`cases.wire.SignalView`)."""
    said = signal.model_dump(mode="json")
    shown = {name: said[name] for name in ("text", "behaviours", "amount_fen", "call_seconds", "call_count")}
    return shown | {
        "source": source.name,
        "received_at": now.isoformat(),
        "transaction_at": said["transaction_at"],
        "site_or_app": signal.site_or_app,
        "suspect_phone": signal.suspect.phone,
        "suspect_account": signal.suspect.account,
    }


def _read(index: int, item: Any) -> tuple[SignalResult, SignalIn | None]:
    reference = str(item.get("reference", ""))[:64] if isinstance(item, dict) else ""
    try:
        signal = SignalIn.model_validate(item)
    except ValidationError as error:
        errors = [FieldError(**fault) for fault in field_errors(error)]
        return SignalResult(index=index, reference=reference, status="invalid", errors=errors), None
    return SignalResult(index=index, reference=signal.reference, status="accepted"), signal


def _fraud_type(signal: SignalIn) -> str | None:
    return rules().fraud_type_of(signal.fraud_type) if signal.fraud_type else None


def _level(signal: SignalIn) -> str | None:
    return signal.level if signal.level in rules().levels else None


def _left_out(signal: SignalIn) -> list[FieldError]:
    """What was given and could not be used: said, so that the source can mend it; the warning goes out all the same."""
    given = {
        "fraud_type": (signal.fraud_type, _fraud_type(signal)),
        "level": (signal.level, _level(signal)),
        "target.division": (signal.target.division, division_of(signal.target.division)),
    }
    return [
        FieldError(field=field, message="不认识，已按未填处理", message_en="Unknown; treated as not given")
        for field, (said, understood) in given.items()
        if said and not understood
    ]


_NOT_STORED = FieldError(field="", message="没有存进去，请重新发送", message_en="Not stored; please send again")
