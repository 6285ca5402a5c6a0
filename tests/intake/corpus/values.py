"""One way of writing something in each file: dates, amounts, numbers, codes, lengths of calls, and what must come of it."""

from collections.abc import Iterator
from typing import Any

from stdnum.cn import ric

from tests.intake.corpus.build import Case, Cell, Formula, Number, Wrong, bad, good, text, xlsx
from tests.intake.corpus.charsets import id_number

PHONE = "19900001000"
ID = id_number(7)
ID_X = next(id_number(index) for index in range(50) if id_number(index).endswith("X"))
POWER, ZERO, LOST, CHECK = "科学计数", "开头的0", "超过15位", "校验位"
AT = "2026-03-05T14:02:00+08:00"
DAY = "2026-03-05T00:00:00+08:00"


def one(name: str, header: str, field: str, cell: str, value: Any, says: str = "") -> Case:
    """A text file with one row: the phone, and one more cell; `says` where the cell is left out."""
    rows = [["电话", header], [PHONE, cell]]
    given = {} if says else {field: value}
    return Case(
        f"{name}.csv", text(rows).encode(), [good(2, [(field, says)] if says else [], target__phone=PHONE, **given)]
    )


def in_xlsx(name: str, header: str, field: str, cell: Cell, value: Any, says: str = "", **options: Any) -> Case:
    """The same in XLSX."""
    given = {} if says else {field: value}
    expected = [good(2, [(field, says)] if says else [], target__phone=PHONE, **given)]
    return Case(f"{name}.xlsx", xlsx({"Sheet1": [["电话", header], [PHONE, cell]]}, **options), expected)


def target(name: str, header: str, field: str, cell: Cell, value: str, says: str = "") -> Case:
    """A row that stands or falls with its number."""
    expected = [bad(2, (field, says))] if says else [good(2, (), target__name="甲", **{field: value})]
    rows: list[list[Any]] = [["姓名", header], ["甲", cell]]
    if isinstance(cell, str) and not name.startswith("text-"):
        return Case(f"{name}.csv", text(rows).encode(), expected)
    return Case(f"{name}.xlsx", xlsx({"Sheet1": rows}), expected)


