"""The same fifty rows in every charset, with every delimiter and line end; and bytes that are no text."""

import codecs
from collections.abc import Callable, Iterator
from typing import Any

from stdnum.cn import ric

from tests.intake.corpus.build import Case, bad, good, text, xlsx

HEAD = [
    "编号",
    "受害人姓名",
    "受害人电话",
    "身份证号",
    "住址",
    "对方账号",
    "金额（元）",
    "预警时间",
    "诈骗类型",
    "情况说明",
]
_SURNAMES = "赵钱孙李周吴郑王冯陈"
_GIVEN = ["建国", "晓燕", "志强", "敏", "静"]
CHARSETS: dict[str, Callable[[str], bytes]] = {
    "utf8": lambda said: said.encode(),
    "utf8-bom": lambda said: codecs.BOM_UTF8 + said.encode(),
    "gbk": lambda said: said.encode("gbk"),
    "gb18030": lambda said: said.encode("gb18030"),
    "utf16le-bom": lambda said: codecs.BOM_UTF16_LE + said.encode("utf-16-le"),
    "utf16be-bom": lambda said: codecs.BOM_UTF16_BE + said.encode("utf-16-be"),
    "utf16le": lambda said: said.encode("utf-16-le"),
    "utf16be": lambda said: said.encode("utf-16-be"),
}
DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";"}


def id_number(index: int) -> str:
    """An invented ID number with a right check digit; every eleventh ends in X."""
    base = f"50010819{60 + index % 40}0{1 + index % 9}{10 + index % 19}{100 + index:03d}"
    return base + str(ric.calc_check_digit(base + "0"))


def fifty() -> list[list[str]]:
    """The rows."""
    return [
        [
            f"{index:06d}",
            f"{_SURNAMES[index % 10]}{_GIVEN[index % 5]}",
            f"1990000{index:04d}",
            id_number(index),
            f"重庆市南岸区南坪街道正街{index}号",
            f"62220000000000{index:02d}",
            f"{1030000 + index},00".replace(",", "."),
            f"2026-03-05 14:{index:02d}",
            "投资理财",
            f"第{index}条：进了“股票群”，要转账",
        ]
        for index in range(50)
    ]


def expected(first: int = 2) -> list[dict[str, Any]]:
    """What must be read of them."""
    return [
        good(
            first + index,
            reference=row[0],
            target__name=row[1],
            target__phone=row[2],
            target__id_number=row[3],
            target__address=row[4],
            suspect__account=row[5],
            amount_fen=(1030000 + index) * 100,
            found_at=f"2026-03-05T14:{index:02d}:00+08:00",
            fraud_type=row[8],
            text=row[9],
        )
        for index, row in enumerate(fifty())
    ]


def cases() -> Iterator[Case]:
    """Every charset with every delimiter, every line end, XLSX, and what is damaged."""
    rows = [HEAD, *fifty()]
    for charset, encode in CHARSETS.items():
        for name, delimiter in DELIMITERS.items():
            yield Case(f"fifty-{charset}-{name}.csv", encode(text(rows, delimiter)), expected())
    for name, end in {"lf": "\n", "cr": "\r", "crlf": "\r\n"}.items():
        yield Case(f"fifty-{name}.txt", text(rows, "\t", end).encode("gb18030"), expected())
    yield Case("fifty-no-last-line-end.csv", text(rows).encode().rstrip(b"\r\n"), expected())
    yield Case("fifty-inline.xlsx", xlsx({"预警": rows}), expected())
    yield Case("fifty-shared.xlsx", xlsx({"预警": rows}, shared=True), expected())
    yield from _few()
    yield from _damaged()


SMALL = ["姓名", "电话"]


def two(*names: str) -> list[dict[str, Any]]:
    """Rows of name and phone."""
    return [good(2 + n, target__name=name, target__phone=f"1990000100{n}") for n, name in enumerate(names)]


def _few() -> Iterator[Case]:
    rare = ["㙓大山", "𠮷野", "䶮小明", "王〇", "买买提·吐尔逊", "李\U00020bb7"]
    rows = [SMALL, *([name, f"1990000100{n}"] for n, name in enumerate(rare))]
    for charset in ("utf8", "utf8-bom", "gb18030", "utf16le-bom", "utf16be-bom", "utf16le", "utf16be"):
        yield Case(f"rare-{charset}.csv", CHARSETS[charset](text(rows)), two(*rare))
    yield Case("rare.xlsx", xlsx({"Sheet1": rows}), two(*rare))
    yield Case("rare-shared.xlsx", xlsx({"Sheet1": rows}, shared=True), two(*rare))
    ascii_only = [["name", "phone"], ["Peng", "19900001000"], ["Chen", "19900001001"]]
    yield Case("ascii.csv", text(ascii_only).encode(), two("Peng", "Chen"))
    plain = text([SMALL, ["甲", "19900001000"], ["乙", "19900001001"]])
    yield Case("full-width-comma.txt", plain.replace(",", "，").encode(), two("甲", "乙"))
    yield Case(
        "sep-hint.csv",
        ("sep=;\r\n" + plain.replace(",", ";")).encode("utf-8-sig"),
        [row | {"row": row["row"] + 1} for row in two("甲", "乙")],
    )
    comma = [["姓名", "电话", "金额"], ["甲", "19900001000", "1,030,000.00"], ["乙", "19900001001", "2,000.50"]]
    yield Case(
        "tab-with-commas.txt",
        text(comma, "\t").encode(),
        [
            good(2, target__name="甲", target__phone="19900001000", amount_fen=103000000),
            good(3, target__name="乙", target__phone="19900001001", amount_fen=200050),
        ],
    )


def _damaged() -> Iterator[Case]:
    flaw = bad(3, ("", "乱码"))
    rows = [two("甲", "乙", "丙")[0], flaw, two("甲", "乙", "丙")[2]]
    lines = [text([row]) for row in (SMALL, ["甲", "19900001000"], ["乙", "19900001001"], ["丙", "19900001002"])]
    for charset, codec in (("utf8", "utf-8"), ("gb18030", "gb18030")):
        parts = [line.encode(codec) for line in lines]
        for name, junk in {"ff": b"\xff", "cut": "重".encode(codec)[:-1], "c1": b"\x80"}.items():
            broken = parts[2].replace("乙".encode(codec), b"A" + junk)
            yield Case(f"bad-bytes-{charset}-{name}.csv", b"".join([*parts[:2], broken, parts[3]]), rows)
    utf16 = [line.encode("utf-16-le") for line in lines]
    lone = utf16[2].replace("乙".encode("utf-16-le"), b"\x00\xd8")
    yield Case("bad-bytes-utf16-lone-half.csv", codecs.BOM_UTF16_LE + b"".join([*utf16[:2], lone, utf16[3]]), rows)
    gbk_line = [*[line.encode() for line in lines[:2]], "乙方甲丁,19900001001\r\n".encode("gbk"), lines[3].encode()]
    yield Case("one-gbk-line-in-utf8.csv", b"".join(gbk_line), rows)
    lost = "".join([*lines[:2], lines[2].replace("乙", "\ufffd"), lines[3]])
    yield Case("lost-before.csv", lost.encode(), [rows[0], bad(3, ("", "导出前")), rows[2]])
