"""Tables as people make them: headers in two languages, notes, merged and repeated headers, blanks, several sheets, stray quotes."""

from collections.abc import Iterator
from typing import Any

from tests.intake.corpus.build import Case, Number, bad, good, text, xlsx
from tests.intake.corpus.charsets import SMALL, two

A, B = ["甲", "19900001000"], ["乙", "19900001001"]
NOBODY = ("", "至少要有一个")
HEADERS: dict[str, list[tuple[str, str]]] = {
    "chinese": [("姓名", "target.name"), ("手机号码", "target.phone"), ("现住址", "target.address")],
    "english": [("Name", "target.name"), ("Mobile Number", "target.phone"), ("Home address", "target.address")],
    "snake": [("victim_name", "target.name"), ("victim_phone", "target.phone"), ("address", "target.address")],
    "field-names": [
        ("target.name", "target.name"),
        ("target.phone", "target.phone"),
        ("target.address", "target.address"),
    ],
    "groups": [("受害人姓名", "target.name"), ("受害人联系电话", "target.phone"), ("嫌疑人姓名", "suspect.name")],
    "groups-english": [
        ("Victim Name", "target.name"),
        ("Victim Phone", "target.phone"),
        ("Suspect Name", "suspect.name"),
    ],
    "the-other-side": [("事主", "target.name"), ("事主电话", "target.phone"), ("对方户名", "suspect.account_name")],
    "with-marks": [
        ("*姓名：", "target.name"),
        (" 手 机 号 ", "target.phone"),
        ("【住址】地址（必填）", "target.address"),
    ],
    "full-width": [("姓　名", "target.name"), ("ＰＨＯＮＥ", "target.phone"), ("地址", "target.address")],
    "unknown-between": [("姓名", "target.name"), ("民族", ""), ("联系方式", "target.phone")],
    "same-twice": [("电话", "target.phone"), ("姓名", "target.name"), ("电话", "")],
}


def cases() -> Iterator[Case]:
    """Each by itself."""
    for name, columns in HEADERS.items():
        values = ["19900001000" if field.endswith("phone") else f"值{n}" for n, (_, field) in enumerate(columns)]
        said = {field.replace(".", "__"): value for (_, field), value in zip(columns, values, strict=True) if field}
        content = text([[header for header, _ in columns], values]).encode()
        yield Case(f"header-{name}.csv", content, [good(2, (), **said)])
    yield from _around()
    yield from _two_lines()
    yield from _sheets()
    yield from _quotes()


def later(rows: list[dict[str, Any]], by: int) -> list[dict[str, Any]]:
    """The same rows further down."""
    return [row | {"row": row["row"] + by} for row in rows]


def _around() -> Iterator[Case]:
    notes = [["南岸区3月预警线索表"], ["制表：反诈中心", "", "电话：023-62900000"], []]
    yield Case("notes-above.csv", text([*notes, SMALL, A, B]).encode(), later(two("甲", "乙"), 3))
    yield Case("notes-above.xlsx", xlsx({"表": [*notes, SMALL, A, B]}), later(two("甲", "乙"), 3))
    blank = [SMALL, [], ["", ""], A, [" ", "　"], B, []]
    expected = [two("甲")[0] | {"row": 4}, two("甲", "乙")[1] | {"row": 6}]
    yield Case("blank-lines.csv", text(blank).encode("gb18030"), expected)
    yield Case("blank-lines.xlsx", xlsx({"表": blank}), expected)
    yield Case("header-again.csv", text([SMALL, A, SMALL, B]).encode(), [two("甲")[0], two("甲", "乙")[1] | {"row": 4}])
    footer = [SMALL, A, B, ["合计", "2"], ["填表人：丙", ""]]
    yield Case(
        "footer.csv", text(footer).encode(), [*two("甲", "乙"), bad(4, ("target.phone", "格式")), bad(5, NOBODY)]
    )
    yield Case(
        "one-good-among-bad.csv",
        text([SMALL, ["甲", ""], ["乙", "1"], A]).encode(),
        [bad(2, NOBODY), bad(3, ("target.phone", "格式")), two("甲")[0] | {"row": 4}],
    )
    yield Case(
        "rows-of-other-lengths.csv",
        text([[*SMALL, "地址"], A, [*B, "某处", "多一格", "再一格"]]).encode(),
        [two("甲")[0], good(3, target__name="乙", target__phone="19900001001", target__address="某处")],
    )
    yield Case("columns-to-the-right.xlsx", xlsx({"表": [[None, None, *SMALL], [None, None, *A]]}), two("甲"))
    yield Case("the-same-row-twice.csv", text([SMALL, A, A]).encode(), [two("甲")[0], two("甲")[0] | {"row": 3}])
    yield Case(
        "only-a-phone.csv",
        text([["手机号"], ["19900001000"], ["19900001001"]]).encode(),
        [good(2, target__phone="19900001000"), good(3, target__phone="19900001001")],
    )
    yield Case("header-in-a-later-row.xlsx", xlsx({"表": [SMALL, A]}, numbered=[30, 31]), [two("甲")[0] | {"row": 31}])
    yield Case("rows-counted-twice.xlsx", xlsx({"表": [SMALL, A, B]}, numbered=[1, 1, 1]), two("甲", "乙"))
    yield Case("claims-all-cells.xlsx", xlsx({"表": [SMALL, A]}, dimension="A1:XFD1048576"), two("甲"))
    yield Case("claims-one-cell.xlsx", xlsx({"表": [SMALL, A, B]}, dimension="A1"), two("甲", "乙"))
    yield Case(
        "far-last-row.xlsx",
        xlsx({"表": [SMALL, A, B]}, numbered=[1, 2, 1048576]),
        [two("甲")[0], two("甲", "乙")[1] | {"row": 1048576}],
    )
    yield Case(
        "nonsense-behind-the-rows.xlsx",
        xlsx({"表": [SMALL, A]}, behind="<mergeCells><mergeCell ref='?'/></mergeCells>"),
        two("甲"),
    )