DATES = {
    "slash": ("2026/3/5 14:02", AT),
    "slash-seconds": ("2026/03/05 14:02:30", "2026-03-05T14:02:30+08:00"),
    "dash": ("2026-03-05 14:02", AT),
    "iso-t": ("2026-03-05T14:02", AT),
    "iso-zone": ("2026-03-05T06:02:00Z", "2026-03-05T06:02:00+00:00"),
    "dots": ("2026.3.5 14:02", AT),
    "chinese": ("2026年3月5日 14时02分", AT),
    "chinese-tight": ("2026年3月5日14时02分00秒", AT),
    "chinese-day": ("2026年3月5日", DAY),
    "chinese-afternoon": ("2026年3月5日 下午2:02", AT),
    "day": ("2026/3/5", DAY),
    "full-width": ("２０２６年３月５日　１４：０２", AT),
    "packed": ("20260305", DAY),
    "packed-time": ("20260305140200", AT),
    "serial": ("46086.5847222222", AT),
    "am-pm": ("2026-3-5 2:02 PM", AT),
}
NO_DATES = {
    "no-year": ("3月5日", "年份"),
    "no-year-time": ("3月5日 14:02", "年份"),
    "no-year-slash": ("3/5 14:02", "年份"),
    "american": ("3/5/2026", "先后"),
    "short-year": ("26/3/5", "先后"),
    "no-such-day": ("2026-02-30", "没有这个日期"),
    "no-such-time": ("2026-03-05 25:00", "没有这个日期"),
    "long-ago": ("1026-03-05", "年份"),
    "words": ("昨天下午", "看不懂"),
    "range": ("2026/3/5-2026/3/6", "看不懂"),
}
AMOUNTS = {
    "plain": ("1030000", 103000000),
    "commas": ("1,030,000.00", 103000000),
    "yen-sign": ("¥1,030,000.00", 103000000),
    "wide-yen-sign": ("￥１，０３０，０００．００", 103000000),
    "wan": ("1.03万", 1030000),
    "wan-yuan": ("103万元", 103000000),
    "yi": ("1.2亿", 12000000000),
    "yuan": ("500元", 50000),
    "yuan-whole": ("500元整", 50000),
    "fen-exact": ("0.29", 29),
    "rmb": ("人民币 2000 元", 200000),
    "rmb-latin": ("RMB 2,000", 200000),
    "zero": ("0", 0),
    "exact": ("99999999999.99", 9999999999999),
}
NO_AMOUNTS = {
    "negative": ("-500", "负数"),
    "in-brackets": ("(1,000.00)", "负数"),
    "about": ("约3万", "看不懂"),
    "words": ("三万元", "看不懂"),
    "wrong-commas": ("1,03,0000", "看不懂"),
    "two": ("3万5", "看不懂"),
    "power": ("1.03E+06", POWER),
    "too-fine": ("0.001", "分"),
    "huge": ("999999999亿", "不像"),
    "dollars": ("$500", "看不懂"),
}
PHONES = {
    "plus-86": ("+86 138 0000 0000", "13800000000"),
    "86": ("8613800000000", "13800000000"),
    "hyphens": ("138-0000-0000", "13800000000"),
    "full-width": ("１３８００００００００", "13800000000"),
    "blanks": (" 138 0000 0000 ", "13800000000"),
    "landline": ("0871-6310000", "08716310000"),
    "landline-brackets": ("(023)62900000", "02362900000"),
    "landline-digits": ("02362900000", "02362900000"),
    "with-decimals": ("13800000000.0", "13800000000"),
    "invisible": ("\u200b13800000000\u202c", "13800000000"),
}
NO_PHONES = {
    "power": ("1.38E+10", POWER),
    "power-long": ("1.38000000000E+10", POWER),
    "no-zero": ("2362900000", ZERO),
    "no-zero-short": ("8716310000", ZERO),
    "short": ("1380000000", "位数"),
    "letters": ("138x0000000", "格式"),
    "two": ("13800000000/13900000000", "几个号码"),
    "masked": ("138****0000", "格式"),
    "none": ("无", "格式"),
}
CALLS = {
    "with-unit": ("通话时长", "750秒", 750),
    "minutes-seconds": ("通话时长", "12分30秒", 750),
    "hours": ("通话时长", "1小时2分", 3720),
    "header-minutes": ("通话时长（分钟）", "12.5", 750),
    "header-seconds": ("通话秒数", "750", 750),
    "clock": ("通话时长", "00:12:30", 750),
}


def cases() -> Iterator[Case]:
    """One file each."""
    for name, (cell, value) in DATES.items():
        yield one(f"date-{name}", "预警时间", "found_at", cell, value)
    for name, (cell, says) in NO_DATES.items():
        yield one(f"no-date-{name}", "预警时间", "found_at", cell, None, says)
    for name, (cell, fen) in AMOUNTS.items():
        yield one(f"amount-{name}", "金额", "amount_fen", cell, fen)
    for name, (cell, says) in NO_AMOUNTS.items():
        yield one(f"no-amount-{name}", "金额", "amount_fen", cell, None, says)
    yield one("amount-header-wan", "涉案金额（万元）", "amount_fen", "103", 103000000)
    yield one("amount-cell-before-header", "涉案金额（万元）", "amount_fen", "500元", 50000)
    for name, (cell, value) in PHONES.items():
        yield target(f"phone-{name}", "手机号", "target.phone", cell, value)
    for name, (cell, says) in NO_PHONES.items():
        yield target(f"no-phone-{name}", "手机号", "target.phone", cell, "", says)
    for name, (header, cell, seconds) in CALLS.items():
        yield one(f"call-{name}", header, "call_seconds", cell, seconds)
    yield one("no-call-bare", "通话时长", "call_seconds", "12", None, "秒还是分钟")
    yield one("no-call-two-parts", "通话时长", "call_seconds", "12:30", None, "秒还是分钟")
    yield from _ids()
    yield from _cells()
    yield from _spreadsheet()


