"""The words of a message: the rules' text with the facts that may stand outside the app, and no others. Pure."""

from collections.abc import Mapping
from typing import Any

from backend.flow.load import Rules
from backend.flow.words import Words
from backend.people import access


def text_of(rules: Rules, occasion: str, about: Mapping[str, Any], language: str) -> str:
    """What is said, in Chinese, English, or one after the other."""
    languages = ("zh", "en") if language == "both" else (language,)
    return "\n".join(_in_one(rules, occasion, about, each) for each in languages)


def facts_of(rules: Rules, about: Mapping[str, Any], language: str) -> dict[str, str]:
    """Those of the facts that may stand outside, in words."""
    told = (*rules.notifications.says, "count")
    allowed = {name: about[name] for name in told if name in about and access.may_stand_outside(name)}
    if level := rules.levels.get(allowed.get("level", "")):
        allowed["level"] = _say(level.name, language)
    if kind := rules.fraud_types.get(allowed.get("type", "")):
        allowed["type"] = _say(kind.name, language)
    return {name: str(value) for name, value in allowed.items()}


def _in_one(rules: Rules, occasion: str, about: Mapping[str, Any], language: str) -> str:
    said = rules.notifications
    facts = dict.fromkeys((*said.says, "count"), "") | facts_of(rules, about, language)
    mark = _say(said.drill_mark, language) if about.get("drill") else ""
    text: str = getattr(said.texts[occasion], language)  # type: ignore[index]
    return mark + text.format_map(facts)


def _say(words: Words, language: str) -> str:
    return words.en if language == "en" else words.zh
