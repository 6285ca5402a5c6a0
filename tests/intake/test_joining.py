"""First found, first pushed: a later signal joins the case, raises and corrects it, and sends nobody twice."""

from datetime import timedelta

from django.utils import timezone

from backend.cases.actions import sign
from backend.cases.models import Case
from backend.flow.load import rules
from backend.intake.actions import take_in
from backend.intake.models import Identity, Signal, Source
from backend.intake.numbers import age_of
from backend.times import beijing_day
from tests.cases.scene import Scene
from tests.cast import Cast
from tests.intake.scene import ID_NUMBER, post, signal, source_of

AGE = age_of(ID_NUMBER, beijing_day(timezone.now()))


def test_a_later_signal_joins_raises_the_level_and_sends_no_second_visit(source: Source) -> None:
    post(signal("a", behaviours=[], amount_fen=600_000))
    assert Case.objects.get().level == "medium"
    result = post(signal("b")).json()["results"][0]
    assert result["status"] == "joined"
    post(signal("c", behaviours=[]))
    case = Case.objects.get()
    assert (case.level, case.signal_count) == ("critical", 3)
    assert case.assignments.filter(track="visit").count() == 1


def test_the_same_reference_of_another_source_is_another_signal(source: Source, cast: Cast) -> None:
    source_of(cast.nanan, "other")
    post(signal("a"))
    assert post(signal("a"), key="other").json()["results"][0]["status"] == "joined"


def test_every_way_to_write_a_phone_is_one_person(source: Source) -> None:
    for index, phone in enumerate(["+86 199 0000 1234", "8619900001234", "199-0000-1234", "１９９００００１２３４"]):
        post(signal(f"p{index}", target={"phone": phone}))
    assert Case.objects.get().signal_count == 4


def test_a_person_warned_again_after_the_case_was_closed_opens_a_new_one_that_counts(
    source: Source, cast: Cast
) -> None:
    post(signal("a"))
    case = Case.objects.get()
    open_ones = case.assignments.filter(ended_at=None)
    scene = Scene(cast, case, open_ones.get(track="call"), open_ones.get(track="visit"))
    scene.send(cast.officer, *scene.whole_visit())
    sign(cast.chief, str(case.pk), timezone.now())
    result = post(signal("b")).json()["results"][0]
    assert result["status"] == "accepted"
    again = Case.objects.exclude(pk=case.pk).get()
    assert "以前预警过1次" in [reason["words"] for reason in again.reasons]


def test_phone_and_id_number_of_two_cases_join_the_older_and_say_so(source: Source) -> None:
    post(signal("a", target={"phone": "19900001234", "division": "500108003"}))
    post(signal("b", target={"id_number": ID_NUMBER, "division": "500108003"}))
    post(signal("c", target={"phone": "19900001234", "id_number": ID_NUMBER}))
    older, newer = Case.objects.order_by("opened_at")
    assert (older.signal_count, newer.signal_count) == (2, 1)
    assert any(newer.number in reason["words"] for reason in older.reasons)


def test_a_later_signal_fills_in_and_corrects_and_what_was_known_stays(source: Source) -> None:
    post(signal("a"))
    target = {"id_number": ID_NUMBER, "phone": "19900001234", "name": "彭某", "latitude": 29.5, "longitude": 106}
    post(signal("b", target=target, text="又转了一笔"))
    case = Case.objects.get()
    assert (case.target_name, case.target_age, case.target_id_number) == ("彭某", AGE, ID_NUMBER)
    assert (case.address, case.division_id, case.latitude) == ("南坪正街1号", "500108003", 29.5)
    assert case.signals[1]["text"] == "又转了一笔；姓名更正：彭先生 → 彭某"


def test_dangers_told_by_different_sources_add_up(source: Source) -> None:
    post(signal("a", fraud_type="公检法", behaviours=[], call_seconds=None))
    result = post(signal("b", fraud_type="", behaviours=[], call_seconds=3000)).json()["results"][0]
    assert result["level"] == "critical"
    assert any("50分钟" in reason["words"] for reason in Case.objects.get().reasons)


def test_a_signal_after_the_window_opens_a_case_of_its_own(source: Source) -> None:
    days = rules().routing.join_within_days
    now = timezone.now()
    take_in(source, [signal("a")], now - timedelta(days=days, hours=1))
    assert take_in(source, [signal("b")], now)[0].status == "accepted"
    assert take_in(source, [signal("c")], now)[0].status == "joined"
    assert Case.objects.count() == 2


def test_warnings_of_long_ago_no_longer_count(source: Source) -> None:
    now, days = timezone.now(), rules().routing.warned_within_days
    for turn, at in enumerate([now - timedelta(days=2 * days), now - timedelta(days=days + 1), now]):
        take_in(source, [signal(f"{turn}")], at)
    assert set(Identity.objects.values_list("times", flat=True)) == {1}
    assert not [r for r in Case.objects.order_by("opened_at").last().reasons if r["rule"] == "warned_before"]  # type: ignore[union-attr]


def test_what_the_source_calls_a_repeat_joins_even_under_another_number(source: Source) -> None:
    post(signal("a"))
    target = {"phone": "19900005678"}
    assert post(signal("b", target=target, duplicate_of="a")).json()["results"][0]["status"] == "joined"
    assert post(signal("c", target=target)).json()["results"][0]["status"] == "joined"
    assert (
        post(signal("d", target={"phone": "19900009999"}, duplicate_of="?")).json()["results"][0]["status"]
        == "accepted"
    )


def test_in_one_batch_the_same_person_is_one_case_and_the_same_reference_one_signal(source: Source) -> None:
    results = post([signal("a"), signal("b"), signal("a")]).json()["results"]
    assert [one["status"] for one in results] == ["accepted", "joined", "known"]
    assert [one["index"] for one in results] == [0, 1, 2]
    assert Case.objects.get().signal_count == Signal.objects.count() == 2


def test_a_later_signal_with_the_address_sends_the_waiting_case_to_its_station(source: Source, cast: Cast) -> None:
    post(signal("a", target={"phone": "19900001234"}))
    case = Case.objects.get()
    assert (case.district, case.station, case.needs_routing) == (cast.city, None, "no_station")
    post(signal("b"))
    case.refresh_from_db()
    assert (case.district, case.station, case.needs_routing) == (cast.nanan, cast.nanping, "")
    assert case.assignments.get(track="visit", ended_at=None).member == cast.officer
    assert case.assignments.get(track="call", ended_at=None).member == cast.operator
