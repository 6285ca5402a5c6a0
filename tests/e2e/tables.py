"""Tables the stories and the tour import: invented people, a note above the header, a column nobody knows, three bad rows."""

from tests.intake.corpus.build import text

_HEAD = ["编号", "受害人姓名", "受害人电话", "家里", "诈骗类型", "金额（元）"]
_ROWS = [
    ["YL-0001", "彭先生", "199 0001 0001", "南岸区南坪街道正街1号", "投资理财", "1,030,000.00"],
    ["YL-0002", "䶮女士", "+86 199 0001 0002", "渝北区双龙湖街道8号", "刷单返利", "8800"],
    ["YL-0003", "段婆婆", "1.38E+10", "沙坪坝区渝碚路街道12号", "冒充公检法", "3万"],
    ["YL-0004", "林先生", "19900010004", "双石村3组", "冒充公检法", "约5万"],
    ["YL-0005", "陈先生", "2362900000", "沙坪坝区渝碚路街道1号", "刷单返利", "600"],
    ["YL-0006", "吴女士", "", "渝北区双龙湖街道9号", "投资理财", "5000"],
]


def table() -> bytes:
    """As a platform of the drill would export it."""
    return ("预警名单（演练数据）\r\n" + text([_HEAD, *_ROWS])).encode("gb18030")


def file(name: str, content: bytes) -> dict[str, str | bytes]:
    """A file as it is chosen in a browser."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}
