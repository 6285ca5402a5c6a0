"""Rosters out of tables: as a column for each shift or a row for each person, with what people write in them."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook  # type: ignore[attr-defined]

from backend.intake.files.cells import Cell, Row
from backend.intake.rosters.read import Reading, ReadRoster, When, Who
from backend.people.models import Member
from backend.people.roster import Post, RosterChange, Shift
from backend.people.roster_views import week_of
from tests.cast import Cast
from tests.people.duty import THURSDAY, at, set_roster

SHIFTS = {"白班": 1, "夜班": 2}
LI, WANG, TWIN = (
    Who(11, "李建国", "500101", "officer"),
    Who(12, "王晓燕", "", "officer2"),
    Who(13, "李建国", "500103", "o3"),
)


def read(*lines: str, people: tuple[Who, ...] = (LI, WANG), today: date = THURSDAY) -> ReadRoster:
    rows = [Row(i, [Cell(text, "loose") for text in line.split("|")]) for i, line in enumerate(lines, start=1)]
    return Reading(SHIFTS, list(people), today).read(rows)


def covered(found: ReadRoster) -> dict[tuple[int, date | int | None], list[int]]:
    return {(w.shift, w.day or w.weekday): sorted(members) for w, members in found.covered.items()}


def test_a_column_for_each_shift() -> None:
    found = read("值班表|", "日期|白班|夜班", "2026-11-26|李建国、王晓燕|王晓燕", "2026-11-27|李建国|")
    assert covered(found) == {(1, THURSDAY): [11, 12], (2, THURSDAY): [12], (1, date(2026, 11, 27)): [11]}
    assert (found.rows, found.wrong) == (2, [])


def test_a_row_for_each_person() -> None:
    found = read(
        "日期|班次|姓名|警号", "2026/11/26|白班|李建国|500103", "2026年11月26日|夜班|王晓燕|", people=(LI, WANG, TWIN)
    )
    assert covered(found) == {(1, THURSDAY): [13], (2, THURSDAY): [12]}


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-26",
        "2026/11/26",
        "2026年11月26日",
        "20261126",
        "46352",
        "11月26日",
        "11-26",
        "2026-11-26 周四",
        "11月26日(周四)",
    ],
)
def test_a_day_as_people_and_spreadsheets_write_it(text: str) -> None:
    assert covered(read("日期|白班", f"{text}|李建国")) == {(1, THURSDAY): [11]}


def test_without_a_year_the_nearest_is_meant() -> None:
    assert covered(read("日期|白班", "1月3日|李建国")) == {(1, date(2027, 1, 3)): [11]}
    leap = read("日期|白班", "2月29日|李建国", today=date(2026, 1, 5))
    assert [each.row for each in leap.wrong] == [2]


@pytest.mark.parametrize(("text", "weekday"), [("周一", 0), ("每周三", 2), ("星期日", 6), ("礼拜天", 6)])
def test_a_weekday_is_every_week(text: str, weekday: int) -> None:
    found = read("星期|夜班", f"{text}|王晓燕")
    assert set(found.covered) == {When(2, None, weekday)}


@pytest.mark.parametrize(
    "text",
    [
        "李建国、王晓燕",
        "李建国,王晓燕",
        "李建国 王晓燕",
        "李 建国；officer2",
        "500101/王 晓燕",
        "李建国(500101) 王晓燕",
    ],
)
def test_names_as_people_put_them_side_by_side(text: str) -> None:
    assert covered(read("日期|白班", f"2026-11-26|{text}")) == {(1, THURSDAY): [11, 12]}


def test_what_is_wrong_is_said_by_row_and_the_rest_is_kept() -> None:
    found = read(
        "日期|白班|夜班|中班",
        "2026-11-26|李建国|张三|王晓燕",
        "猴年马月|李建国|王晓燕|",
        "2026-11-27|王晓燕||",
        people=(LI, WANG, TWIN),
    )
    assert covered(found) == {(1, date(2026, 11, 27)): [12]}
    assert [(each.row, each.message[:8]) for each in found.wrong] == [
        (1, "没有“中班”这个"), (2, "有两位“李建国”"), (2, "本单位没有“张三"), (3, "时间看不懂，请写"),
    ]  # fmt: skip
    two = read("日期|班次|姓名", "2026-11-26|早班|王晓燕")
    assert two.wrong[0].message.startswith("没有“早班”这个班")


def test_a_row_that_cannot_be_read_and_a_table_that_is_none() -> None:
    rows = [Row(1, [Cell("日期"), Cell("白班")]), Row(2, [Cell("2026-11-26"), Cell("李")], "bad_bytes")]
    assert [each.row for each in Reading(SHIFTS, [LI], THURSDAY).read(rows).wrong] == [2]
    assert read("姓名|电话", "李建国|1").wrong[0].message.startswith("没有认出表头")


def sheet(*lines: list[Any]) -> SimpleUploadedFile:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("roster.xlsx", out.getvalue())


@pytest.fixture
def shifts(cast: Cast) -> tuple[Shift, Shift]:
    return set_roster(cast.nanping, cast.officer, cast.officer2, at("07:00"))


def bring(cast: Cast, member: Member, file: SimpleUploadedFile, take: str = "") -> Any:
    file.seek(0)
    return cast.client(member).post("/api/roster/table/", {"file": file, "take": take})


def test_a_table_is_looked_at_then_taken_over_and_a_second_time_changes_nothing(
    cast: Cast, shifts: tuple[Shift, Shift]
) -> None:
    file = sheet(
        ["日期", "白班", "夜班"],
        [THURSDAY, "何志强", "王晓燕"],
        ["周五", "李建国、何志强", None],
        ["2026-11-28", "张三", ""],
    )
    seen = bring(cast, cast.chief, file).json()
    assert (seen["changed"], seen["is_done"], seen["rows"]) == (2, False, 3)
    assert [each["row"] for each in seen["wrong"]] == [4]
    assert not RosterChange.objects.exists()
    assert bring(cast, cast.chief, file, "1").json()["changed"] == 2
    turns = week_of(cast.chief, cast.nanping, THURSDAY, at("07:00")).turns
    names = {(each.day, each.shift): sorted(one.member for one in each.people) for each in turns}
    assert names[THURSDAY, shifts[0].pk] == [cast.officer3.pk]
    assert names[date(2026, 11, 27), shifts[0].pk] == sorted([cast.officer.pk, cast.officer3.pk])
    before = (Post.objects.count(), RosterChange.objects.count())
    assert bring(cast, cast.chief, file, "1").json()["changed"] == 0
    assert (Post.objects.count(), RosterChange.objects.count()) == before


def test_nobody_is_put_into_two_shifts_at_once(cast: Cast, shifts: tuple[Shift, Shift]) -> None:
    Shift.objects.create(unit=cast.nanping, name="中班", start=960, end=1320, weekdays=[])
    file = sheet(["日期", "白班", "中班"], ["2026-11-26", "何志强", "何志强、王晓燕"])
    told = bring(cast, cast.chief, file, "1").json()
    assert [each["message"][:12] for each in told["wrong"]] == ["这个人同一时间已在另一个"] * 2
    assert {each["shift"]: each["names"] for each in told["turns"]} == {"白班": ["何志强"]}


def test_a_csv_out_of_a_chinese_spreadsheet_is_read_as_well(cast: Cast, shifts: tuple[Shift, Shift]) -> None:
    file = SimpleUploadedFile("排班.csv", "日期,白班\n2026-11-26,何志强\n".encode("gb18030"))
    assert bring(cast, cast.chief, file, "1").json()["changed"] == 1


def test_what_is_no_table_is_said_in_words(cast: Cast, shifts: tuple[Shift, Shift]) -> None:
    answer = bring(cast, cast.chief, SimpleUploadedFile("x.pdf", b"%PDF-1.7 and more of it"))
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (400, "file")
    assert cast.client(cast.chief).post("/api/roster/table/", {}).json()["fields"][0]["field"] == "file"


def test_only_who_sets_the_roster_brings_a_table(cast: Cast, shifts: tuple[Shift, Shift]) -> None:
    file = sheet(["日期", "白班"], ["2026-11-26", "何志强"])
    assert bring(cast, cast.officer, file, "1").status_code == 403
    file.seek(0)
    path = "/api/roster/table/"
    stranger = cast.client(cast.chief_yubei).post(path, {"file": file, "unit": cast.nanping.code})
    assert stranger.status_code == 404
    assert cast.client(cast.officer).get("/api/roster/template/").status_code == 403


def test_the_template_holds_the_week_and_the_people_and_comes_back_as_it_is(
    cast: Cast, shifts: tuple[Shift, Shift]
) -> None:
    Member.objects.filter(pk=cast.officer3.pk).update(name="李建国")
    answer = cast.client(cast.chief).get("/api/roster/template/?first=2026-11-23")
    book = load_workbook(BytesIO(answer.content))
    rows = [[cell.value for cell in row] for row in book["排班"].iter_rows()]
    assert rows[0] == ["日期", "白班", "夜班"]
    assert rows[1] == ["2026-11-23", f"李建国({cast.officer.badge})", "王晓燕"]
    assert next(row[0].value for row in book["人员"].iter_rows(min_row=2)) in ("周明华", "李建国")
    told = bring(cast, cast.chief, SimpleUploadedFile("roster.xlsx", answer.content), "1").json()
    assert (told["changed"], told["wrong"], len(told["turns"])) == (0, [], 14)
