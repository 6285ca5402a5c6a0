"""What a file is, by its first bytes and not by its name."""

import zipfile
from pathlib import Path
from typing import Literal

from backend.flow.columns import TableLimits
from backend.intake.files.broken import BrokenFile

_MAGIC = [
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"%PDF", "document"),
    (b"{\\rtf", "document"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
]
_PAGES = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<?xml", b"<head", b"<body", b"mime-version:")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_TABLES = ("content.xml", "xl/workbook.bin", "Index/Document.iwa")


def recognise(path: Path, limits: TableLimits) -> Literal["workbook", "text"]:
    """How it is to be read; `BrokenFile` with a sentence when it is no table."""
    if not path.exists():
        raise BrokenFile("gone")
    size = path.stat().st_size
    if size > limits.most_bytes:
        raise BrokenFile("too_big", limits.most_bytes // 1024**2)
    with path.open("rb") as file:
        head = file.read(2048)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise BrokenFile("empty")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_archive(path, limits)
        return "workbook"
    if head.startswith(_OLE):
        raise BrokenFile(_in_old_container(path))
    if code := _by_magic(head):
        raise BrokenFile(code)
    return "text"


def _by_magic(head: bytes) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "picture"
    if head[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        return "picture"
    # Two letters begin many a table: a bitmap has its own size and zeros in its header.
    code = next((code for magic, code in _MAGIC if head.startswith(magic)), "")
    if head.startswith(b"BM") and head[6:10] != b"\0\0\0\0":
        code = ""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return code or ("web_page" if text.startswith(_PAGES) else "")


def _in_old_container(path: Path) -> str:
    """The container of old Office files also wraps new ones that have a password; it names its streams in UTF-16."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "password"
    if "WordDocument".encode("utf-16-le") in content:
        return "document"
    is_table = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))
    return "old_xls" if is_table else "truncated"


def _check_archive(path: Path, limits: TableLimits) -> None:
    """The sizes in the directory bind: `zipfile` reads no more of a part than is written there."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
            is_locked = any(part.flag_bits & 1 for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise BrokenFile("truncated") from None
    if is_locked:
        raise BrokenFile("password")
    if any(name in parts for name in _OTHER_TABLES):
        raise BrokenFile("other_table")
    if "word/document.xml" in parts:
        raise BrokenFile("document")
    if "[Content_Types].xml" not in parts or not any(name.startswith("xl/") for name in parts):
        raise BrokenFile("archive")
    of_cells = sum(size for name, size in parts.items() if name.startswith("xl/worksheets/"))
    total = sum(parts.values())
    if total > limits.most_unpacked_bytes or total - of_cells > limits.most_strings_bytes:
        raise BrokenFile("bomb")
