"""Reads and checks the rule files; every fault is named by file, line and field, and all of them at once."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import normalize

import yaml
from django.conf import settings
from pydantic import BaseModel, TypeAdapter, ValidationError

from backend.flow.check import Fault, faults_of
from backend.flow.wire import (
    Codes,
    Flow,
    FraudType,
    Grading,
    Level,
    Levels,
    OutcomeCode,
    Playbook,
    Routing,
    RulesView,
)

T = TypeVar("T")


class RulesAreWrong(Exception):
    """The rule files do not hold together; `faults` lists all that is wrong."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Rules:
    """Every rule, read and checked."""

    levels: dict[str, Level]
    lowest: str
    immediate_met: int
    grading: list[Grading]
    fraud_types: dict[str, FraudType]
    outcomes: dict[str, OutcomeCode]
    codes: Codes
    flows: dict[str, Flow]
    playbooks: dict[str, Playbook]
    routing: Routing
    version: str = field(default="")

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
        wanted = spelled_alike(text)
        return next((code for code, kind in self.fraud_types.items() if wanted in names_of(code, kind)), None)

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
            playbooks=self.playbooks,
            playbook_for={code: self.playbook_for(code) for code in self.fraud_types},
        )


def names_of(code: str, kind: FraudType) -> set[str]:
    """Every name a fraud type is known by, spelled alike."""
    names = (code, kind.name.zh, kind.name.en, kind.short.zh, *kind.platform, *kind.aliases)
    return {spelled_alike(name) for name in names}


def spelled_alike(text: str) -> str:
    """Full-width, capitals and blanks do not make a different name."""
    return "".join(normalize("NFKC", text).casefold().split())


def rules() -> Rules:
    """The rules of this installation, read once a process."""
    return read_rules(Path(settings.FIXTURES_DIR))


@lru_cache(maxsize=4)
def read_rules(folder: Path) -> Rules:
    """Read and check every rule file below this folder; raises `RulesAreWrong` with all faults."""
    reader = _Reader(folder)
    levels = reader.read("levels/chongqing.yaml", Levels)
    types = reader.read("codes/fraud_types.yaml", TypeAdapter(dict[str, FraudType]))
    outcomes = reader.read("codes/outcomes.yaml", TypeAdapter(dict[str, OutcomeCode]))
    codes = reader.read("codes/words.yaml", Codes)
    routing = reader.read("routing/chongqing.yaml", Routing)
    flows = {path.stem: reader.read(f"flow/{path.name}", Flow) for path in sorted(folder.glob("flow/*.yaml"))}
    books = {
        path.stem: reader.read(f"playbooks/{path.name}", Playbook) for path in sorted(folder.glob("playbooks/*.yaml"))
    }
    if reader.faults or None in (levels, types, outcomes, codes, routing):
        raise RulesAreWrong(reader.faults)
    assert levels and types and outcomes and codes and routing
    read = Rules(
        levels=levels.levels,
        lowest=levels.lowest,
        immediate_met=levels.immediate_met,
        grading=levels.grading,
        fraud_types=types,
        outcomes=outcomes,
        codes=codes,
        flows={name: flow for name, flow in flows.items() if flow},
        playbooks={name: book for name, book in books.items() if book},
        routing=routing,
        version=reader.version(),
    )
    if faults := faults_of(read):
        raise RulesAreWrong([reader.place(fault) for fault in faults])
    return read


class _Reader:
    """Reads the files of one folder and remembers where everything stands in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []
        self._nodes: dict[str, yaml.Node | None] = {}
        self._read: dict[str, Any] = {}

    def read(self, name: str, shape: type[T] | TypeAdapter[T]) -> T | None:
        """One file as its shape; None with the faults noted when it is missing or wrong."""
        try:
            text = (self.folder / name).read_text(encoding="utf-8")
            node = self._nodes[name] = yaml.compose(text, Loader=yaml.SafeLoader)
            self._note_doubles(name, node)
            self._read[name] = yaml.safe_load(text)
            adapter = shape if isinstance(shape, TypeAdapter) else TypeAdapter(shape)
            return adapter.validate_python(self._read[name])
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(f"{name}:1: cannot be read ({type(error).__name__})")
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.faults.append(f"{name}:{line}: not valid YAML: {error.problem}")
        except ValidationError as error:
            self.faults += [self.place(Fault(name, tuple(e["loc"]), e["msg"])) for e in error.errors(include_url=False)]
        return None

    def place(self, fault: Fault) -> str:
        """`file:line: field: what is wrong`."""
        line = line_of(self._nodes.get(fault.file), fault.path)
        return f"{fault.file}:{line}: {'.'.join(str(part) for part in fault.path)}: {fault.what}"

    def version(self) -> str:
        """A hash of all that was read: the app asks again only when it changed."""
        content = json.dumps(self._read, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def _note_doubles(self, name: str, node: yaml.Node | None, path: tuple[str, ...] = ()) -> None:
        """YAML lets a later key silently replace an earlier one; here that is a fault."""
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    self.faults.append(
                        f"{name}:{key.start_mark.line + 1}: {'.'.join((*path, key.value))}: stands twice"
                    )
                seen.add(key.value)
                self._note_doubles(name, value, (*path, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self._note_doubles(name, value, (*path, str(index)))


def line_of(node: yaml.Node | None, path: tuple[int | str, ...]) -> int:
    """The line of a field, or of the nearest thing around it that exists."""
    line = node.start_mark.line + 1 if node else 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line


def rules_json(read: BaseModel) -> str:
    """The rules as JSON text, without what is not set."""
    return read.model_dump_json(exclude_none=True)
