"""演练数据: the demo city loads once and whole, its logins work, and it stays out of a real city."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from backend.intake.models import Source
from backend.people.demo import PHONE, demo_city, demo_logins
from backend.people.models import Coverage, Device, Member, Role, Unit
from backend.people.roster import DutyTurn
from backend.people.rosters import rosters_of
from backend.people.shifts import overlaps, turns
from backend.times import beijing_day
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FIXTURES = Path(settings.FIXTURES_DIR)


@pytest.fixture(autouse=True)
def fixtures(tmp_path: Path, settings: Settings) -> Path:
    """The demo as it is, with the divisions of the districts it speaks of: a third of a second instead of four."""
    for folder in FIXTURES.iterdir():
        if folder.name not in ("demo", "divisions"):
            (tmp_path / folder.name).symlink_to(folder)
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "city.yaml").write_bytes((FIXTURES / "demo" / "city.yaml").read_bytes())
    (tmp_path / "divisions").mkdir()
    lines = (FIXTURES / "divisions" / "chongqing.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    few = [line for line in lines if line.startswith(("code", "50,", "500106", "500108", "500114"))]
    (tmp_path / "divisions" / "chongqing.csv").write_text("".join(few), encoding="utf-8")
    settings.FIXTURES_DIR = tmp_path
    return tmp_path


def test_the_demo_loads_whole_and_a_second_time_changes_nothing() -> None:
    call_command("load_demo")
    members = list(Member.objects.order_by("pk").values())
    assert len(members) == len(demo_city().members)
    Member.objects.filter(username="officer").update(on_duty=False, name="李建国")
    changed = list(Member.objects.order_by("pk").values())
    call_command("load_demo")
    assert list(Member.objects.order_by("pk").values()) == changed
    assert Source.objects.count() == len(demo_city().sources)
    assert not Device.objects.exists()


def test_the_rosters_cover_every_hour_and_leave_duty_to_the_people() -> None:
    for _ in range(2):
        call_command("load_demo")
    now = timezone.now()
    rosters = rosters_of(list(Unit.objects.values_list("pk", flat=True)), beijing_day(now))
    assert sorted(len(roster.shifts) for roster in rosters.values()) == [2, 2]
    for roster in rosters.values():
        week = turns(roster, beijing_day(now), 7)
        assert not any(turn.is_short for turn in week)
        assert list(overlaps(roster, beijing_day(now), 7)) == []
    assert not Unit.objects.filter(follows_roster=True).exists()
    assert not DutyTurn.objects.exists()


def test_every_login_that_is_printed_signs_in() -> None:
    call_command("load_demo")
    logins = demo_logins()
    assert {label for label, *_ in logins} == set(Role.labels)
    for _, username, password, shows in logins:
        said = {"username": username, "password": password}
        answer = Client().post("/api/login/", said, content_type="application/json")
        assert answer.status_code == 200, username
        assert answer.json()["member"]["role"] == Member.objects.get(username=username).role
        assert shows


def test_the_cliff_road_village_is_remote_and_has_volunteers_on_duty() -> None:
    call_command("load_demo")
    covered = Coverage.objects.get(division="500114121204")
    assert (covered.remote, covered.unit.name) == (True, "中塘派出所")
    assert Member.objects.filter(village="500114121204", role=Role.VOLUNTEER, on_duty=True).count() == 2


def test_a_key_is_kept_as_its_hash_alone() -> None:
    call_command("load_demo")
    keys = {source.key for source in demo_city().sources}
    kept = set(Source.objects.values_list("key_hash", flat=True))
    assert all(re.fullmatch("[0-9a-f]{64}", key_hash) for key_hash in kept)
    assert len(kept) == len(keys)
    assert not kept & keys


def test_numbers_are_invented_and_labelled() -> None:
    call_command("load_demo")
    assert demo_city().label == "演练数据"
    phones = list(Member.objects.values_list("phone", flat=True))
    assert all(phone.startswith(PHONE[:7]) and len(phone) == 11 for phone in phones)
    assert len(set(phones)) == len(phones)


def test_the_demo_is_not_loaded_into_a_real_city(cast: Cast) -> None:
    Member.objects.update(name="别人")
    before = set(Member.objects.values_list("username", flat=True))
    with pytest.raises(CommandError, match="a real city"):
        call_command("load_demo")
    assert set(Member.objects.values_list("username", flat=True)) == before


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'unit: "500108003", badge: "501101"',
            'unit: "500108999", badge: "501101"',
            "members.0.unit: no unit 500108999",
        ),
        (
            'role: operator, unit: "500108"',
            'role: operator, unit: "500108003"',
            "members.2.unit: a member with the role",
        ),
        ('village: "500114121204", shows', 'village: "500108003001", shows', "village: no village of this station"),
        ('badge: "501102"', 'badge: "501101"', "members.4.badge: stands twice"),
        ("username: officer2", "username: officer", "members.4.username: stands twice"),
        ("key: drill-bank-risk", "key: drill-city-platform", "sources.1.key: stands twice"),
        ('name: 银行风控（演练）, unit: "50"', 'name: 银行风控（演练）, unit: "51"', "sources.1.unit: no unit 51"),
        (
            '{village: "500114121204", station: "500114121"}',
            '{village: "500114121204", station: "500108003"}',
            "remote.0.village",
        ),
        ("role: chief", "role: boss", "members.1.role: Input should be"),
        ("label: 演练数据", "label: 真实数据", "label: Input should be"),
        ("username: chief,", "username: chief, email: a@b,", "members.1.email: Extra inputs"),
        ("members:", "members: [", "not valid YAML"),
    ],
)
def test_a_fault_in_the_file_is_named_by_line_and_field(fixtures: Path, old: str, new: str, fault: str) -> None:
    file = fixtures / "demo" / "city.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CommandError) as wrong:
        call_command("load_demo")
    assert re.search(rf"^demo/city\.yaml:\d+: .*{re.escape(fault)}", str(wrong.value), re.MULTILINE)
    assert not Member.objects.exists()
