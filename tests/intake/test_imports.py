"""Imports: a file is kept and checked, shown before anything is taken in, taken in once, and what was left is a list."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl.reader.excel import load_workbook

from backend.cases.models import Case
from backend.intake.imports import progress
from backend.intake.imports.actions import begin
from backend.intake.imports.keep import keep_file, path_of, result_path
from backend.intake.imports.work import Step, walk, work_on
from backend.intake.models import ColumnMemory, Import, ImportFault, Signal, Source
from backend.people.models import Member
from tests.cast import Cast
from tests.intake.corpus.build import text
from tests.intake.corpus.charsets import HEAD as FIFTY_HEAD
from tests.intake.corpus.charsets import fifty
from tests.intake.importing import HEAD, ROWS, TABLE, bring, imported, upload, work
from tests.intake.scene import source_of
from tests.intake.write_files import FOLDER

EIGHT = text([FIFTY_HEAD, *fifty()[:8]]).encode()


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.IMPORTS_ROOT = tmp_path / "imports"


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few rows are several portions."""
    monkeypatch.setattr("backend.intake.imports.work.TAKEN_AT_ONCE", 3)
    monkeypatch.setattr("backend.intake.imports.work.CHECKED_AT_ONCE", 3)


def fields_of(row: Import) -> list[str]:
    """What its columns are taken for."""
    assert row.look is not None
    fields: list[str] = row.look["layout"]["fields"]
    return fields


def test_a_file_is_checked_and_shown_and_nothing_is_taken_in(source: Source) -> None:
    row = work(bring(source))
    assert row.state == "checked"
    assert {name: row.counts[name] for name in ("rows", "good", "noted", "bad", "unsure")} == {
        "rows": 5,
        "good": 3,
        "noted": 1,
        "bad": 2,
        "unsure": 1,
    }
    assert [told["row"] for told in row.preview["rows"]] == [2, 3, 4, 5, 6]
    assert [told["row"] for told in row.preview["bad"]] == [3, 4, 5]
    assert row.preview["bad"][0]["faults"][0]["column"] == "B"
    assert row.preview["unsure"] == [row.preview["rows"][2]]
    assert (row.preview["rows"][0]["division"], row.preview["rows"][0]["place"]) == ("500108003", "南岸区南坪街道")
    assert not Signal.objects.exists()


def test_good_rows_are_taken_in_and_the_others_are_listed_with_their_reasons(source: Source) -> None:
    row = imported(source)
    assert row.state == "done"
    assert row.counts["taken"] == {"accepted": 2, "joined": 1, "bad": 2}
    first, second = Case.objects.order_by("pk")
    assert {first.target_name, second.target_name} == {"彭先生", "=HYPERLINK(1)"}
    faults = {fault.row: fault for fault in ImportFault.objects.all()}
    assert {number: fault.is_bad for number, fault in faults.items()} == {3: True, 4: False, 5: True}
    # Not a word of what stood there.
    assert "1.38E+10）" in str(faults[3].faults)
    assert "19900001002" not in str(faults[4].faults)


def test_the_list_holds_the_cells_as_they_stood_and_no_formula(source: Source) -> None:
    row = imported(source)
    sheet = load_workbook(result_path(row.pk)).worksheets[0]
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert lines[0] == ["行号", "结果", "原因", "Reason", *HEAD]
    assert [line[0] for line in lines[1:]] == ["3", "4", "5"]
    assert lines[1][1] == "没有导入"
    assert lines[1][2].startswith("B列“受害人电话”：")
    assert lines[1][3].startswith("Column B “受害人电话”: ")
    assert lines[1][4:] == ROWS[1]
    assert lines[2][4] == "=HYPERLINK(1)"
    assert {cell.data_type for line in sheet.iter_rows(min_row=2) for cell in line if cell.value} == {"s"}
    assert {cell.number_format for line in sheet.iter_rows(min_row=2) for cell in line} == {"@"}


def test_the_list_can_be_corrected_and_imported_itself(source: Source) -> None:
    row = imported(source)
    book = load_workbook(result_path(row.pk))
    book.worksheets[0]["F2"].value = "13800001001"
    corrected = io.BytesIO()
    book.save(corrected)
    again = imported(source, corrected.getvalue())
    assert again.counts["taken"] == {"accepted": 1, "known": 1, "bad": 1}
    assert Case.objects.get(target_phone="13800001001").target_name == "陈先生"


def test_the_same_file_twice_changes_nothing(source: Source) -> None:
    imported(source)
    before = (Case.objects.count(), Signal.objects.count())
    again = imported(source)
    assert again.counts["taken"] == {"known": 3, "bad": 2}
    assert (Case.objects.count(), Signal.objects.count()) == before


