"""Writes of transfers (移交): asked for, moved, settled. Whether one waits, and who goes then, is for dispatch to say."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.cases.models import Case
from backend.cases.transfer import Transfer, TransferState
from backend.live import actions as live
from backend.live.events import TransferAsked, TransferSettled
from backend.people.models import Member, Unit
from backend.prepared import Prepared

NEEDS_REVIEW = "transfer_review"


@dataclass(frozen=True)
class Said:
    """Why a case is handed over: a code of `codes.transfer`, and a note in one's own words."""

    why: str = ""
    note: str = ""


def ask_transfer(
    case: Case, receiver: Unit, said: Said, *, by: Member, state: TransferState, has_moved: bool, now: datetime
) -> Transfer:
    """The station of the case hands it over. While that waits for a review the giving district keeps sight of it."""
    if case.station is None:
        raise ValueError("a case without a station is routed, not transferred")
    transfer = Transfer.objects.create(
        case=case,
        giver=case.station,
        receiver=receiver,
        why=said.why,
        note=said.note,
        by=by,
        at=now,
        state=state,
        moved_at=now if has_moved else None,
    )
    if state == TransferState.WAITING:
        case.reviewing = case.station.parent
        case.save(update_fields=["reviewing"])
    live.record(TransferAsked(transfer=transfer.pk, state=state, has_moved=has_moved), by=by, now=now, case=case)
    return transfer


def mark_moved(transfer: Transfer, now: datetime) -> None:
    """It no longer waits where it was."""
    transfer.moved_at = now
    transfer.save(update_fields=["moved_at"])


def settle_transfer(
    transfer: Transfer, case: Case, state: TransferState, *, by: Member | None, reason: str = "", now: datetime
) -> Case:
    """What became of it. Whoever kept sight of the case for the review hears that he no longer does."""
    former = [case.reviewing_id] if case.reviewing_id else []
    if transfer.state == TransferState.APPROVED:
        transfer.approved_by, transfer.approved_at = transfer.decided_by, transfer.decided_at
    transfer.state, transfer.decided_by, transfer.decided_at, transfer.reason = state, by, now, reason
    transfer.save(update_fields=["state", "decided_by", "decided_at", "reason", "approved_by", "approved_at"])
    case.reviewing = None
    if case.needs_routing == NEEDS_REVIEW:
        case.needs_routing = ""
    case.save(update_fields=["reviewing", "needs_routing"])
    live.record(TransferSettled(transfer=transfer.pk, state=state), by=by, now=now, case=case, units=former)
    return case


def waiting_transfer(case: Case | str) -> Transfer | None:
    """The one that waits for a review, whether the case has moved already or not."""
    return _waiting.first(case.pk if isinstance(case, Case) else UUID(case))


_waiting = Prepared(
    lambda case: Transfer.objects.select_related("giver__parent", "receiver__parent").filter(
        case_id=case, state=TransferState.WAITING
    )
)


def transfers_of(case: Case) -> list[Transfer]:
    """All transfers of the case, the oldest first."""
    return list(case.transfers.select_related("giver__parent", "receiver__parent").order_by("pk"))
