"""What must hold in the columns and addresses files: every field is there, and a header means one field only. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from backend.flow.columns import ColumnField, FieldName, Group
from backend.flow.rulefiles import Fault
from backend.flow.words import header_alike

if TYPE_CHECKING:
    from backend.flow.load import Rules


def column_faults(rules: Rules) -> Iterator[Fault]:
    """Everything that does not hold together."""
    file, columns = f"columns/{rules.city}.yaml", rules.columns
    groups, fields = set(get_args(Group)), set(get_args(FieldName))
    yield from (Fault(file, ("groups",), f"{name} is missing") for name in sorted(groups - set(columns.groups)))
    yield from (Fault(file, ("fields",), f"{name} is missing") for name in sorted(fields - set(columns.fields)))
    known: dict[str, str] = {}
    for name, field in columns.fields.items():
        for header in sorted(_alone(name, field)):
            if known.setdefault(header, name) != name:
                yield Fault(file, ("fields", name), f"{header} is a header of {known[header]} already")
    if rules.addresses.sure <= rules.addresses.shown:
        yield Fault(f"addresses/{rules.city}.yaml", ("sure",), "must be more than `shown`")


def _alone(name: str, field: ColumnField) -> set[str]:
    """The headers that mean this field without a group beside them."""
    within = field.within if name.startswith("target.") else ()
    return {header_alike(header) for header in (*field.headers, *within)}
