"""What the app gets of the rules."""

from backend.flow.codes import Codes, FraudType, OutcomeCode
from backend.flow.phones import Phones
from backend.flow.playbook import Playbook
from backend.flow.safety import Safety
from backend.flow.screens import Screens
from backend.flow.wire import Flow, Level
from backend.flow.words import Data


class RulesView(Data):
    """All rules the app works with but the playbooks, and the hash of the files they came from."""

    version: str
    current_flow: str
    levels: dict[str, Level]
    immediate_met: int
    fraud_types: dict[str, FraudType]
    outcomes: dict[str, OutcomeCode]
    codes: Codes
    flows: dict[str, Flow]
    phones: Phones
    transfer_waits: tuple[str, ...] = ()
    pause_at_most: dict[str, int] = {}
    safety: Safety
    # Always empty: an app from before they came apart looks here, and does without until it is updated.
    playbooks: dict[str, Playbook] = {}
    playbook_for: dict[str, str] = {}


class EarlierPlaybook(Data):
    """A playbook as it was from one edition until the next of its type."""

    number: int
    playbook: Playbook


class PlaybooksView(Data):
    """What to say and look for with each type of fraud; apart from the other rules, for it is three quarters of them.

    `playbooks` are those of now, `edition` is the newest number of all; of `since` a type is missing whose file was never
    changed. A case goes by what was the newest when it opened: `earlier` has what running cases still need, newest first.
    """

    version: str
    playbooks: dict[str, Playbook]
    playbook_for: dict[str, str]
    edition: int = 0
    since: dict[str, int] = {}
    earlier: dict[str, list[EarlierPlaybook]] = {}


class ScreensView(Data):
    """What the map and the wall need to know; apart from the other rules, for no phone has either."""

    version: str
    screens: Screens