def test_the_same_rows_in_another_charset_and_kind_change_nothing(source: Source) -> None:
    imported(source, (FOLDER / "rare-gb18030.csv").read_bytes())
    again = imported(source, (FOLDER / "rare-shared.xlsx").read_bytes())
    assert again.counts["taken"] == {"known": 6}
    assert Signal.objects.count() == 6
    assert "䶮小明" in Case.objects.values_list("target_name", flat=True)


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 5, 7, 9, 11])
def test_killed_behind_any_step_it_goes_on_and_nothing_is_doubled_or_lost(source: Source, steps: int) -> None:
    row = bring(source, EIGHT)
    work(row, most_steps=steps)
    Import.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    row = Import.objects.get(pk=row.pk)
    row = work(row) if row.state == "checking" else row
    assert (row.state, row.counts["rows"], row.counts["good"]) == ("checked", 8, 8)
    begin(row)
    work(row, most_steps=steps)
    Import.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    row = Import.objects.get(pk=row.pk)
    row = work(row) if row.state == "running" else row
    assert row.state == "done"
    assert row.counts["rows"] == 8
    assert row.counts["taken"] == {"accepted": 8}
    assert Signal.objects.count() == 8


def test_while_one_works_nobody_else_does_until_its_lease_is_over(source: Source) -> None:
    row = bring(source)
    now = timezone.now()
    assert progress.claim("one", now) is not None
    assert progress.claim("two", now) is None
    assert progress.claim("two", now + progress.LEASE + timedelta(seconds=1)) is not None
    assert Import.objects.get(pk=row.pk).lease == "two"


def test_who_lost_the_lease_stores_nothing_more(source: Source) -> None:
    row = work(bring(source))
    begin(row)
    claimed = progress.claim("one", timezone.now())
    assert claimed is not None

    def take_over(step: Step, seconds: float) -> None:
        Import.objects.filter(pk=row.pk).update(lease="two")

    walk(work_on(claimed, timezone.now), take_over)
    row = Import.objects.get(pk=row.pk)
    assert (row.state, row.last_row, row.counts["taken"]) == ("running", 0, {})
    assert not Signal.objects.exists()
    assert not Case.objects.exists()


def test_a_file_that_is_damaged_further_down_says_so_and_takes_nothing_in(source: Source) -> None:
    whole = (FOLDER / "fifty-inline.xlsx").read_bytes()
    row = work(bring(source, whole.replace(b"</sheetData>", b"</sheetBata>")))
    assert (row.state, row.problem) == ("broken", "truncated")
    assert not Signal.objects.exists()


def test_an_unsure_address_goes_out_at_once_with_its_candidates_before_a_person(cast: Cast) -> None:
    imported(source_of(cast.city), text([["电话", "地址"], ["19900001000", "黔江区双龙"]]).encode())
    (case,) = Case.objects.all()
    assert case.district == cast.qianjiang
    assert (case.division_id, case.station, case.needs_routing) == ("500114", None, "no_station")
    (line,) = cast.client(cast.operator_qianjiang).get(f"/api/cases/{case.pk}/").json()["signals"]
    assert line["places"] == []


def test_candidates_stand_in_the_signals_view_for_who_routes_and_not_for_a_volunteer(cast: Cast) -> None:
    source = source_of(cast.qianjiang)
    # The cast's city knows one village of that name; without its district it is still not sure.
    imported(source_of(cast.city, key="another"), text([["电话", "地址"], ["19900001000", "双石村3组"]]).encode())
    (case,) = Case.objects.all()
    assert case.district == cast.city
    body = cast.client(cast.city_commander).get(f"/api/cases/{case.pk}/").json()
    assert [place["name"] for place in body["signals"][0]["places"]] == ["黔江区"]
    # The district's own source says which district it is.
    imported(source, text([["电话", "地址"], ["19900001001", "双石村3组"]]).encode())
    assert Case.objects.get(target_phone="19900001001").division_id == "500114121204"


