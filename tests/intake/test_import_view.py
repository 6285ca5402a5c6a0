"""What a person sees of an import before it is started: how it was read, what each row would become, and every reason."""

from pathlib import Path
from typing import Any

import pytest

from backend.intake.models import Import, Source
from tests.cast import Cast
from tests.intake.corpus.build import text
from tests.intake.importing import ROWS, bring, imported, work
from tests.intake.scene import ID_NUMBER, source_of
from tests.intake.write_files import FOLDER


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.IMPORTS_ROOT = tmp_path / "imports"


def seen(cast: Cast, row: Import, who: str = "city_commander") -> Any:
    """What this member is shown of it."""
    return cast.client(getattr(cast, who)).get(f"/api/imports/{row.pk}/").json()


def test_it_says_how_the_file_was_read(cast: Cast, source: Source) -> None:
    notes = "重庆市反诈中心预警名单;;\n制表人;;2026年3月5日\n".encode("gb18030")
    table = text([["谁", "电话", "住址"], ["甲", "19900001000", "南坪街道"]], ";").encode("gb18030")
    shown = seen(cast, work(bring(source, notes + table)))
    assert (shown["charset"], shown["separator"], shown["header_row"]) == ("gb18030", ";", 3)
    assert shown["notes"] == ["重庆市反诈中心预警名单", "制表人 2026年3月5日"]
    assert [column["how"] for column in shown["columns"]] == ["", "header", "header"]


def test_the_upper_of_two_lines_of_a_header_is_no_note(cast: Cast, source: Source) -> None:
    table = text([["名单", "", ""], ["受害人", "", "金额"], ["姓名", "电话", ""], ["甲", "19900001000", "5"]]).encode()
    shown = seen(cast, work(bring(source, table)))
    assert (shown["header_row"], shown["notes"]) == (3, ["名单"])


def test_what_a_person_said_of_a_column_is_marked_as_remembered_and_only_that(cast: Cast, source: Source) -> None:
    row = work(bring(source, text([["谁", "电话", "编号"], ["甲", "19900001000", "7"]]).encode()))
    columns = [{"column": 0, "field": "target.name"}, {"column": 2, "field": ""}]
    client = cast.client(cast.city_commander)
    client.post(f"/api/imports/{row.pk}/columns/", {"columns": columns}, content_type="application/json")
    shown = seen(cast, work(row))
    assert [(column["field"], column["how"]) for column in shown["columns"]] == [
        ("target.name", "remembered"),
        ("target.phone", "header"),
        ("", "remembered"),
    ]


def test_what_a_column_without_a_header_was_said_to_be_is_marked_as_said(cast: Cast, source: Source) -> None:
    row = work(bring(source, text([["甲", "19900001000"], ["乙", "19900001001"]]).encode()))
    client = cast.client(cast.city_commander)
    body = {"columns": [{"column": 1, "field": "target.phone"}]}
    client.post(f"/api/imports/{row.pk}/columns/", body, content_type="application/json")
    assert [column["how"] for column in seen(cast, work(row))["columns"]] == ["", "said"]


def test_each_row_is_shown_as_it_would_be_taken_in(cast: Cast, source: Source) -> None:
    head = ["姓名", "电话", "身份证号", "类型", "金额", "住址"]
    line = ["彭先生", "+86 199 0000 1000", ID_NUMBER, "投资理财", "1.03万", "南岸区南坪街道正街1号"]
    (row,) = seen(cast, work(bring(source, text([head, line]).encode())))["preview"]["rows"]
    taken = row["taken"]
    assert (taken["name"], taken["phone"], taken["amount_fen"]) == ("彭先生", "19900001000", 1_030_000)
    assert (taken["id_number"], taken["address"]) == ("500108***********1", "南岸区南坪街道正街1号")
    assert "投资理财" in taken["fraud_type"]["zh"]
    assert (row["place"], row["is_known"]) == ("南岸区南坪街道", False)
    assert 0.8 < row["score"] <= 1
    # As it stands in the file the number is masked, too.
    assert row["cells"] == [line[0], line[1], "500108***********1", *line[3:]]


def test_a_row_that_is_not_taken_in_has_nothing_it_would_become(cast: Cast, source: Source) -> None:
    shown = seen(cast, work(bring(source)))
    assert [row["taken"] is None for row in shown["preview"]["rows"]] == [False, True, False, True, False]


def test_an_administrator_maps_columns_without_seeing_whom_they_are_about(cast: Cast, source: Source) -> None:
    shown = seen(cast, work(bring(source)), "admin")
    first = shown["preview"]["rows"][0]
    assert first["cells"] == ["彭**", "1990*****00", *ROWS[0][2:]]
    assert (first["taken"]["name"], first["taken"]["phone"]) == ("彭**", "1990*****00")
    told = str([shown["preview"], shown["counts"]])
    assert "19900001000" not in told
    assert "彭先生" not in told


def test_reasons_are_counted_over_the_whole_file(cast: Cast, source: Source) -> None:
    rows = [["甲", f"1990000{n:04d}", "约3万"] for n in range(300)] + [["乙", "1.38E+10", "约3万"], ["丙", "", ""]]
    counts = seen(cast, work(bring(source, text([["姓名", "电话", "金额"], *rows]).encode())))["counts"]
    found = {(reason["column"], reason["rows"], reason["bad"]) for reason in counts["reasons"]}
    assert found == {("C", 301, 1), ("B", 1, 1), ("", 1, 1)}
    assert (counts["rows"], counts["good"], counts["noted"], counts["bad"]) == (302, 300, 300, 2)


def test_rows_that_came_before_are_counted_before_anything_is_taken_in(cast: Cast, source: Source) -> None:
    assert seen(cast, work(bring(source)))["counts"]["known"] == 0
    imported(source)
    shown = seen(cast, work(bring(source)))
    assert shown["counts"]["known"] == 3
    assert [row["is_known"] for row in shown["preview"]["rows"]] == [True, False, True, False, True]
    # Of another source they are new.
    other = source_of(cast.nanan, key="another")
    assert seen(cast, work(bring(other)))["counts"]["known"] == 0


def test_the_list_says_what_a_file_may_weigh_and_how_long_it_stays(cast: Cast, source: Source) -> None:
    listed = cast.client(cast.city_commander).get("/api/imports/").json()
    assert (listed["most_bytes"], listed["most_rows"], listed["keep_days"]) == (64 * 1024**2, 200_000, 30)


def test_a_workbook_has_neither_charset_nor_separator(cast: Cast, source: Source) -> None:
    shown = seen(cast, work(bring(source, (FOLDER / "fifty-inline.xlsx").read_bytes())))
    assert (shown["charset"], shown["separator"], shown["header_row"]) == ("", "", 1)


def test_a_row_of_a_drill_says_so_before_it_is_taken_in(cast: Cast, source: Source) -> None:
    table = text([["姓名", "电话", "演练"], ["甲", "19900001000", "是"], ["乙", "19900001001", "否"]]).encode()
    shown = seen(cast, work(bring(source, table)))
    assert [row["taken"]["drill"] for row in shown["preview"]["rows"]] == [True, False]
