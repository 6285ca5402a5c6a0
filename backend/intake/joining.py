"""Two cases that are one are joined, one that is two is split: by a person, who sees both side by side."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from backend.cases.actions import locked
from backend.cases.joining import close_as_repeated, leave_signals, signals_of, take_in_case
from backend.cases.link import Link, LinkKind
from backend.cases.models import Case
from backend.cases.opening import Opening, open_case
from backend.cases.queries import scope_of
from backend.flow.load import rules
from backend.intake.columns import target_of
from backend.intake.correlate import Key, keys_of
from backend.intake.grade import Risk, grade, joined
from backend.intake.models import Identity, Signal
from backend.intake.place import places_of
from backend.intake.reading import Reading, understood
from backend.intake.wire import SignalIn
from backend.live.actions import hold_streams
from backend.people import access
from backend.people.models import Member
from backend.problems import Refused
from backend.storage import one_transaction
from backend.times import beijing_day


def join(member: Member, case_id: UUID, into_id: UUID, now: datetime) -> Case:
    """Close this case as repeated in the other one, which takes its signals in and goes on; answers the other one."""
    if case_id == into_id:
        raise Refused("same_case")
    with one_transaction():
        _hold_persons([case_id, into_id])
        held = {pk: locked(pk) for pk in sorted((case_id, into_id))}
        case, into = held[case_id], held[into_id]
        access.check(access.may_join(member, scope_of(member, case)))
        access.check(access.may_see_case(member, scope_of(member, into)))
        _check_alike(case, into)
        close_as_repeated(case, into, member, now)
        Identity.objects.filter(case=case).update(case=into)
        Signal.objects.filter(case=case).update(case=into)
        take_in_case(into, case, member, now)
    return into


def split(member: Member, case_id: UUID, chosen: Collection[int], now: datetime) -> Case:
    """Open a case of its own for these signals: graded, routed and dispatched as any other; answers the new one."""
    with one_transaction():
        _hold_persons([case_id])
        case = locked(case_id)
        access.check(access.may_join(member, scope_of(member, case)))
        _check_some(case, chosen)
        rows = _rows_of(case, chosen)
        opening = _opening(case, chosen, rows, now)
        place = str(opening.target["division_id"] or "")
        hold_streams(case.streams() | places_of([place]).units_of(place, opening.district))
        new = open_case(opening, now)
        leave_signals(case, chosen, new, _person_left(case, chosen, now), by=member, now=now)
        _remember(case, new, rows, now)
    return new


def _hold_persons(case_ids: Sequence[UUID]) -> None:
    """Persons before cases, as every action takes them."""
    rows = Identity.objects.select_for_update().filter(case__in=case_ids).order_by("kind", "value")
    list(rows.values_list("pk"))


def _check_alike(case: Case, into: Case) -> None:
    if case.drill != into.drill:
        raise Refused("not_same_kind")
    if into.decisions.filter(kind="joined").exists():
        raise Refused("joined_before")
    if Link.objects.filter(Q(case=case, other=into) | Q(case=into, other=case), kind=LinkKind.SPLIT).exists():
        raise Refused("split_before")


def _check_some(case: Case, chosen: Collection[int]) -> None:
    if not chosen or not set(chosen) <= set(range(len(case.signals))):
        raise Refused("bad_input", [_NO_SIGNAL])
    if len(set(chosen)) >= len(case.signals):
        raise Refused("split_all")


def _rows_of(case: Case, chosen: Collection[int]) -> list[Signal]:
    """The signals as they came, in the order of the case's list; those that the case shows without one are left out."""
    free = list(Signal.objects.select_related("source").filter(case=case).order_by("pk"))
    found = {}
    for index, shown in enumerate(case.signals):
        row = next((each for each in free if _is_shown(each, shown)), None)
        if row is not None:
            free.remove(row)
            found[index] = row
    return [found[index] for index in sorted(chosen) if index in found]


def _is_shown(row: Signal, shown: dict[str, Any]) -> bool:
    return row.source.name == shown["source"] and row.received_at == datetime.fromisoformat(shown["received_at"])


def _opening(case: Case, chosen: Collection[int], rows: Sequence[Signal], now: datetime) -> Opening:
    """What these signals say of themselves; what they leave open is as the case has it, but who it is about."""
    readings = [understood(0, SignalIn.model_validate(row.body), rules()) for row in rows]
    target = _target(case, readings, now)
    shown = signals_of(case, chosen)
    fraud_type = next((one.fraud_type for one in readings if one.fraud_type), case.fraud_type)
    levels = [one.level for one in readings if one.level]
    risk = Risk(age=target["target_age"], source_level=max(levels, key=rules().rank, default=None))
    level, reasons = grade(joined(risk, shown, fraud_type), rules())
    places = places_of([target["division_id"] or ""])
    return Opening(
        district=places.districts.get((target["division_id"] or "")[:6], case.district),
        level=level,
        reasons=reasons,
        fraud_type=fraud_type,
        signals=shown,
        target=target,
        drill=case.drill,
    )


def _person_left(case: Case, chosen: Collection[int], now: datetime) -> dict[str, Any]:
    """Who the case is about without the split signals, which may have corrected name and numbers; {} where none was kept."""
    left = _rows_of(case, set(range(len(case.signals))) - set(chosen))
    readings = [understood(0, SignalIn.model_validate(row.body), rules()) for row in left]
    target = _target(case, readings, now) if readings else {}
    return {name: target[name] for name in PERSON if name in target}


def _target(case: Case, readings: Sequence[Reading], now: datetime) -> dict[str, Any]:
    """The person of the signals; with none kept, the case's address, for somebody has to go somewhere."""
    target: dict[str, Any] = {}
    for one in readings:
        division = places_of([one.signal.target.division]).division_of(one.signal.target.division)
        given = target_of(one.signal, division, beijing_day(now))
        target |= {name: value for name, value in given.items() if value not in (None, "") or name not in target}
    where = {name: getattr(case, name) for name in ("address", "division_id", "latitude", "longitude")}
    empty = {"target_name": "", "target_phone": "", "target_id_number": "", "target_age": None}
    if not any(target.get(name) for name in where):
        target |= where
    return empty | target


def _remember(case: Case, new: Case, rows: Sequence[Signal], now: datetime) -> None:
    """Numbers that only the split signals have lead to the new case from now on."""
    Signal.objects.filter(pk__in=[row.pk for row in rows]).update(case=new)
    left = {key for row in Signal.objects.filter(case=case) for key in _keys(row)}
    for kind, value, drill in {key for row in rows for key in _keys(row)} - left:
        Identity.objects.filter(kind=kind, value=value, drill=drill).update(case=new, seen_at=now)


def _keys(row: Signal) -> list[Key]:
    signal = SignalIn.model_validate(row.body)
    return keys_of(signal.target, drill=signal.drill)


PERSON = ("target_name", "target_phone", "target_id_number", "target_age")
_NO_SIGNAL = {"field": "signals", "message": "请选要拆出的线索", "message_en": "Choose the signals to split off"}
