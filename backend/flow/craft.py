"""What a playbook must hold to before the city publishes it: the craft that works on the phone and at a door. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backend.flow.check import SPEAKER, placeholders, words_in
from backend.flow.playbook import Playbook
from backend.flow.words import Item, Words

# Written on notices, said by nobody at a kitchen table.
OFFICIALESE = re.compile(r"务必|严禁|依法|依据|贵方|敬请|特此|切勿|予以|广大群众|提高警惕|请您配合")
# What the person must never be asked for.
SECRETS = re.compile(r"(把|请|(?<!不用)告诉我|念一下)[^，。？]{0,6}(验证码|密码)")
PAUSE = re.compile(r"停|别转|别点|先别|先不用|等等|先把|放一放")
CHINESE = re.compile(r"[一-鿿]")
FIRST_WORDS = "您好，我是{unit}民警{officer}。"
# Two messages; names of usual length are put in for the blanks.
MESSAGE_LENGTH, CARD_LENGTH = 134, 30
USUAL = {"{unit}": "南坪派出所", "{officer}": "演练民警一"}
FIRST_CHECK, NEEDED_CHECKS = "camera_on", ("showed_card", "asked_reason")


@dataclass(frozen=True)
class Flaw:
    """What is wrong at a field (`call.first.0.zh`), and what to do about it."""

    field: str
    zh: str
    en: str


def flaws_of(book: Playbook, others: Iterable[Playbook]) -> list[Flaw]:
    """Everything that speaks against publishing it beside these others."""
    lines = [(".".join(str(part) for part in field), words) for field, words in words_in(book)]
    return [
        *_call_flaws(book),
        *_visit_flaws(book),
        *_card_flaws(book),
        *_blank_flaws(lines),
        *_language_flaws(lines),
        *_safety_flaws(lines),
        *_check_flaws(book, others),
    ]


def _call_flaws(book: Playbook) -> Iterator[Flaw]:
    call, said = book.call, "".join(line.zh for line in (*book.call.first, *book.call.disbelieves))
    if not call.first[0].zh.startswith(FIRST_WORDS):
        yield Flaw("call.first.0.zh", f"第一句先说自己是谁，以“{FIRST_WORDS}”开头", "Begin with who is calling")
    if not PAUSE.search("".join(line.zh for line in call.first)):
        yield Flaw("call.first", "开头几句要请对方先停一停，比如“先别转”", "The first words must ask for a pause")
    if "110" not in said or "报我的名字{officer}" not in said:
        yield Flaw(
            "call.disbelieves",
            "要有一句请对方打110核实、“报我的名字{officer}”",
            "One line must offer to dial 110 and give the officer's name: 报我的名字{officer}",
        )
    if not call.message.zh.startswith("【{unit}】"):
        yield Flaw("call.message.zh", "短信以“【{unit}】”开头", "The message begins with 【{unit}】")
    if "110" not in call.message.zh:
        yield Flaw("call.message.zh", "短信里要请对方打110核实", "The message must offer 110 for checking")
    if (length := len(_filled(call.message.zh))) > MESSAGE_LENGTH:
        yield Flaw(
            "call.message.zh",
            f"填上单位和姓名有{length}个字，最多{MESSAGE_LENGTH}个，两条短信才发得完",
            f"{length} characters with the names filled in; at most {MESSAGE_LENGTH} fit into two messages",
        )


def _visit_flaws(book: Playbook) -> Iterator[Flaw]:
    last = len(book.plain) - 1
    if "派出所让我来看看" not in book.plain[0].zh:
        yield Flaw("plain.0.zh", "志愿者第一句说“派出所让我来看看您”", "A volunteer first says who sent him")
    if not re.search(r"不碰(他的)?卡和密码", book.plain[last].zh) or "点“求助”" not in book.plain[last].zh:
        yield Flaw(
            f"plain.{last}.zh",
            "志愿者最后一句要写：不碰卡和密码，劝不动点“求助”",
            "A volunteer's last line: touch no cards or passwords, and tap for help (点“求助”)",
        )
    if "110" not in book.already_paid[0].zh:
        yield Flaw("already_paid.0.zh", "钱转了，第一条是打110", "After a payment 110 comes first")
    if "96110" not in "".join(line.zh for line in book.leave):
        yield Flaw("leave", "留下的话里要有96110", "What is left must name 96110")


def _card_flaws(book: Playbook) -> Iterator[Flaw]:
    for language in ("zh", "en"):
        if _blanks(getattr(book.cards[0], language)) != SPEAKER:
            yield Flaw(
                f"cards.0.{language}",
                "第一张卡要说谁在这里：{unit}和{officer}都要有",
                "The first card says who stands there: {unit} and {officer}",
            )
    for index, card in enumerate(book.cards[1:], start=1):
        if len(card.zh) > CARD_LENGTH:
            yield Flaw(
                f"cards.{index}.zh",
                f"太长，最多{CARD_LENGTH}个字，隔着屋子要看得清",
                f"At most {CARD_LENGTH} characters: it is read across a room",
            )


def _blank_flaws(lines: list[tuple[str, Words]]) -> Iterator[Flaw]:
    """Only `{officer}` and `{unit}` are filled in, and every brace is one of theirs."""
    for field, words in lines:
        for language in ("zh", "en"):
            blanks = _blanks(getattr(words, language))
            if blanks is None:
                yield Flaw(f"{field}.{language}", "花括号不成对", "A brace too many or too few")
            elif unknown := sorted(blanks - SPEAKER):
                yield Flaw(
                    f"{field}.{language}",
                    f"{{{unknown[0]}}}没有东西可填，只能用{{officer}}和{{unit}}",
                    f"Nothing fills {{{unknown[0]}}}: only {{officer}} and {{unit}} are known",
                )


def _language_flaws(lines: list[tuple[str, Words]]) -> Iterator[Flaw]:
    for field, words in lines:
        if not CHINESE.search(words.zh):
            yield Flaw(f"{field}.zh", "这里写中文", "This side is Chinese")
        if CHINESE.search(words.en):
            yield Flaw(f"{field}.en", "这里写英文，不能有汉字", "This side is English, without Chinese characters")


def _safety_flaws(lines: list[tuple[str, Words]]) -> Iterator[Flaw]:
    for field, words in lines:
        if found := OFFICIALESE.search(words.zh):
            yield Flaw(
                f"{field}.zh", f"“{found[0]}”是公文话，换成当面说的话", f"“{found[0]}” is officialese: say it aloud"
            )
        if SECRETS.search(words.zh) and not field.startswith(("scammer_says", "signs")):
            yield Flaw(f"{field}.zh", "不能向当事人要密码、验证码", "Never ask for a password or code")


def _check_flaws(book: Playbook, others: Iterable[Playbook]) -> Iterator[Flaw]:
    """A ticked code must say the same wherever it is read, and what guards the officer himself stays."""
    known = {item.code: item for other in others for item in (*other.phone_checks, *other.door_checks)}
    for name in ("phone_checks", "door_checks"):
        items: tuple[Item, ...] = getattr(book, name)
        times = Counter(item.code for item in items)
        for index, item in enumerate(items):
            if times[item.code] > 1:
                yield Flaw(f"{name}.{index}", "这一项和别的重复了", "This one is there twice")
            if known.get(item.code, item) != item:
                yield Flaw(
                    f"{name}.{index}",
                    "别的话术也用这一项，文字要一样；意思变了，就删掉另加一项",
                    "Other playbooks have this one and must say the same; if you mean another, delete it and add one",
                )
    codes = [item.code for item in book.door_checks]
    if codes[0] != FIRST_CHECK:
        yield Flaw("door_checks", "第一项是打开执法记录仪", "The body camera comes first")
    if missing := [code for code in NEEDED_CHECKS if code not in codes]:
        said = known[missing[0]].zh if missing[0] in known else missing[0]
        yield Flaw("door_checks", f"这一项不能删：{said}", "This one must stay: " + missing[0].replace("_", " "))


def _blanks(text: str) -> set[str] | None:
    try:
        return placeholders(text)
    except ValueError:
        return None


def _filled(text: str) -> str:
    for blank, name in USUAL.items():
        text = text.replace(blank, name)
    return text
