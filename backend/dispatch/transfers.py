"""Transfers (移交): asked for at the door or by the chief, reviewed by the giving district, returned by who got it wrongly."""

from datetime import datetime

from backend.cases.actions import assign, check_open, locked, need_routing, seen_and_locked
from backend.cases.handing import (
    NEEDS_REVIEW,
    Said,
    ask_transfer,
    mark_moved,
    settle_transfer,
    transfers_of,
    waiting_transfer,
)
from backend.cases.models import Case, State
from backend.cases.queries import scope_of
from backend.cases.transfer import Transfer, TransferState
from backend.dispatch.queries import has_met
from backend.dispatch.sending import leaves_training, move, put_before_district, send, station_of
from backend.flow.load import rules
from backend.live.events import AnyHappening
from backend.people import access
from backend.people.models import Member, Role, Unit
from backend.problems import Refused
from backend.storage import one_transaction

# So often a case may be returned; the last time the district decides where it belongs.
RETURNS = 2


def hand_over(member: Member, case_id: str, station_code: str, said: Said, now: datetime) -> Case:
    """The chief hands the case over to the station it belongs to."""
    with one_transaction():
        case = seen_and_locked(member, case_id)
        access.check(access.may_transfer(member, scope_of(member, case)))
        check_open(case)
        station = station_of(station_code)
        if station is None or station.pk == case.station_id:
            raise Refused("bad_input", [_OTHER_STATION])
        if leaves_training(case, station, now):
            raise Refused("not_training")
        if waiting_transfer(case):
            raise Refused("transfer_waits")
        begin(case, station, member, said, now=now)
    return case


def begin(case: Case, station: Unit, by: Member, said: Said, *, now: datetime, why: str = "transferred") -> None:
    """Move the case to this station at once, or let it wait where it is until the giving district agrees.

    One that waited already is overtaken: whoever stands at the door, or leads the district, knows better.
    """
    if earlier := waiting_transfer(case):
        case = settle_transfer(earlier, case, TransferState.LAPSED, by=by, now=now)
    is_reviewed = _is_reviewed(case, station, by)
    waits = is_reviewed and _waits(case)
    state = TransferState.WAITING if is_reviewed else TransferState.DONE
    ask_transfer(case, station, said, by=by, state=state, has_moved=not waits, now=now)
    if waits:
        _keep(case, by, now)
    else:
        move(case, station, by, why, now)


def review(member: Member, case_id: str, transfer_id: int, reason: str | None, now: datetime) -> Case:
    """The commander agrees (`reason` None), or refuses with a reason: then the case stays, or comes back."""
    with one_transaction():
        case = seen_and_locked(member, case_id)
        access.check(access.may_review_transfer(member, scope_of(member, case)))
        transfer = waiting_transfer(case)
        if transfer is None or transfer.pk != transfer_id:
            raise Refused("already_reviewed")
        if reason is None:
            _approve(transfer, case, member, now)
        else:
            _refuse(transfer, case, member, reason, now)
    return case


def give_back(member: Member, case_id: str, reason: str, now: datetime) -> Case:
    """The receiving station returns the case; returned a second time the district decides, so that it never goes to and fro."""
    with one_transaction():
        case = seen_and_locked(member, case_id)
        access.check(access.may_return(member, scope_of(member, case)))
        check_open(case)
        transfer = _received(case)
        has_come_back = case.transfers.filter(state=TransferState.RETURNED).exists()
        case = settle_transfer(transfer, case, TransferState.RETURNED, by=member, reason=reason, now=now)
        (put_before_district if has_come_back else move)(case, transfer.giver, member, "returned", now)
    return case


def lapse(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """There is an outcome: whether the case should have moved is no question any more."""
    if waiting := waiting_transfer(case_id):
        settle_transfer(waiting, locked(case_id), TransferState.LAPSED, by=by, now=now)


def hurry(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """The level rose to one that nobody keeps waiting: the case moves now, and is reviewed after."""
    case = locked(case_id)
    waiting = waiting_transfer(case)
    if waiting and waiting.moved_at is None and not _waits(case) and case.state == State.OPEN:
        mark_moved(waiting, now)
        move(case, waiting.receiver, by, "transferred", now)


def _is_reviewed(case: Case, station: Unit, by: Member) -> bool:
    """Out of the district, unless somebody decides who would have to review it."""
    giver = case.station
    leaves = giver is not None and station.parent_id != giver.parent_id
    return leaves and not (by.role == Role.COMMANDER and by.unit_id in (case.district_id, case.district.parent_id))


def _waits(case: Case) -> bool:
    return case.level in rules().routing.transfer_review.waits


def _keep(case: Case, by: Member, now: datetime) -> None:
    """It stays until somebody has agreed. Who is on it goes on; a visit that was given up at the door waits for the chief."""
    is_visited = case.assignments.filter(track="visit", ended_at=None).exists()
    had_visit = case.assignments.filter(track="visit").exists()
    if had_visit and not is_visited and case.station:
        assign(case, "visit", case.station, None, by=by, why="transfer_waits", now=now)
    need_routing(case, NEEDS_REVIEW, now)


def _approve(transfer: Transfer, case: Case, by: Member, now: datetime) -> None:
    had_moved = transfer.moved_at is not None
    if not had_moved:
        check_open(case)
        mark_moved(transfer, now)
    case = settle_transfer(transfer, case, TransferState.APPROVED, by=by, now=now)
    if not had_moved:
        move(case, transfer.receiver, by, "transferred", now)


def _refuse(transfer: Transfer, case: Case, by: Member, reason: str, now: datetime) -> None:
    check_open(case)
    if transfer.moved_at is not None and has_met(case, transfer.receiver_id):
        raise Refused("met_already")
    case = settle_transfer(transfer, case, TransferState.REFUSED, by=by, reason=reason, now=now)
    if transfer.moved_at is not None:
        move(case, transfer.giver, by, "transfer_refused", now)
    elif case.assignments.filter(track="visit", ended_at=None, member=None).exists():
        send(case, "visit", "transfer_refused", now)


def _received(case: Case) -> Transfer:
    """The transfer that brought the case here, if it can still be returned."""
    every = [each for each in transfers_of(case) if each.moved_at is not None]
    last = every[-1] if every else None
    if last is None or last.receiver_id != case.station_id or last.state in ("returned", "refused"):
        raise Refused("no_transfer")
    if sum(each.state == TransferState.RETURNED for each in every) >= RETURNS:
        raise Refused("return_decided")
    if has_met(case, last.receiver_id):
        raise Refused("met_already")
    return last


_OTHER_STATION = {
    "field": "station",
    "message": "请选另一个派出所",
    "message_en": "Choose another station",
}
