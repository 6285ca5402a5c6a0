"""Locks all that a few signals touch, in one order, before any of them is stored; writes back what changed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from backend.cases.link import Link, LinkKind
from backend.cases.models import Case, State
from backend.cases.numbering import Numbers
from backend.cases.opening import Opening, new_case, open_all
from backend.intake.correlate import Key, Known, keys_of
from backend.intake.models import Identity, Signal, Source
from backend.intake.place import Places
from backend.intake.wire import SignalIn
from backend.live.actions import hold_streams
from backend.prepared import Prepared
from backend.writing import store, write


@dataclass
class Held:
    """What this transaction holds: the persons' rows, their open cases, and the cases of signals that came before.

    `opening`: new cases that are not stored yet, so that as many as possible are stored in one go.
    """

    source: Source
    now: datetime
    numbers: Numbers
    identities: dict[Key, Identity]
    cases: dict[UUID, Case]
    known: dict[str, Case]
    opening: list[Case] = field(default_factory=list)
    new: list[Signal] = field(default_factory=list)
    touched: dict[int, Identity] = field(default_factory=dict)
    apart: dict[UUID, frozenset[UUID]] = field(default_factory=dict)

    def of(self, signal: SignalIn) -> list[Identity]:
        """The rows of this signal's person."""
        return [self.identities[key] for key in keys_of(signal.target, drill=signal.drill)]

    def open_cases(self, signal: SignalIn) -> list[Known]:
        """The open cases of this person, and that of the signal which the source says it repeats."""
        seen = [(i.case_id, i.seen_at) for i in self.of(signal)]
        repeated = self.known.get(signal.duplicate_of)
        if repeated and repeated.drill == signal.drill:
            seen.append((repeated.pk, self.now))
        seen += [(other, at) for case_id, at in seen if case_id for other in self.apart.get(case_id, ())]
        return [
            _known(case, at, self.apart.get(case.pk, frozenset()))
            for case_id, at in seen
            if case_id and (case := self.cases.get(case_id))
        ]

    def warned_before(self, signal: SignalIn, since: datetime) -> int:
        """How many cases this person had already, the last of them not before `since`."""
        return max((i.times for i in self.of(signal) if i.seen_at >= since), default=0)

    def open(self, opening: Opening) -> Case:
        """A new case, to be stored with the next ones."""
        case = new_case(opening, self.numbers.take(opening.district), self.now)
        self.opening.append(case)
        return case

    def store_opened(self) -> None:
        """Store the new cases: before one of them is joined, and in the end."""
        cases, self.opening = self.opening, []
        open_all(cases, self.now)

    def remember(self, signal: SignalIn, case: Case, warned_within: timedelta) -> None:
        """This person was now last seen in this case; another case than before is one warning more."""
        for identity in self.of(signal):
            if identity.case_id != case.pk:
                identity.times = 1 + (identity.times if identity.seen_at >= self.now - warned_within else 0)
            identity.case, identity.seen_at = case, self.now
            self.touched[identity.pk] = identity
        self.cases[case.pk] = self.known[signal.reference] = case
        body = signal.model_dump(mode="json")
        self.new.append(
            Signal(source=self.source, reference=signal.reference, case=case, received_at=self.now, body=body)
        )

    def write(self) -> None:
        """Store cases, signals and the persons' rows; a reference that came in twice in one instant fails here."""
        self.store_opened()
        write(Identity, self.touched.values(), ["case", "seen_at", "times"])
        store(self.new)


def hold(source: Source, signals: Sequence[SignalIn], places: Places, now: datetime) -> Held:
    """Lock the persons, then their cases, then the streams: in this order every action takes them."""
    identities = _identities({key for signal in signals for key in keys_of(signal.target, drill=signal.drill)}, now)
    references = {name for signal in signals for name in (signal.reference, signal.duplicate_of) if name}
    known = {signal.reference: signal.case for signal in _earlier(source.pk, references)}
    touched = {i.case_id for i in identities.values() if i.case_id} | {case.pk for case in known.values()}
    apart = _apart(touched)
    touched |= apart.keys()
    cases = {case.pk: case for case in _open(touched)}
    if connection.features.has_select_for_update:
        streams = [places.units_of(signal.target.division, source.unit) for signal in signals]
        hold_streams(set().union(*streams, *Case.streams_of(cases.values()).values()))
    numbers = Numbers([places.district_at(signal.target.division, source.unit) for signal in signals], now)
    return Held(source, now, numbers, identities, cases, known, apart=apart)


def _known(case: Case, at: datetime, apart_from: frozenset[UUID]) -> Known:
    return Known(
        case=case.pk,
        number=case.number,
        opened_at=case.opened_at,
        seen_at=at,
        name=case.target_name,
        id_number=case.target_id_number,
        apart_from=apart_from,
    )


def _apart(touched: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Of these cases and those that a person split from them: which are another person's."""
    apart: dict[UUID, frozenset[UUID]] = {}
    for one, other in _split(touched):
        apart[one] = apart.get(one, frozenset()) | {other}
        apart[other] = apart.get(other, frozenset()) | {one}
    return apart


def _identities(keys: Iterable[Key], now: datetime) -> dict[Key, Identity]:
    """The rows of these persons, made where missing: here two signals about one person in one instant meet."""
    wanted = sorted(keys)
    new = [Identity(kind=kind, value=value, drill=drill, seen_at=now) for kind, value, drill in wanted]
    store(new, ignore_conflicts=True)
    # A number that is of the other kind or in a drill as well brings a row that is not wanted, locked in vain.
    kinds, values = {kind for kind, _, _ in wanted}, {value for _, value, _ in wanted}
    rows = {(row.kind, row.value, row.drill): row for row in _named(kinds, values)}
    return {key: rows[key] for key in wanted}


_earlier = Prepared(
    lambda source, references: Signal.objects.filter(source=source, reference__in=references).select_related("case")
)
_split = Prepared(
    lambda cases: Link.objects.filter(Q(case_id__in=cases) | Q(other_id__in=cases), kind=LinkKind.SPLIT).values_list(
        "case_id", "other_id"
    )
)
_named = Prepared(
    lambda kinds, values: (
        Identity.objects.select_for_update().filter(kind__in=kinds, value__in=values).order_by("kind", "value", "drill")
    )
)
_open = Prepared(
    lambda cases: Case.objects.select_for_update().filter(pk__in=cases).exclude(state=State.CLOSED).order_by("pk")
)
