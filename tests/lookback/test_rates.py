"""回访真实率: what is counted, what is not, and when there is no rate."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.lookback.rates import Row, Tally, tally_units

NOW = datetime(2026, 11, 25, tzinfo=UTC)
LATE, IN_TIME = NOW, NOW + timedelta(seconds=1)
results = st.sampled_from(["", "true", "partly", "false", "unverified"])


def rows(*said: str) -> list[Row]:
    return [Row(1, each, IN_TIME) for each in said]


def test_partly_true_counts_against_and_what_is_not_verified_for_neither() -> None:
    tally = tally_units(rows("true", "true", "partly", "false", "unverified", ""), NOW)[1]
    assert (tally.drawn, tally.answered, tally.unverified, tally.open) == (6, 4, 1, 1)
    assert tally.per_mille(4) == 500


def test_with_too_few_answers_there_is_no_rate() -> None:
    tally = tally_units(rows(*["true"] * 9, *["unverified"] * 5), NOW)[1]
    assert tally.per_mille(10) is None
    assert tally.per_mille(9) == 1000
    assert Tally().per_mille(0) is None


def test_what_is_open_past_its_time_is_late_and_an_answer_never_is() -> None:
    tally = tally_units([Row(1, "", LATE), Row(1, "", IN_TIME), Row(1, "true", LATE)], NOW)[1]
    assert (tally.open, tally.late) == (2, 1)


def test_a_rate_is_rounded_to_the_nearest_per_mille() -> None:
    assert tally_units(rows("true", "true", "false"), NOW)[1].per_mille(1) == 667


@settings(max_examples=50)
@given(st.lists(st.builds(Row, st.integers(1, 3), results, st.just(IN_TIME))))
def test_everything_drawn_is_somewhere_in_the_tally(drawn: list[Row]) -> None:
    found = tally_units(drawn, NOW)
    for unit, tally in found.items():
        assert tally.drawn == sum(row.unit == unit for row in drawn)
        assert tally.drawn == tally.answered + tally.unverified + tally.open
    assert sum(tally.drawn for tally in found.values()) == len(drawn)
