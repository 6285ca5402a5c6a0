"""The one table from an event to what follows from it in other rooms, inside the same transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime

from backend.cases import following, notifying
from backend.cases.models import Case
from backend.dispatch import actions as dispatch
from backend.dispatch import alarms, first_come, transfers
from backend.live.events import AnyHappening
from backend.people.models import Member

Reaction = Callable[[str, AnyHappening, Member | None, datetime], None]

# Each reaction takes the case's id, the event, who caused it (None: the service itself) and the time.
REACTIONS: dict[str, list[Reaction]] = {
    "signal_joined": [dispatch.find_station],
    "level_raised": [transfers.hurry, dispatch.send_more],
    "visit_wanted": [dispatch.send_visit],
    "transfer_wanted": [dispatch.hand_on],
    "escalated": [notifying.tell_escalated],
    "report_stored": [notifying.spare_taken, first_come.give_back, following.settle],
    "help_called": [alarms.ring],
    "help_ended": [notifying.spare_helped],
    "assignment_ended": [notifying.spare_ended, dispatch.replace],
    "signed": [following.plan],
    "sent_back": [dispatch.send_again],
    "case_joined": [notifying.spare_all, transfers.lapse],
    "drill_cleared": [notifying.spare_all, transfers.lapse],
    "outcome_given": [notifying.spare_all, dispatch.stand_down, transfers.lapse],
}


# These take all events of a kind that are written at once, each with its case, which is held locked and as it is now.
TOGETHER: dict[str, Callable[[Sequence[tuple[Case, AnyHappening]], Member | None, datetime], None]] = {
    "case_opened": dispatch.send_first,
    "assigned": notifying.tell_assigned,
    "delivered": notifying.spare_delivered,
}


def follow(changes: Sequence[tuple[Case, AnyHappening]], by: Member | None, now: datetime) -> None:
    """Run what follows from these events."""
    for kind in dict.fromkeys(happening.kind for _, happening in changes):
        of_kind = [(case, happening) for case, happening in changes if happening.kind == kind]
        if kind in TOGETHER:
            TOGETHER[kind](of_kind, by, now)
        for case, happening in of_kind:
            for reaction in REACTIONS.get(kind, []):
                reaction(str(case.pk), happening, by, now)