def _ids() -> Iterator[Case]:
    def case(name: str, cell: Cell, value: str, says: str = "") -> Case:
        return target(name, "身份证号", "target.id_number", cell, value, says)

    yield case("id-text", ID, ID)
    yield case("id-x", ID_X, ID_X)
    yield case("id-small-x", ID_X.lower(), ID_X)
    yield case("id-full-width", "".join(chr(ord(sign) + 0xFEE0) for sign in ID), ID)
    yield case("no-id-check", ID[:-1] + str((int(ID[-1]) + 1) % 10 if ID[-1] != "X" else 0), "", CHECK)
    yield case("no-id-short", ID[:17], "", "18位")
    yield case("no-id-power", "5.00108E+17", "", POWER)
    yield case("no-id-cut", id_number(8)[:15] + "000", "", CHECK)
    yield case("no-id-cut-by-chance", _ending_in_zeros(), "", "000")
    yield case("text-id-ending-in-zeros", _ending_in_zeros(), _ending_in_zeros())
    yield case("no-id-number", Number("5.00108196503070E+17"), "", LOST)
    yield case("no-id-whole-number", Number(ID.replace("X", "1")), "", LOST)


def _ending_in_zeros() -> str:
    """An ID number whose last three digits are rightly zeros."""
    bases = (
        f"50010819{year}{month:02d}{day:02d}{order}00"
        for year in range(60, 99)
        for month in range(1, 13)
        for day in range(10, 28)
        for order in range(1, 10)
    )
    return next(base + "0" for base in bases if str(ric.calc_check_digit(base + "0")) == "0")


def _cells() -> Iterator[Case]:
    yield one("age", "年龄", "target.age", "65岁", 65)
    yield one("no-age", "年龄", "target.age", "六十五", None, "整数")
    yield one("no-age-beyond", "年龄", "target.age", "650", None, "130")
    yield one("calls", "通话次数", "call_count", "3次", 3)
    yield one("behaviours", "风险行为", "behaviours", "共享屏幕、正在转账", ["shares_screen", "transfer_under_way"])
    yield one("no-behaviours", "风险行为", "behaviours", "共享屏幕、发呆", None, "不认识的风险行为")
    yield one("account-power", "对方账号", "suspect.account", "6.22E+15", None, POWER)
    yield one("scam-number-short", "对方电话", "suspect.phone", "95588", "95588")
    yield one("scam-number-abroad", "对方电话", "suspect.phone", "0085212345678", "0085212345678")
    yield one("scam-number-power", "对方电话", "suspect.phone", "8.52E+10", None, POWER)
    yield one("reference-zeros", "编号", "reference", "000123", "000123")
    yield one("reference-power", "编号", "reference", "1.23E+11", None, POWER)
    yield one("reference-too-long", "编号", "reference", "9" * 70, None, "64")
    yield one("division", "行政区划代码", "target.division", "500108003000", "500108003000")
    yield one("no-division", "行政区划代码", "target.division", "5001", None, "格式")
    yield one("text-too-long", "情况说明", "text", "长" * 2001, None, "2000")
    yield _degrees()
    yield one("no-degrees", "纬度", "target.latitude", "北纬29度", None, "小数")
    padded = [["编号", "电话"], ["000121", PHONE], ["122", "19900001001"], ["000123", "19900001002"]]
    yield Case(
        "reference-lost-zeros.csv",
        text(padded).encode(),
        [
            good(2, reference="000121", target__phone=PHONE),
            good(3, [("reference", "6位")], target__phone="19900001001"),
            good(4, reference="000123", target__phone="19900001002"),
        ],
    )
    for name, said in {
        "hyperlink": '=HYPERLINK("http://x.example","甲")',
        "plus": "+1",
        "at": "@x",
        "minus": "-1+1",
        "dde": "=cmd|' /C calc'!A0",
    }.items():
        yield one(f"formula-text-{name}", "姓名", "target.name", said, said)
        yield in_xlsx(f"formula-text-{name}", "姓名", "target.name", said, said)


