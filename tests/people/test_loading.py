"""Bringing a city in: divisions from their file, units from the divisions, and faults by file, line and field."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from backend.people.divisions import FixtureIsWrong, load_divisions
from backend.people.models import Coverage, Division, Unit
from backend.people.units import load_units, short_name

pytestmark = pytest.mark.django_db
REAL = settings.FIXTURES_DIR / "divisions" / "chongqing.csv"
SMALL = """code,name,kind,parent_code
50,重庆市,city,
500108,南岸区,district,50
500108003,南坪街道,township,500108
500108101,南坪镇,township,500108
500108002,花园路街道,township,500108
500108003001,南坪正街社区居民委员会,community,500108003
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "divisions" / "small.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_all_of_chongqing_is_loaded_and_laid_out_in_units() -> None:
    assert load_divisions(REAL) == (12340, 12340)
    assert load_units() == 1 + 38 + 1031
    assert Division.objects.get(pk="500114121204").parent_id == "500114121"
    station = Unit.objects.get(code="500106003")
    assert (station.name, station.tier) == ("渝碚路派出所", "station")
    assert (station.parent and station.parent.name) == "沙坪坝区反诈中心"
    assert Unit.objects.get(tier="city").name == "重庆市反诈中心"
    assert Coverage.objects.count() == 1031
    assert load_divisions(REAL) == (12340, 0)
    assert load_units() == 0
    # No two stations of a district share a name.
    named = list(Unit.objects.values_list("parent", "name"))
    assert len(named) == len(set(named))


def test_stations_whose_short_names_collide_are_called_by_their_full_ones(written: Callable[[str], Path]) -> None:
    load_divisions(written(SMALL))
    load_units()
    stations = set(Unit.objects.filter(tier="station").values_list("name", flat=True))
    assert stations == {"南坪街道派出所", "南坪镇派出所", "花园路派出所"}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("渝碚路街道", "渝碚路"),
        ("中塘镇", "中塘"),
        ("金洞乡", "金洞"),
        ("石桥苗族土家族乡", "石桥"),
        ("镇东街道", "镇东"),
        ("新乡镇", "新乡"),
    ],
)
def test_a_station_is_called_as_people_call_the_place(name: str, short: str) -> None:
    assert short_name(name) == short


def test_a_changed_name_is_taken_over_and_nothing_else_is_touched(written: Callable[[str], Path]) -> None:
    load_divisions(written(SMALL))
    assert load_divisions(written(SMALL.replace("花园路街道", "花园路新街道"))) == (6, 1)
    assert Division.objects.get(pk="500108002").name == "花园路新街道"


def test_a_byte_order_mark_and_parents_below_their_children_do_no_harm(written: Callable[[str], Path]) -> None:
    head, *lines = SMALL.splitlines()
    assert load_divisions(written("\ufeff" + "\n".join([head, *reversed(lines)]))) == (6, 6)


def test_units_a_city_has_changed_stay_as_they_are(written: Callable[[str], Path]) -> None:
    load_divisions(written(SMALL))
    load_units()
    Unit.objects.filter(code="500108002").update(name="花园路联勤所", phone="02300000110", stream_head=7)
    Coverage.objects.filter(unit__code="500108101").update(remote=True)
    Unit.objects.filter(code="500108003").delete()
    assert load_units() == 1
    kept = Unit.objects.get(code="500108002")
    assert (kept.name, kept.phone, kept.stream_head) == ("花园路联勤所", "02300000110", 7)
    assert Coverage.objects.get(unit__code="500108101").remote


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("500109001,花园,township,500109", "8: parent_code: no division 500109"),
        ("500108001,花园,township,50", "8: parent_code: must be the first 6 digits of the code"),
        ("500108003,又是南坪,township,500108", "8: code: 500108003 stands twice"),
        ("50010800,短,township,500108", "8: code: a township has 9 digits"),
        ("5001080\uff11\uff12,全角,township,500108", "8: code: a township has 9 digits"),
        ("500108001,花园,state,500108", "8: kind: must be one of city, district, township, village, community"),
        ("500108001,,township,500108", "8: name: must have 1 to 64 characters"),
        ("500108001,花园", "8: line: must have 4 fields"),
        ("500108001,花园,township,500108,more", "8: line: must have 4 fields"),
    ],
)
def test_a_fault_is_named_by_file_line_and_field(written: Callable[[str], Path], line: str, fault: str) -> None:
    with pytest.raises(FixtureIsWrong) as wrong:
        load_divisions(written(f"{SMALL}{line}\n"))
    assert wrong.value.faults == [f"divisions/small.csv:{fault}"]
    assert not Division.objects.exists()


def test_all_faults_are_named_at_once(written: Callable[[str], Path]) -> None:
    with pytest.raises(FixtureIsWrong) as wrong:
        load_divisions(written(f"{SMALL}1,,city,\n500109,渝北,district,51\n"))
    assert [fault.split(": ")[0] for fault in wrong.value.faults] == ["divisions/small.csv:8"] * 2 + [
        "divisions/small.csv:9"
    ]


@pytest.mark.parametrize("text", ["", "code,name\n50,重庆市\n"])
def test_a_file_without_its_header_is_refused(written: Callable[[str], Path], text: str) -> None:
    with pytest.raises(FixtureIsWrong, match=r"small\.csv:1: header: must be code,name,kind,parent_code"):
        load_divisions(written(text))


def test_what_is_not_utf8_or_not_there_is_refused_in_one_line(tmp_path: Path) -> None:
    gbk = tmp_path / "gbk.csv"
    gbk.write_bytes(SMALL.encode("gbk"))
    for path in [gbk, tmp_path / "missing.csv"]:
        with pytest.raises(CommandError, match=r"\.csv:1: cannot be read"):
            call_command("load_divisions", str(path))


def test_the_commands_say_how_many(written: Callable[[str], Path]) -> None:
    said = StringIO()
    call_command("load_divisions", str(written(SMALL)), stdout=said)
    call_command("load_units", stdout=said)
    assert said.getvalue() == "6 divisions, 6 new or changed.\n5 units, 5 new.\n"
