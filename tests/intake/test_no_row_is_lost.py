"""Whatever stands in a file, in whatever charset: every row comes out once, as a signal or with a reason, in its order."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.flow.load import rules
from backend.intake.addresses import AddressReader
from backend.intake.atlas import build_atlas
from backend.intake.files.broken import BrokenFile
from backend.intake.files.cells import tidy
from backend.intake.files.rows import ReadRow
from backend.intake.files.tables import Pass, look_at
from tests.intake.corpus.build import text, xlsx
from tests.intake.corpus.charsets import CHARSETS

HEAD = ["姓名", "手机号", "情况说明"]
ANYTHING = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufffe\uffff"), max_size=12)
PLAIN = st.text("甲乙丙丁 ab1=+@'-。", max_size=6)
PHONES = st.one_of(
    st.integers(0, 99).map(lambda n: f"199000010{n:02d}"), st.sampled_from(["", "1.38E+10", "2362900000", "x"])
)
ROWS = st.lists(st.tuples(PLAIN, PHONES, st.one_of(PLAIN, ANYTHING)), max_size=30)


def read(content: bytes, after: int = 0, at_once: int = 4) -> list[ReadRow]:
    """All rows behind `after`, in portions."""
    with tempfile.NamedTemporaryFile() as file:
        path = Path(file.name)
        path.write_bytes(content)
        look = look_at(path, rules())
        rows: list[ReadRow] = []
        with Pass(path, look, rules(), AddressReader(build_atlas((), {}), rules().addresses), after) as table:
            is_end = False
            while not is_end:
                portion = table.next(at_once)
                rows += portion.rows
                is_end = portion.is_end
        return rows


def filled(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The rows that are not blank, as they must come out."""
    tidied = [tuple(tidy(cell) for cell in row) for row in rows]
    return [row for row in tidied if any(row)]


def check(found: list[ReadRow], rows: Sequence[Sequence[str]]) -> None:
    """Each row once, in order, whole; and either a signal or a reason, never both missing."""
    wanted = [row for row in filled(rows) if row != tuple(HEAD)]
    assert [tuple(cell.text for cell in row.cells) for row in found] == wanted
    numbers = [row.number for row in found]
    assert numbers == sorted(set(numbers))
    good = [row for row in found if row.signal]
    bad = [row for row in found if not row.signal]
    assert len(good) + len(bad) == len(wanted)
    assert all(row.faults for row in bad)


@settings(max_examples=60)
@given(
    rows=ROWS,
    charset=st.sampled_from(["utf8", "utf8-bom", "gb18030", "utf16le-bom", "utf16be-bom"]),
    delimiter=st.sampled_from("\t,;"),
    end=st.sampled_from(["\r\n", "\n"]),
    blanks=st.integers(0, 3),
)
@example(
    rows=[("甲", "19900001000", 'a"b'), ("乙", "19900001001", "c\td;e,f")],
    charset="gb18030",
    delimiter="\t",
    end="\n",
    blanks=1,
)
def test_text(rows: list[tuple[str, ...]], charset: str, delimiter: str, end: str, blanks: int) -> None:
    # A first row that surely is one, so that there is something to find the delimiter by.
    rows = [("头", "19900001999", "第一行"), *rows]
    spread = [line for row in rows for line in ([*[()] * blanks, row])]
    found = read(CHARSETS[charset](text([HEAD, *spread], delimiter, end)))
    check(found, rows)


@settings(max_examples=25)
@given(rows=ROWS, shared=st.booleans())
def test_workbooks(rows: list[tuple[str, ...]], shared: bool) -> None:
    rows = [("头", "19900001999", "第一行"), *rows]
    found = read(xlsx({"表": [HEAD, *rows]}, shared=shared))
    check(found, [[cell.replace("_x", "_ x") for cell in row] for row in rows])


@settings(max_examples=40)
@given(rows=ROWS, where=st.integers(0, 400), junk=st.binary(min_size=1, max_size=3))
def test_damaged_bytes_cost_no_more_than_the_lines_they_are_in(
    rows: list[tuple[str, ...]], where: int, junk: bytes
) -> None:
    """A line end among the junk makes one line more; a good row is never stored with a sign that stands for a lost one."""
    rows = [("头", "19900001999", "第一行")] * 3 + [row for row in rows if '"' not in row[2]]
    content = text([HEAD, *rows], "\t").encode()
    start = content.index("第一行".encode())
    at = min(start + where, len(content))
    try:
        found = read(content[:at] + junk + content[at:])
    except BrokenFile:
        return
    wanted = len(filled(rows))
    assert wanted - 2 <= len(found) <= wanted + 3
    for row in found:
        assert row.signal or row.faults
        assert not any("\ufffd" in cell.text or "\udcff" in cell.text for cell in row.cells)


@settings(max_examples=25)
@given(rows=ROWS, stop=st.integers(0, 40), at_once=st.integers(1, 9))
def test_going_on_behind_any_row_gives_the_rest_and_nothing_twice(
    rows: list[tuple[str, ...]], stop: int, at_once: int
) -> None:
    rows = [("头", "19900001999", "第一行"), *rows]
    content = text([HEAD, *rows]).encode()
    whole = read(content, at_once=at_once)
    last = whole[min(stop, len(whole) - 1)].number
    rest = read(content, after=last, at_once=at_once)
    done = [row for row in whole if row.number <= last]
    assert [(row.number, row.signal) for row in [*done, *rest]] == [(row.number, row.signal) for row in whole]