def _two_lines() -> Iterator[Case]:
    upper = ["受害人信息", "", "嫌疑人信息", "", "金额"]
    lower = ["姓名", "电话", "姓名", "电话", ""]
    row = ["甲", "19900001000", "子", "95588", "500"]
    said = good(
        3, target__name="甲", target__phone="19900001000", suspect__name="子", suspect__phone="95588", amount_fen=50000
    )
    yield Case("two-line-header.csv", text([upper, lower, row]).encode(), [said])
    yield Case(
        "two-line-header.xlsx", xlsx({"表": [[cell or None for cell in line] for line in (upper, lower, row)]}), [said]
    )
    titled = [["预警线索表", "", "", "", ""], upper, lower, row]
    yield Case("title-and-two-lines.csv", text(titled).encode(), later([said], 1))
    english = [
        ["Victim", "", "Suspect", "", ""],
        ["Name", "Phone", "Name", "Account", "Amount"],
        ["Peng", "19900001000", "X", "6222", "5"],
    ]
    yield Case(
        "two-line-english.csv",
        text(english).encode(),
        [
            good(
                3,
                target__name="Peng",
                target__phone="19900001000",
                suspect__name="X",
                suspect__account="6222",
                amount_fen=500,
            )
        ],
    )
    others = [["序号", "基本情况", "", "备注"], ["", "姓名", "手机", ""], ["1", "甲", "19900001000", "急"]]
    yield Case(
        "two-line-plain-group.csv",
        text(others).encode(),
        [good(3, target__name="甲", target__phone="19900001000", text="急")],
    )


def _sheets() -> Iterator[Case]:
    note = [["说明"], ["本表由系统导出"]]
    table = [SMALL, A, B]
    yield Case("second-sheet.xlsx", xlsx({"说明": note, "名单": table}), two("甲", "乙"))
    yield Case("empty-first-sheet.xlsx", xlsx({"Sheet1": [], "名单": table}), two("甲", "乙"))
    yield Case(
        "hidden-sheet.xlsx",
        xlsx({"旧": [[*SMALL, "地址"], ["旧", "19900002000", "某处"]], "新": table}, hidden=["旧"]),
        two("甲", "乙"),
    )
    yield Case("named-sheet.xlsx", xlsx({"一": table, "二": [SMALL, ["丙", "19900001000"]]}), two("丙"), sheet="二")
    yield Case("no-such-sheet.xlsx", xlsx({"一": table}), problem="no_sheet", sheet="三")


def _quotes() -> Iterator[Case]:
    head = [*SMALL, "备注"]
    line = text([head])
    a, b, c = (text([[*row, "好"]]) for row in (A, B, ["丙", "19900001002"]))
    one = good(2, target__name="甲", target__phone="19900001000", text="好")
    two_ = good(3, target__name="乙", target__phone="19900001001", text="好")
    three = good(4, target__name="丙", target__phone="19900001002", text="好")
    stray = bad(3, ("", "引号"))
    yield Case("quote-open-to-the-end.csv", (line + a + '"' + b + c).encode(), [one, stray, three])
    yield Case(
        "quote-closed-by-a-later-one.csv", (line + a + '"' + b + '"' + c).encode(), [one, stray, bad(4, ("", "引号"))]
    )
    yield Case(
        "quote-then-quoted-row.csv", (line + a + '"' + b + '"丙","19900001002","好"\r\n').encode(), [one, stray, three]
    )
    yield Case(
        "quote-inside.csv",
        (line + a + b.replace("乙", '乙"二')).encode(),
        [one, good(3, target__name='乙"二', target__phone="19900001001", text="好")],
    )
    notes = text([[*A, '第一行\n第二行，有"引号"\n第三行'], [*B, "好"]])
    yield Case(
        "cell-of-three-lines.csv",
        (line + notes).encode(),
        [
            good(2, target__name="甲", target__phone="19900001000", text='第一行\n第二行，有"引号"\n第三行'),
            two_ | {"row": 5},
        ],
    )
    yield Case(
        "cell-of-lines-gb18030-crlf.csv",
        (line + text([[*A, "一\r\n二"], [*B, "好"]])).encode("gb18030"),
        [good(2, target__name="甲", target__phone="19900001000", text="一\n二"), two_ | {"row": 4}],
    )
    yield Case(
        "quoted-all.csv", b'"\xe5\xa7\x93\xe5\x90\x8d","\xe7\x94\xb5\xe8\xaf\x9d"\n"Peng","19900001000"\n', two("Peng")
    )
    yield Case("last-quote-missing.csv", (line + a + b.rstrip().replace("好", '"好')).encode(), [one, stray])
    yield Case("number-cells.xlsx", xlsx({"表": [SMALL, ["甲", Number("19900001000")]]}), two("甲"))
