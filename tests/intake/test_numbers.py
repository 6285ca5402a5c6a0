"""Phone and ID numbers: every way to write one is one person, and a damaged one is refused without repeating it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from backend.intake.numbers import NotANumber, age_of, id_number_of, phone_of

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.from_regex(r"0(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}", fullmatch=True).filter(
    lambda text: text[:4] not in ("0400", "0800")
)
FULL_WIDTH = str.maketrans("0123456789+-", "０１２３４５６７８９＋－")


def id_numbers() -> st.SearchStrategy[str]:
    """Well-formed ID numbers, with the check digit that belongs to each."""
    return st.builds(
        lambda day, order: (stem := f"500108{day:%Y%m%d}{order:03d}") + ric.calc_check_digit(f"{stem}0"),
        st.dates(date(1900, 1, 1), date(2026, 1, 1)),
        st.integers(0, 999),
    )


@given(
    MOBILES,
    st.sampled_from(["", "+86", "86", "0086", "+86 ", "+86-"]),
    st.lists(st.integers(1, 10), max_size=3),
    st.sampled_from([" ", "-", "–"]),
    st.booleans(),
)
def test_a_mobile_is_the_same_person_however_it_is_written(
    number: str, prefix: str, gaps: list[int], gap: str, wide: bool
) -> None:
    written = "".join(gap + sign if place in gaps else sign for place, sign in enumerate(number))
    text = f" {prefix}{written}\u200b"
    assert phone_of(text.translate(FULL_WIDTH) if wide else text) == number


@given(LANDLINES)
def test_a_landline_keeps_its_zero(number: str) -> None:
    assert phone_of(number) == number
    assert phone_of(f"+86 {number[1:]}") == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("023-6800 1234", "02368001234"),
        ("（023）68001234", "02368001234"),
        ("0871-6310000", "08716310000"),
        ("86-23-68001234", "02368001234"),
        ("023 68001234转801", "02368001234"),
        ("010-88888888", "01088888888"),
        ("68001234", "68001234"),
        ("400-800-8888", "4008008888"),
        ("+852 2345 6789", "+85223456789"),
        ("00852 23456789", "+85223456789"),
    ],
)
def test_other_numbers_have_one_form_too(text: str, number: str) -> None:
    assert phone_of(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "", "abc", "1380000ABCD", "110", "10086", "12800001234", "138000012345", "1380000123", "+1 12", "---",
        "13800001234/13900001234", "+", "0" * 40, "1" * 200, "+999 12345678",
    ],
)  # fmt: skip
def test_what_is_no_phone_number_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(NotANumber) as refused:
        phone_of(text)
    assert refused.value.words.startswith("电话号码")
    assert "phone number" in refused.value.words_en
    assert not text or text not in refused.value.words + refused.value.words_en


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused_and_a_number_stays_itself(text: str) -> None:
    try:
        number = phone_of(text)
    except NotANumber:
        return
    assert phone_of(number) == number


@given(id_numbers())
def test_an_id_number_is_the_same_however_it_is_written(number: str) -> None:
    assert id_number_of(f" {number[:6]} {number[6:14]} {number[14:].lower()} ") == number
    assert id_number_of(number.translate(FULL_WIDTH)) == number


@given(id_numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_found(number: str, place: int, more: int) -> None:
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    with pytest.raises(NotANumber):
        id_number_of(wrong)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("500108196503070000", "校验位"),
        ("50010819650307", "18位"),
        ("X0010819650307001X", "18位"),
        ("500108196513070017", "出生日期"),
    ],
)
def test_a_damaged_id_number_is_refused_with_the_reason(text: str, words: str) -> None:
    number = text[:17] + ric.calc_check_digit(text[:17] + "0") if words == "出生日期" else text
    with pytest.raises(NotANumber) as refused:
        id_number_of(number)
    assert words in refused.value.words


def test_an_x_as_check_digit_survives() -> None:
    assert id_number_of("11010519491231002x") == "11010519491231002X"


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2026, 3, 6), 60), (date(2026, 3, 7), 61), (date(1965, 3, 6), None), (date(2096, 3, 7), None)],
)
def test_the_age_is_in_full_years_on_that_day(day: date, age: int | None) -> None:
    assert age_of("500108196503070013", day) == age
