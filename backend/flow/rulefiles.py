"""Reads rule files and remembers on which line everything stands, so that a fault names file, line and field."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")
# libyaml's reader is ten times as fast; some builds of PyYAML come without it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
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
            loader = _Loader(content.decode())
            node = self._nodes[name] = loader.get_single_node()
            unclear = list(_unclear(name, node, set()))
            self._note(*unclear)
            return None if unclear else shape.validate_python(_built(loader, node), strict=True)
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(f"{name}:1: cannot be read ({type(error).__name__})")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or type(error).__name__
            self.faults.append(f"{name}:{mark.line + 1 if mark else 1}: is not valid YAML: {what}")
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
        field = ".".join(str(part) for part in fault.field)
        line = line_of(self._nodes.get(fault.file), fault.field)
        return f"{fault.file}:{line}: {field}: {fault.what}" if field else f"{fault.file}:{line}: {fault.what}"

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


def _built(loader: Any, node: yaml.Node | None) -> Any:
    return None if node is None else _frozen(loader.construct_document(node))


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(each) for key, each in value.items()}
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value


def _unclear(name: str, node: yaml.Node | None, seen: set[int], at: Field = ()) -> Iterator[Fault]:
    """What YAML allows and nobody wants: keys that silently replace earlier ones, and aliases, even in circles."""
    if id(node) in seen:
        yield Fault(name, at, "is an alias: write it out")
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        for index, (key, value) in enumerate(node.value):
            if key.value in keys[:index]:
                yield Fault(name, (*at, str(key.value)), "stands here more than once")
            yield from _unclear(name, value, seen, (*at, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _unclear(name, value, seen, (*at, index))