def _degrees() -> Case:
    rows = [["电话", "纬度", "经度"], [PHONE, "29.5300", "106.5516"]]
    return Case(
        "degrees.csv",
        text(rows).encode(),
        [good(2, target__phone=PHONE, target__latitude=29.53, target__longitude=106.5516)],
    )


def _spreadsheet() -> Iterator[Case]:
    """What only a spreadsheet does to a cell."""
    yield in_xlsx("cell-date", "预警时间", "found_at", Number("46086.584722222222", "yyyy/m/d h:mm"), AT)
    yield in_xlsx("cell-date-chinese", "预警时间", "found_at", Number("46086", 'yyyy"年"m"月"d"日"'), DAY)
    yield in_xlsx("cell-date-iso", "预警时间", "found_at", Number("46086", "yyyy-mm-dd"), DAY)
    yield in_xlsx("cell-serial", "预警时间", "found_at", Number("46086.584722222222"), AT)
    yield in_xlsx("cell-serial-1904", "预警时间", "found_at", Number("44624.584722222222"), AT, is_1904=True)
    yield in_xlsx("cell-date-1904", "预警时间", "found_at", Number("44624", "yyyy-mm-dd"), DAY, is_1904=True)
    yield in_xlsx("cell-date-beyond", "预警时间", "found_at", Number("99999999", "yyyy-mm-dd"), None, "公式")
    yield in_xlsx("cell-time-only", "预警时间", "found_at", Number("0.5", "h:mm:ss"), None, "没有日期")
    yield in_xlsx("cell-span", "通话时长", "call_seconds", Number("0.00868055555555556", "h:mm:ss"), 750)
    yield in_xlsx("cell-span-long", "通话时长", "call_seconds", Number("0.00868055555555556", "[h]:mm:ss"), 750)
    yield in_xlsx(
        "cell-span-unclear", "通话时长", "call_seconds", Number("0.520833333333333", "h:mm:ss"), None, "秒还是分钟"
    )
    yield in_xlsx("cell-amount", "金额", "amount_fen", Number("1030000"), 103000000)
    yield in_xlsx("cell-amount-float", "金额", "amount_fen", Number("1030000.1"), 103000010)
    yield in_xlsx("cell-amount-sum", "金额", "amount_fen", Number("0.30000000000000004"), 30)
    yield in_xlsx("cell-amount-formula", "金额", "amount_fen", Formula("SUM(1,2)", "3"), 300)
    yield in_xlsx("cell-amount-negative", "金额", "amount_fen", Number("-5"), None, "负数")
    yield in_xlsx("cell-amount-wrong", "金额", "amount_fen", Wrong(), None, "公式")
    yield in_xlsx("cell-formula-unworked", "金额", "amount_fen", Formula("SUM(1,2)"), None, "公式")
    yield in_xlsx("cell-formula-text", "姓名", "target.name", Formula('"甲"&"乙"', "甲乙"), "甲乙")
    yield in_xlsx("cell-code-format", "编号", "reference", Number("123", "000000"), "000123")
    yield in_xlsx("cell-card-number", "对方账号", "suspect.account", Number("6.2220000000001E+15"), None, LOST)
    yield in_xlsx("cell-code-as-date", "编号", "reference", Number("46086", "yyyy-mm-dd"), None, "变成了日期")
    yield in_xlsx("cell-escaped", "情况说明", "text", "一行_x000D_\n两行", "一行\n两行")
    yield in_xlsx("cell-yes", "演练", "drill", True, True)
    yield target("cell-phone-number", "手机号", "target.phone", Number("13800000000"), "13800000000")
    yield target(
        "cell-phone-shown-in-powers", "手机号", "target.phone", Number("13800000000", "0.00E+00"), "13800000000"
    )
    yield target("cell-phone-float", "手机号", "target.phone", Number("13812345678.0"), "13812345678")
    yield target("cell-phone-power", "手机号", "target.phone", Number("1.38E+10"), "", POWER)
    yield target("cell-phone-no-zero", "手机号", "target.phone", Number("2362900000"), "", ZERO)
    yield target("text-phone-power", "手机号", "target.phone", "1.38E+10", "", POWER)
    yield target("text-phone-landline", "手机号", "target.phone", "0871-6310000", "08716310000")
