"""Makes the rules part of Django's own checks: with a fault in a rule file no command starts."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from backend.flow.load import RulesAreWrong, rules


class FlowConfig(AppConfig):
    """The room of the rules."""

    name = "backend.flow"

    def ready(self) -> None:
        """Put the rules among what is checked."""
        register(check_rules)


def check_rules(**_: Any) -> list[CheckMessage]:
    """Each fault of the rule files as an error of its own."""
    try:
        rules()
    except RulesAreWrong as wrong:
        return [Error(fault, id="flow.E001") for fault in wrong.faults]
    return []
