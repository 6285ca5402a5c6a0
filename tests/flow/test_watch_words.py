"""The suggested types are right often enough to be worth a tap, measured on texts that changed nothing in the rules."""

from collections import Counter
from pathlib import Path

import pytest

from backend.flow.load import rules
from tests.flow.measure import TEXTS, measured, table, total

DOCS = Path(__file__).parents[2] / "docs" / "watch-words.md"


def test_on_held_out_texts_the_right_type_is_among_the_three_and_mostly_first() -> None:
    score = total("held_out")
    assert score.three / score.texts >= 0.95
    assert score.first / score.texts >= 0.85


@pytest.mark.parametrize("kind", rules().fraud_types)
def test_no_type_is_left_behind(kind: str) -> None:
    score = measured("held_out")[kind]
    assert score.texts >= 12
    assert score.three / score.texts >= 0.7
    assert score.first / score.texts >= 0.6


def test_what_was_looked_at_while_the_words_were_made_still_works() -> None:
    score = total("tuned")
    assert score.three / score.texts >= 0.99
    assert score.first / score.texts >= 0.95


def test_every_type_has_its_texts_and_none_stands_twice() -> None:
    for texts in TEXTS.values():
        assert list(texts) == list(rules().fraud_types)
    assert all(len(TEXTS["tuned"][kind]) >= 22 for kind in rules().fraud_types)
    all_texts = Counter(text for texts in TEXTS.values() for of_a_type in texts.values() for text in of_a_type)
    assert [text for text, times in all_texts.items() if times > 1] == []


def test_the_docs_say_what_is_measured() -> None:
    assert table() in DOCS.read_text(encoding="utf-8")
