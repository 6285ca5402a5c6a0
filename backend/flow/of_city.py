"""The rule files a city has of its own."""

from typing import TypedDict

from pydantic import TypeAdapter

from backend.flow.addresses import Addresses
from backend.flow.columns import Columns
from backend.flow.escalation import Escalation
from backend.flow.notifications import Notifications
from backend.flow.phones import Phones
from backend.flow.rulefiles import RuleFiles
from backend.flow.safety import Safety
from backend.flow.screens import Screens
from backend.flow.wire import Grading, Level, Levels, Routing


class OfCity(TypedDict):
    """The rules a city has of its own."""

    levels: dict[str, Level]
    lowest: str
    immediate_met: int
    grading: tuple[Grading, ...]
    routing: Routing
    escalation: Escalation
    phones: Phones
    columns: Columns
    addresses: Addresses
    screens: Screens
    safety: Safety
    notifications: Notifications


def read_city(files: RuleFiles, city: str) -> OfCity | None:
    """The files a city has of its own."""
    levels = files.read(f"levels/{city}.yaml", TypeAdapter(Levels))
    routing = files.read(f"routing/{city}.yaml", TypeAdapter(Routing))
    escalation = files.read(f"escalation/{city}.yaml", TypeAdapter(Escalation))
    phones = files.read(f"phones/{city}.yaml", TypeAdapter(Phones))
    columns = files.read(f"columns/{city}.yaml", TypeAdapter(Columns))
    addresses = files.read(f"addresses/{city}.yaml", TypeAdapter(Addresses))
    screens = files.read(f"screens/{city}.yaml", TypeAdapter(Screens))
    notifications = files.read(f"notifications/{city}.yaml", TypeAdapter(Notifications))
    safety = files.read(f"safety/{city}.yaml", TypeAdapter(Safety))
    if levels is None or routing is None or escalation is None or phones is None or safety is None:
        return None
    if columns is None or addresses is None or screens is None or notifications is None:
        return None
    return OfCity(
        levels=dict(levels.levels.items()),
        lowest=levels.lowest,
        immediate_met=levels.immediate_met,
        grading=levels.grading,
        routing=routing,
        escalation=escalation,
        phones=phones,
        columns=columns,
        addresses=addresses,
        screens=screens,
        safety=safety,
        notifications=notifications,
    )
