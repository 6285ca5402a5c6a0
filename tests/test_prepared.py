"""Questions that are put together once answer as the queryset itself does, whatever they are asked about."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.cases.models import Assignment, Case
from backend.people.models import Member, Unit
from backend.prepared import LONGEST, Prepared
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def test_it_answers_anew_each_time(cast: Cast) -> None:
    asked = Prepared(lambda units: Member.objects.filter(unit_id__in=units).order_by("pk"))
    assert asked([cast.officer.unit_id]) == list(Member.objects.filter(unit=cast.officer.unit_id).order_by("pk"))
    Member.objects.filter(pk=cast.officer.pk).update(name="周敏")
    assert "周敏" in [member.name for member in asked([cast.officer.unit_id])]
    assert [member.pk for member in asked([cast.officer_zhongtang.unit_id])] == list(
        Member.objects.filter(unit=cast.officer_zhongtang.unit_id).order_by("pk").values_list("pk", flat=True)
    )


@pytest.mark.parametrize("many", [1, 2, 3, 4, 5, 7])
def test_a_list_is_as_long_as_it_is(cast: Cast, many: int) -> None:
    asked = Prepared(lambda members: Member.objects.filter(pk__in=members).order_by("pk").values_list("pk", flat=True))
    everybody = list(Member.objects.order_by("pk").values_list("pk", flat=True))
    assert asked(everybody[:many]) == everybody[:many]
    assert asked(set(everybody[:many])) == everybody[:many]
    assert asked([*everybody[:many], *everybody[:many]]) == everybody[:many]


def test_an_empty_list_and_a_very_long_one_are_answered_too(cast: Cast) -> None:
    asked = Prepared(lambda members: Member.objects.filter(pk__in=members).order_by("pk"))
    assert asked([]) == asked([]) == []
    either = Prepared(lambda units, members: Member.objects.filter(Q(unit_id__in=units) | Q(pk__in=members)))
    assert either([], [cast.chief.pk]) == [cast.chief]
    assert asked(range(10**6, 10**6 + LONGEST)) == []
    assert asked([*range(10**6, 10**6 + 2 * LONGEST), cast.chief.pk]) == [cast.chief]


def test_ids_moments_and_texts_are_compared_as_django_compares_them(scene: Scene) -> None:
    now = timezone.now()
    Case.objects.filter(pk=scene.case.pk).update(target_name="彭%'\"x", opened_at=now)
    asked = Prepared(
        lambda cases, names, since: Case.objects.filter(pk__in=cases, target_name__in=names, opened_at__gte=since)
    )
    assert asked([scene.case.pk], ["彭%'\"x"], now) == [scene.case]
    assert asked([scene.case.pk], ["彭%'\"x"], now + timedelta(microseconds=1)) == []
    assert asked([scene.case.pk], ["彭"], now) == []


def test_rows_come_as_the_question_wants_them(scene: Scene) -> None:
    joined = Prepared(lambda one: Assignment.objects.select_related("member__unit").filter(pk=one))
    (visit,) = joined(scene.visit.pk)
    with CaptureQueriesContext(connection) as more:
        assert visit.member is not None
        assert visit.member.unit.code
    assert len(more) == 0
    listed = Prepared(lambda one: Assignment.objects.filter(pk=one).values_list("case_id", "assigned_at"))
    assert listed(scene.visit.pk) == [(scene.case.pk, scene.visit.assigned_at)]
    named = Prepared(lambda cases: Case.objects.filter(pk__in=cases).values("pk", "standing"))
    assert named([scene.case.pk]) == [{"pk": scene.case.pk, "standing": Case.objects.get().standing}]
    counted = Prepared(lambda cases: Case.objects.filter(pk__in=cases).annotate(sent=Count("assignments")))
    assert [case.sent for case in counted([scene.case.pk])] == [2]


def test_it_is_put_together_once_for_lists_of_about_one_length(cast: Cast) -> None:
    built: list[Any] = []

    def question(members: list[int]) -> QuerySet[Member]:
        built.append(members)
        return Member.objects.filter(pk__in=members)

    asked = Prepared(question)
    for many in (1, 1, 3, 4, 3, 4):
        asked(range(1, many + 1))
    assert [len(one) for one in built] == [1, 4]


def test_a_value_that_is_changed_on_the_way_is_a_fault_of_the_question(cast: Cast) -> None:
    with pytest.raises(ValueError, match="not compared with as they are"):
        Prepared(lambda name: Member.objects.filter(name__startswith=name))("彭")


def test_values_keep_their_places(cast: Cast) -> None:
    asked = Prepared(lambda low, high: Unit.objects.filter(pk__gte=low, pk__lte=high).order_by("pk"))
    units = list(Unit.objects.order_by("pk"))
    assert asked(units[0].pk, units[1].pk) == units[:2]
    assert asked(units[1].pk, units[0].pk) == []


def test_the_first_row_is_had_by_itself(cast: Cast) -> None:
    asked = Prepared(lambda units: Unit.objects.filter(pk__in=units).order_by("-pk"))
    assert asked.first([cast.nanan.pk, cast.shapingba.pk]) == max(cast.nanan, cast.shapingba, key=lambda unit: unit.pk)
    assert asked.first([0]) is None


@pytest.mark.parametrize("value", [None, True, 1.5, [None]])
def test_it_says_which_values_it_is_not_for(cast: Cast, value: object) -> None:
    asked = Prepared(lambda one: Member.objects.filter(pk=one))
    with pytest.raises(TypeError, match="not prepared for values like"):
        asked(value)


def test_rows_are_locked_where_the_question_locks_them(scene: Scene) -> None:
    asked = Prepared(lambda cases: Case.objects.select_for_update().filter(pk__in=cases))
    with transaction.atomic(), CaptureQueriesContext(connection) as sent:
        assert asked([scene.case.pk]) == [scene.case]
        assert asked([scene.case.pk]) == [scene.case]
    locks = ["FOR UPDATE" in one["sql"] for one in sent]
    assert locks == [connection.features.has_select_for_update] * 2
