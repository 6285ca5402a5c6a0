"""Who really asks: behind a proxy of ours the address it names; from anybody else what he says of himself is not believed."""

from collections.abc import MutableMapping, Sequence
from ipaddress import ip_address, ip_network
from typing import Any

Scope = MutableMapping[str, Any]
Network = Any  # ipaddress has no common name for its networks of both versions


def networks(text: str) -> list[Network]:
    """Addresses and networks from a setting, separated by commas."""
    return [ip_network(each.strip(), strict=False) for each in text.split(",") if each.strip()]


def is_among(address: str, allowed: Sequence[Network]) -> bool:
    """Whether this address belongs to one of them; what is no address belongs to none."""
    try:
        asked = ip_address(address)
    except ValueError:
        return False
    return any(asked in network for network in allowed)


def as_really_asked(scope: Scope, proxies: Sequence[Network]) -> Scope:
    """The scope with the caller and scheme that a proxy of ours names.

    Only its own last word counts: whatever stands before it in the list came from the caller.
    """
    peer = (scope.get("client") or ["", 0])[0]
    if not is_among(peer, proxies):
        return scope
    headers = dict(scope["headers"])
    caller = headers.get(b"x-forwarded-for", b"").decode("latin-1").rpartition(",")[2].strip()
    said = {"client": [caller, 0]} if caller else {}
    scheme = headers.get(b"x-forwarded-proto", b"").decode("latin-1")
    if scheme in ("http", "https"):
        said["scheme"] = _same_kind(scope["type"], scheme)
    return {**scope, **said}


def _same_kind(kind: str, scheme: str) -> Any:
    return {"http": "ws", "https": "wss"}[scheme] if kind == "websocket" else scheme
