"""The same columns of many rows, written at once."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.cases.models import Case, SearchWord
from backend.intake.models import Identity
from backend.live.models import Event
from backend.people.models import Unit
from backend.writing import insert, store, write, write_columns
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def test_each_row_gets_its_own_values_and_keeps_its_other_columns(cast: Cast) -> None:
    before = Unit.objects.get(pk=cast.nanan.pk)
    write_columns(Unit, ["stream_head", "phone"], {cast.nanan.pk: [7, "1"], cast.nanping.pk: [8, "2"]})
    after = {unit.pk: unit for unit in Unit.objects.all()}
    assert (after[cast.nanan.pk].stream_head, after[cast.nanan.pk].phone) == (7, "1")
    assert (after[cast.nanping.pk].stream_head, after[cast.nanping.pk].phone) == (8, "2")
    assert (after[cast.nanan.pk].name, after[cast.nanan.pk].parent_id) == (before.name, before.parent_id)
    assert after[cast.yubei.pk].stream_head == 0


def test_what_is_no_plain_text_or_number_is_written_as_the_model_writes_it(scene: Scene) -> None:
    case = Case.objects.get(pk=scene.case.pk)
    case.reasons, case.station, case.look_at = [{"words": "“正在转账”"}], None, case.opened_at
    write(Case, [case], ["reasons", "station", "look_at"])
    again = Case.objects.get(pk=case.pk)
    assert (again.reasons, again.station_id, again.look_at) == (case.reasons, None, case.opened_at)


def test_rows_are_inserted_as_they_are_given_however_many_there_are(scene: Scene) -> None:
    scene.case.search_words.all().delete()
    words = [(scene.case.pk, f"w{number:04d}") for number in range(1200)]
    insert(SearchWord, ["case", "word"], words)
    assert list(scene.case.search_words.order_by("word").values_list("case_id", "word")) == words


def test_what_is_stored_is_there_as_if_django_had_stored_it(scene: Scene) -> None:
    now = timezone.now()
    events = [
        Event(kind="signed", case_id=scene.case.pk, by=scene.cast.chief, at=now, data={"n": "“1”"}) for _ in range(400)
    ]
    store(events)
    assert len({event.pk for event in events}) == 400
    for event in (events[0], events[-1]):
        again = Event.objects.get(pk=event.pk)
        assert (again.case_id, again.by, again.at, again.data) == (scene.case.pk, scene.cast.chief, now, {"n": "“1”"})
    events[0].kind = "sent_back"
    events[0].save()
    assert Event.objects.filter(pk=events[0].pk, kind="sent_back").count() == 1


def test_an_object_that_brings_its_own_id_keeps_it(scene: Scene) -> None:
    case = Case.objects.get(pk=scene.case.pk)
    case.pk, case.number = uuid4(), "500112-20260301-00099"
    store([case])
    assert Case.objects.get(number="500112-20260301-00099").pk == case.pk


def test_what_is_there_already_stays_and_keeps_nothing_else_out(cast: Cast) -> None:
    now = timezone.now()
    store([Identity(kind="phone", value="13012345678", seen_at=now, times=3)])
    both = [Identity(kind="phone", value=value, seen_at=now) for value in ("13012345678", "13012345679")]
    store(both, ignore_conflicts=True)
    assert dict(Identity.objects.values_list("value", "times")) == {"13012345678": 3, "13012345679": 0}


def test_no_rows_cost_no_query(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        write(Unit, [], ["phone"])
        insert(SearchWord, ["case", "word"], [])
        store([])
    assert len(asked) == 0
