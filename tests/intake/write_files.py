"""`python -m tests.intake.write_files`: writes the files of `tests/intake/files`, each with what is expected of it beside it."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.intake.corpus import broken, charsets, layouts, values
from tests.intake.corpus.build import Case

FOLDER = Path(__file__).with_name("files")


def all_cases() -> Iterator[Case]:
    """Every case of the corpus."""
    for part in (charsets, values, layouts, broken):
        yield from part.cases()


def expectation(case: Case) -> str:
    """What stands beside the file: the sentence's code, or the rows in order with their messages."""
    said = {"problem": case.problem, "sheet": case.sheet}
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in case.rows)
    return f'{json.dumps(said)[:-1]}, "rows": [\n{rows}\n]}}\n'


def write() -> None:
    """Write them anew, and remove what is no longer made."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for case in all_cases():
        (FOLDER / case.name).write_bytes(case.content)
        (FOLDER / f"{case.name}.json").write_text(expectation(case), encoding="utf-8")


if __name__ == "__main__":
    write()
