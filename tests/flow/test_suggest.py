"""Watch words in a text, and the types it sounds like: found however it is spelled, with work that grows with its length only."""

import re
from itertools import pairwise
from typing import Any
from unicodedata import category

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.flow import suggest
from backend.flow.load import rules
from backend.flow.suggest import HOW_MANY, Watch
from backend.flow.watchwords import WatchWord
from backend.flow.words import Words, spelled_alike

WATCH = rules().watch
AGAIN = Watch(rules().watchwords["national"].words, rules().fraud_types)
# What the ministry published, each as one might write it.
PUBLISHED = [
    "屏幕共享",
    "百万保障",
    "安全账户",
    "修复征信",
    "刷单做任务",
    "刷流水",
    "色情小卡片",
    "未知链接",
    "未知二维码",
    "境外来电",
    "小众聊天软件",
    "内幕消息",
    "NFC盗刷",
    "积分清零",
    "快递引流",
    "虚拟货币",
]
LETTERS = st.sampled_from(
    [*"屏幕共享刷单做任务自称公安，。 \n　ｎＮfＦcC…𠮷é", "自称", "百万保障", "﹣", "\u200b", "㎏"]
)
TEXTS = st.lists(LETTERS, max_size=40).map("".join)


def found(text: str, watch: Watch = WATCH) -> list[str]:
    """What is highlighted, as it stands in the text."""
    return [text[mark.start : mark.end] for mark in watch.marks(text)]


def types(text: str) -> list[str]:
    return [one.fraud_type for one in WATCH.likely([text])]


def of(**words: tuple[list[str], dict[str, int]]) -> Watch:
    """Watch words made for a test."""
    why = Words(zh="因为", en="because")
    made = {
        code: WatchWord(spelled=tuple(spelled), why=why, points=points) for code, (spelled, points) in words.items()
    }
    return Watch(made, ["brushing", "loan", "police", "ticket"])


@pytest.mark.parametrize("word", PUBLISHED)
def test_every_word_the_ministry_published_is_highlighted(word: str) -> None:
    (mark,) = WATCH.marks(f"今天{word}了")
    assert spelled_alike(word) == spelled_alike(f"今天{word}了"[mark.start : mark.end])
    national = rules().watchwords["national"].words
    assert national[mark.word].published


@pytest.mark.parametrize(
    "text", ["屏幕共享", "屏 幕 共 享", "屏幕\n共享", "屏　幕共享", "屏\u200b幕共享", "ＮＦＣ", "n f c", "Nfc"]
)
def test_a_word_is_found_however_it_is_spaced_and_set(text: str) -> None:
    assert found(f"正在{text}，快去") == [text]


def test_a_latin_word_is_not_found_inside_another() -> None:
    assert found("fetch zoomed 1nfc nfcs") == []
    assert found("开zoom会") == ["zoom"]
    assert found("etc已失效") == ["etc"]


def test_the_longest_word_wins_and_none_overlaps() -> None:
    watch = of(
        short=(["刷单"], {"brushing": 1}), long=(["刷单返利"], {"brushing": 3}), tail=(["返利群"], {"brushing": 1})
    )
    assert found("刷单返利群", watch) == ["刷单返利"]


class TestAGap:
    watch = of(claims=(["自称…公安"], {"police": 3}), ticket=(["南航"], {"ticket": 2}))

    def test_lets_a_few_letters_stand_between(self) -> None:
        assert found("有人自称武汉市公安局", self.watch) == ["自称武汉市公安"]
        assert found("自称公安", self.watch) == ["自称公安"]

    def test_is_no_longer_than_a_breath(self) -> None:
        assert found("自称客服，公安已去", self.watch) == []
        assert found("自称一二三四五六七八公安", self.watch) != []
        assert found("自称一二三四五六七八九公安", self.watch) == []

    def test_still_counts_what_stands_in_it(self) -> None:
        likely = self.watch.likely(["自称南航的公安"])
        assert [(one.fraud_type, one.words) for one in likely] == [
            ("police", ("自称南航的公安",)),
            ("ticket", ("南航",)),
        ]
        assert found("自称南航的公安", self.watch) == ["自称南航的公安"]


class TestTheTypes:
    def test_come_with_the_words_that_say_so_the_strongest_first(self) -> None:
        watch = of(weak=(["点赞"], {"brushing": 1}), strong=(["连单"], {"brushing": 5}))
        (likely,) = watch.likely(["先点赞，再连单"])
        assert likely.words == ("连单", "点赞")

    def test_a_word_counts_once_however_often_it_is_said(self) -> None:
        watch = of(one=(["连单"], {"brushing": 3}), two=(["贷款"], {"loan": 4}))
        assert [one.fraud_type for one in watch.likely(["连单连单连单", "贷款"])] == ["loan", "brushing"]

    def test_words_speak_against_as_well(self) -> None:
        watch = of(one=(["连单"], {"brushing": 3}), against=(["航班"], {"brushing": -2, "ticket": 2}))
        assert [one.fraud_type for one in watch.likely(["连单，航班"])] == ["ticket"]

    def test_are_three_at_most_and_equals_stand_in_the_official_order(self) -> None:
        watch = of(all=(["转账"], {"ticket": 2, "police": 2, "loan": 2, "brushing": 2}))
        assert [one.fraud_type for one in watch.likely(["转账"])] == ["brushing", "loan", "police"]

    def test_a_single_weak_word_suggests_nothing(self) -> None:
        assert of(weak=(["点赞"], {"brushing": 1})).likely(["点赞"]) == []
        assert WATCH.likely([""]) == []
        assert WATCH.likely([]) == []


@given(TEXTS)
@example("ｎf\u200bc")
def test_marks_stand_in_order_inside_the_text_and_are_what_they_say(text: str) -> None:
    marks = WATCH.marks(text)
    assert all(one.end <= other.start for one, other in pairwise(marks))
    for mark in marks:
        assert 0 <= mark.start < mark.end <= len(text)
        seen = "".join(sign for sign in text[mark.start : mark.end] if category(sign) != "Cf")
        written = spelled_alike(seen)
        forms = [
            ".{0,8}?".join(re.escape(spelled_alike(part)) for part in spelled.split("…"))
            for spelled in rules().watchwords["national"].words[mark.word].spelled
        ]
        assert any(re.fullmatch(form, written, re.DOTALL) for form in forms), written


@given(TEXTS)
def test_the_same_text_always_says_the_same(text: str) -> None:
    assert (AGAIN.marks(text), AGAIN.likely([text])) == (WATCH.marks(text), WATCH.likely([text]))
    assert len(WATCH.likely([text])) <= HOW_MANY


@pytest.mark.parametrize("worst", ["自称", "自", "刷单", "手机贴", "a", " "])
def test_the_work_grows_with_the_length_and_no_faster(worst: str, monkeypatch: pytest.MonkeyPatch) -> None:
    walks = 0
    walk = suggest._walk

    def counted(*given: Any) -> Any:
        nonlocal walks
        walks += 1
        return walk(*given)

    def work(times: int) -> int:
        nonlocal walks
        walks = 0
        WATCH._look_through(worst * times)
        return walks

    monkeypatch.setattr(suggest, "_walk", counted)
    assert work(1000) <= 11 * work(100)
