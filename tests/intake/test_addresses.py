"""Addresses in free text: what is given is right, what is not sure is left to a person; measured on a labelled set."""

import csv
import time
from functools import cache
from pathlib import Path

import pytest

from backend.flow.load import rules
from backend.intake.addresses import AddressReader
from backend.intake.atlas import Atlas, build_atlas
from backend.people.divisions import read_divisions

ROOT = Path(__file__).parents[2]
SET = Path(__file__).with_name("addresses.csv")


@cache
def atlas() -> Atlas:
    rows = read_divisions(ROOT / "fixtures" / "divisions" / "chongqing.csv")
    return build_atlas(((row.code, row.name, row.kind) for row in rows), rules().addresses.aliases)


def reader(home: str = "") -> AddressReader:
    return AddressReader(atlas(), rules().addresses, home)


@cache
def labelled() -> list[tuple[str, str]]:
    """Each address with the code of its label."""
    codes = {"/".join(atlas().names[code[:n]] for n in (6, 9, 12) if len(code) >= n): code for code in atlas().names}
    with SET.open(encoding="utf-8", newline="") as file:
        return [(row["address"], codes[row["division"]] if row["division"] else "") for row in csv.DictReader(file)]


def measure() -> dict[str, list[str]]:
    """The addresses by what came of them; `shallow` is right but less than is known."""
    found: dict[str, list[str]] = {"right": [], "shallow": [], "unsure": [], "wrong": [], "left": []}
    for address, label in labelled():
        match = reader().match(address)
        if not label:
            kind = "wrong" if match.code else "left"
        elif match.code == label:
            kind = "right"
        elif not match.code:
            kind = "unsure"
        else:
            kind = "shallow" if label.startswith(match.code) else "wrong"
        found[kind].append(f"{address} → {atlas().path(match.code)}")
    return found


def test_what_is_given_is_right_and_most_is_given() -> None:
    found = measure()
    known = sum(1 for _, label in labelled() if label)
    assert len(labelled()) >= 150
    assert len(found["wrong"]) <= 0.01 * known, found["wrong"]
    assert len(found["right"]) / known >= 0.95, found["shallow"] + found["unsure"]


def test_the_page_tells_the_figures_that_are_measured() -> None:
    found = measure()
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    known = sum(1 for _, label in labelled() if label)
    right = len(found["right"]) + len(found["shallow"])
    assert f"{len(labelled())} 条" in page
    assert f"给出 {right + len(found['wrong'])} 条，其中 {right} 条正确" in page
    assert f"{len(found['right'])} / {known}" in page


FORMS = {
    "in full": "重庆市{0}{1}{2}2组15号",
    "with a road": "{0}{1}人民路12号",
    "without the district": "{1}{2}",
    "without the town": "{0}{2}3社",
}


@pytest.mark.parametrize("form", FORMS)
def test_places_of_the_whole_city_are_found_or_left_never_mistaken(form: str) -> None:
    names = atlas().names
    villages = sorted(code for code in names if len(code) == 12)[::37]
    deepest = 9 if form == "with a road" else 12
    found = 0
    for code in villages:
        match = reader().match(FORMS[form].format(*(names[code[:length]] for length in (6, 9, 12))))
        assert code[:deepest].startswith(match.code)
        found += match.code == code[:deepest]
    assert found / len(villages) > (0.9 if form.startswith("without") else 0.99)


def test_an_unsure_address_comes_with_candidates_the_likeliest_first() -> None:
    match = reader().match("双石村3组")
    assert match.code == ""
    assert match.is_unsure()
    assert len(match.candidates) == 4
    assert {c.code[:6] for c in match.candidates} == {"500114", "500151", "500233", "500242"}
    towns = reader().match("南岸南坪")
    assert towns.code == "500108"
    assert [c.name for c in towns.candidates] == ["南岸区南坪街道", "南岸区南坪镇"]
    assert [c.score for c in towns.candidates] == sorted((c.score for c in towns.candidates), reverse=True)


def test_the_district_a_source_belongs_to_decides_where_none_is_named() -> None:
    assert reader().match("兴隆镇永庆村").code[:6] != "500236"
    assert reader("500236").match("兴隆镇").code == next(
        code for code, name in atlas().names.items() if name == "兴隆镇" and code.startswith("500236")
    )
    assert reader("500114").match("双石村3组").code == "500114121204"
    # Another district that is named counts more.
    assert reader("500236").match("渝北区兴隆镇").code.startswith("500112")


@pytest.mark.parametrize("address", ["", "   ", "|", "1", "𠮷", "南" * 500, "=HYPERLINK(1)", "南岸区" * 60])
def test_no_text_is_too_odd(address: str) -> None:
    assert reader().match(address).code in ("", "500108")


def test_a_thousand_addresses_take_a_moment() -> None:
    addresses = [f"重庆市渝北区龙溪街道武陵路{n}号附{n}号5栋3单元" for n in range(1000)]
    matcher = reader()
    begun = time.perf_counter()
    assert {atlas().path(matcher.match(address).code) for address in addresses} == {"渝北区龙溪街道"}
    assert time.perf_counter() - begun < 3
