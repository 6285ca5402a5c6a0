"""Writes the figures into docs/performance-pwa.md, between its two marks."""

from tests.bench.pwa.loads import Line
from tests.e2e.server import ROOT

PAGE = ROOT / "docs" / "performance-pwa.md"
BEGIN, END = "<!-- figures: written by make bench-pwa -->\n", "<!-- end of figures -->"


def write_table(lines: list[Line]) -> None:
    """Replace what stands between the marks."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    rows = ["| what | measured | aim | floor | ratio |", "| --- | --- | --- | --- | --- |", *(_row(line) for line in lines)]
    PAGE.write_text(before + BEGIN + "\n".join(rows) + "\n" + END + after, encoding="utf-8")


def _row(line: Line) -> str:
    what, measured, unit = _named(line)
    cells = [f"{each:g}{unit}" if isinstance(each, int | float) else "–" for each in (line.get("aim"), line["floor"])]
    return f"| {what} | {measured} | {cells[0]} | {cells[1]} | {line['ratio']} |"


def _named(line: Line) -> tuple[str, str, str]:
    match line["bench"]:
        case "first_load_bytes":
            measured = f"{line['bytes']} bytes in {line['requests']} requests"
            return f"first load, brotli, to the {line['to']}", measured, ""
        case "time_to_interactive":
            return f"{line['start']} start to {line['to']}, {line['network']}", f"{line['seconds']} s", " s"
        case "memory":
            return f"memory at the task list: {line['what']}", f"{line['value']} MiB", " MiB"
        case _:
            return f"Lighthouse, {line['screen']}: {line['category']}", str(line["score"]), ""
