"""The charset of a text file, by its mark or by strict decoding; bad bytes become a sign that rejects their row."""

import codecs
from pathlib import Path
from typing import BinaryIO, TextIO

from backend.intake.files.broken import BrokenFile
from backend.intake.files.cells import BAD

_MARKS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
_HEAD = 64 * 1024
_ERRORS = "qiaomen-bad-bytes"


def open_text(path: Path) -> tuple[TextIO, str]:
    """The file as text, line ends untouched, and its charset."""
    charset = charset_of(path)
    text = path.open(encoding=charset, errors=_ERRORS, newline="")
    head = text.read(4096)
    odd = sum(1 for sign in head if sign == BAD or (sign < " " and sign not in "\t\r\n\x0b\x0c"))
    if odd * 10 > len(head):
        text.close()
        raise BrokenFile("not_a_table")
    text.seek(0)
    return text, charset


def charset_of(path: Path) -> str:
    """By its byte order mark, by its zero bytes (UTF-16 without a mark), or the one that decodes its lines."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        for mark, charset in _MARKS:
            if head.startswith(mark):
                return charset
        if charset := _by_zeros(head):
            return charset
        file.seek(0)
        return _by_lines(file)


def _by_zeros(head: bytes) -> str:
    """In UTF-16 every digit, delimiter and line end has a zero byte, on one side; one alone is damage."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if (even + odd) * 20 < len(head) or min(even, odd) * 5 > max(even, odd):
        return ""
    return "utf-16-le" if odd >= even else "utf-16-be"


def _by_lines(file: BinaryIO) -> str:
    """A line of Chinese in GB18030 is hardly ever valid UTF-8, so where most lines are, the others are damaged."""
    good = bad = 0
    for line in file:
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            good += 1
        except UnicodeDecodeError:
            bad += 1
    return "utf-8" if good >= bad else "gb18030"


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return BAD, error.end


codecs.register_error(_ERRORS, _mark)
