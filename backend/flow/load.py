"""The rules in force: read from the rule files once a process, and checked before anything works with them."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import TypeAdapter

from backend.flow.addresses import Addresses
from backend.flow.check import faults_of
from backend.flow.check_columns import column_faults
from backend.flow.check_safety import safety_faults
from backend.flow.codes import Codes, FraudType, OutcomeCode
from backend.flow.columns import Columns
from backend.flow.escalation import Escalation
from backend.flow.followups import FollowUps, follow_up_faults
from backend.flow.lookbacks import LookBacks, lookback_faults
from backend.flow.notifications import Notifications
from backend.flow.of_city import read_city
from backend.flow.phones import Phones
from backend.flow.playbook import Playbook
from backend.flow.rulefiles import RuleFiles
from backend.flow.safety import Safety
from backend.flow.screens import Screens
from backend.flow.suggest import Watch
from backend.flow.views import RulesView, ScreensView
from backend.flow.watchwords import WatchWords
from backend.flow.wire import Flow, Grading, Level, Routing
from backend.flow.words import spelled_alike


class RulesAreWrong(Exception):
    """The rule files do not hold together; `faults` lists all that is wrong, as `file:line: field: what`."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Rules:
    """Every rule, read and checked; `version` is the hash of the files."""

    city: str
    version: str
    levels: dict[str, Level]
    lowest: str
    immediate_met: int
    grading: tuple[Grading, ...]
    fraud_types: dict[str, FraudType]
    outcomes: dict[str, OutcomeCode]
    codes: Codes
    flows: dict[str, Flow]
    playbooks: dict[str, Playbook]
    watchwords: dict[str, WatchWords]
    routing: Routing
    escalation: Escalation
    phones: Phones
    columns: Columns
    addresses: Addresses
    screens: Screens
    notifications: Notifications
    safety: Safety
    lookbacks: LookBacks
    follow_ups: FollowUps

    @property
    def current_flow(self) -> str:
        """The newest published flow: what a new case starts with."""
        return max(self.flows, key=lambda name: self.flows[name].version)

    def rank(self, level: str) -> int:
        """How grave a level is; higher is graver."""
        return self.levels[level].rank

    def playbook_for(self, fraud_type: str) -> str:
        """The playbook's name for a type; types without one of their own use the general one."""
        return fraud_type if fraud_type in self.playbooks else "other"

    def fraud_type_of(self, text: str) -> str | None:
        """The code for whatever name a signal gives the type: code, name, platform class or alias, however spelled."""
        return self._types_by_name.get(spelled_alike(text))

    def view(self) -> RulesView:
        """What the app gets."""
        return RulesView(
            version=self.version,
            current_flow=self.current_flow,
            levels=self.levels,
            immediate_met=self.immediate_met,
            fraud_types=self.fraud_types,
            outcomes=self.outcomes,
            codes=self.codes,
            flows=self.flows,
            phones=self.phones,
            transfer_waits=self.routing.transfer_review.waits,
            pause_at_most=dict(self.escalation.pause_at_most),
            safety=self.safety,
        )

    def screens_view(self) -> ScreensView:
        """What the map and the wall get."""
        return ScreensView(version=self.version, screens=self.screens)

    @cached_property
    def watch(self) -> Watch:
        """The watch words of all files, ready to look through texts."""
        return Watch(
            {code: word for read in self.watchwords.values() for code, word in read.words.items()}, self.fraud_types
        )

    @cached_property
    def _types_by_name(self) -> dict[str, str]:
        return {name: code for code, kind in self.fraud_types.items() for name in kind.names(code)}


def rules() -> Rules:
    """The rules of this installation."""
    return read_rules(settings.FIXTURES_DIR)


@lru_cache(maxsize=4)
def read_rules(folder: Path) -> Rules:
    """Read and check every rule file below this folder; raises `RulesAreWrong` with all faults."""
    files = RuleFiles(folder)
    read = _read(files)
    if read is None:
        raise RulesAreWrong(files.faults)
    if faults := [
        *faults_of(read),
        *column_faults(read),
        *safety_faults(read),
        *lookback_faults(read),
        *follow_up_faults(read),
    ]:
        raise RulesAreWrong([files.place(fault) for fault in faults])
    return read


def _read(files: RuleFiles) -> Rules | None:
    """Every file in its shape; None if one of them is not."""
    city = files.only("levels")
    of_city = read_city(files, city)
    fraud_types = files.read("codes/fraud_types.yaml", TypeAdapter(dict[str, FraudType]))
    outcomes = files.read("codes/outcomes.yaml", TypeAdapter(dict[str, OutcomeCode]))
    codes = files.read("codes/words.yaml", TypeAdapter(Codes))
    flows, playbooks, watchwords = _read_folders(files)
    if of_city is None or fraud_types is None or outcomes is None or codes is None or files.faults:
        return None
    return Rules(
        city=city,
        version=files.version(),
        fraud_types=fraud_types,
        outcomes=outcomes,
        codes=codes,
        flows=flows,
        playbooks=playbooks,
        watchwords=watchwords,
        **of_city,
    )


def _read_folders(files: RuleFiles) -> tuple[dict[str, Flow], dict[str, Playbook], dict[str, WatchWords]]:
    """What there are several of: flows, playbooks, and watch words, a city's own beside the national ones."""
    return (
        files.read_all("flow", TypeAdapter(Flow)),
        files.read_all("playbooks", TypeAdapter(Playbook)),
        files.read_all("watchwords", TypeAdapter(WatchWords)),
    )
