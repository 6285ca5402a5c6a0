"""The rule files a city has of its own."""

from typing import TypedDict, cast, get_type_hints

from pydantic import TypeAdapter

from backend.flow.addresses import Addresses
from backend.flow.columns import Columns
from backend.flow.escalation import Escalation
from backend.flow.followups import FollowUps
from backend.flow.lookbacks import LookBacks
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
    lookbacks: LookBacks
    follow_ups: FollowUps


def read_city(files: RuleFiles, city: str) -> OfCity | None:
    """The files a city has of its own, each in the folder of its name."""
    levels = files.read(f"levels/{city}.yaml", TypeAdapter(Levels))
    kinds = {name: kind for name, kind in get_type_hints(OfCity).items() if name not in Levels.model_fields}
    others = {
        name: files.read(f"{name.replace('_', '')}/{city}.yaml", TypeAdapter(kind)) for name, kind in kinds.items()
    }
    if levels is None or any(read is None for read in others.values()):
        return None
    return cast("OfCity", dict(levels) | others)