def test_a_commander_brings_a_file_corrects_a_column_starts_it_and_fetches_the_list(cast: Cast, source: Source) -> None:
    client = cast.client(cast.city_commander)
    table = text([["受害人姓名", "受害人电话", "家里"], *[row[:3] for row in ROWS]]).encode()
    brought = upload(cast, cast.city_commander, source, table)
    assert brought.status_code == 201
    address = f"/api/imports/{brought.json()['id']}/"
    assert brought.json()["state"] == "checking"
    assert client.post(f"{address}start/").json()["code"] == "import_busy"
    work(Import.objects.get())
    seen = client.get(address).json()
    assert [column["field"] for column in seen["columns"]] == ["target.name", "target.phone", ""]
    assert (seen["header_row"], seen["total"], seen["by"]) == (1, 4, "杨振东")
    said = client.post(
        f"{address}columns/", {"columns": [{"column": 2, "field": "target.address"}]}, content_type="application/json"
    ).json()
    assert said["state"] == "checking"
    work(Import.objects.get())
    seen = client.get(address).json()
    assert [column["field"] for column in seen["columns"]] == ["target.name", "target.phone", "target.address"]
    assert seen["preview"]["rows"][0]["division"] == "500108003"
    assert client.post(f"{address}start/").json()["state"] == "running"
    assert client.get(f"{address}result/").status_code == 404
    work(Import.objects.get())
    seen = client.get(address).json()
    assert (seen["state"], seen["has_result"], seen["counts"]["taken"]["bad"]) == ("done", True, 1)
    result: Any = client.get(f"{address}result/")
    assert b"".join(result.streaming_content)[:2] == b"PK"
    assert client.delete(address).json()["code"] == "import_busy"
    listed = client.get("/api/imports/").json()
    assert [line["id"] for line in listed["imports"]] == [seen["id"]]
    assert [each["code"] for each in listed["sources"]] == [source.code]
    assert {each["field"] for each in listed["fields"]} >= {"target.phone", "amount_fen"}


def test_what_a_column_is_is_remembered_for_the_source_and_for_no_other(cast: Cast, source: Source) -> None:
    table = text([["谁", "电话", "电话"], ["甲", "19900001000", "19900001001"]]).encode()
    row = work(bring(source, table))
    client = cast.client(cast.city_commander)
    columns = [
        {"column": 0, "field": "target.name"},
        {"column": 1, "field": ""},
        {"column": 2, "field": "target.phone"},
    ]
    client.post(f"/api/imports/{row.pk}/columns/", {"columns": columns}, content_type="application/json")
    work(Import.objects.get(pk=row.pk))
    again = work(bring(source, table))
    assert fields_of(again) == ["target.name", "", "target.phone"]
    other = work(bring(source_of(cast.nanan, key="another"), table))
    assert fields_of(other) == ["", "target.phone", ""]
    assert set(ColumnMemory.objects.values_list("source__code", flat=True)) == {source.code}


def test_a_field_has_one_column_and_exists(cast: Cast, source: Source) -> None:
    row = work(bring(source))
    client = cast.client(cast.city_commander)

    def say(field: str) -> Any:
        body = {"columns": [{"column": 2, "field": field}]}
        return client.post(f"/api/imports/{row.pk}/columns/", body, content_type="application/json")

    assert say("target.phone").json()["fields"][0]["field"] == "columns.2"
    assert say("target.shoe").status_code == 400
    assert Import.objects.get(pk=row.pk).state == "checked"


def test_a_table_without_a_header_is_asked_about(cast: Cast, source: Source) -> None:
    row = work(bring(source, text([["甲", "19900001000"], ["乙", "19900001001"]]).encode()))
    client = cast.client(cast.city_commander)
    seen = client.get(f"/api/imports/{row.pk}/").json()
    assert "表头" in seen["problem"]["zh"]
    assert seen["header_row"] == 0
    assert client.post(f"/api/imports/{row.pk}/start/").json()["code"] == "nothing_to_import"
    columns = [{"column": 0, "field": "target.name"}, {"column": 1, "field": "target.phone"}]
    client.post(f"/api/imports/{row.pk}/columns/", {"columns": columns}, content_type="application/json")
    row = work(Import.objects.get(pk=row.pk))
    assert (row.counts["good"], row.counts["bad"]) == (2, 0)


def test_another_sheet_can_be_chosen(cast: Cast, source: Source) -> None:
    row = work(bring(source, (FOLDER / "named-sheet.xlsx").read_bytes()))
    client = cast.client(cast.city_commander)
    seen = client.get(f"/api/imports/{row.pk}/").json()
    assert (seen["sheet"], [sheet["name"] for sheet in seen["sheets"]]) == ("一", ["一", "二"])
    client.post(f"/api/imports/{row.pk}/columns/", {"sheet": "二"}, content_type="application/json")
    row = work(Import.objects.get(pk=row.pk))
    assert row.preview["rows"][0]["cells"][0] == "丙"


def test_stopped_it_stays_where_it_is_and_goes_on_from_there(cast: Cast, source: Source) -> None:
    row = work(bring(source, EIGHT))
    client = cast.client(cast.city_commander)
    client.post(f"/api/imports/{row.pk}/start/")
    claimed = progress.claim("one", timezone.now())
    assert claimed is not None

    def stop(step: Step, seconds: float) -> None:
        if claimed.last_row > 4 and step.on_database:
            client.post(f"/api/imports/{row.pk}/stop/")

    walk(work_on(claimed, timezone.now), stop)
    stopped = Import.objects.get(pk=row.pk)
    assert stopped.state == "stopped"
    assert stopped.counts["rows"] == Signal.objects.count() == 6
    assert progress.claim("two", timezone.now()) is None
    client.post(f"/api/imports/{row.pk}/start/")
    assert work(stopped).counts["taken"] == {"accepted": 8}


