"""What keeps the code readable at a glance: short files, short functions, and a first sentence that says what a file is for."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FUNCTION_LINES = 30
FILE_LINES = 200
APP_FILE_LINES = 250
# Each exception with its reason; one that is no longer needed fails too.
LONG_FILES = {
    "backend/cases/actions.py": "what is decided about a case stands in one place, for one case and for many",
    "backend/people/access.py": "every permission stands in one place",
    "backend/cases/wire.py": "the list of shapes that travel about a case: fields, no logic",
    "backend/live/events.py": "the list of everything that can happen: fields, no logic",
    "backend/problems.py": "the list of every refusal: words, no logic",
}
LONG_FUNCTIONS = {
    "backend/cases/views.py:view_of": "names the view field by field, once",
    "backend/cases/standing.py:fold": "names the standing field by field, once",
}
LONG_APP_FILES = {
    "pwa/src/core/schema.d.ts": "generated from the server's schema",
    "pwa/src/ui/words/board.ts": "a list of words, no logic",
}

BACKEND = [path for path in sorted((ROOT / "backend").rglob("*.py")) if "migrations" not in path.parts]
APP = [
    path
    for path in sorted((ROOT / "pwa" / "src").rglob("*"))
    if path.suffix in {".ts", ".vue", ".css"} and "tests" not in path.parts
]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{_name(path)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_a_backend_file_fits_in_200_lines() -> None:
    assert {_name(path) for path in BACKEND if _lines(path) > FILE_LINES} == set(LONG_FILES)


def test_a_backend_function_fits_on_a_screen() -> None:
    long = {name for path in BACKEND for name, lines in _functions(path) if lines > FUNCTION_LINES}
    assert long == set(LONG_FUNCTIONS)


def test_a_file_of_the_app_fits_in_250_lines() -> None:
    assert {_name(path) for path in APP if _lines(path) > APP_FILE_LINES} == set(LONG_APP_FILES)


def test_a_file_of_the_app_opens_with_what_it_is_for() -> None:
    openings = ("/** ", "/* ", "<!-- ")
    silent = {_name(path) for path in APP if not path.read_text().startswith(openings)}
    assert silent == {"pwa/src/core/schema.d.ts"}  # What is generated opens with that


def test_nothing_is_left_for_later() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    places = [_name(path) for path in [*BACKEND, *APP] if any(mark in path.read_text() for mark in marks)]
    assert places == []
