"""Reads rule files and remembers on which line everything stands, so that a fault names file, line and field."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")
Field = tuple[int | str, ...]


@dataclass(frozen=True)
class Fault:
    """Something wrong at a field of a file."""

    file: str
    field: Field
    what: str


@dataclass
class RuleFiles:
    """The rule files of one folder: what was read, and all that is wrong with it, as `file:line: field: what`."""

    folder: Path
    faults: list[str] = field(default_factory=list)
    _nodes: dict[str, yaml.Node | None] = field(default_factory=dict)
    _hash: Any = field(default_factory=hashlib.sha256)

    def read(self, name: str, shape: TypeAdapter[T]) -> T | None:
        """One file in its shape; None, with the faults noted, when it is missing or wrong."""
        try:
            content = (self.folder / name).read_bytes()
            self._hash.update(name.encode() + b"\0" + content)
            text = content.decode()
            self._nodes[name] = yaml.compose(text, Loader=yaml.SafeLoader)
            said = _frozen(yaml.safe_load(text))
            self._note(*_doubles(name, self._nodes[name]), *_aliases(name, text))
            return shape.validate_python(said, strict=True)
        except (OSError, UnicodeDecodeError, RecursionError) as error:
            self.faults.append(f"{name}:1: cannot be read ({type(error).__name__})")
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.faults.append(f"{name}:{line}: is not valid YAML: {error.problem}")
        except ValidationError as error:
            self._note(*(Fault(name, each["loc"], each["msg"]) for each in error.errors(include_url=False)))
        return None

    def read_all(self, folder: str, shape: TypeAdapter[T]) -> dict[str, T]:
        """Every file of a folder, by its name without the ending."""
        names = sorted(path.stem for path in self.folder.glob(f"{folder}/*.yaml"))
        read = {name: self.read(f"{folder}/{name}.yaml", shape) for name in names}
        return {name: said for name, said in read.items() if said is not None}

    def only(self, folder: str) -> str:
        """The name of the one file a folder may hold."""
        names = sorted(path.stem for path in self.folder.glob(f"{folder}/*.yaml"))
        if len(names) != 1:
            self.faults.append(f"{folder}/:1: exactly one file belongs here, not {len(names)}: {', '.join(names)}")
        return names[0] if names else folder

    def place(self, fault: Fault) -> str:
        """`file:line: field: what is wrong`."""
        line = line_of(self._nodes.get(fault.file), fault.field)
        return f"{fault.file}:{line}: {'.'.join(str(part) for part in fault.field)}: {fault.what}"

    def version(self) -> str:
        """A hash of all that was read: the app asks again only when it changed."""
        return str(self._hash.hexdigest())[:16]

    def _note(self, *faults: Fault) -> None:
        self.faults += [self.place(fault) for fault in faults]


def line_of(node: yaml.Node | None, wanted: Field) -> int:
    """The line of a field, or of the nearest thing around it that exists."""
    line = node.start_mark.line + 1 if node else 1
    for part in wanted:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            pair = (node.value[part], node.value[part])
        else:
            pair = None
        if pair is None:
            return line
        line, node = pair[0].start_mark.line + 1, pair[1]
    return line


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(each) for key, each in value.items()}
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value


def _doubles(name: str, node: yaml.Node | None, at: Field = ()) -> Iterator[Fault]:
    """YAML lets a later key silently replace an earlier one; here that is a fault."""
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        for index, (key, value) in enumerate(node.value):
            if key.value in keys[:index]:
                yield Fault(name, (*at, key.value), "stands here more than once")
            yield from _doubles(name, value, (*at, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _doubles(name, value, (*at, index))


def _aliases(name: str, text: str) -> Iterator[Fault]:
    """A reader of one line should see all of it: no `*alias`, which also could go round in circles."""
    if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=yaml.SafeLoader)):
        yield Fault(name, (), "aliases are not used in rule files: write it out")
