"""What an XLSX file is made of: its sheets, texts and number formats, found by the names its parts call each other.

Read by the format's own standard and not by openpyxl, which refuses files for a style it does not know, and makes room for
all cells up to the last one a sheet claims to have, 17 billion in a file of a few bytes.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS

from backend.intake.files.cells import tidy, unescaped


class Package:
    """An open XLSX file. `sheets`: each by its name, and whether it is hidden; any fault in the file is any error."""

    def __init__(self, path: Path) -> None:
        self.sheets: dict[str, bool] = {}
        self.is_1904 = False
        self._parts: dict[str, str] = {}
        self._archive = ZipFile(path)
        book = self._target_of("_rels/.rels", "officeDocument", PurePosixPath()) or "xl/workbook.xml"
        folder = PurePosixPath(book).parent
        links = f"{folder}/_rels/{PurePosixPath(book).name}.rels"
        self._read_book(book, self._links(links, folder))
        self.formats = self._read_formats(self._target_of(links, "styles", folder))
        self.strings = self._read_strings(self._target_of(links, "sharedStrings", folder))

    def close(self) -> None:
        """Let the file go."""
        self._archive.close()

    def open_sheet(self, name: str) -> IO[bytes]:
        """The part that holds a sheet."""
        return self._archive.open(self._parts[name])

    def _read_book(self, part: str, links: dict[str, tuple[str, str]]) -> None:
        with self._archive.open(part) as file:
            for element, kind in elements(file):
                if kind == "workbookPr":
                    self.is_1904 = element.get("date1904") in ("1", "true")
                elif kind == "sheet":
                    link = next((value for name, value in element.items() if local(name) == "id"), "")
                    of_kind, target = links.get(link, ("", ""))
                    if of_kind == "worksheet" and target in self._archive.NameToInfo:
                        self._parts[element.get("name", "")] = target
                        self.sheets[element.get("name", "")] = element.get("state", "visible") != "visible"

    def _read_formats(self, part: str) -> list[str]:
        """The number format of each style."""
        forms: dict[str, str] = {str(code): form for code, form in BUILTIN_FORMATS.items()}
        found: list[str] = []
        if part in self._archive.NameToInfo:
            with self._archive.open(part) as file:
                for element, kind in elements(file):
                    if kind == "numFmt":
                        forms[element.get("numFmtId", "")] = element.get("formatCode", "")
                    elif kind == "cellXfs":
                        found = [forms.get(style.get("numFmtId", ""), "") for style in element]
        return found

    def _read_strings(self, part: str) -> list[str]:
        if part not in self._archive.NameToInfo:
            return []
        strings = []
        with self._archive.open(part) as file:
            for element, kind in elements(file):
                if kind == "si":
                    strings.append(tidy(unescaped(text_of(element))))
                    element.clear()
        return strings

    def _links(self, part: str, folder: PurePosixPath) -> dict[str, tuple[str, str]]:
        """What a part leads to: by id the kind and the name of another part."""
        if part not in self._archive.NameToInfo:
            return {}
        with self._archive.open(part) as file:
            found = [element for element, kind in elements(file) if kind == "Relationship"]
        links = {}
        for element in found:
            target = element.get("Target", "")
            whole = target[1:] if target.startswith("/") else str(folder / target)
            links[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], whole)
        return links

    def _target_of(self, part: str, kind: str, folder: PurePosixPath) -> str:
        return next((target for of_kind, target in self._links(part, folder).values() if of_kind == kind), "")


def elements(part: IO[bytes]) -> Iterator[tuple[Element, str]]:
    """Every element at its end, with its name in whatever namespace: there are two of them for the same things.

    The sizes of the parts are bounded before, and entities that multiply by the parser itself (expat 2.4.1 and later).
    """
    names: dict[str, str] = {}
    for _, element in iterparse(part):  # noqa: S314
        yield element, names.get(element.tag) or names.setdefault(element.tag, local(element.tag))


def local(tag: str) -> str:
    """A name without its namespace."""
    return tag.rpartition("}")[2]


def text_of(element: Element) -> str:
    """All pieces of a text, without the readings that may stand above it."""
    pieces = [part for part in element if local(part.tag) in ("t", "r")]
    return "".join((p.text or "") if local(p.tag) == "t" else text_of(p) for p in pieces)
