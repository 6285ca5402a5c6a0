"""Files that cannot be read, each with the one sentence that says so."""

from collections.abc import Iterator

from tests.intake.corpus.build import Case, archive, text, xlsx
from tests.intake.corpus.charsets import SMALL
from tests.intake.corpus.layouts import A, B

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0"
_GOOD = xlsx({"表": [SMALL, A, B]})
_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(9))
    + ']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>&a8;</t></is></c></row></sheetData></worksheet>'
)


def cases() -> Iterator[Case]:
    """Each with its code."""
    for name, content in {
        "empty.csv": b"",
        "empty.xlsx": b"",
        "blanks.csv": b" \r\n\t\r\n",
        "only-a-mark.csv": b"\xef\xbb\xbf",
        "zeros.csv": b"\0" * 4096,
        "only-commas.csv": b",,,\r\n,,,\r\n",
        "empty-sheet.xlsx": xlsx({"表": []}),
    }.items():
        yield Case(name, content, problem="empty")
    yield Case("only-a-header.csv", text([SMALL]).encode(), problem="no_rows")
    yield Case("only-a-header.xlsx", xlsx({"表": [SMALL]}), problem="no_rows")
    yield Case("picture.xlsx", _PNG, problem="picture")
    yield Case("photo.csv", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)), problem="picture")
    yield Case("webp.xlsx", b"RIFF\x24\0\0\0WEBPVP8 " + bytes(64), problem="picture")
    yield Case("letter.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", problem="document")
    yield Case("word.xlsx", archive({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), problem="document")
    yield Case("old-word.xls", _OLE + "WordDocument".encode("utf-16-le"), problem="document")
    yield Case("old.xls", _OLE + "Workbook".encode("utf-16-le"), problem="old_xls")
    yield Case("old-5.xls", _OLE + "Book".encode("utf-16-le"), problem="old_xls")
    yield Case("password.xlsx", _OLE + "EncryptedPackage".encode("utf-16-le"), problem="password")
    yield Case("open-document.ods", archive({"mimetype": "x", "content.xml": "<x/>"}), problem="other_table")
    yield Case("binary.xlsb", archive({"[Content_Types].xml": "<x/>", "xl/workbook.bin": "x"}), problem="other_table")
    yield Case("files.zip", archive({"a.csv": text([SMALL, A])}), problem="archive")
    yield Case("files.rar", b"Rar!\x1a\x07\x01\0" + bytes(32), problem="archive")
    yield Case("page.xls", text([["<html><body><table><tr><td>姓名</td></tr></table>"]]).encode(), problem="web_page")
    yield Case("page-gbk.xls", '<!DOCTYPE html><meta charset="gbk"><td>姓名'.encode("gbk"), problem="web_page")
    yield Case("xml-2003.xls", b'<?xml version="1.0"?><Workbook/>', problem="web_page")
    yield Case("mail.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", problem="web_page")
    yield Case("truncated.xlsx", _GOOD[: len(_GOOD) // 2], problem="truncated")
    yield Case("truncated-by-a-byte.xlsx", _GOOD[:-1], problem="truncated")
    yield Case("damaged-sheet.xlsx", _GOOD.replace(b"<sheetData>", b"<sheetBata>", 1), problem="truncated")
    yield Case(
        "cut-sheet.xlsx",
        xlsx({"表": []}, extra={"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row r='1'>"}),
        problem="truncated",
    )
    yield Case(
        "no-workbook.xlsx", archive({"[Content_Types].xml": "<x/>", "xl/nothing.xml": "<x/>"}), problem="truncated"
    )
    yield Case("old-container-cut.xls", _OLE, problem="truncated")
    yield Case("entity-bomb.xlsx", xlsx({"表": []}, extra={"xl/worksheets/sheet1.xml": _BOMB}), problem="truncated")
    strings = archive({"[Content_Types].xml": "<x/>", "xl/sharedStrings.xml": "a" * (129 * 1024**2)}, packed=True)
    yield Case("strings-bomb.xlsx", strings, problem="bomb")
    yield Case("program.csv", b"\x7fELF" + bytes(range(1, 32)) * 40, problem="not_a_table")
    yield Case("noise.csv", bytes((n * 7919 + n // 3) % 251 + 1 for n in range(3000)), problem="not_a_table")
    wide = [[*SMALL, *["x"] * 300], [*A, *["x"] * 300]]
    yield Case("too-wide.csv", text(wide).encode(), problem="too_many_columns")
    yield Case("too-wide.xlsx", xlsx({"表": wide}), problem="too_many_columns")
