"""Files made byte by byte, the same at every run: delimited text, and XLSX with whatever a spreadsheet might put into it."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Number:
    """A number cell, as it is written in the file; `form` is a number format of `FORMATS`."""

    text: str
    form: str = ""


@dataclass(frozen=True)
class Formula:
    """A formula with its last result, or none."""

    text: str
    result: str | None = None


@dataclass(frozen=True)
class Wrong:
    """A cell whose formula failed."""

    text: str = "#N/A"


Cell = str | Number | Formula | Wrong | bool | None
FORMATS = ["yyyy/m/d h:mm", 'yyyy"年"m"月"d"日"', "000000", "h:mm:ss", "[h]:mm:ss", "yyyy-mm-dd", "0.00E+00", "@"]


@dataclass(frozen=True)
class Case:
    """A file and what is expected: rows in order, or the code of the sentence that says why it cannot be read."""

    name: str
    content: bytes
    rows: list[dict[str, Any]] = field(default_factory=list)
    problem: str = ""
    sheet: str = ""


def good(row: int, faults: Sequence[tuple[str, str]] = (), **said: Any) -> dict[str, Any]:
    """A row that is taken in. Names of fields with __ for the dot; faults are (field, what the message says)."""
    signal = {name.replace("__", "."): value for name, value in said.items()}
    return {"row": row, "signal": signal, "faults": [list(fault) for fault in faults]}


def bad(row: int, *faults: tuple[str, str]) -> dict[str, Any]:
    """A row that is not."""
    return {"row": row, "signal": None, "faults": [list(fault) for fault in faults]}


def text(rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    """Delimited text, quoted where it must be."""

    def quoted(cell: str) -> str:
        has_to = any(sign in cell for sign in (delimiter, '"', "\n", "\r"))
        return '"' + cell.replace('"', '""') + '"' if has_to else cell

    return "".join(delimiter.join(quoted(cell) for cell in row) + end for row in rows)


def xlsx(sheets: Mapping[str, Sequence[Sequence[Cell]]], **options: Any) -> bytes:
    """A workbook.

    Options: `shared` texts instead of inline ones, `is_1904`, `dimension`, `hidden` names, `numbered` rows, `extra` parts,
    what stands `behind` the rows.
    """
    shared: list[str] = []
    parts: dict[str, str] = {}
    for place, rows in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{place}.xml"] = _sheet(rows, shared if options.get("shared") else None, options)
    states = {name: ' state="hidden"' if name in options.get("hidden", ()) else "" for name in sheets}
    named = "".join(
        f'<sheet name="{escape(name)}" sheetId="{place}" r:id="rId{place}"{state}/>'
        for place, (name, state) in enumerate(states.items(), start=1)
    )
    epoch = '<workbookPr date1904="1"/>' if options.get("is_1904") else ""
    parts["xl/workbook.xml"] = (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}">{epoch}<sheets>{named}</sheets></workbook>'
    )
    parts["xl/styles.xml"] = _styles()
    kinds = [("worksheet", f"worksheets/sheet{place}.xml") for place in range(1, len(sheets) + 1)]
    kinds += [("styles", "styles.xml")]
    if options.get("shared"):
        parts["xl/sharedStrings.xml"] = (
            f'{_XML}<sst xmlns="{_MAIN}">{"".join(f"<si>{_t(s)}</si>" for s in shared)}</sst>'
        )
        kinds += [("sharedStrings", "sharedStrings.xml")]
    links = "".join(f'<Relationship Id="rId{n}" Type="{_REL}/{k}" Target="{t}"/>' for n, (k, t) in enumerate(kinds, 1))
    parts["xl/_rels/workbook.xml.rels"] = (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
    )
    parts["_rels/.rels"] = (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    overrides = "".join(
        f'<Override PartName="/xl/{target}" ContentType="{_TYPE}.{kind}+xml"/>' for kind, target in kinds
    )
    parts["[Content_Types].xml"] = (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{overrides}</Types>'
    )
    return archive(parts | options.get("extra", {}))


def archive(parts: Mapping[str, str | bytes], *, packed: bool = False) -> bytes:
    """A ZIP archive with no clock in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as file:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2026, 3, 5, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            file.writestr(info, content)
    return target.getvalue()


def _sheet(rows: Sequence[Sequence[Cell]], shared: list[str] | None, options: Mapping[str, Any]) -> str:
    numbers = options.get("numbered") or range(1, len(rows) + 1)
    body = "".join(
        f'<row r="{number}">{"".join(_cell(cell, number, place, shared) for place, cell in enumerate(row))}</row>'
        for number, row in zip(numbers, rows, strict=True)
    )
    dimension = f'<dimension ref="{options["dimension"]}"/>' if "dimension" in options else ""
    behind = options.get("behind", "")
    return f'{_XML}<worksheet xmlns="{_MAIN}">{dimension}<sheetData>{body}</sheetData>{behind}</worksheet>'


def _cell(cell: Cell, row: int, place: int, shared: list[str] | None) -> str:
    at = f'r="{_letters(place)}{row}"'
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return f'<c {at} t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, Number):
        style = f' s="{FORMATS.index(cell.form) + 1}"' if cell.form else ""
        return f"<c {at}{style}><v>{cell.text}</v></c>"
    if isinstance(cell, Formula):
        result = f"<v>{escape(cell.result)}</v>" if cell.result is not None else ""
        return f"<c {at}{' t=' + chr(34) + 'str' + chr(34) if result else ''}><f>{escape(cell.text)}</f>{result}</c>"
    if isinstance(cell, Wrong):
        return f'<c {at} t="e"><f>A1/0</f><v>{cell.text}</v></c>'
    if shared is None:
        return f'<c {at} t="inlineStr"><is>{_t(cell)}</is></c>'
    shared.append(cell)
    return f'<c {at} t="s"><v>{len(shared) - 1}</v></c>'


def _styles() -> str:
    formats = "".join(
        f'<numFmt numFmtId="{164 + place}" formatCode="{escape(form, {chr(34): "&quot;"})}"/>'
        for place, form in enumerate(FORMATS)
    )
    used = "".join(f'<xf numFmtId="{164 + place}" xfId="0" applyNumberFormat="1"/>' for place in range(len(FORMATS)))
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(FORMATS)}">{formats}</numFmts>'
        f'<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        f'<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(FORMATS) + 1}"><xf numFmtId="0" xfId="0"/>{used}</cellXfs></styleSheet>'
    )


def _t(said: str) -> str:
    return f'<t xml:space="preserve">{escape(said)}</t>'


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, left = divmod(place - 1, 26)
        letters = chr(65 + left) + letters
    return letters


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
