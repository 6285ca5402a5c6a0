"""Writes the figures into docs/performance.md, between its two marks, with what they were measured on."""

from tests.bench.server.lines import Line
from tests.bench.server.machine import described
from tests.cluster.programs import ROOT

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures: written by make bench -->\n", "<!-- end of figures -->"
HEAD = ["| what | on | measured | aim | floor | peer | ratio |", "| --- | --- | --- | --- | --- | --- | --- |"]


def write_table(lines: list[Line]) -> None:
    """Replace what stands between the marks."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + BEGIN + table_of(lines) + END + after, encoding="utf-8")


def table_of(lines: list[Line]) -> str:
    """The table, and above it the size and the machine."""
    sizes = ", ".join(sorted({str(line["size"]) for line in lines}))
    rows = [f"Size {sizes}; {described()}.", "", *HEAD, *(_row(line) for line in lines)]
    return "\n".join(rows) + "\n"


def _row(line: Line) -> str:
    floor, peer = (_beside(line, name) for name in ("floor", "peer"))
    ratio = line.get("ratio")
    cells = (line["what"], line["on"], _measured(line), line.get("aim") or "–", floor, peer, ratio or "–")
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _measured(line: Line) -> str:
    """Percentiles where there are any, else what the bench counts; what was lost or failed is never left out."""
    said = []
    if line.get("value") is not None:
        said.append(f"{line['value']} {line['unit']}")
    if line.get("p50_ms") is not None:
        said.append(" · ".join(f"p{share} {line[f'p{share}_ms']}" for share in (50, 95, 99)) + " ms")
    if line.get("note"):
        said.append(str(line["note"]))
    said += [f"lost {line['lost']}"] if "lost" in line else []
    said += [f"errors {line['errors']}"] if line.get("errors") else []
    return ", ".join(said)


def _beside(line: Line, name: str) -> str:
    """The other's figure of the same kind, where there is one."""
    for key, unit in (("p50_ms", "ms"), ("per_s", "rows/s"), ("kib", "KiB"), ("s", "s")):
        if (value := line.get(f"{name}_{key}")) is not None:
            return f"{value} {unit}"
    return "–"