def test_a_broken_file_gets_its_sentence_and_can_be_thrown_away(cast: Cast, source: Source) -> None:
    row = work(bring(source, (FOLDER / "picture.xlsx").read_bytes()))
    client = cast.client(cast.city_commander)
    seen = client.get(f"/api/imports/{row.pk}/").json()
    assert (seen["state"], seen["problem"]["zh"]) == ("broken", "这是一张图片，不是表格。请导入 .xlsx 或 .csv 文件。")
    assert path_of(row.sha256).exists()
    assert client.delete(f"/api/imports/{row.pk}/").status_code == 204
    assert client.get(f"/api/imports/{row.pk}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_file_goes_with_the_last_import_of_it(cast: Cast, source: Source) -> None:
    first, second = bring(source), bring(source)
    client = cast.client(cast.admin)
    client.delete(f"/api/imports/{first.pk}/")
    assert path_of(second.sha256).exists()
    client.delete(f"/api/imports/{second.pk}/")
    assert not path_of(second.sha256).exists()


def test_a_file_too_large_is_refused_and_not_kept(cast: Cast, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.intake.imports.actions.keep_file", lambda chunks, _: keep_file(chunks, 100))
    answer = upload(cast, cast.city_commander, source)
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")
    assert list(Path(django_settings.IMPORTS_ROOT).iterdir()) == []
    assert not Import.objects.exists()


def _askers(cast: Cast) -> Iterator[tuple[Member, bool, int]]:
    """Who asks; whether he may import at all; the answer for a file of the district 南岸."""
    working = [cast.officer, cast.chief, cast.operator, cast.volunteer, cast.desk, cast.outsider]
    for member in [*working, cast.commander, cast.city_commander, cast.admin]:
        is_leading = member.role in ("commander", "admin")
        is_his = member in (cast.commander, cast.city_commander, cast.admin)
        yield member, is_leading, 201 if is_his else 404 if is_leading else 403


def test_only_commanders_and_administrators_of_the_sources_units_import(cast: Cast) -> None:
    source, other = source_of(cast.nanan), source_of(cast.shapingba, key="another")
    row = bring(source)
    for member, is_leading, status in _askers(cast):
        assert upload(cast, member, source).status_code == status, member.username
        seen = cast.client(member).get(f"/api/imports/{row.pk}/").status_code
        assert seen == {201: 200}.get(status, status)
        listed = cast.client(member).get("/api/imports/")
        assert listed.status_code == (200 if is_leading else 403)
    assert upload(cast, cast.commander, other).status_code == 404
    listed = cast.client(cast.commander).get("/api/imports/").json()
    assert {each["code"] for each in listed["sources"]} == {source.code}
    assert upload(cast, cast.commander, Source(code="none")).status_code == 404


def test_a_form_without_a_file_is_told_so(cast: Cast, source: Source) -> None:
    answer = cast.client(cast.city_commander).post("/api/imports/", {"source": source.code})
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (400, "file")


def test_the_command_imports_with_a_line_of_progress_and_names_the_list(source: Source, tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    file.write_bytes(TABLE)
    out = io.StringIO()
    call_command("import_signals", str(file), source=source.code, dry_run=True, stdout=out)
    assert "good 3" in out.getvalue()
    assert not Signal.objects.exists()
    call_command("import_signals", str(file), source=source.code, stdout=out)
    (done,) = Import.objects.filter(state="done")
    assert "5 / 5 100%" in out.getvalue()
    assert str(result_path(done.pk)) in out.getvalue()
    assert Signal.objects.count() == 3


def test_the_command_goes_on_with_a_file_that_was_half_taken_in(source: Source, tmp_path: Path) -> None:
    file = tmp_path / "eight.csv"
    file.write_bytes(EIGHT)
    row = work(bring(source, file.read_bytes()))
    begin(row)
    work(row, most_steps=6)
    Import.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    before = Import.objects.get(pk=row.pk).last_row
    assert before > 1
    out = io.StringIO()
    call_command("import_signals", str(file), source=source.code, stdout=out)
    assert f"第{before}行" in out.getvalue()
    assert Import.objects.get().counts["taken"] == {"accepted": 8}


def test_the_command_says_what_is_wrong(source: Source, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such source"):
        call_command("import_signals", str(FOLDER / "ascii.csv"), source="none")
    with pytest.raises(CommandError, match="这是一张图片"):
        call_command("import_signals", str(FOLDER / "picture.xlsx"), source=source.code, stdout=io.StringIO())
    with pytest.raises(CommandError, match="没有这个工作表"):
        call_command(
            "import_signals", str(FOLDER / "named-sheet.xlsx"), source=source.code, sheet="三", stdout=io.StringIO()
        )
