"""A follow-up (回访) found somebody in it again: the person is warned anew at once, through the same door as any other signal."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from backend.cases.actions import locked
from backend.cases.follow_up import OVER, FollowUp
from backend.cases.following import closed, is_again, lapse, tell
from backend.cases.link import Link, LinkKind
from backend.cases.models import Case, Report
from backend.cases.wire import FollowUpSaid
from backend.flow.followups import level_of_signs
from backend.flow.load import rules
from backend.intake.actions import take_in
from backend.intake.models import Source
from backend.intake.numbers import NotANumber, id_number_of, phone_of
from backend.live import actions as live
from backend.live.events import FoundAgain
from backend.people.models import Unit
from backend.portions import work_off
from backend.storage import one_transaction

PORTION = 50
LATER = timedelta(seconds=5)
_FOUND = {"in_contact": "还在和对方联系", "paid": "又转了钱"}


def look(now: datetime) -> int:
    """Those found in it again of whom nobody has been warned yet; how many there were."""
    waiting = FollowUp.objects.filter(raise_since__lte=now, raised=None).order_by("raise_since", "pk")
    return work_off(
        list(waiting.values_list("pk", flat=True)[:PORTION]), partial(_warn, now=now), failed=partial(_put_off, now=now)
    )


def _warn(follow_up: int, *, now: datetime) -> bool:
    """Taken in once, for its reference is the follow-up's: ended in between, the next look finds the warning there."""
    row = FollowUp.objects.select_related("case__district").get(pk=follow_up)
    report, said = _answer_of(row)
    (result,) = take_in(_source_of(row.case.district), [_signal(row, said, report.body.get("note", ""))], now)
    if result.case is None:
        raise RuntimeError(result.status)
    with one_transaction():
        case = locked(row.case_id)
        new = Case.objects.get(number=result.case)
        if not FollowUp.objects.filter(pk=row.pk, raised=None).update(raised=new):
            return False
        Link.objects.create(case=case, other=new, kind=LinkKind.AGAIN, signals=1, by=report.member, at=now)
        for each in case.follow_ups.select_related("case").exclude(state__in=OVER):
            lapse(each, None, now)
        tell(row, None, now)
        for one, other in ((case, new), (new, case)):
            live.record(FoundAgain(follow_up=row.pk, other=other.pk), by=report.member, now=now, case=one)
    return True


def _put_off(follow_up: int, *, now: datetime) -> None:
    FollowUp.objects.filter(pk=follow_up, raised=None).update(raise_since=now + LATER)


def _answer_of(row: FollowUp) -> tuple[Report, FollowUpSaid]:
    """The newest answer that says so."""
    told = Report.objects.select_related("member").filter(case=row.case_id, kind="follow_up")
    for report in told.order_by("-received_at", "-seq"):
        said = FollowUpSaid.model_validate(report.body["inputs"]["follow_up"])
        if said.id == row.pk and is_again(said, row.case):
            return report, said
    raise LookupError("no answer of this follow-up says so")


def _source_of(district: Unit) -> Source:
    """The district's own source; nobody has its key, so that nothing else comes in by it."""
    key_hash = hashlib.sha256(secrets.token_bytes(32)).hexdigest()
    source, _ = Source.objects.select_related("unit").get_or_create(
        code=f"follow-up-{district.code}",
        defaults={"name": "回访", "key_hash": key_hash, "unit": district, "is_active": False},
    )
    return source


def _known(number: str, read: Callable[[str], str]) -> str:
    """A number that would not be taken in today must not keep the other one out."""
    try:
        return read(number) if number else ""
    except NotANumber:
        return ""


def _signal(row: FollowUp, said: FollowUpSaid, note: str) -> dict[str, Any]:
    """Who it is, as the closed case knows it, and what was found."""
    case = row.case
    found = "、".join(_FOUND[sign] for sign in said.signs() if sign in rules().follow_ups.raises)
    words = [f"回访发现：{found}。上一条预警 {case.number}。", note]
    has_place = case.latitude is not None and case.longitude is not None
    target = {
        "name": case.target_name,
        "phone": _known(case.target_phone, phone_of),
        "id_number": _known(case.target_id_number, id_number_of),
        "age": case.target_age,
        "address": case.address,
        "division": case.division_id or "",
        **({"latitude": case.latitude, "longitude": case.longitude} if has_place else {}),
    }
    return {
        "reference": f"follow-up-{row.pk}",
        "fraud_type": closed(case).fraud_type,
        "level": level_of_signs(said.signs(), case.level, rules()),
        "text": "".join(words),
        "target": target,
        "amount_fen": said.paid_fen or None,
    }
