"""Cases with everything that a view of them says, in few questions: what a case has none of is not asked for."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from backend.cases.alarm import Alarm
from backend.cases.link import Link
from backend.cases.models import Assignment, Case, Decision, Evidence, Printing, Report
from backend.cases.transfer import Transfer
from backend.cases.waiting import Escalation, Pause
from backend.prepared import Prepared


def loaded(cases: QuerySet[Case]) -> list[Case]:
    """These cases in their order, with everything that belongs to them."""
    return filled(list(alone(cases)))


def alone(cases: QuerySet[Case]) -> QuerySet[Case]:
    """These cases, still without what belongs to them; `filled` adds it."""
    return cases.select_related("district", "station", "division").annotate(**_has_some())


def filled(found: list[Case]) -> list[Case]:
    """These cases with all rows of theirs, where Django keeps what it prefetches."""
    for name in _relations():
        of_case: dict[UUID, list[Any]] = {case.pk: [] for case in found if getattr(case, _flag(name))}
        key = _key(name)
        for row in _prepared(name)(of_case):
            of_case[getattr(row, key.attname)].append(row)
        for case in found:
            kept = case.__dict__.setdefault("_prefetched_objects_cache", {})
            kept[name] = _kept(name, case, of_case[case.pk]) if case.pk in of_case else _nothing(name)
    return found


@cache
def _relations() -> Mapping[str, QuerySet[Any]]:
    """Each relation of a case, with what is shown of it and in which order."""
    return {
        "assignments": Assignment.objects.select_related("member", "unit", "by").order_by("pk"),
        "reports": Report.objects.select_related("member", "device").order_by("received_at", "seq"),
        "decisions": Decision.objects.select_related("by").order_by("pk"),
        "transfers": Transfer.objects.select_related("giver", "receiver", "by", "decided_by", "approved_by").order_by(
            "pk"
        ),
        "printings": Printing.objects.select_related("by").order_by("pk"),
        "links": Link.objects.select_related("other", "by").order_by("pk"),
        "linked_from": Link.objects.select_related("case", "by").order_by("pk"),
        "alarms": Alarm.objects.select_related("member", "taken_by", "ended_by").order_by("pk"),
        "evidence": Evidence.objects.order_by("pk"),
        "escalations": Escalation.objects.select_related("sent").order_by("pk"),
        "pauses": Pause.objects.select_related("by", "ended_by").order_by("pk"),
    }


@cache
def _prepared(name: str) -> Prepared[Any]:
    """The rows of these cases."""
    return Prepared(lambda cases: _relations()[name].filter(**{f"{_key(name).attname}__in": cases}))


def _key(name: str) -> Any:
    """What leads from a row to its case."""
    return Case._meta.get_field(name).field  # type: ignore[union-attr]


def _kept(name: str, case: Case, rows: list[Any]) -> QuerySet[Any]:
    """What the case would be asked for, answered already; each row knows its case."""
    for row in rows:
        setattr(row, _key(name).name, case)
    kept: QuerySet[Any] = getattr(case, name)._apply_rel_filters(_relations()[name])
    kept._result_cache = rows
    return kept


@cache
def _nothing(name: str) -> QuerySet[Any]:
    """No rows of this relation, and known to be none: nobody asks again."""
    nothing = _relations()[name].none()
    len(nothing)
    return nothing


@cache
def _has_some() -> Mapping[str, RawSQL]:
    """Whether a case has any of each. In SQL: Django would put eleven subqueries together anew for every reader."""
    return {_flag(name): _exists(name) for name in _relations()}


def _exists(name: str) -> RawSQL:
    column = _key(name)
    there, here = column.model._meta.db_table, Case._meta.db_table
    statement = f'EXISTS(SELECT 1 FROM "{there}" one WHERE one."{column.column}" = "{here}"."id")'  # noqa: S608 - names of ours
    return RawSQL(statement, (), BooleanField())  # noqa: S611


def _flag(relation: str) -> str:
    return f"has_{relation}"
