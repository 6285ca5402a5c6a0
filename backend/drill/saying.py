"""What a simulated member fills in beside the answer, as the app's screen of that step would. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from backend.drill.pictures import Picture, draw_photo, draw_signature
from backend.drill.texts import Texts

if TYPE_CHECKING:
    from backend.drill.persona import Script, Situation

Filled = dict[str, Any]
WHO = {"met_target": "self", "met_relative": "relative", "not_the_person": "other"}
SEEN = ("on_the_phone", "sharing_now", "scam_app", "chat_group", "overseas_calls", "big_transfers", "alone_hidden")


def inputs_at(
    said: tuple[str, str], at: Situation, script: Script, words: Texts, rng: Random
) -> tuple[Filled, tuple[Picture, ...]]:
    """The inputs beside this screen's answer, and the pictures they name."""
    screen, answer = said
    if screen == "proof" and answer == "added":
        pictures = (draw_photo(rng), draw_signature(rng))[: script.pictures]
        return {"evidence": [picture.named() for picture in pictures]}, pictures
    fill: Callable[[], Filled] | None = {
        "call_close": lambda: _money(at, script) | _found(at) | {"who": "self", "note": rng.choice(words.notes)},
        "met": lambda: _met(answer, words, rng),
        "look": lambda: {"seen": rng.sample(SEEN, rng.randrange(3))},
        "money": lambda: {} if answer == "already_sent" else _money(at, script),
        "payee": lambda: _paid(at, words, rng),
        "result": lambda: _found(at),
        "revisit": lambda: {"revisit_at": (at.now + timedelta(minutes=rng.randrange(100, 300))).isoformat()},
        "transfer": lambda: _transfer(at, rng) if answer == "transferred" else {},
        "summary": lambda: {"note": rng.choice(words.notes)},
    }.get(screen)
    return (fill() if fill else {}), ()


def _money(at: Situation, script: Script) -> Filled:
    if script.paid or not at.amount_fen:
        return {}
    return {"about_to_go_fen": at.amount_fen, "saved_fen": at.amount_fen}


def _found(at: Situation) -> Filled:
    return {"level": at.level, "fraud_type": at.fraud_type}


def _met(answer: str, words: Texts, rng: Random) -> Filled:
    who = WHO.get(answer)
    if who is None:
        return {}
    return {"who": who, "who_name": rng.choice(words.who)} if who == "relative" else {"who": who}


def _paid(at: Situation, words: Texts, rng: Random) -> Filled:
    amount = at.amount_fen or 300_000
    payment = {
        "payee_account": f"6210{rng.randrange(10**14):014d}",
        "payee_name": rng.choice(words.payees),
        "payee_bank": rng.choice(words.banks),
        "amount_fen": amount,
        "paid_at": (at.now - timedelta(minutes=rng.randrange(20, 400))).isoformat(),
    }
    return {"payments": [payment], "lost_fen": amount}


def _transfer(at: Situation, rng: Random) -> Filled:
    return {"station": rng.choice(list(at.neighbours)), "reason": rng.choice(("moved", "other_area"))}
