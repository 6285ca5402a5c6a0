"""The playbooks themselves: one for every type, and each keeps to the craft that works at a door (`test_craft.py` has what is a rule)."""

import re
from collections.abc import Iterator

import pytest

from backend.flow.check import words_in
from backend.flow.load import rules
from backend.flow.playbook import Playbook
from backend.flow.words import Words

BOOKS = list(rules().playbooks.values())
OFFICER, UNIT = "演练民警一", "南坪派出所"


def lines(book: Playbook) -> Iterator[Words]:
    """All words of a playbook."""
    return (words for _, words in words_in(book))


def test_every_type_has_a_playbook_of_its_own() -> None:
    assert {code: rules().playbook_for(code) for code in rules().fraud_types} == {
        code: code for code in rules().fraud_types
    }


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.type)
class TestEveryPlaybook:
    def test_first_of_all_says_who_calls_and_asks_them_to_pause(self, book: Playbook) -> None:
        assert book.call.first[0].zh.startswith("您好，我是{unit}民警{officer}。")
        assert re.search(r"停|别转|别点|先别|先不用|等等|先把|放一放", "".join(line.zh for line in book.call.first))

    def test_answers_doubt_with_110_and_a_name(self, book: Playbook) -> None:
        said = "".join(line.zh for line in (*book.call.first, *book.call.disbelieves))
        assert "110" in said
        assert "报我的名字{officer}" in said

    def test_the_message_after_a_hang_up_names_the_unit_and_fits_into_two(self, book: Playbook) -> None:
        text = book.call.message.zh
        assert text.startswith("【{unit}】")
        assert text.endswith("我是民警{officer}，您可拨打110核实我的身份，我们正在赶去见您。")
        assert len(text.replace("{unit}", UNIT).replace("{officer}", OFFICER)) <= 134

    def test_lets_them_talk_before_the_matter_and_tells_one_like_case(self, book: Playbook) -> None:
        assert any("让他说完" in line.zh for line in book.say[:3])
        assert sum("差不多年纪" in line.zh or "差不多大" in line.zh for line in book.say) == 1

    def test_brings_the_family_in(self, book: Playbook) -> None:
        assert len(book.call.family) >= 2
        assert re.search(
            r"别骂|别数落|别急着责备|别说|别问|别打别骂|听见您的声音|亲口", "".join(f.zh for f in book.call.family)
        )

    def test_a_volunteer_does_not_argue_and_calls_for_help(self, book: Playbook) -> None:
        assert "派出所让我来看看" in book.plain[0].zh
        assert re.search(r"不碰(他的)?卡和密码", book.plain[-1].zh)
        assert book.plain[-1].zh.endswith("点“求助”。")

    def test_after_a_payment_110_comes_first(self, book: Playbook) -> None:
        assert book.already_paid[0].zh.endswith("马上打110报警，越快越好，半小时内最有用。")
        assert any("“已经转过钱”" in line.zh for line in book.already_paid)

    def test_what_is_left_names_the_numbers_to_ask(self, book: Playbook) -> None:
        assert "96110" in "".join(line.zh for line in book.leave)

    def test_the_body_camera_is_on_first(self, book: Playbook) -> None:
        assert book.door_checks[0].code == "camera_on"
        assert {"showed_card", "asked_reason"} <= {item.code for item in book.door_checks}

    def test_both_languages_say_all_of_it(self, book: Playbook) -> None:
        for line in lines(book):
            assert re.search(r"[一-鿿]", line.zh)
            assert not re.search(r"[一-鿿]", line.en)
            assert 0.9 < len(line.en) / len(line.zh) < 6, line
